"""Phrases as people write them in the language files, made into one graph that is walked once over a message.

The grammar of a phrase: words; `word*` any ending; `(a|b)` either; `word?` or `(a|b)?` may be missing; `<class>` any
word of a class; `~3` up to three words between (`~` one), never over the end of a sentence; `^` the start of one. A
phrase that begins with `!` cancels what its section matches in the same words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from policies.promotion.folding import BOUNDARIES, fold, tokens
from policies.promotion.remembered import Remembered

Span = tuple[int, int]

_START = 0
_SENTENCE = "^"
_SHORTEST_START = 4
_ARABIC_PREFIX = re.compile(r"^(?:[وفبلك]|وال|بال|فال|كال|ال|لل)(?=\w{3})")


@dataclass(slots=True)
class _Node:
    """Where a walk stands: what may follow, and which phrases end here."""

    children: dict[tuple[int, ...], "_Node"] = field(default_factory=dict)
    next: dict[int, Sequence["_Node"]] = field(default_factory=dict)
    gaps: dict[int, "_Node"] = field(default_factory=dict)
    ends: list[tuple[str, int, bool]] = field(default_factory=list)
    languages: int = 0
    """Of the phrases that go on from here, as bits: where none is of a message's language, nobody goes."""
    certain: bool = False
    behind: frozenset[int] = frozenset()
    furthest: int = 0
    """Where phrases begin: whether one ends here whatever follows, and else what may follow how far behind a gap."""

    def leads(self, atoms: list[tuple[int, ...]], position: int) -> bool:
        """Tell whether a phrase may end here or go on with the words at a position: most that could begin one don't."""
        if self.certain or (position < len(atoms) and not self.next.keys().isdisjoint(atoms[position])):
            return True
        behind = self.behind
        return any(not behind.isdisjoint(each) for each in atoms[position : position + self.furthest])

    def close(self) -> None:
        """Let go of what only building needs: forty thousand nodes weigh a third then."""
        below = [*self.children.values(), *self.gaps.values()]
        self.children, self.gaps, self.ends = _NONE, self.gaps or _NONE, self.ends or _NOTHING
        self.next = self.next or _NONE
        for node in below:
            node.close()

    def step(self, atoms: tuple[int, ...]) -> "_Node":
        child = self.children.get(atoms)
        if child is None:
            child = self.children[atoms] = _Node()
            for atom in atoms:
                self.next[atom] = (*self.next.get(atom, ()), child)
        return child


_NONE: Final[dict[Any, Any]] = {}
_NOTHING: Final[list[Any]] = []
"""Shared by all nodes that have none, once nothing is added."""


class Phrases:
    """All phrases of all languages. Grows by `add`, then only reads."""

    def __init__(self) -> None:
        self._root = _Node()
        self._exact: dict[str, list[int]] = {}
        self._prefixes: dict[str, list[int]] = {}
        self._atoms: dict[str, int] = {"^": _START}
        self._known = Remembered(self._look_up)
        self._openings = Remembered(self._open)
        self._merged: dict[tuple[int, ...], _Node | None] = {}
        self._lengths: tuple[int, ...] = ()

    def add_class(self, name: str, words: Iterable[str]) -> None:
        """Make every word a member of `<name>`."""
        atom = self._atom(f"<{name}>")
        for word in words:
            self._enter(word, atom)

    def add(self, category: str, phrase: str, language: int) -> None:
        """Enter a phrase of a category in a language (a bit)."""
        cancels = phrase.startswith("!")
        for elements in _variants(fold(phrase.removeprefix("!").strip())):
            node = self._root
            for element in elements:
                node = self._extend(node, element, language)
            node.ends.append((category, language, cancels))

    def close(self) -> None:
        """Say that nothing more is added."""
        self._root.close()

    def member(self, token: str, name: str) -> bool:
        """Tell whether the token is a word of the class."""
        return self._atoms.get(f"<{name}>", -1) in self.atoms(token)

    def any_member(self, tokens: Iterable[str], names: Iterable[str]) -> bool:
        """Tell whether any of the tokens is a word of any of the classes."""
        wanted = {self._atoms.get(f"<{name}>", -1) for name in names}
        return not wanted.isdisjoint(chain.from_iterable([self._known[token] for token in tokens]))

    def classes(self, tokens: Iterable[str], names: Iterable[str]) -> list[str]:
        """Return which of the classes any of the tokens is a word of, in the order of the tokens."""
        wanted = {self._atoms.get(f"<{name}>", -1): name for name in names}
        met = filter(wanted.__contains__, chain.from_iterable([self._known[token] for token in tokens]))
        return [wanted[atom] for atom in dict.fromkeys(met)]

    def known(self, token: str) -> bool:
        """Tell whether any language file knows this word."""
        return bool(self.atoms(token))

    def spells(self, token: str) -> bool:
        """Tell whether the token is a word: one of a language file, or one that begins as one of them does.

        Shorter beginnings (`d*`) say nothing of the rest.
        """
        starts = (token[:length] for length in self._lengths_of_prefixes() if _SHORTEST_START <= length <= len(token))
        return token in self._exact or any(start in self._prefixes for start in starts)

    def find(self, words: list[str], languages: int) -> Mapping[str, list[Span]]:
        """Return the spans of tokens that each category matches in the languages given."""
        found: dict[str, list[Span]] = {}
        cancelled: dict[str, list[Span]] = {}
        known, openings = self._known, self._openings
        atoms = [known[word] for word in words]
        start = openings[_SENTENCE]
        for position, word in enumerate(words):
            node = openings[word]
            if node is not None and node.languages & languages and node.leads(atoms, position + 1):
                _walk(node, position, position + 1, words, atoms, languages, found, cancelled)
            if start is not None and (not position or words[position - 1] in BOUNDARIES):
                _walk(start, position, position, words, atoms, languages, found, cancelled)
        for category, spans in cancelled.items():
            if category in found:
                found[category] = [
                    span for span in found[category] if not any(_overlap(span, other) for other in spans)
                ]
        return {category: spans for category, spans in found.items() if spans}

    def _open(self, token: str) -> _Node | None:
        """Return how phrases go on that begin with a token, all of them in one node."""
        atoms = (_START,) if token == _SENTENCE else self._known[token]
        if atoms not in self._merged:
            self._merged[atoms] = _merge([node for atom in atoms for node in self._root.next.get(atom, ())])
        return self._merged[atoms]

    def atoms(self, token: str) -> tuple[int, ...]:
        """Name every word, ending and class that the token is."""
        return self._known[token]

    def _look_up(self, token: str) -> tuple[int, ...]:
        found = list(self._exact.get("<number>" if token.isdigit() else token, ()))
        if token.isdigit():
            found += self._exact.get(token, ())
        for length in self._lengths_of_prefixes():
            if length > len(token):
                break
            found += self._prefixes.get(token[:length], ())
        if not found and "\u0600" <= token[0] <= "\u06ff" and (match := _ARABIC_PREFIX.match(token)):
            return self._look_up(token[match.end() :])
        return tuple(dict.fromkeys(found))

    def _lengths_of_prefixes(self) -> tuple[int, ...]:
        if not self._lengths:
            self._lengths = tuple(sorted({len(prefix) for prefix in self._prefixes}))
        return self._lengths

    def _atom(self, name: str) -> int:
        return self._atoms.setdefault(name, len(self._atoms))

    def _enter(self, word: str, atom: int) -> None:
        word = fold(word)
        table, key = (self._prefixes, word[:-1]) if word.endswith("*") else (self._exact, word)
        known = table.setdefault(key, [])
        if atom not in known:
            known.append(atom)

    def _extend(self, node: _Node, element: str, language: int) -> _Node:
        if element.startswith("~"):
            gap = node.gaps.setdefault(int(element[1:] or 1), _Node())
            gap.languages |= language
            return gap
        for atoms in self._steps(element):
            node = node.step(atoms)
            node.languages |= language
        return node

    def _steps(self, element: str) -> Iterator[tuple[int, ...]]:
        """Yield what each token has to be. One written word may be several (Chinese, hyphens, elisions)."""
        if element == "^":
            yield (_START,)
        elif element.startswith("("):
            yield tuple(sorted(self._word(word) for word in element[1:-1].split("|") if word))
        elif element.startswith("<") or element.endswith("*"):
            yield (self._word(element),)
        else:
            yield from ((self._word(token),) for token in tokens(element))

    def _word(self, word: str) -> int:
        atom = self._atom(word)
        self._enter(word, atom)
        return atom


def _variants(phrase: str) -> list[list[str]]:
    """Write every optional element out as there and not there, and every alternative of several words out."""
    variants: list[list[str]] = [[]]
    for element in _split(phrase, " "):
        optional = element.endswith("?") and len(element) > 1
        options = _options(element[:-1] if optional else element)
        longer = [[*variant, *option] for variant in variants for option in options]
        variants = [*variants, *longer] if optional else longer
    return variants


def _options(element: str) -> list[list[str]]:
    """`(a|b|c d)` becomes `(a|b)` and `c d`; anything else stays as it is."""
    if not element.startswith("("):
        return [[element]]
    words = _split(element[1:-1], "|")
    single = [
        word
        for word in words
        if not set(word) & set("( ~?") and (word[0] == "<" or word.endswith("*") or len(tokens(word)) == 1)
    ]
    several = [variant for word in words if word not in single for variant in _variants(word)]
    return ([["(" + "|".join(single) + ")"]] if single else []) + several


def _split(text: str, separator: str) -> list[str]:
    """Split where no bracket is open; a closed bracket with its `?` also ends an element."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == separator and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


def _merge(nodes: list[_Node]) -> _Node | None:
    """Make one node of several; None of none."""
    merged = _Node()
    gaps: dict[int, list[_Node]] = {}
    for node in nodes:
        merged.languages |= node.languages
        merged.ends = [*merged.ends, *node.ends]
        for most, child in node.gaps.items():
            gaps.setdefault(most, []).append(child)
        for atom, children in node.next.items():
            merged.next[atom] = (*merged.next.get(atom, ()), *children)
    merged.gaps = {most: behind for most, some in gaps.items() if (behind := _merge(some)) is not None}
    merged.certain = bool(merged.ends) or any(gap.ends or gap.gaps for gap in merged.gaps.values())
    merged.behind = frozenset(chain.from_iterable(gap.next for gap in merged.gaps.values()))
    merged.furthest = max(merged.gaps, default=-1) + 1
    return merged if nodes else None


def _walk(
    node: _Node,
    start: int,
    position: int,
    words: list[str],
    atoms: list[tuple[int, ...]],
    languages: int,
    found: dict[str, list[Span]],
    cancelled: dict[str, list[Span]],
) -> None:
    """Follow every phrase that begins at `start` and goes on from a node, depth first."""
    count = len(words)
    stack = [(node, position)]
    while stack:
        node, position = stack.pop()
        if node.ends:
            for category, language, cancels in node.ends:
                if language & languages:
                    (cancelled if cancels else found).setdefault(category, []).append((start, position))
        if position < count:
            following = node.next
            for atom in atoms[position]:
                if atom in following:
                    stack += [(child, position + 1) for child in following[atom] if child.languages & languages]
        if node.gaps:
            _skip(node, position, words, stack)


def _skip(node: _Node, position: int, words: list[str], stack: list[tuple[_Node, int]]) -> None:
    """Go on behind some words that may be anything, up to the end of the sentence."""
    for most, child in node.gaps.items():
        for skipped in range(most + 1):
            if position + skipped > len(words):
                break
            stack.append((child, position + skipped))
            if position + skipped < len(words) and words[position + skipped] in BOUNDARIES:
                break


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]

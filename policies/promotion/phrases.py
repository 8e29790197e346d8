"""Phrases as people write them in the language files, made into one graph that is walked once over a message.

How a phrase is written tells `grammar.py`. One that begins with `!` cancels what its section matches in the same words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from policies.promotion.beginnings import Beginnings
from policies.promotion.folding import BOUNDARIES, fold, tokens
from policies.promotion.grammar import variants
from policies.promotion.graph import Atoms, Draft, End, Node, Opening, Settled, opening
from policies.promotion.remembered import Remembered

Span = tuple[int, int]

_START = 0
_SENTENCE = "^"
_SHORTEST_START = 4
_ARABIC_PREFIX = re.compile(r"^(?:[وفبلك]|وال|بال|فال|كال|ال|لل)(?=\w{3})")


class _Token(NamedTuple):
    """What is known of a token."""

    atoms: Atoms
    opening: Opening | None
    """How phrases go on that begin with it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the language files know of what a message says."""

    words: Sequence[str]
    atoms: Sequence[Atoms]
    """Of each word."""
    sections: Mapping[str, list[Span]]
    """The spans of words that each category matches."""


class Phrases:
    """All phrases of all languages. Grows by `add_class` and `add`, then only reads."""

    def __init__(self) -> None:
        self._roots: list[Node] = []
        """Of the languages."""
        self._exact: dict[str, list[int]] = {}
        self._beginnings = Beginnings[list[int]]()
        self._atoms: dict[str, int] = {"^": _START}
        self._tokens: dict[Atoms, _Token] = {}
        self._known = Remembered(self._look_up)

    def add_class(self, name: str, words: Iterable[str]) -> None:
        """Make every word a member of `<name>`."""
        atom = self._atom(f"<{name}>")
        for word in words:
            self._enter(word, atom)

    def add(self, language: int, phrases: Iterable[tuple[str, str]]) -> None:
        """Enter phrases of a language (a bit), each with its category."""
        tree = Draft()
        steps = cache(self._steps)
        for category, phrase in phrases:
            for elements in variants(fold(phrase.removeprefix("!").strip())):
                draft = tree
                for element in elements:
                    if element.startswith("~"):
                        draft = draft.skip(int(element[1:] or 1))
                    for atoms in steps(element):
                        draft = draft.step(atoms)
                draft.ends.append(End(category, language, cancels=phrase.startswith("!")))
        self._roots.append(Settled(language).node(tree))

    def any_member(self, atoms: Iterable[Atoms], names: Iterable[str]) -> bool:
        """Tell whether any of the tokens, given by their atoms, is a word of any of the classes."""
        wanted = {self._atoms.get(f"<{name}>", -1) for name in names}
        return not wanted.isdisjoint(chain.from_iterable(atoms))

    def classes(self, atoms: Iterable[Atoms], names: Iterable[str]) -> list[str]:
        """Return which of the classes any of the tokens is a word of, in the order of the tokens."""
        wanted = {self._atoms.get(f"<{name}>", -1): name for name in names}
        met = filter(wanted.__contains__, chain.from_iterable(atoms))
        return [wanted[atom] for atom in dict.fromkeys(met)]

    def known(self, token: str) -> bool:
        """Tell whether any language file knows this word."""
        return bool(self._known[token].atoms)

    def spells(self, token: str) -> bool:
        """Tell whether the token is a word: one of a language file, or one that begins as one of them does.

        Shorter beginnings (`d*`) say nothing of the rest.
        """
        return token in self._exact or bool(self._beginnings.of(token, shortest=_SHORTEST_START))

    def hear(self, words: Sequence[str], languages: int) -> Heard:
        """Find what each category matches in the languages given."""
        known = self._known
        tokens = [known[word] for word in words]
        atoms = [token.atoms for token in tokens]
        return Heard(words, atoms, self._find(words, tokens, atoms, languages))

    def _find(
        self, words: Sequence[str], tokens: Sequence[_Token], atoms: Sequence[Atoms], languages: int
    ) -> Mapping[str, list[Span]]:
        found: dict[str, list[Span]] = {}
        cancelled: dict[str, list[Span]] = {}
        start = self._known[_SENTENCE].opening
        for position, (_, node) in enumerate(tokens):
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

    def _look_up(self, token: str) -> _Token:
        atoms = (_START,) if token == _SENTENCE else self._atoms_of(token)
        known = self._tokens.get(atoms)
        if known is None:
            nodes = (node for root in self._roots for atom in atoms for node in root.next.get(atom, ()))
            known = self._tokens[atoms] = _Token(atoms, opening(nodes))
        return known

    def _atoms_of(self, token: str) -> Atoms:
        found = list(self._exact.get("<number>", ())) if token.isdigit() else []
        found += self._exact.get(token, ())
        found += chain.from_iterable(self._beginnings.of(token))
        if not found and "\u0600" <= token[0] <= "\u06ff" and (match := _ARABIC_PREFIX.match(token)):
            return self._atoms_of(token[match.end() :])
        return tuple(dict.fromkeys(found))

    def _atom(self, name: str) -> int:
        return self._atoms.setdefault(name, len(self._atoms))

    def _enter(self, word: str, atom: int) -> None:
        word = fold(word)
        known = self._beginnings.setdefault(word[:-1], []) if word.endswith("*") else self._exact.setdefault(word, [])
        if atom not in known:
            known.append(atom)

    def _steps(self, element: str) -> Sequence[Atoms]:
        """Return what each token has to be. One written word may be several (Chinese, hyphens, elisions)."""
        if element.startswith("~"):
            return ()
        if element == "^":
            return ((_START,),)
        if element.startswith("("):
            return (tuple(sorted(self._word(word) for word in element[1:-1].split("|") if word)),)
        if element.startswith("<") or element.endswith("*"):
            return ((self._word(element),),)
        return [(self._word(token),) for token in tokens(element)]

    def _word(self, word: str) -> int:
        atom = self._atom(word)
        self._enter(word, atom)
        return atom


def _walk(
    node: Node,
    start: int,
    position: int,
    words: Sequence[str],
    atoms: Sequence[Atoms],
    languages: int,
    found: dict[str, list[Span]],
    cancelled: dict[str, list[Span]],
) -> None:
    """Follow every phrase that begins at `start` and goes on from a node, depth first."""
    count = len(words)
    stack: list[tuple[Node, int]] = [(node, position)]
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


def _skip(node: Node, position: int, words: Sequence[str], stack: list[tuple[Node, int]]) -> None:
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

"""The graph of all phrases: drawn as a tree, one language after the other, then kept as small as it can be.

Forty thousand places of the tree lead on in ten thousand ways, and places that lead on alike are one node.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple, TypeAlias

Atoms: TypeAlias = tuple[int, ...]
"""Every word, ending and class that a token is, by number."""


class End(NamedTuple):
    """A phrase that ends at a node."""

    category: str
    language: int
    """A bit."""
    cancels: bool


@dataclass(slots=True)
class Draft:
    """A place in a language's tree while phrases are added."""

    children: dict[Atoms, "Draft"] = field(default_factory=dict)
    gaps: dict[int, "Draft"] = field(default_factory=dict)
    ends: list[End] = field(default_factory=list)

    def step(self, atoms: Atoms) -> "Draft":
        """Return where a phrase goes on with a token that is any of some atoms."""
        known = self.children.get(atoms)
        if known is None:
            known = self.children[atoms] = Draft()
        return known

    def skip(self, most: int) -> "Draft":
        """Return where a phrase goes on behind a gap of so many words at most."""
        return self.gaps.setdefault(most, Draft())


@dataclass(frozen=True, slots=True)
class Node:
    """Where a walk stands: what may follow, and which phrases end here."""

    next: Mapping[int, tuple["Node", ...]]
    gaps: Mapping[int, "Node"]
    ends: tuple[End, ...]
    languages: int
    """Of the phrases that go on from here, as bits: where none is of a message's language, nobody goes."""


@dataclass(frozen=True, slots=True)
class Opening(Node):
    """Where phrases go on that begin with a token."""

    certain: bool
    """Does one end here whatever follows?"""
    behind: frozenset[int]
    """Else, what may follow behind a gap ..."""
    furthest: int
    """... how many words behind, at most."""

    def leads(self, atoms: Sequence[Atoms], position: int) -> bool:
        """Tell whether a phrase may end here or go on with the words at a position: most that could begin one don't.

        Asked of every other word of every message, so without a call or an object more than it needs.
        """
        if self.certain:
            return True
        following, behind = self.next, self.behind
        for atom in atoms[position] if position < len(atoms) else ():
            if atom in following:
                return True
        for each in atoms[position : position + self.furthest]:
            for atom in each:
                if atom in behind:
                    return True
        return False


class Settled:
    """Makes nodes of a language's tree, one for all places that lead on alike."""

    def __init__(self, language: int) -> None:
        """Begin with none; the language is a bit."""
        self._language = language
        self._nodes: dict[object, Node] = {}
        self._several: dict[tuple[int, ...], tuple[Node, ...]] = {}

    def node(self, draft: Draft) -> Node:
        """Return the node of a place and of everything behind it."""
        following: dict[int, list[Node]] = {}
        for atoms, child in draft.children.items():
            node = self.node(child)
            for atom in atoms:
                following.setdefault(atom, []).append(node)
        next_ = {atom: self._shared(nodes) for atom, nodes in following.items()}
        gaps = {most: self.node(behind) for most, behind in draft.gaps.items()}
        ends = tuple(draft.ends)
        where = frozenset((atom, id(nodes)) for atom, nodes in next_.items()) if next_ else None
        alike = where, tuple((most, id(node)) for most, node in gaps.items()) if gaps else None, ends
        known = self._nodes.get(alike)
        if known is None:
            known = self._nodes[alike] = Node(next_ or _NOWHERE, gaps or _NO_GAPS, ends, self._language)
        return known

    def _shared(self, nodes: Sequence[Node]) -> tuple[Node, ...]:
        return self._several.setdefault(tuple(map(id, nodes)), tuple(nodes))


_NOWHERE: Mapping[int, tuple[Node, ...]] = {}
_NO_GAPS: Mapping[int, Node] = {}


def opening(nodes: Iterable[Node]) -> Opening | None:
    """Make one node of those that a token leads to; None of none."""
    merged = merge(nodes)
    if merged is None:
        return None
    return Opening(
        merged.next,
        merged.gaps,
        merged.ends,
        merged.languages,
        certain=bool(merged.ends) or any(gap.ends or gap.gaps for gap in merged.gaps.values()),
        behind=frozenset(chain.from_iterable(gap.next for gap in merged.gaps.values())),
        furthest=max(merged.gaps, default=-1) + 1,
    )


def merge(nodes: Iterable[Node]) -> Node | None:
    """Make one node of several; None of none, and the node itself of one."""
    some = tuple(nodes)
    if len(some) < 2:
        return some[0] if some else None
    following: dict[int, tuple[Node, ...]] = {}
    gaps: dict[int, list[Node]] = {}
    languages = 0
    for node in some:
        languages |= node.languages
        for most, child in node.gaps.items():
            gaps.setdefault(most, []).append(child)
        for atom, children in node.next.items():
            following[atom] = (*following.get(atom, ()), *children)
    behind = {most: gap for most, each in gaps.items() if (gap := merge(each)) is not None}
    return Node(following, behind, tuple(chain.from_iterable(node.ends for node in some)), languages)

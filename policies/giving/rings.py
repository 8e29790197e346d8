"""Members who thank mostly each other: seen, discounted in silence, shown to the admins alone.

Looks at 28 days of what was given. Being helped often by one person is no ring; only giving in both directions is, and
nobody is told or punished.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from chat.giving import Contribution, GivingKind, Grade
from policies.giving.credit import PAIR_WINDOW

EACH_WAY: Final = 3
HALF: Final = 0.5
INSIDE: Final = 0.7
LEAST, MOST = 3, 6
DISCOUNT: Final = 0.25
"""What credit inside a ring is worth."""
_NOT_THANKS: Final = frozenset({GivingKind.WELCOME, GivingKind.QUESTION, GivingKind.EVENT})
"""Nobody says by these that somebody helped them."""

Given = Counter[tuple[str, str]]
"""How often by (giver, receiver)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Two to six members, how often they credited each other, and what share of their giving that is."""

    members: tuple[str, ...]
    inside: int
    share: float


def rings(contributions: Iterable[Contribution], at: datetime) -> tuple[Ring, ...]:
    """Return the rings of the 28 days up to an instant, the largest first; a pair inside a larger one is not told."""
    given = _given(contributions, at)
    groups = [ring for members in _candidates(given) if (ring := _ring(members, given)) is not None]
    kept: list[Ring] = []
    for ring in sorted(groups, key=lambda ring: (-len(ring.members), ring.members)):
        if not any(set(ring.members) & set(other.members) for other in kept):
            kept.append(ring)
    pairs = [pair for pair in _pairs(given) if not any(set(pair.members) <= set(ring.members) for ring in kept)]
    return (*kept, *pairs)


def discounted(row: Contribution, found: Sequence[Ring]) -> Contribution:
    """Return a contribution with the credit that is left of it where giver and receiver are of one ring."""
    if row.receiver is None or not any({row.giver, row.receiver} <= set(ring.members) for ring in found):
        return row
    return replace(row, credit=row.credit * DISCOUNT)


def _given(contributions: Iterable[Contribution], at: datetime) -> Given:
    return Counter(
        (row.giver, row.receiver)
        for row in contributions
        if row.receiver is not None
        and row.receiver != row.giver
        and row.kind not in _NOT_THANKS
        and row.grade is not Grade.WORDED
        and not row.withdrawn
        and at - PAIR_WINDOW <= row.at <= at
    )


def _pairs(given: Given) -> Iterator[Ring]:
    """Yield mutual thanks of at least 3 each way that are over half of what either of the two gave."""
    gave = _by_giver(given)
    for one, other in sorted(given):
        there, back = given[one, other], given[other, one]
        if one < other and min(there, back) >= EACH_WAY:
            share = max(there / gave[one], back / gave[other])
            if share > HALF:
                yield Ring(members=(one, other), inside=there + back, share=share)


def _by_giver(given: Given) -> Counter[str]:
    gave: Counter[str] = Counter()
    for (giver, _), count in given.items():
        gave[giver] += count
    return gave


def _candidates(given: Given) -> Iterator[frozenset[str]]:
    """Yield the groups that form when the members who exchanged most are joined first."""
    exchanged: Counter[frozenset[str]] = Counter()
    for (giver, receiver), count in given.items():
        exchanged[frozenset((giver, receiver))] += count
    group_of: dict[str, frozenset[str]] = {}
    for pair in sorted(exchanged, key=lambda pair: (-exchanged[pair], sorted(pair))):
        joined = frozenset().union(*(group_of.get(member, frozenset({member})) for member in pair))
        grew = any(group_of.get(member) != joined for member in pair)
        group_of |= dict.fromkeys(joined, joined)
        if grew and LEAST <= len(joined) <= MOST:
            yield joined


def _ring(members: frozenset[str], given: Given) -> Ring | None:
    """Return the ring, if over 70% of what its members gave stays inside, and everybody both gives and receives."""
    gave = _by_giver(given)
    within = {pair: count for pair, count in given.items() if pair[0] in members and pair[1] in members}
    inside, total = sum(within.values()), sum(gave[member] for member in members)
    others = {member for pair in given for member in pair} - members
    if inside < EACH_WAY * len(members) or inside <= INSIDE * total or len(others) < len(members):
        return None
    if {giver for giver, _ in within} != members or {receiver for _, receiver in within} != members:
        return None
    return Ring(members=tuple(sorted(members)), inside=inside, share=inside / total)

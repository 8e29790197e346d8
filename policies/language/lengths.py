"""Limits that can't be reached under another, and lengths that outlast what is remembered."""

import math
from collections.abc import Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from policies.language.durations import Calendar, Period, show_duration
from policies.language.limits import Limit
from policies.language.names import Path
from policies.language.remarks import Remark
from policies.language.rules import LimitRule, MemberTest
from policies.language.schema import Group, Role, Rule, Selling

_HOUR: Final = timedelta(hours=1)
"""By which a day can be longer or shorter when clocks change."""
_LONGEST: Final = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31)}
_SHORTEST: Final = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=28)}
_WIDER: Final = {
    "member": ("member", "organisation", "group"),
    "organisation": ("organisation", "group"),
    "offer": ("offer", "member", "organisation", "group"),
    "channel": ("channel", "group"),
    "group": ("group",),
}
"""For each subject, those whose limits count everything that its own counts."""
_NESTED: Final[tuple[tuple[Calendar, Calendar], ...]] = (
    ("day", "week"),
    ("day", "month"),
    ("day", "year"),
    ("month", "year"),
)
"""Calendar periods of which the first always lies within one of the second."""


class _Named(NamedTuple):
    limit: Limit
    path: Path
    subject: str


def unreachable_limits(group: Group, selling: Selling) -> Iterator[Remark]:
    """Warn of limits that another one always comes before."""
    over_all = list(_over_all(group))
    for index, rule in enumerate(selling.allow):
        own = list(_named(rule.limit, ("selling", "allow", index, "limit"), "member"))
        yield from _under(own, own + ([] if rule.solicited else over_all))
    yield from _under(over_all, over_all)


def _over_all(group: Group) -> Iterator[_Named]:
    frequency = group.frequency
    for key, subject in (("member", "member"), ("organisation", "organisation"), ("group", "group")):
        yield from _named(getattr(frequency, key), ("frequency", key), subject)
    yield from _named(frequency.same_offer, ("frequency", "same_offer"), "offer")
    if frequency.gap is not None:
        yield _Named(Limit(1, Period(length=frequency.gap)), ("frequency", "gap"), "group")


def _named(limits: tuple[LimitRule, ...], path: Path, default: str) -> Iterator[_Named]:
    for number, entry in enumerate(limits):
        yield _Named(entry.limit, (*path, number), entry.limit.subject or default)


def _under(limits: list[_Named], others: list[_Named]) -> Iterator[Remark]:
    for one in limits:
        for other in others:
            if one is not other and one.path[-1] != "gap" and _comes_before(other, one):
                where = " and ".join(str(step) for step in other.path[-2:] if not isinstance(step, int))
                said = show_duration(other.limit.period.length or _HOUR) if where.endswith("gap") else other.limit
                message = f"'{one.limit}' can't be reached: `{where.split(' and ')[-1]}` ({said}) allows fewer"
                yield Remark(one.path, message, warning=True)
                break


def _comes_before(other: _Named, one: _Named) -> bool:
    if other.subject not in _WIDER.get(one.subject, ()) or other.limit.channels:
        return False
    times = _times(one.limit.period, other.limit.period)
    return times is not None and other.limit.count * times < one.limit.count


def _times(period: Period, other: Period) -> int | None:
    """Return how many of the other periods one period can touch at most; None where nothing bounds it."""
    if period == other or other.longest is None:
        return 1
    if period.longest is None:
        return None
    longest = period.length or _LONGEST.get(str(period.calendar), timedelta(days=366)) + _HOUR
    if other.length is not None:
        return math.ceil(longest / other.length)
    if (period.calendar, other.calendar) in _NESTED:
        return 1
    return math.ceil(longest / (_SHORTEST.get(str(other.calendar), timedelta(days=365)) - _HOUR)) + 1


def beyond_memory(group: Group) -> Iterator[Remark]:
    """Refuse lengths over which nothing is remembered: what they ask for could never be known."""
    kept = group.privacy.keep_facts
    for length, path in _lengths(group):
        if length is not None and length > kept:
            message = f"{show_duration(length)} is longer than facts are kept (`keep_facts: {show_duration(kept)}`)"
            yield Remark(path, message)


def _lengths(group: Group) -> Iterator[tuple[timedelta | None, Path]]:
    yield group.consequences.forgive_after, ("consequences", "forgive_after")
    yield group.frequency.gap, ("frequency", "gap")
    for key in ("member", "organisation", "group", "same_offer", "same_message"):
        yield from _of_limits(getattr(group.frequency, key), ("frequency", key))
    for name, role in group.roles.items():
        yield from _of_members(role, ("roles", name))
    for name, kind in group.kinds.items():
        yield from _of_members(kind.members, ("kinds", name, "members"))
    if group.selling is not None:
        yield from _of_members(group.selling.exempt, ("selling", "exempt"))
        for section in ("never", "welcome", "allow"):
            for index, rule in enumerate(getattr(group.selling, section)):
                yield from _of_rule(rule, ("selling", section, index))


def _of_rule(rule: Rule, path: Path) -> Iterator[tuple[timedelta | None, Path]]:
    yield from _of_members(rule.members, (*path, "members"))
    yield from _of_members(rule.not_.members if rule.not_ else None, (*path, "not", "members"))
    yield from _of_limits(rule.limit, (*path, "limit"))


def _of_limits(limits: tuple[LimitRule, ...], path: Path) -> Iterator[tuple[timedelta | None, Path]]:
    for number, entry in enumerate(limits):
        yield entry.limit.period.longest, (*path, number)


def _of_members(test: MemberTest | Role | None, path: Path) -> Iterator[tuple[timedelta | None, Path]]:
    if test is not None:
        yield test.for_, (*path, "for")
        for number, earning in enumerate(test.earn):
            yield earning.period.longest, (*path, "earn", number)

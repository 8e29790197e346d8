"""What a policy has to know of the past: how far back its limits, earnings and strikes look, and at whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from policies.language.grammar import Earning, Limit, Period
from policies.language.schema import Group, MemberTest, Role, Rule

SAME_PROMOTION: Final = timedelta(minutes=10)
"""The same offer again in the same place within this is the same promotion."""
_AT_LEAST: Final = timedelta(days=30)
"""Rewordings of an offer are recognised at least this long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """How far back, and at whom, judging looks. Lengths are at least what the longest rule asks for."""

    promoted: timedelta
    promoted_by_all: bool
    earned: timedelta | None
    earned_kinds: frozenset[str]
    texts: bool
    strikes: timedelta
    ever: bool


def needs(group: Group) -> Needs:
    """Return what judging under a group's policy needs to know of the past."""
    limits, earnings = list(_limits(group)), list(_earnings(group))
    subjects = {limit.subject for limit in limits} | ({"group"} if group.frequency.gap else set())
    subjects |= {"group"} if group.frequency.group else set()
    lengths = [limit.period.longest for limit in limits if limit.period.longest is not None]
    lengths += [_length(earning.period, group) for earning in earnings if earning.per]
    return Needs(
        promoted=max([*lengths, group.frequency.gap or _AT_LEAST, _AT_LEAST]),
        promoted_by_all=bool(subjects & {"group", "channel"}),
        earned=max((_length(earning.period, group) for earning in earnings), default=None),
        earned_kinds=frozenset(earning.kind for earning in earnings) - {"contributions"},
        texts=bool(group.frequency.same_message),
        strikes=group.consequences.forgive_after,
        ever=any(limit.period.longest is None for limit in limits),
    )


def _length(period: Period, group: Group) -> timedelta:
    """Return how far back a period looks; one without end, as far as facts are kept."""
    return period.longest or group.privacy.keep_facts


def _limits(group: Group) -> Iterator[Limit]:
    frequency = group.frequency
    over_all = (*frequency.member, *frequency.organisation, *frequency.group, *frequency.same_offer)
    for rule in group.selling.allow if group.selling else ():
        yield from (entry.limit for entry in rule.limit)
    yield from (entry.limit for entry in (*over_all, *frequency.same_message))


def _earnings(group: Group) -> Iterator[Earning]:
    for test in member_tests(group):
        yield from test.earn


def member_tests(group: Group) -> Iterator[MemberTest | Role]:
    """Yield everything that a policy asks of members."""
    tests: list[MemberTest | Role | None] = [*group.roles.values(), *(kind.members for kind in group.kinds.values())]
    if group.selling:
        tests.append(group.selling.exempt)
        for rule in (*group.selling.never, *group.selling.welcome, *group.selling.allow):
            tests += _of_rule(rule)
    yield from (test for test in tests if test is not None)


def _of_rule(rule: Rule) -> list[MemberTest | Role | None]:
    return [rule.members, rule.not_.members if rule.not_ else None]

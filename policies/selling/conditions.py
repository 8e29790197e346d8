"""The conditions of a rule, each checked by itself: whether it holds, what was measured, when it will by waiting."""

from collections.abc import Iterator

from chat.verdicts import Check
from policies.language.schema import Conditions, Rule
from policies.selling.calendar import is_open, next_closed, next_open
from policies.selling.case import Case
from policies.selling.doubt import Answer3, all_of, any_of, negated
from policies.selling.frequency import check_frequency, check_limits
from policies.selling.kinds import has_feature, of_kind, whose
from policies.selling.members import check_members
from policies.selling.places import in_place


def check_conditions(conditions: Conditions, case: Case) -> list[Check]:
    """Check everything that a rule (or its `not`) demands of message, place, time and author."""
    return list(_each_condition(conditions, case))


def check_rule(rule: Rule, case: Case) -> list[Check]:
    """Check a rule's conditions and its `not`, but neither limits nor approval."""
    return list(_each_check(rule, case))


def matches(rule: Rule, case: Case) -> Answer3:
    """Tell whether all conditions of a rule hold; the first that fails settles it."""
    return all_of(check.holds for check in _each_check(rule, case))


def check_allowance(rule: Rule, case: Case) -> list[Check]:
    """Check whether an allowance fits and has room: conditions, limits, and the limits over all allowances."""
    return [*check_rule(rule, case), *check_limits(rule, case), *check_frequency(case)]


def _each_check(rule: Rule, case: Case) -> Iterator[Check]:
    yield from _each_condition(rule, case)
    if rule.not_ is not None:
        yield _check_not(rule.not_, case, rule.line)


def _each_condition(rule: Conditions, case: Case) -> Iterator[Check]:
    line = getattr(rule, "line", "")
    if rule.kinds:
        answer = any_of(of_kind(case, name) for name in rule.kinds)
        shown = "" if answer is False else _kinds_shown(case)
        yield Check(code="kinds", holds=answer, measured=shown, limit=", ".join(rule.kinds), line=line)
    if rule.channels:
        answer = in_place(case, rule.channels)
        here = case.message.place_name or case.place or ""
        yield Check(code="channels", holds=answer, measured=here, limit=", ".join(rule.channels), line=line)
    if rule.when:
        yield _check_windows(rule, case, line)
    if rule.members is not None:
        yield from check_members(rule.members, case, line)
    for test in rule.has:
        count = case.promotion.features.get(test.feature, "")
        yield Check(code="has", holds=has_feature(case, test), measured=str(count), limit=str(test), line=line)
    for test in rule.without:
        holds = negated(has_feature(case, test))
        count = case.promotion.features.get(test.feature, "")
        yield Check(code="without", holds=holds, measured=str(count), limit=str(test), line=line)
    if rule.whose is not None:
        stance = case.promotion.stance
        yield Check(code="whose", holds=whose(case, rule.whose), measured=stance, limit=rule.whose, line=line)
    if rule.solicited is not None:
        asked = case.promotion.solicited
        holds = asked if rule.solicited else negated(asked)
        yield Check(code="solicited", holds=holds, limit="yes" if rule.solicited else "no", line=line)


def _kinds_shown(case: Case) -> str:
    kinds = sorted(case.promotion.kinds.items(), key=lambda item: -item[1])
    return ", ".join(name for name, _ in kinds[:2])


def _check_windows(rule: Conditions, case: Case, line: str) -> Check:
    zone, at = case.group.timezone, case.at
    open_now = is_open(rule.when, at, zone)
    texts = dict.fromkeys(window.text for window in rule.when)
    return Check(
        code="when",
        holds=open_now,
        measured=f"{at.astimezone(zone):%a %H:%M}",
        limit=", ".join(texts),
        line=line,
        next=at if open_now else next_open(rule.when, at, zone),
        until=next_closed(rule.when, at, zone) if open_now else None,
    )


def _check_not(conditions: Conditions, case: Case, line: str) -> Check:
    inner = check_conditions(conditions, case)
    holds = negated(all_of(check.holds for check in inner))
    ends = [check.until for check in inner if check.until is not None]
    named = "; ".join(f"{check.code} {check.limit}" for check in inner)
    return Check(
        code="not", holds=holds, limit=named, line=line, next=min(ends, default=None) if holds is False else None
    )

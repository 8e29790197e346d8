"""The nearest way to yes: which allowance is nearest, what has to change, and the first instant it would be a yes.

All conditions of an allowance must hold at once, and each knows the first instant from which on it holds by itself,
so the answer is a fixpoint: go to the latest of those instants, look again, until nothing fails.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from chat.verdicts import Change, Check, Way
from policies.language.schema import Rule
from policies.selling.case import Case
from policies.selling.conditions import check_allowance, check_conditions, check_rule
from policies.selling.doubt import all_of
from policies.selling.kinds import is_of_no_kind
from policies.selling.places import place_key

HORIZON: Final = timedelta(days=3 * 366)
"""A yes further away than this is not promised."""
_MOST_STEPS: Final = 10_000
_HARDNESS: Final = {Change.WORDING: 1, Change.PLACE: 1, Change.WAIT: 2, Change.CONTRIBUTE: 3, Change.ASK_ADMINS: 4}
_CHANGES: Final = {
    "channels": Change.PLACE,
    "has": Change.WORDING,
    "without": Change.WORDING,
    "earn": Change.CONTRIBUTE,
    "approval": Change.ASK_ADMINS,
}


def nearest_way(case: Case, *, approved: bool = False) -> Way | None:
    """Return the nearest way to yes over all allowances; None where the author can't do anything.

    With `approved` the allowances that wait for an admin count as if one had said yes.
    """
    assert case.group.selling is not None  # noqa: S101 - nothing is refused without a selling policy
    ways = [_way(rule, case, approved=approved) for rule in case.group.selling.allow if rule.mode == "enforce"]
    return min((way for way in ways if way is not None), key=_hardness, default=None)


def _hardness(way: Way) -> tuple[int, int, datetime, str]:
    hardest = max((_HARDNESS[change] for change in way.changes), default=0)
    return hardest, len(way.changes), way.next or datetime.max.replace(tzinfo=UTC), way.rule


def _way(rule: Rule, case: Case, *, approved: bool) -> Way | None:
    checks = check_allowance(rule, case)
    if not approved and rule.approval is not None:
        checks.append(approval_check(rule))
    failed = tuple(check for check in checks if check.holds is False)
    changes = {change_for(check, rule, case) for check in failed}
    if None in changes:
        return None
    place = _nearest_place(rule, case) if Change.PLACE in changes else None
    moved = replace(case, place=place_key(case.group, place) if place else case.place)
    when = _first_yes(rule, moved)
    if when is None:
        return None
    if when > case.at:
        changes.add(Change.WAIT)
        expired = _expired_by(when, rule, moved, failed)
        failed += expired
        changes |= {change_for(check, rule, case) for check in expired}
    ordered = sorted(
        (change for change in changes if change is not None), key=lambda change: (_HARDNESS[change], change)
    )
    return Way(rule=rule.name, line=rule.line, changes=tuple(ordered), failed=failed, place=place, next=when)


def _expired_by(when: datetime, rule: Rule, case: Case, failed: tuple[Check, ...]) -> tuple[Check, ...]:
    """Return what holds now and no longer does when the wait is over: what was earned too long ago by then."""
    known = {check.code for check in failed}
    checks = check_rule(rule, replace(case, at=when))
    return tuple(check for check in checks if check.holds is False and check.code == "earn" and "earn" not in known)


def approval_check(rule: Rule) -> Check:
    """Return the failed check of an approval that nobody gave yet."""
    assert rule.approval is not None  # noqa: S101
    return Check(code="approval", holds=False, limit=rule.approval.how, line=rule.line)


def change_for(check: Check, rule: Rule, case: Case) -> Change | None:
    """Return what the author can do about a failed check; None where nothing helps."""
    if check.next is not None:
        return Change.WAIT
    if check.code == "introduced" and check.limit == "yes":
        return Change.CONTRIBUTE
    if check.code == "not" and rule.not_ is not None:
        inner = [change_for(other, rule, case) for other in _negatable(rule, case)]
        return min((change for change in inner if change), key=_HARDNESS.__getitem__, default=None)
    return _CHANGES.get(check.code)


def _negatable(rule: Rule, case: Case) -> list[Check]:
    assert rule.not_ is not None  # noqa: S101
    return [check for check in check_conditions(rule.not_, case) if check.code in ("channels", "has", "without")]


def _nearest_place(rule: Rule, case: Case) -> str | None:
    """Return the place where a yes comes first; in the order of the rule where that is the same."""
    best: tuple[datetime, int] | None = None
    for index, name in enumerate(rule.channels):
        when = _first_yes(rule, replace(case, place=place_key(case.group, name) or case.place))
        if when is not None and (best is None or (when, index) < best):
            best = when, index
    return rule.channels[best[1]] if best else None


def _first_yes(rule: Rule, case: Case) -> datetime | None:
    """Return the first instant from the case's on at which nothing but what the author changes stands against it."""
    at, end = case.at, case.at + HORIZON
    for _ in range(_MOST_STEPS):
        waits = _waits(rule, replace(case, at=at))
        if not waits:
            return at
        if None in waits:
            return None
        at = max(instant for instant in waits if instant is not None)
        if at > end:
            return None
    return None


def _waits(rule: Rule, case: Case) -> list[datetime | None]:
    """Return, for everything that stands against a yes now, when it ends; what the author changes is left out."""
    waits = [
        check.next
        for check in check_allowance(rule, case)
        if check.holds is False and (check.next is not None or change_for(check, rule, case) is None)
    ]
    assert case.group.selling is not None  # noqa: S101
    for never in case.group.selling.never:
        if is_of_no_kind(never, case):
            continue
        checks = check_rule(never, case)
        if never.mode == "enforce" and all_of(check.holds for check in checks) is True:
            ends = [check.until for check in checks if check.until is not None]
            waits.append(min(ends, default=None))
    return waits

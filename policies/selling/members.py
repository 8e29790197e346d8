"""Conditions on an author: roles, tenure, introduction, what was given before.

What was before the ledger began can't be known and comes out as None, which counts for the member.
"""

from datetime import datetime, timedelta

from chat.standing import COUNTING, State
from chat.verdicts import Check
from policies.language.grammar import EVER, Earning, show_duration
from policies.language.names import ADMINS
from policies.language.schema import MemberTest, Role
from policies.selling.case import Case
from policies.selling.doubt import Answer3, all_of, any_of, negated


def check_members(test: MemberTest, case: Case, line: str = "") -> list[Check]:
    """Check the conditions on an author."""
    roles = _check_roles(test.roles, case, line) if test.roles else []
    return roles + _check_history(test, case, line)


def _check_roles(names: tuple[str, ...], case: Case, line: str) -> list[Check]:
    """Check that the author holds one of some roles. One that comes with time says itself what is missing, and when."""
    answer = any_of(holds_role(name, case) for name in names)
    growing = [role for name in names if (role := _within_reach(name, case)) is not None] if answer is False else []
    if len(names) == 1 and growing:
        return _check_history(growing[0], case, line)
    from_ = min((when for role in growing if (when := _held_from(role, case)) is not None), default=None)
    return [Check(code="roles", holds=answer, limit=", ".join(names), line=line, next=from_, until=from_)]


def _within_reach(name: str, case: Case) -> Role | None:
    """Return a role that the author lacks nothing for but time, an introduction, or what is to be given before."""
    role = case.group.roles.get(name)
    if role is None or (role.people and not _is_named(role.named, case)) or _has_platform_role(role, case) is False:
        return None
    return role


def _held_from(role: Role, case: Case) -> datetime | None:
    """Return when a role comes with time alone."""
    waits = [check.next for check in _check_history(role, case, "") if check.holds is False]
    known = [when for when in waits if when is not None]
    return max(known) if known and len(known) == len(waits) else None


def _check_history(test: MemberTest | Role, case: Case, line: str) -> list[Check]:
    checks: list[Check] = []
    if test.for_ is not None:
        checks.append(_check_tenure(test.for_, case, line))
    if test.introduced is not None:
        answer = _introduced(case)
        holds = answer if test.introduced else negated(answer)
        checks.append(Check(code="introduced", holds=holds, limit="yes" if test.introduced else "no", line=line))
    return checks + [_check_earning(earning, case, line) for earning in test.earn]


def holds_role(name: str, case: Case) -> Answer3:
    """Tell whether the author holds a role of the policy, or is an admin."""
    if name == ADMINS:
        return case.author.is_admin
    role = case.group.roles[name]
    if role.people and not _is_named(role.named, case):
        return False
    return all_of([_has_platform_role(role, case), *(check.holds for check in _check_history(role, case, ""))])


def _has_platform_role(role: Role, case: Case) -> Answer3:
    if not role.platform_role:
        return True
    held = {own.casefold() for own in case.author.roles}
    known = any(wanted.casefold() in held for wanted in role.platform_role)
    return known or (None if "role" in case.message.hidden else False)


def holds_none(test: MemberTest, case: Case) -> bool:
    """Tell quickly that an author is on none of the lists that the roles of a test are."""
    if not test.roles or case.author.is_admin:
        return False
    roles = [case.group.roles.get(name) for name in test.roles]
    return all(role is not None and role.people and not _is_named(role.named, case) for role in roles)


def _is_named(named: frozenset[str], case: Case) -> bool:
    """Tell whether the author is listed. Live anybody can rename himself, so a shown name counts in exports only."""
    author = case.author
    if author.id.casefold() in named or (author.handle and author.handle.casefold() in named):
        return True
    unsaved = author.id == f"~{author.name}"  # WhatsApp: anybody can call himself so
    return "role" in case.message.hidden and not unsaved and author.name.casefold() in named


def known_since(case: Case) -> datetime:
    """Return the instant from which on everything the author did is in the ledger."""
    return case.standing.joined_at or case.standing.began_at or case.at


def _check_tenure(wanted: timedelta, case: Case, line: str) -> Check:
    joined, began = case.standing.joined_at, case.standing.began_at
    due = (joined or began or case.at) + wanted
    holds: Answer3 = True if due <= case.at else False if joined else None
    return Check(
        code="for",
        holds=holds,
        measured=show_duration(case.at - joined) if joined and case.at > joined else "",
        limit=show_duration(wanted),
        line=line,
        next=due if holds is False else case.at,
        until=due if holds is False else None,
    )


def _introduced(case: Case) -> Answer3:
    introduced = case.standing.introduced_at
    if introduced is not None and introduced <= case.at:
        return True
    return False if case.standing.joined_at is not None else None


def _check_earning(earning: Earning, case: Case, line: str) -> Check:
    length = earning.period.longest
    since = case.at - length if length is not None else None
    have = sum(1 for row in case.standing.earned if row.kind == earning.kind and (since is None or row.at > since))
    needed = earning.count
    if earning.per is not None:
        needed = -(-earning.count * (_promotions(case, since) + 1) // earning.per)
    all_known = case.standing.joined_at is not None or (since is not None and known_since(case) <= since)
    holds: Answer3 = True if have >= needed else False if all_known else None
    return Check(code="earn", holds=holds, measured=str(have), limit=_needed(earning, needed), line=line)


def _promotions(case: Case, since: datetime | None) -> int:
    return sum(
        1
        for post in case.standing.promoted
        if post.member == case.author.id
        and post.state in COUNTING
        and post.state is not State.RESERVED
        and post.message_id != case.message.message_id
        and (since is None or since < post.at <= case.at)
    )


def _needed(earning: Earning, needed: int) -> str:
    period = "ever" if earning.period == EVER else f"in {str(earning.period).removeprefix('per ')}"
    return f"{needed} {earning.kind} {period}"

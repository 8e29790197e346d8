"""Who may be nudged at all, by what is known of a member; everybody else with the first reason why not.

Looks at one member at a time and never at what there is to offer. Unknown counts for leaving people alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from chat.ledger import Member
from chat.reports import usual_gap
from policies.giving.facts import NudgeFacts, Offered, Reply
from policies.language.schema import Nudges

LONG_A_READER: Final = timedelta(days=60)
"""A member of this long who never wrote reads by choice."""
USUAL_GAPS: Final = 3
MOST_TO_READERS: Final = 2
MOST_TO_NEW: Final = 1


class Case(StrEnum):
    """Three kinds of silence, each with a voice of its own."""

    NEW = "new"
    """Never posted, and not here for long."""
    FADED = "faded"
    """Was active."""
    READER = "reader"
    """Long a reader."""


class Why(StrEnum):
    """Why somebody is not nudged. The first that holds is told."""

    OFF = "off"
    NOT_ALIVE = "not_alive"
    PAUSED = "paused"
    BOT = "bot"
    ADMIN = "admin"
    LEFT = "left"
    STOPPED = "stopped"
    AWAY = "away"
    MUTED = "muted"
    NEW_MEMBER = "new_member"
    ACTIVE = "active"
    WARNED = "warned"
    TOLD = "told"
    LATER = "later"
    RESTING = "resting"
    SPACED = "spaced"
    """The interval doubles with every nudge that nobody answered."""
    ASKED_ENOUGH = "asked_enough"
    QUIET = "quiet"
    """Nothing is sent at this hour."""
    NO_MATCH = "no_match"
    HOLDOUT = "holdout"
    DAY_FULL = "day_full"
    MATCH_TAKEN = "match_taken"
    """What would fit is offered to others already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A member who is not nudged: why not, and until when that holds, where it can be told."""

    member: str
    why: Why
    until: datetime | None = None
    match: str | None = None
    """Of the holdout: what would have been offered."""
    key: str | None = None
    """Of the holdout: what a nudge's would have been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligible:
    """A member who may be nudged, if there is something to offer."""

    member: Member
    case: Case
    silent_since: datetime
    offered: frozenset[str]
    """Ids of everything ever offered to them: none of it is offered again."""


def examine(
    member: Member, mine: tuple[Offered, ...], facts: NudgeFacts, policy: Nudges, at: datetime
) -> Eligible | Passed:
    """Return whether a member may be nudged. `mine` are the nudges to the member so far, oldest first."""
    since = silent_since(member, mine)
    case = case_of(member, at)
    for why, until in _reasons(member, mine, facts, policy, at, since, case):
        if until is None or until > at:
            return Passed(member=member.member, why=why, until=until)
    assert since is not None  # noqa: S101 - never seen counts as a new member
    offered = frozenset(one.match for one in mine)
    return Eligible(member=member, case=case, silent_since=since, offered=offered)


def silent_since(member: Member, mine: Iterable[Offered] = ()) -> datetime | None:
    """Return when the member was last there: message, reaction, vote, button, joining, an answer to a nudge."""
    replies = [one.replied_at for one in mine if one.replied_at is not None and one.reply is not Reply.BLOCKED]
    times = [time for time in (member.last_seen, member.joined_at, member.first_seen, *replies) if time is not None]
    return max(times, default=None)


def case_of(member: Member, at: datetime) -> Case:
    """Return which kind of silence it is."""
    if member.messages:
        return Case.FADED
    since = _here_since(member)
    return Case.READER if since is not None and at - since >= LONG_A_READER else Case.NEW


def _here_since(member: Member) -> datetime | None:
    """Return when the membership began; where no joining was seen, when the member was first seen."""
    return member.joined_at or member.first_seen


_Reason = tuple[Why, datetime | None]
"""Why not, and until when; None: it just holds."""


def _reasons(
    member: Member,
    mine: tuple[Offered, ...],
    facts: NudgeFacts,
    policy: Nudges,
    at: datetime,
    since: datetime | None,
    case: Case,
) -> Iterator[_Reason]:
    yield from _for_good(member, mine)
    yield from _for_a_while(member)
    here = _here_since(member)
    if since is None or here is None:
        yield Why.NEW_MEMBER, None
        return
    yield Why.NEW_MEMBER, here + policy.member_for
    yield Why.ACTIVE, since + max(policy.silent_for, USUAL_GAPS * (usual_gap(member) or timedelta()))
    if (warned := facts.warned.get(member.member)) is not None:
        yield Why.WARNED, warned + policy.gap
    yield from _since_the_last(member, mine, policy, since)
    if len(mine) >= {Case.NEW: MOST_TO_NEW, Case.READER: MOST_TO_READERS}.get(case, len(mine) + 1):
        yield Why.ASKED_ENOUGH, None
    del at


def _for_good(member: Member, mine: tuple[Offered, ...]) -> Iterator[_Reason]:
    if member.is_bot:
        yield Why.BOT, None
    if member.is_admin:
        yield Why.ADMIN, None
    if member.left_at is not None and (member.joined_at is None or member.joined_at <= member.left_at):
        yield Why.LEFT, None
    if member.opted_out_at is not None or any(one.reply in (Reply.STOP, Reply.BLOCKED) for one in mine):
        yield Why.STOPPED, None


def _for_a_while(member: Member) -> Iterator[_Reason]:
    if member.away_until is not None:
        yield Why.AWAY, member.away_until
    if member.muted_until is not None:
        yield Why.MUTED, member.muted_until


def _since_the_last(member: Member, mine: tuple[Offered, ...], policy: Nudges, since: datetime) -> Iterator[_Reason]:
    """Yield what keeps messages apart: the gap over all features, [Later], the rest, the doubling interval."""
    sent = [one.at for one in mine]
    last = max((time for time in (member.nudged_at, *sent) if time is not None), default=None)
    told = max((time for time in (member.told_at, last) if time is not None), default=None)
    if told is not None:
        yield Why.TOLD, told + policy.gap
    for one in mine:
        if one.reply is Reply.LATER and one.replied_at is not None:
            yield Why.LATER, one.replied_at + policy.later
    unanswered = in_this_silence(member, mine, policy, since)
    if last is not None and unanswered:
        if unanswered >= policy.at_most:
            yield Why.RESTING, last + policy.rest
        yield Why.SPACED, last + policy.gap * 2 ** min(unanswered, 8)


def in_this_silence(member: Member, mine: tuple[Offered, ...], policy: Nudges, since: datetime) -> int:
    """Count the nudges of this silence that nobody answered, since its last rest."""
    count, last = 0, None
    for one in mine:
        if one.at <= since:
            continue
        count = 1 if last is not None and one.at - last >= policy.rest else count + 1
        last = one.at
    known = member.nudges if member.nudged_at is not None and member.nudged_at > since else 0
    return count or known

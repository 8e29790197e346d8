"""Whom to nudge, when and with what: rarely, privately, and only with something real to offer.

A decision of its arguments: jitter and holdout come from a keyed hash, the time is a parameter. It never sends, and
never nudges to reach a number: no match, no nudge.
"""

import hmac
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from chat.ledger import Member
from policies.giving.eligible import Case, Eligible, Passed, Why, examine, in_this_silence, silent_since
from policies.giving.facts import NudgeFacts, Offered, Reply
from policies.giving.matching import Match, Matcher, MatchKind
from policies.giving.quiet import Slot, fraction, is_quiet, jittered, next_planning, slot
from policies.language.schema import Nudges

__all__ = [
    "Case",
    "Match",
    "MatchKind",
    "Nudge",
    "Passed",
    "Plan",
    "Why",
    "after",
    "is_quiet",
    "next_planning",
    "plan",
    "still_due",
]

PAUSE_FROM: Final = 10
"""Nudges sent before stops among them mean anything."""
PAUSE_ABOVE: Final = 0.1
_NO_THANKS: Final = frozenset({Reply.STOP, Reply.BLOCKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """One private message to send: to whom, when, in which voice, and what it offers."""

    key: str
    """The same for the same member and match: 16 hex digits, for buttons and for sending once."""
    member: str
    name: str
    at: datetime
    case: Case
    match: Match
    silent_since: datetime
    """For the admins' preview only: no member is ever told."""

    @property
    def reason(self) -> str:
        """Return the reason as a code: the case and what is offered."""
        return f"{self.case}:{self.match.kind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is due, in the order of time, and everybody who is left alone, with the reason."""

    nudges: tuple[Nudge, ...] = ()
    passed: tuple[Passed, ...] = ()


def plan(facts: NudgeFacts, policy: Nudges, zone: ZoneInfo, at: datetime, secret: bytes) -> Plan:
    """Plan the nudges of one stretch of daytime: the one that is open at `at`, else the next."""
    why = _silent_group(facts, policy)
    if why is not None:
        return Plan(passed=tuple(Passed(member=row.member, why=why) for row in facts.members))
    within = slot(policy, zone, at)
    eligible, passed = _examined(facts, policy, at)
    matched, unmatched = _matched(eligible, Matcher(facts, within.opens), policy, secret)
    return _scheduled(matched, [*passed, *unmatched], facts, policy, zone, within, secret)


def still_due(nudge: Nudge, facts: NudgeFacts, policy: Nudges, zone: ZoneInfo, at: datetime) -> Why | None:
    """Return why a planned nudge must not be sent after all, looking again at the moment of sending.

    `facts.past` must not hold the nudge itself.
    """
    if (why := _silent_group(facts, policy)) is not None:
        return why
    member = next((row for row in facts.members if row.member == nudge.member), None)
    if member is None:
        return Why.LEFT
    found = examine(member, _by_member(facts).get(nudge.member, ()), facts, policy, at)
    if isinstance(found, Passed):
        return found.why
    if is_quiet(policy, zone, at):
        return Why.QUIET
    return None if nudge.match.id in {one.id for one in Matcher(facts, at).matches(found)} else Why.NO_MATCH


def after(member: Member, nudge: Nudge, policy: Nudges) -> Member:
    """Return a member's row as it is once the nudge was sent."""
    since = silent_since(member) or nudge.silent_since
    rested = member.nudged_at is not None and nudge.at - member.nudged_at >= policy.rest
    before = 0 if rested else in_this_silence(member, (), policy, since)
    return replace(member, told_at=nudge.at, nudged_at=nudge.at, nudges=before + 1)


def _silent_group(facts: NudgeFacts, policy: Nudges) -> Why | None:
    if not policy.enabled:
        return Why.OFF
    if facts.messages_last_week < policy.alive:
        return Why.NOT_ALIVE
    return Why.PAUSED if is_paused(facts) else None


def is_paused(facts: NudgeFacts) -> bool:
    """Tell whether more than one in ten of those nudged asked not to be."""
    since = facts.resumed_at
    sent = [one for one in facts.past if since is None or one.at > since]
    refused = sum(1 for one in sent if one.reply in _NO_THANKS)
    return len(sent) >= PAUSE_FROM and refused > PAUSE_ABOVE * len(sent)


def _by_member(facts: NudgeFacts) -> dict[str, tuple[Offered, ...]]:
    by_member: dict[str, tuple[Offered, ...]] = {}
    for one in sorted((*facts.past, *facts.held), key=lambda one: one.at):
        by_member[one.member] = (*by_member.get(one.member, ()), one)
    return by_member


def _examined(facts: NudgeFacts, policy: Nudges, at: datetime) -> tuple[list[Eligible], list[Passed]]:
    past = _by_member(facts)
    found = [examine(row, past.get(row.member, ()), facts, policy, at) for row in facts.members]
    eligible = [one for one in found if isinstance(one, Eligible)]
    return eligible, [one for one in found if isinstance(one, Passed)]


_Pair = tuple[Eligible, Match]


def _matched(
    eligible: list[Eligible], matcher: Matcher, policy: Nudges, secret: bytes
) -> tuple[list[_Pair], list[Passed]]:
    """Return everybody with the best match that has room, the best pairs first."""
    pairs: list[_Pair] = []
    passed: list[Passed] = []
    for one in eligible:
        matches, who = matcher.matches(one), one.member.member
        if not matches:
            passed.append(Passed(member=who, why=Why.NO_MATCH))
        elif fraction(secret, "holdout", who) < policy.holdout:
            match = matches[0].id
            passed.append(Passed(member=who, why=Why.HOLDOUT, match=match, key=_key(secret, who, match)))
        else:
            pairs += [(one, match) for match in matches]
    pairs.sort(key=lambda pair: (-pair[1].score, fraction(secret, "order", pair[0].member.member, pair[1].id)))
    return _with_room(pairs, matcher, passed)


def _with_room(pairs: list[_Pair], matcher: Matcher, passed: list[Passed]) -> tuple[list[_Pair], list[Passed]]:
    taken: Counter[str] = Counter()
    given: dict[str, _Pair] = {}
    for one, match in pairs:
        if one.member.member not in given and taken[match.id] < matcher.room(match):
            taken[match.id] += 1
            given[one.member.member] = (one, match)
    left = dict.fromkeys(one.member.member for one, _ in pairs if one.member.member not in given)
    return list(given.values()), [*passed, *(Passed(member=who, why=Why.MATCH_TAKEN) for who in left)]


def _scheduled(
    matched: list[_Pair],
    passed: list[Passed],
    facts: NudgeFacts,
    policy: Nudges,
    zone: ZoneInfo,
    within: Slot,
    secret: bytes,
) -> Plan:
    day = within.opens.astimezone(zone).date()
    today = sum(1 for one in facts.past if one.at.astimezone(zone).date() == day)
    room = max(0, cap(facts, policy) - today)
    nudges = [_nudge(one, match, within, secret) for one, match in matched[:room]]
    full = [Passed(member=one.member.member, why=Why.DAY_FULL) for one, _ in matched[room:]]
    return Plan(
        nudges=tuple(sorted(nudges, key=lambda nudge: (nudge.at, nudge.member))),
        passed=tuple(sorted([*passed, *full], key=lambda one: one.member)),
    )


def cap(facts: NudgeFacts, policy: Nudges) -> int:
    """Return how many members may be nudged in a day: a share of those here, but always one."""
    here = sum(1 for row in facts.members if row.left_at is None and not row.is_bot)
    return min(policy.per_day, max(1, int(here * policy.share)))


def _nudge(one: Eligible, match: Match, within: Slot, secret: bytes) -> Nudge:
    who = one.member.member
    return Nudge(
        key=_key(secret, who, match.id),
        member=who,
        name=one.member.name,
        at=jittered(within, secret, who, f"{within.opens:%Y-%m-%d}"),
        case=one.case,
        match=match,
        silent_since=one.silent_since,
    )


def _key(secret: bytes, who: str, match: str) -> str:
    return hmac.digest(secret, f"nudge\0{who}\0{match}".encode("utf-8", "surrogatepass"), "sha256").hex()[:16]

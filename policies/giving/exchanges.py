"""What becomes of referrals, introductions and promises: the next state, and what it is credited with, or why not.

An exchange counts only once the one who gains says so. Whoever settles it first is heard; nothing is taken back here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from chat.exchanges import Exchange, ExchangeKind, ExchangeState
from chat.giving import Contribution, GivingKind, Grade
from policies.giving import credit

PAIR_LIMIT: Final = 3
PAIR_FOR: Final = timedelta(days=90)
"""Of one member to another, this many referrals score in this long."""
REFERRALS_A_DAY: Final = 5
INTRODUCTIONS_A_DAY: Final = 2
TALKED_FOR: Final = timedelta(days=90)
"""Whoever answered each other within this long needs no introduction."""
A_DAY: Final = timedelta(days=1)

REFERRED, TAKEN_UP, CLOSED = 2.0, 8.0, 10.0
"""A referral made, accepted, and come to something."""
INTRODUCED, WANTED = 2.0, 6.0
"""An introduction that one of the two wants, and that both do."""
KEPT: Final = 2.0

_KINDS: Final = {
    ExchangeKind.REFERRAL: GivingKind.REFERRAL,
    ExchangeKind.INTRODUCTION: GivingKind.INTRODUCTION,
    ExchangeKind.PROMISE: GivingKind.PROMISE,
}


class Refused(StrEnum):
    """Why something isn't done. The first that holds is told."""

    SELF = "self"
    STRANGER = "stranger"
    """No member of the group, or a bot."""
    OUT_OF_REACH = "out_of_reach"
    """Takes no messages from the bot."""
    TOO_MANY = "too_many"
    KNOWN = "known"
    """They have talked already."""
    TWICE = "twice"
    """The same stands open."""
    TOO_LONG = "too_long"
    TELLS_TOO_MUCH = "tells_too_much"
    """Names, numbers or addresses: of those who are no members nothing is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a step comes to."""

    exchange: Exchange
    contributions: tuple[Contribution, ...] = ()


Exchanges = Mapping[str, Exchange]


def may_refer(giver: str, receiver: str, at: datetime, known: Exchanges) -> Refused | None:
    """Return why a member can't pass something on to another now."""
    mine = [one for one in _of(known, ExchangeKind.REFERRAL) if one.giver == giver]
    if sum(1 for one in mine if at - one.at < A_DAY) >= REFERRALS_A_DAY:
        return Refused.TOO_MANY
    if any(one.one == receiver and one.state is ExchangeState.OPEN for one in mine):
        return Refused.TWICE
    return None


def may_introduce(
    giver: str, pair: frozenset[str], at: datetime, known: Exchanges, talked: Iterable[frozenset[str]]
) -> Refused | None:
    """Return why a member can't introduce two others to each other now."""
    some = list(_of(known, ExchangeKind.INTRODUCTION))
    if sum(1 for one in some if one.giver == giver and at - one.at < A_DAY) >= INTRODUCTIONS_A_DAY:
        return Refused.TOO_MANY
    lately = (one for one in some if at - one.at < TALKED_FOR and one.state is not ExchangeState.REFUSED)
    if any({one.one, one.other} == pair for one in lately):
        return Refused.TWICE
    return Refused.KNOWN if pair in set(talked) else None


def referred(asked: Exchange) -> Settled:
    """Pass a referral on, its consent given. By the giver's word alone it counts nothing yet."""
    row = _row(asked, asked.at, REFERRED, Grade.WORDED)
    return Settled(exchange=replace(asked, state=ExchangeState.OPEN), contributions=(row,))


def taken_up(open_: Exchange, at: datetime, known: Exchanges, earned: credit.Credits, joined: credit.Joined) -> Settled:
    """Let the receiver accept a referral: this is what counts."""
    row = _row(open_, at, TAKEN_UP, Grade.CONFIRMED)
    row = row if _pair_is_full(open_, at, known) else credit.credited(row, earned, joined)
    return Settled(
        exchange=replace(open_, state=ExchangeState.ACCEPTED, one_said=True, settled_at=at), contributions=(row,)
    )


def closed(accepted: Exchange, earned: credit.Credits, joined: credit.Joined) -> Settled:
    """Let the receiver say that a referral came to something: it is worth more by the same share as before."""
    done = replace(accepted, state=ExchangeState.DONE, about="")
    assert accepted.settled_at is not None  # noqa: S101 - it was accepted
    row = _row(accepted, accepted.settled_at, CLOSED, Grade.CONFIRMED)
    before = credit.before(row, earned)
    if before is not None:
        row = replace(row, credit=CLOSED * before.credit / before.weight, messages=before.messages)
    else:
        then = {giver: [one for one in rows if one.at <= row.at] for giver, rows in earned.items()}
        row = credit.credited(row, then, joined)
    return Settled(exchange=done, contributions=(row,))


def said_of_introduction(
    open_: Exchange, member: str, at: datetime, earned: credit.Credits, joined: credit.Joined, *, yes: bool
) -> Settled:
    """Hear one of the two: both want it, or one does, or it ends."""
    heard = replace(open_, one_said=yes) if member == open_.one else replace(open_, other_said=yes)
    if not yes:
        ended = replace(heard, state=ExchangeState.REFUSED, about="", settled_at=at)
        return Settled(exchange=ended, contributions=(_gone(open_, at),))
    both = bool(heard.one_said and heard.other_said)
    weight, grade = (WANTED, Grade.CONFIRMED) if both else (INTRODUCED, Grade.STRUCTURAL)
    row = credit.credited(_row(replace(open_, one=member), at, weight, grade), earned, joined)
    if both and (before := credit.before(row, earned)) is not None and before.receiver is not None:
        row = credit.credited(replace(row, receiver=before.receiver), earned, joined)
    state = ExchangeState.ACCEPTED if both else ExchangeState.OPEN
    return Settled(exchange=replace(heard, state=state, settled_at=at if both else None), contributions=(row,))


def kept(said: Exchange, at: datetime, earned: credit.Credits, joined: credit.Joined) -> Settled:
    """Let whoever a promise was made to say that it was kept."""
    row = credit.credited(_row(said, at, KEPT, Grade.CONFIRMED), earned, joined)
    done = replace(said, state=ExchangeState.DONE, about="", settled_at=at)
    return Settled(exchange=done, contributions=(row,))


def refused(open_: Exchange, at: datetime) -> Settled:
    """End an exchange without anything: nothing of it is told any more."""
    ended = replace(open_, state=ExchangeState.REFUSED, about="", settled_at=at)
    return Settled(exchange=ended, contributions=(_gone(open_, at),) if open_.state is ExchangeState.OPEN else ())


def _of(known: Exchanges, kind: ExchangeKind) -> Iterable[Exchange]:
    return (one for one in known.values() if one.kind is kind)


def _pair_is_full(open_: Exchange, at: datetime, known: Exchanges) -> bool:
    scored = [
        one
        for one in _of(known, ExchangeKind.REFERRAL)
        if (one.giver, one.one) == (open_.giver, open_.one)
        and one.state in (ExchangeState.ACCEPTED, ExchangeState.DONE)
        and one.settled_at is not None
        and at - one.settled_at < PAIR_FOR
    ]
    return len(scored) >= PAIR_LIMIT


def _row(one: Exchange, at: datetime, weight: float, grade: Grade) -> Contribution:
    return Contribution(
        key=f"{one.kind}:{one.exchange_id}",
        kind=_KINDS[one.kind],
        giver=one.giver,
        receiver=one.one,
        messages=(one.message_id,) if one.message_id else (),
        at=at,
        grade=grade,
        weight=weight,
    )


def _gone(one: Exchange, at: datetime) -> Contribution:
    return replace(_row(one, at, 0.0, Grade.WORDED), withdrawn=True)

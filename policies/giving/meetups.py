"""Events of the group: who comes, who came, codes at the door, substitutes, and what hosts and guests are credited.

Saying yes counts nothing; turning up does, once a code or the host confirms it. What somebody said and did not do is
told to that member alone, and in numbers to the group.
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from chat.exchanges import Attendance, Meetup
from chat.giving import Contribution, GivingKind, Grade
from policies.giving import credit

CODE_FOR: Final = timedelta(minutes=10)
"""A code holds this long, and its successor's time besides."""
OPENS: Final = timedelta(minutes=30)
"""Check-in begins this long before an event."""
CLOSES: Final = timedelta(hours=12)
MOST_TRIES: Final = 5
MOST_UPCOMING: Final = 3
"""Events that one member has announced and that are still to come."""
HORIZON: Final = timedelta(days=366)
HOSTED, ATTENDED = 10.0, 4.0
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Present = Mapping[tuple[str, str], Attendance]
"""By meetup and member."""


class Door(StrEnum):
    """What comes of a try to check in."""

    IN = "in"
    ALREADY = "already"
    WRONG = "wrong"
    TRIED_OFTEN = "tried_often"
    CLOSED = "closed"
    """No event is on."""
    HOST = "host"
    """It is their own event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What a check-in comes to."""

    door: Door
    meetup: Meetup | None = None
    attendance: tuple[Attendance, ...] = ()
    contributions: tuple[Contribution, ...] = ()


def code(secret: bytes, chat: str, meetup_id: str, at: datetime, *, back: int = 0) -> str:
    """Return the four digits that are shown at the door; with `back`, those of a time window before."""
    window = (at - _EPOCH) // CODE_FOR - back
    data = f"checkin\0{chat}\0{meetup_id}\0{window}".encode("utf-8", "surrogatepass")
    return f"{int.from_bytes(hmac.digest(secret, data, 'sha256')[:8], 'big') % 10_000:04d}"


def code_ends(at: datetime) -> datetime:
    """Return when the code of an instant is followed by the next one."""
    return _EPOCH + ((at - _EPOCH) // CODE_FOR + 1) * CODE_FOR


def is_open(meetup: Meetup, at: datetime) -> bool:
    """Tell whether check-in is open."""
    return not meetup.cancelled and meetup.at - OPENS <= at < meetup.at + CLOSES


def upcoming(meetups: Iterable[Meetup], at: datetime) -> list[Meetup]:
    """Return what is still to come, or on, the next first."""
    found = [one for one in meetups if not one.cancelled and (one.at > at or is_open(one, at))]
    return sorted(found, key=lambda one: (one.at, one.meetup_id))


def answered(present: Present, meetup: Meetup, member: str, at: datetime, *, coming: bool) -> Attendance:
    """Return what a member said, last said first."""
    before = present.get((meetup.meetup_id, member))
    if before is None:
        return Attendance(meetup_id=meetup.meetup_id, member=member, at=at, coming=coming)
    return replace(before, coming=coming, at=at, substitute=None)


def by_code(
    given: str, member: str, meetups: Iterable[Meetup], present: Present, secret: bytes, chat: str, at: datetime
) -> Arrived:
    """Check a member in by a code, at the event whose code it is. Who guesses too often has to ask the host."""
    on = [one for one in meetups if is_open(one, at)]
    if not on:
        return Arrived(door=Door.CLOSED)
    tries = max((row.tries for one in on if (row := present.get((one.meetup_id, member))) is not None), default=0)
    if tries >= MOST_TRIES:
        return Arrived(door=Door.TRIED_OFTEN)
    right = next((one for one in on if _opens(given, one, secret, chat, at)), None)
    if right is None:
        return Arrived(door=Door.WRONG, attendance=(_tried(on[0], present, member, at),))
    return Arrived(door=Door.HOST if right.host == member else Door.IN, meetup=right)


def _opens(given: str, meetup: Meetup, secret: bytes, chat: str, at: datetime) -> bool:
    holds = (code(secret, chat, meetup.meetup_id, at, back=back) for back in (0, 1))
    return any(hmac.compare_digest(given.encode("utf-8", "surrogatepass"), held.encode()) for held in holds)


def _tried(meetup: Meetup, present: Present, member: str, at: datetime) -> Attendance:
    row = present.get((meetup.meetup_id, member)) or Attendance(meetup_id=meetup.meetup_id, member=member, at=at)
    return replace(row, tries=row.tries + 1)


def came(
    meetup: Meetup,
    member: str,
    present: Present,
    at: datetime,
    earned: credit.Credits,
    joined: credit.Joined,
    *,
    by: str = "",
) -> Arrived:
    """Note that a member is there, and whom they stand in for. `by` is the message that says so, if there is one."""
    row = present.get((meetup.meetup_id, member)) or Attendance(meetup_id=meetup.meetup_id, member=member, at=at)
    if row.came_at is not None:
        return Arrived(door=Door.ALREADY, meetup=meetup)
    rows = [replace(row, came_at=at)]
    stood_in = present.get((meetup.meetup_id, row.stands_in_for or ""))
    if stood_in is not None and stood_in.substitute == member and stood_in.came_at is None:
        rows.append(replace(stood_in, came_at=at))
    about = tuple(one for one in (meetup.message_id, by) if one)
    attended = _row(f"attended:{meetup.meetup_id}:{member}", member, meetup.host, about, at, ATTENDED)
    hosted = _row(f"event:{meetup.meetup_id}", meetup.host, member, about, at, HOSTED)
    credits_ = [attended] if _guests(meetup, present, at, joined) else [attended, hosted]
    return Arrived(
        door=Door.IN,
        meetup=meetup,
        attendance=tuple(rows),
        contributions=tuple(credit.credited(one, earned, joined) for one in credits_),
    )


def _guests(meetup: Meetup, present: Present, at: datetime, joined: credit.Joined) -> list[str]:
    """Return who is there already, of those whose coming counts: the first of them credits the host."""
    came_ = (who for (ident, who), one in present.items() if ident == meetup.meetup_id and one.came_at is not None)
    return [who for who in came_ if credit.scores(who, at, joined)]


def _row(key: str, giver: str, receiver: str, about: tuple[str, ...], at: datetime, weight: float) -> Contribution:
    return Contribution(
        key=key,
        kind=GivingKind.EVENT,
        giver=giver,
        receiver=receiver,
        messages=about,
        at=at,
        grade=Grade.CONFIRMED,
        weight=weight,
    )


def turned_up(rows: Iterable[Attendance]) -> tuple[int, int]:
    """Return how many of those who said yes turned up, or sent somebody, and how many had said yes."""
    yes = [one for one in rows if one.coming and one.stands_in_for is None]
    return sum(1 for one in yes if one.came_at is not None), len(yes)

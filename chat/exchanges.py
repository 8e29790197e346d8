"""What members arrange with each other through the bot: referrals, introductions, promises, meetups, the directory.

Of anybody who is no member nothing stands here: what is needed is told in a line, without names or numbers.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ExchangeKind(StrEnum):
    """What is arranged between members."""

    REFERRAL = "referral"
    INTRODUCTION = "introduction"
    PROMISE = "promise"


class ExchangeState(StrEnum):
    """How far it has come."""

    ASKED = "asked"
    """Its giver is asked first: whether the one referred agrees, whether a promise is to be remembered."""
    OPEN = "open"
    """It stands before whoever it is for; of a promise: it is remembered."""
    ACCEPTED = "accepted"
    """A referral was taken up, an introduction wanted by both; of a promise: its giver says that it is kept."""
    DONE = "done"
    """A referral came to something; of a promise: whoever it was made to says that it was kept."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One referral, introduction or promise."""

    exchange_id: str
    kind: ExchangeKind
    giver: str
    one: str
    """Whom it is for; of an introduction, the first of the two."""
    message_id: str
    """The command or message that it began with."""
    at: datetime
    state: ExchangeState
    other: str | None = None
    """The second of an introduction."""
    about: str = ""
    """What is needed, why, or what was promised; emptied once it is settled."""
    one_said: bool | None = None
    other_said: bool | None = None
    settled_at: datetime | None = None
    """When it was accepted, kept or refused."""
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetup:
    """An event of the group."""

    meetup_id: str
    host: str
    title: str
    at: datetime
    made_at: datetime
    place: str | None = None
    message_id: str
    """The command that it was announced by."""
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """What one member said about a meetup, and whether they came."""

    meetup_id: str
    member: str
    at: datetime
    """When they said so last."""
    coming: bool | None = None
    """None: asked, or came without a word."""
    came_at: datetime | None = None
    """When they checked in, or whoever went instead did."""
    substitute: str | None = None
    """Who goes instead."""
    stands_in_for: str | None = None
    tries: int = 0
    """Codes that were wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A line in the directory: what a member offers or seeks."""

    listing_id: str
    member: str
    kind: str
    """`offer` or `seek`."""
    category: str
    text: str
    terms: tuple[str, ...]
    """What it is about: folded words, the telling ones only."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a member is in something that is told in several small steps, in private."""

    member: str
    what: str
    """`refer`, `offer` or `seek`."""
    at: datetime
    whom: str | None = None
    about: str = ""
    """A category."""

"""What a weekly summary says, as data: nine sections of which the empty ones are left out, or why there is none."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chat.giving import GivingKind
from policies.giving.facts import Gathering, Topic


class Numbered(StrEnum):
    """The four numbers."""

    HELPED = "helped"
    ANSWERED = "answered"
    INTRODUCED = "introduced"
    TURNED_UP = "turned_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number of the week beside its median of the weeks before. `of` is what it is a part of (asked, said yes)."""

    what: Numbered
    value: int
    usual: float | None = None
    of: int | None = None
    usual_of: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Win:
    """One thing that went well. Names are None where somebody did not agree to be named."""

    kind: GivingKind
    giver: str | None
    receiver: str | None
    about: str | None
    """What was asked, in the asker's words, where that is still kept."""
    message_id: str
    """What its link leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanked:
    """A member who gave, and what: counts by kind, most first."""

    name: str
    gave: tuple[tuple[GivingKind, int], ...]
    first: bool = False
    """For the first time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A question that nobody answered yet."""

    message_id: str
    at: datetime
    text: str | None
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A newcomer, and what they offer or seek."""

    name: str
    offers: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What members gave each other beside what they promoted, of the whole group."""

    given: int
    promotions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A summary, as data. Empty sections are None or empty."""

    start: datetime
    end: datetime
    win: Win | None = None
    numbers: tuple[Number, ...] = ()
    thanked: tuple[Thanked, ...] = ()
    thanked_unnamed: int = 0
    """More members who gave."""
    waiting: tuple[Waiting, ...] = ()
    newcomers: tuple[Joined, ...] = ()
    newcomers_unnamed: int = 0
    topics: tuple[Topic, ...] = ()
    event: Gathering | None = None
    share: Share | None = None
    picture: tuple[tuple[datetime, int], ...] = ()
    """People helped, by the start of each week, this one last."""
    goal: int | None = None
    leads: tuple[str, ...] = ()
    """Ids of those who stand first: they shall not lead again for four weeks."""
    wanted: tuple[str, ...] = ()
    """What somebody is wanted for whom no private way reaches: of open questions, a word each."""
    waiting_ids: tuple[str, ...] = ()
    newcomer_ids: tuple[str, ...] = ()
    """Of all newcomers, named or not."""


class Skip(StrEnum):
    """Why nothing is posted."""

    OFF = "off"
    FEW_WRITERS = "few_writers"
    NOTHING_GIVEN = "nothing_given"
    LATE = "late"
    """The bot was down when it was due, for too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A period without a summary, and why: the admins get one line."""

    start: datetime
    end: datetime
    why: Skip
    measured: int = 0
    limit: int = 0

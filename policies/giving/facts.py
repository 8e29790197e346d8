"""What planning nudges and composing a summary look at: plain facts, put together by whoever asked the ledger.

Nothing is decided here, and nothing here asks anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chat.ledger import Member
from chat.nudges import Offered, Reply
from chat.reports import OpenQuestion, PeriodReport, Week

__all__ = ["Gathering", "Newcomer", "NudgeFacts", "Offered", "Reply", "SummaryFacts", "Topic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody who joined lately and whom few have welcomed."""

    member: str
    name: str
    joined_at: datetime
    welcomes: int = 0
    """By other members."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """An event of the group."""

    event_id: str
    title: str
    at: datetime
    place: str | None = None
    invited: frozenset[str] = frozenset()
    """Members who said yes or no already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeFacts:
    """Everything that planning nudges may know of a group."""

    members: tuple[Member, ...]
    """All of them, gone ones too."""
    messages_last_week: int
    """By members, in the seven days before: whether the group is alive."""
    terms: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By member: what they answer, offer and say of themselves, and how often."""
    questions: tuple[OpenQuestion, ...] = ()
    answered_by: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By question: members who answered, where somebody did."""
    newcomers: tuple[Newcomer, ...] = ()
    events: tuple[Gathering, ...] = ()
    past: tuple[Offered, ...] = ()
    """Every nudge so far, also those planned and not sent yet; the more of them, the fewer new ones."""
    held: tuple[Offered, ...] = ()
    """What would have been sent to members of the holdout, at the times at which it would have been."""
    warned: Mapping[str, datetime] = field(default_factory=dict)
    """By member: the last strike or warning."""
    resumed_at: datetime | None = None
    """When an admin let paused nudges go on: replies before that no longer count against them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What several members wrote about."""

    word: str
    """As most of them wrote it."""
    authors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryFacts:
    """Everything that a summary may know of a period and of the weeks before it."""

    report: PeriodReport
    weeks: tuple[Week, ...] = ()
    """The weeks before the period, oldest first: four for the medians, seven for the picture."""
    members: Mapping[str, Member] = field(default_factory=dict)
    """Those who gave, gained or joined; of others nothing is told."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """By message id: what was said, of questions that were answered, where it is still kept."""
    topics: tuple[Topic, ...] = ()
    offers: Mapping[str, str] = field(default_factory=dict)
    """By newcomer: what they offer or seek, in a few words of theirs."""
    introduced_before: tuple[int, ...] = ()
    """Introductions and referrals of each week before, oldest first."""
    turned_up: tuple[int, int] | None = None
    """How many turned up, and how many had said yes; None without an event in the period."""
    turned_up_before: tuple[tuple[int, int], ...] = ()
    next_event: Gathering | None = None
    unreached: frozenset[str] = frozenset()
    """Questions, by id, that somebody could answer whom no private way reaches."""
    led: frozenset[str] = frozenset()
    """Members who led one of the last four summaries (`Digest.leads`)."""
    private_places: frozenset[str] = frozenset()
    """Places that not everybody can read: nothing from there is quoted."""

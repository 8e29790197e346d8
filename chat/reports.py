"""What the ledger tells rounds and reports: a period in numbers, people who fell silent, and what happens only once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chat.giving import Contribution, Question
from chat.ledger import DecisionRow, Member


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A question that nobody has answered yet, and its text where that is still kept."""

    question: Question
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodReport:
    """What happened in a group in `[start, end)`."""

    start: datetime
    end: datetime
    messages: int
    """That were not removed."""
    removed: int
    writers: int
    """Distinct; of messages that are still remembered, so the period must not be older than those."""
    promotions_allowed: int
    promotions_removed: int
    asked: int
    answered: int
    """Of those asked in the period, until now."""
    open: tuple[OpenQuestion, ...]
    """Newest first, at most as many as were asked for."""
    contributions: tuple[Contribution, ...]
    """With credit, oldest first."""
    helped: int
    """Distinct members who gained."""
    joined: tuple[Member, ...]
    first_timers: tuple[str, ...]
    """Members whose first contribution of all lies in the period, in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The numbers of one week, for charts."""

    start: datetime
    messages: int
    promotions: int
    helped: int
    asked: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A member who has not been seen for a while."""

    member: Member

    @property
    def usual_gap(self) -> timedelta | None:
        """Return the mean time between the member's messages, None where there are too few to tell."""
        return usual_gap(self.member)


def usual_gap(member: Member) -> timedelta | None:
    """Return the mean time between a member's messages, None where there are too few to tell."""
    if member.messages < 2 or member.first_seen is None or member.last_seen is None:
        return None
    return (member.last_seen - member.first_seen) / (member.messages - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision, and the group it was made in."""

    chat: str
    decision: DecisionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """An action taken from the outbox, to be carried out by whoever claimed it."""

    number: int
    chat: str
    key: str
    kind: str
    body: str
    urgency: int
    due_at: datetime
    again: bool
    attempts: int
    """With this one."""

"""What members give each other: questions, answers, thanks and everything else that somebody gained by."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Grade(StrEnum):
    """How well a contribution is evidenced."""

    CONFIRMED = "confirmed"
    """The one who gained said so: button, reaction by the asker, `/thanks`."""
    STRUCTURAL = "structural"
    """A reply to an open question, followed by the asker."""
    WORDED = "worded"
    """Only words suggest it: scores 0."""


class GivingKind(StrEnum):
    """What was given."""

    ANSWER = "answer"
    THANKS = "thanks"
    REFERRAL = "referral"
    INTRODUCTION = "introduction"
    RECOMMENDATION = "recommendation"
    RESOURCE = "resource"
    WELCOME = "welcome"
    QUESTION = "question"
    EVENT = "event"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """Something that another member gained. `key` is unique in a group: the same one again replaces the first."""

    key: str
    kind: GivingKind
    giver: str
    receiver: str | None
    """None where nobody in particular gained (a good question)."""
    messages: tuple[str, ...]
    """Ids, oldest first: why it was credited."""
    at: datetime
    grade: Grade
    weight: float
    """By kind and grade, before pair decay."""
    credit: float = 0.0
    """`weight` times the pair's decay."""
    withdrawn: bool = False

    @property
    def helped(self) -> str | None:
        """Who was helped by it: nobody in particular by whoever came to an event."""
        return None if self.kind is GivingKind.EVENT else self.receiver


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A message as it is remembered for a week: no text."""

    message_id: str
    at: datetime
    author: str
    place: str | None = None
    reply_to: str | None = None
    kind: str | None = None
    """The main kind, promotion or other."""
    asks_for: tuple[str, ...] = ()
    """Kinds that it asks for, where it is a question or request."""
    answers: str | None = None
    """Id of the question that it answers."""
    removed: bool = False
    promotes: bool = False
    newcomer: bool = False
    """Posted by a member within 48 hours of joining."""
    album: str | None = None
    text_key: str | None = None
    mentions: tuple[str, ...] = ()
    by_admin: bool = False
    opens: tuple[str, ...] = ()
    """Names of the policy's places that begin under it (a thread that an admin opened); replies inherit them."""

    @property
    def asks(self) -> bool:
        """Tell whether it is an open question or request."""
        return self.kind in ("question", "request") and not self.removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question or request of a member, until it is answered or forgotten."""

    message_id: str
    asker: str
    at: datetime
    place: str | None = None
    asks_for: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    """What it is about: folded words, the telling ones only."""
    answers: int = 0
    """By other members."""
    settled_at: datetime | None = None
    """When the asker thanked for an answer."""

"""What is known around a message when it is asked who helped whom, and what following it yields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chat.events import MessagePosted
from chat.giving import Contribution, Question, Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The messages and people around one message."""

    parent: Seen | None = None
    """The message that it replies to."""
    question: Seen | None = None
    """The question that the parent answers, or the parent itself where it asks."""
    recent: tuple[Seen, ...] = ()
    """The last messages of its place, oldest first, without the message itself; at most 12."""
    threaded: bool = True
    """The source shows replies; without them adjacency is the evidence."""
    joined: Mapping[str, datetime] = field(default_factory=dict)
    """When members were seen to join, of those concerned."""
    handles: Mapping[str, str] = field(default_factory=dict)
    """Member by folded handle, id or shown name, of those known in the batch."""
    questions: Mapping[str, Question] = field(default_factory=dict)
    """Open and settled questions by message id, of those near."""
    credits: Mapping[str, Sequence[Contribution]] = field(default_factory=dict)
    """By giver: what was credited in the last 28 days, of those concerned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What a message or reaction yields: nothing, most often."""

    answers: str | None = None
    """Id of the question that the message answers."""
    contributions: tuple[Contribution, ...] = ()
    """New ones, and earlier ones (by key) with better evidence or withdrawn."""
    questions: tuple[Question, ...] = ()
    """New ones, and earlier ones (by id) answered or settled."""
    terms: tuple[tuple[str, str], ...] = ()
    """(member, term): what the member turned out to know about, offer or be."""


NOTHING_FOLLOWS = Followed()


def named(message: MessagePosted, around: Conversation) -> set[str]:
    """Return the members whom a message names by @handle or mention."""
    words = {word.strip(".,!?:;()").lstrip("@").casefold() for word in message.text.split() if word.startswith("@")}
    words |= {mention.casefold() for mention in message.mentions}
    return {around.handles[word] for word in words if word in around.handles}

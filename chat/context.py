"""What is known around a message when it is classified: the conversation and the author's earlier posts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The message that this one answers, or the open question that it stands next to.

    `eligible` is False where the answer can't count as solicited, however well it fits: the asker is the author, a
    colleague or a member of less than 7 days, or the question is older than 7 days.
    """

    asks_for: tuple[str, ...] = ()
    text: str | None = None
    """Where the question was not classified yet (a file of messages): its text."""
    eligible: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainUse:
    """How often a domain (a shared host with its first path part), handle or code was posted in the group."""

    posts: int
    by_author: int
    """By the author or the author's colleagues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSeen:
    """An earlier promotion of the author: its key, and what tells that a new text is the same thing again."""

    key: str
    sketch: int
    """64 bits over the normalised text: few differing bits, much the same text."""
    links: tuple[str, ...] = ()
    """Canonical links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A post that an admin decided about, or still may: what tells that another is like it, and never its text."""

    message_id: str
    member: str
    at: datetime
    sketch: int = 0
    links: tuple[str, ...] = ()
    """Canonical links."""
    handles: tuple[str, ...] = ()
    """Where it asks to be written to."""
    allowed: bool | None = None
    """What an admin said of it; None while nobody has."""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything that classification may know besides the message itself. All of it may be missing."""

    asked: Asked | None = None
    uses: Mapping[str, DomainUse] = field(default_factory=dict)
    """By domain key; handles with their @."""
    offers: tuple[OfferSeen, ...] = ()
    examples: tuple[Example, ...] = ()
    """Posts that the group's admins decided about, whoever wrote them."""
    organisation: str | None = None
    """Of the author, where an earlier post told it."""
    newcomer: bool = False
    """The author's first message in the group."""
    names_another: bool = False
    """It names another member of the group."""


ALONE = Context()
"""A message of which nothing else is known."""

"""What happened in a chat, in words every platform shares. Past tense, never an order.

Ids are the platform's own, as text. A WhatsApp export has no ids: there a member's id is the shown name.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in a chat. `is_admin` and `roles` are what the platform says at the time of the event."""

    id: str
    name: str
    handle: str | None = None
    """Without the @; None where the platform shows none."""
    is_bot: bool = False
    is_admin: bool = False
    roles: tuple[str, ...] = ()
    """Names and ids of the platform's roles, or an admin's title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that the platform marked. `shown` is the text it hides behind; None where the address itself shows."""

    url: str
    shown: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePosted:
    """A message appeared."""

    at: datetime
    chat: str
    message_id: str
    author: Person
    text: str = ""
    links: tuple[Link, ...] = ()
    """Links that the platform marked; plain ones in the text need not be among them."""
    mentions: tuple[str, ...] = ()
    """Handles (without @) or ids of the members named."""
    mentions_everyone: bool = False
    place: str | None = None
    """Id of the channel or topic; None where it is unknown."""
    place_name: str | None = None
    thread: str | None = None
    """Id of the message that opened the thread this one stands in."""
    reply_to: str | None = None
    album: str | None = None
    """Messages that share it were posted as one."""
    pictures: int = 0
    files: int = 0
    forwarded: bool = False
    sent_as_chat: bool = False
    """By an anonymous admin, a linked channel or an automatic forward: not a member's."""
    hidden: frozenset[str] = frozenset()
    """What this source cannot show: any of `picture`, `forward`, `reply`, `place`, `role`, `deletion`, `reaction`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEdited:
    """A message was changed. `message` has its new content and the time of its *first* posting."""

    at: datetime
    message: MessagePosted


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDeleted:
    """A message was taken down by a person: its author, or an admin."""

    at: datetime
    chat: str
    message_id: str
    by: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageKept:
    """An admin pinned or restored a message: no rule removes it later."""

    at: datetime
    chat: str
    message_id: str
    by: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined:
    """Somebody entered a chat, alone or added by another."""

    at: datetime
    chat: str
    member: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft:
    """Somebody left a chat or was put out of it."""

    at: datetime
    chat: str
    member: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted:
    """A member put a reaction under a message, or took it back."""

    at: datetime
    chat: str
    message_id: str
    member: Person
    emoji: str
    withdrawn: bool = False


class Gathering(StrEnum):
    """What a platform's calendar says of an event."""

    COMING = "coming"
    NOT_COMING = "not_coming"
    HERE = "here"
    """Seen where it takes place."""
    CALLED_OFF = "called_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Something happened to an event in the platform's own calendar."""

    at: datetime
    chat: str
    occasion: str
    """Id of the calendar's entry."""
    member: Person
    """Who it is about; of one that is called off, its host."""
    what: Gathering


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonPressed:
    """A button under one of our messages was pressed. Who may press it is checked by whoever answers it."""

    at: datetime
    chat: str
    press_id: str
    member: Person
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandGiven:
    """A member or admin spoke to the bot: `/pass @ana 2` is name "pass", argument "@ana 2"."""

    at: datetime
    chat: str
    message_id: str
    member: Person
    name: str
    argument: str = ""
    reply_to: str | None = None
    private: bool = False
    unseen: bool = False
    """In the group, and yet no other member reads it."""


Event = (
    MessagePosted
    | MessageEdited
    | MessageDeleted
    | MessageKept
    | MemberJoined
    | MemberLeft
    | Reacted
    | Gathered
    | ButtonPressed
    | CommandGiven
)

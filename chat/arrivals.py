"""What a live platform hands over: events with the platform's own number, and what happens to the bot itself."""

from dataclasses import dataclass

from chat.events import Event, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """The bot was put into a chat or out of it, or its rights changed."""

    title: str
    present: bool
    is_admin: bool = False
    can_delete: bool = False
    can_restrict: bool = False
    by: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One thing that the platform sent. Numbers rise; what has one that was taken in already is a repetition."""

    number: int
    chat: str
    """The platform's id; of what was said in private, that of the person."""
    events: tuple[Event, ...] = ()
    moved_to: str | None = None
    """The chat has another id from now on (a group became a supergroup)."""
    presence: Presence | None = None

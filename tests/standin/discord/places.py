"""Guilds, their roles and channels, and what stands in them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.standin.discord.people import Member

Json = dict[str, Any]
TEXT, DM, VOICE, CATEGORY, NEWS, NEWS_THREAD, THREAD, PRIVATE_THREAD, STAGE, FORUM = 0, 1, 2, 4, 5, 10, 11, 12, 13, 15
THREADS = frozenset({NEWS_THREAD, THREAD, PRIVATE_THREAD})
VOCAL = frozenset({VOICE, STAGE})
WITHOUT_MESSAGES = frozenset({CATEGORY, FORUM})


@dataclass(frozen=True, slots=True)
class Overwrite:
    """`kind` is 0 for a role, 1 for a member."""

    kind: int
    allow: int = 0
    deny: int = 0


@dataclass(eq=False, slots=True, kw_only=True)
class Role:
    """The one with the guild's id is @everyone."""

    id: int
    name: str
    rights: int = 0
    position: int = 1
    managed_by: int | None = None


@dataclass(eq=False, slots=True, kw_only=True)
class Posted:
    """A message. `body` is replaced, never changed; `shown_to` is set for ephemeral ones."""

    body: Json
    channel: int
    author: int
    reactions: dict[str, list[int]] = field(default_factory=dict)
    shown_to: int | None = None
    deleted: bool = False

    @property
    def id(self) -> int:
        return int(self.body["id"])


@dataclass(eq=False, slots=True, kw_only=True)
class Channel:
    """Of a guild, a thread in one, or a direct one with `recipient`."""

    id: int
    type: int = TEXT
    name: str = ""
    guild: int | None = None
    parent: int = 0
    position: int = 0
    topic: str | None = None
    slow_seconds: int = 0
    tags: list[Json] = field(repr=False, default_factory=list)
    overwrites: dict[int, Overwrite] = field(repr=False, default_factory=dict)
    messages: dict[int, Posted] = field(repr=False, default_factory=dict)
    recipient: int | None = None
    owner: int | None = None
    applied_tags: list[int] = field(repr=False, default_factory=list)
    archived: bool = False
    locked: bool = False
    archive_minutes: int = 4320
    archived_at: datetime | None = None
    in_thread: dict[int, datetime] = field(repr=False, default_factory=dict)

    @property
    def is_thread(self) -> bool:
        return self.type in THREADS

    @property
    def standing(self) -> list[Posted]:
        """Oldest first."""
        kept = (posted for posted in self.messages.values() if not posted.deleted and posted.shown_to is None)
        return sorted(kept, key=lambda posted: posted.id)


@dataclass(eq=False, slots=True, kw_only=True)
class Guild:
    """`channels` holds its threads too."""

    id: int
    name: str
    owner: int
    locale: str = "en-US"
    roles: dict[int, Role] = field(repr=False, default_factory=dict)
    members: dict[int, Member] = field(repr=False, default_factory=dict)
    channels: dict[int, Channel] = field(repr=False, default_factory=dict)
    bans: dict[int, str | None] = field(repr=False, default_factory=dict)
    rules: dict[int, Json] = field(repr=False, default_factory=dict)
    events: dict[int, Json] = field(repr=False, default_factory=dict)
    interested: dict[int, list[int]] = field(repr=False, default_factory=dict)
    voices: dict[int, Json] = field(repr=False, default_factory=dict)
    unavailable: bool = False

"""Everything that the server knows. No I/O; whoever reads or writes holds `lock`."""

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.standin.clock import Clock
from tests.standin.telegram.people import GIVEN_TO_ALL, Member, User
from tests.standin.telegram.updates import Updates

Json = dict[str, Any]


class Call(NamedTuple):
    """What the bot asked for, carried out or not."""

    time: float
    method: str
    params: Json


@dataclass(eq=False, slots=True, kw_only=True)
class Posted:
    """A message. `message` is what the server last told of it, and is replaced, never changed."""

    message: Json
    author: int
    """The account behind it, also where the group shows another."""
    deleted: bool = False
    service: bool = False
    reactions: dict[int, list[str]] = field(default_factory=dict)


@dataclass(eq=False, slots=True, kw_only=True)
class Whisper:
    """An ephemeral message."""

    message: Json
    chat: int
    receiver: int
    deleted: bool = False


@dataclass(eq=False, slots=True, kw_only=True)
class Press:
    """Of a button; `answer` is what the presser was shown."""

    user: int
    chat: int
    at: float
    message: Json
    answer: Json | None = None


@dataclass(eq=False, slots=True, kw_only=True)
class Webhook:
    """Where updates are posted to; no address, no webhook."""

    url: str = ""
    secret: str | None = None
    max_connections: int = 40
    error_at: int | None = None
    error: str | None = None


@dataclass(eq=False, slots=True, kw_only=True)
class Chat:
    """A private chat has the id of its user."""

    id: int
    type: str
    title: str = ""
    username: str | None = None
    forum: bool = False
    linked: int | None = None
    members: dict[int, Member] = field(repr=False, default_factory=dict)
    topics: dict[int, str] = field(repr=False, default_factory=dict)
    messages: dict[int, Posted] = field(repr=False, default_factory=dict)
    pinned: list[int] = field(repr=False, default_factory=list)
    permissions: frozenset[str] = field(repr=False, default=GIVEN_TO_ALL)
    migrated_to: int | None = None
    last_id: int = 0
    """1 in a new group: the message that it was made with."""
    last_bot: int | None = None
    """Which bot spoke last: a general command is meant for it."""


class World:
    """One bot's server."""

    def __init__(self, bot: User, *, privacy: bool) -> None:
        self.lock = threading.RLock()
        self.clock = Clock()
        self.bot = bot
        self.privacy = privacy
        """A bot that is no admin sees only what is meant for it."""
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.updates = Updates(self.clock)
        self.whispers: dict[int, Whisper] = {}
        self.presses: dict[str, Press] = {}
        self.commands: dict[tuple[str, int | None, int | None, str], list[Json]] = {}
        """By scope's type, chat, user, and language."""
        self.descriptions: dict[str, str] = {}
        """By language; "" is for all others."""
        self.webhook = Webhook()
        self.files: dict[str, bytes] = {}
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.ephemeral: bool | str = True
        """True; False: refused; "ignored": posted in public, as by an older server."""
        self.answer_within = 15.0
        """Seconds in which a press can be answered."""
        self._counters: defaultdict[str, int] = defaultdict(int)

    def now(self) -> int:
        return int(self.clock.now())

    def count(self, what: str) -> int:
        """1, 2, 3, ... for each `what`."""
        self._counters[what] += 1
        return self._counters[what]

    def complain(self, sentence: str) -> None:
        self.complaints.append(sentence)

    def member(self, chat: Chat, user: int) -> Member | None:
        """As of now."""
        member = chat.members.get(user)
        if member is not None:
            member.expire(self.clock.now())
        return member

    def seat(self, chat: Chat, user: User) -> Member:
        """The member that the user is, if only as one who never was there."""
        return self.member(chat, user.id) or chat.members.setdefault(user.id, Member(user=user, status="left"))

    def bot_seat(self, chat: Chat) -> Member:
        return self.seat(chat, self.bot)

    def next_id(self, chat: Chat) -> int:
        chat.last_id += 1
        return chat.last_id

    def keep(self, chat: Chat, message: Json, author: User, *, service: bool = False) -> Json:
        """Let it stand in the chat."""
        chat.messages[message["message_id"]] = Posted(message=message, author=author.id, service=service)
        if author.is_bot:
            chat.last_bot = author.id
        return message

    def posted(self, chat: Chat, message_id: int) -> Posted | None:
        """What still stands."""
        posted = chat.messages.get(message_id)
        return None if posted is None or posted.deleted else posted

    def keep_file(self, content: bytes) -> str:
        """Its file_id."""
        file_id = f"AgACAgIAAx{self.count('file'):06d}"
        self.files[file_id] = content
        return file_id

    def standing(self, chat: Chat) -> list[str]:
        """Words of what stands, oldest first; service messages have none, pictures without a caption an empty one."""
        return [words(p.message) for p in chat.messages.values() if not p.deleted and not p.service]

    def sent_to(self, user: User) -> list[str]:
        """Words that the user alone was sent and that still stand: private ones, then ephemeral ones."""
        private = self.chats.get(user.id)
        mine = [p for p in private.messages.values() if p.author == self.bot.id and not p.deleted] if private else []
        whispers = [w for w in self.whispers.values() if w.receiver == user.id and not w.deleted]
        return [words(p.message) for p in mine] + [words(w.message) for w in whispers]


def words(message: Json) -> str:
    return str(message.get("text", message.get("caption", "")))

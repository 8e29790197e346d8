"""The head of a JSON export: what kind it is and what it is called, without reading the messages.

Decides by content; the file's name says nothing. Doesn't translate messages.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

import ijson

from adapters.exports.parts import Part
from adapters.exports.rows import NUMBERS, Feed, Row, Rows
from adapters.exports.source import Meter
from chat.errors import ExportError

MESSAGES = "messages.item"
ACCOUNT_MESSAGES = "chats.list.item.messages.item"

_SCALARS = frozenset({"string", "number"})
_TOLD = frozenset(
    {"name", "type", "id", "guild.id", "guild.name"}
    | {f"channel.{key}" for key in ("id", "name", "type", "category", "categoryId")}
)
_CHAT = "chats.list.item"


@dataclass(slots=True)
class Chat:
    """One chat of a whole account's export; its messages are `count` after the first `start` of all."""

    told: dict[str, str] = field(default_factory=dict)
    start: int = 0
    count: int = 0


@dataclass(slots=True)
class Head:
    """What stood before the messages."""

    part: Part
    told: dict[str, str] = field(default_factory=dict)
    """By path in the file, such as `guild.id`."""
    has_messages: bool = False
    chats: list[Chat] = field(default_factory=list)
    """Filled for an account's export only, which is read to its end."""
    is_account: bool = False
    broken: ExportError | None = None

    @property
    def kind(self) -> str | None:
        """`discord`, `telegram` (one chat), `account`, or None where it is something else."""
        if self.is_account:
            return "account"
        if self.has_messages and ("guild.id" in self.told or "channel.id" in self.told):
            return "discord"
        return "telegram" if self.has_messages and {"name", "type", "id"} & self.told.keys() else None

    @property
    def complete(self) -> bool:
        """Whether all that is wanted was seen, so that reading may stop."""
        discord = {"guild.id", "guild.name", "channel.id", "channel.name"} <= self.told.keys()
        return self.has_messages and (discord or {"name", "type", "id"} <= self.told.keys())


def read_head(part: Part) -> Head:
    """Read until the head is complete: a few kilobytes, unless the keys stand in an unusual order."""
    head = Head(part)
    events = ijson.sendable_list()
    feed = Feed(part, ijson.parse_coro(events, **NUMBERS), Meter())
    for _ in feed:
        _look(head, events)
        events.clear()
        feed.unfinished = 0
        if head.complete and not head.is_account:
            return head
    head.broken = feed.broken
    return head


def _look(head: Head, events: Iterable[tuple[str, str, Any]]) -> None:
    for prefix, event, value in events:
        if prefix in _TOLD and event in _SCALARS:
            head.told.setdefault(prefix, str(value))
        elif prefix == "messages" and event == "start_array":
            head.has_messages = True
        elif prefix.startswith("chats"):
            _look_at_chats(head, prefix, event, value)


def _look_at_chats(head: Head, prefix: str, event: str, value: object) -> None:
    if prefix == "chats.list" and event == "start_array":
        head.is_account = True
    elif prefix == _CHAT and event == "start_map":
        last = head.chats[-1] if head.chats else Chat()
        head.chats.append(Chat(start=last.start + last.count))
    elif prefix == ACCOUNT_MESSAGES and event == "start_map":
        head.chats[-1].count += 1
    elif event in _SCALARS and prefix in {f"{_CHAT}.name", f"{_CHAT}.type", f"{_CHAT}.id"}:
        head.chats[-1].told[prefix.removeprefix(f"{_CHAT}.")] = str(value)


def first_rows(part: Part, *, prefix: str = MESSAGES, start: int = 0, most: int = 50) -> list[Row]:
    """Return the first messages, to see how this exporter writes."""
    return list(islice(Rows(part, prefix, Meter()), start, start + most))


def order_of(times: Iterable[datetime]) -> Counter[str]:
    """Count how often each time is `later` or `earlier` than the one before."""
    counts: Counter[str] = Counter()
    before = None
    for time in times:
        if before is not None and time != before:
            counts["later" if time > before else "earlier"] += 1
        before = time
    return counts

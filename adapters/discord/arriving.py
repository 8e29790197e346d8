"""What came, handed over batch by batch; after a new session each guild's history first, from where it was last heard.

How far that is, is noted only when the batch was taken in: what is read twice is known by its id.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import aiohttp
import discord

from adapters.discord import history, translate
from adapters.discord.inbox import Inbox
from adapters.discord.listening import Listener
from adapters.discord.marks import Marks
from chat.arrivals import Arrival
from chat.errors import LedgerError
from chat.events import Event, MessageEdited, MessagePosted

_MOST: Final = 100
OVERLAP: Final = timedelta(hours=1)
"""How far before the last message history is read, to see what was edited meanwhile."""
LONGEST_ABSENCE: Final = timedelta(days=6)
"""Messages are known by their ids for a week."""
MARKED_EVERY: Final = timedelta(seconds=2)
MARGIN: Final = timedelta(minutes=1)
"""Within it messages may have come in another order than that in which they were posted."""
_AGAIN: Final = timedelta(seconds=5)


class Arriving:
    """The inbox, and how far it was emptied."""

    def __init__(self, marks: Marks, clock: Callable[[], datetime]) -> None:
        self.inbox = Inbox()
        self._marks = marks
        self._clock = clock
        self._handed: Sequence[Arrival] = ()
        self._marked: dict[str, datetime] = {}
        self._reading: dict[int, asyncio.Task[None]] = {}

    async def take(self) -> Sequence[Arrival]:
        """Wait for what comes next; what was handed over before is taken in by now."""
        await self._acknowledge(MARKED_EVERY)
        self._handed = await self.inbox.take(_MOST)
        return self._handed

    async def close(self) -> None:
        """Stop reading. What was handed over last may not be taken in, so it is not noted."""
        for task in self._reading.values():
            task.cancel()

    async def _acknowledge(self, every: timedelta) -> None:
        """Note how far each guild was taken in: after a restart its history is read from there on."""
        newest: dict[str, datetime] = {}
        for arrival in self._handed:
            if (at := posted_at(arrival)) is not None:
                newest[arrival.chat] = max(at, newest.get(arrival.chat, at))
        self._handed = ()
        for chat, at in newest.items():
            before = self._marked.get(chat)
            if before is None or at - before >= every:
                self._marked[chat] = at
                await self._marks.saw(chat, at)

    def begin_anew(self, guild: discord.Guild) -> None:
        """Hold a guild: what is being read may miss what its older session told."""
        self.inbox.hold(str(guild.id))
        if (before := self._reading.pop(guild.id, None)) is not None:
            before.cancel()

    def catch_up(self, guild: discord.Guild, client: Listener) -> None:
        """Read what a guild that is held has missed, and let live events through after it; once."""
        if self.inbox.is_held(str(guild.id)) and guild.id not in self._reading:
            self._reading[guild.id] = asyncio.create_task(self._catch_up(guild, client))

    async def _catch_up(self, guild: discord.Guild, client: Listener) -> None:
        while True:
            try:
                self.inbox.release(str(guild.id), await self._missed(guild, client))
            except (discord.DiscordException, LedgerError, aiohttp.ClientError, OSError):
                await asyncio.sleep(_AGAIN.total_seconds())
            else:
                return

    async def _missed(self, guild: discord.Guild, client: Listener) -> list[Arrival]:
        chat, at = str(guild.id), self._clock()
        seen_until = await self._marks.seen_until(chat)
        if seen_until is None:
            await self._marks.saw(chat, at)
            return []
        messages = await history.since(guild, max(seen_until - OVERLAP, at - LONGEST_ABSENCE), at)
        for message in messages:
            client.memory.note(message)
        told = ((message.id, caught_up(message, seen_until)) for message in messages if message.author != client.user)
        return [Arrival(number=number, chat=chat, events=events) for number, events in told if events]


def caught_up(message: discord.Message, seen_until: datetime) -> tuple[Event, ...]:
    """Return what a message of the history says: one from before was taken in, and may have been edited meanwhile.

    It is not told again as posted: of whoever wanted to be forgotten the ledger does not know it any more.
    """
    events = () if message.created_at <= seen_until - MARGIN else translate.events_of(message)
    if message.created_at <= seen_until and (edit := translate.edited(None, message)) is not None:
        return (*events, edit)
    return events


def posted_at(arrival: Arrival) -> datetime | None:
    """Return when the last message of an arrival was posted."""
    found = [event.at for event in arrival.events if isinstance(event, MessagePosted)]
    found += [event.message.at for event in arrival.events if isinstance(event, MessageEdited)]
    return max(found, default=None)

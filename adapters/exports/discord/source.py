"""Streams the files of a Discord server, each a channel, merged by time."""

import heapq
import json
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo

from adapters.exports.believing import believed, can_be
from adapters.exports.clock import LocalClock
from adapters.exports.discord.translate import (
    HIDES,
    POSTS,
    channel_of,
    person,
    posted,
    reactions,
    referred,
    unnamed_reactions,
)
from adapters.exports.heads import MESSAGES, Head, first_rows, order_of
from adapters.exports.rows import Row, Rows, mapping, mappings, string
from adapters.exports.source import LATEST, Export, Source
from chat.errors import ExportError
from chat.events import Event, MemberJoined, MemberLeft, MessageKept, Person

_NOTE = "Discord's exports don't say when members reacted: it counts as at the message's time."
_START = datetime.min.replace(tzinfo=UTC)


class DiscordSource(Source):
    """One or more channels of one guild."""

    def __init__(self, heads: Sequence[Head], *, unread: Sequence[ExportError] = ()) -> None:
        """Read channels. `unread` tells of the files that break before any message."""
        self._heads = heads
        self._unread = unread
        guild = next((head.told["guild.id"] for head in heads if "guild.id" in head.told), "")
        name = next((head.told["guild.name"] for head in heads if "guild.name" in head.told), None)
        paths = tuple(dict.fromkeys(head.part.path for head in heads))
        first = [first_rows(head.part) for head in heads]
        times = [_times(rows) for rows in first]
        self._reversed = [_is_reversed(some) for some in times]
        self._begins = [_begin(some) for some in times]
        export = Export(
            platform="discord",
            name=name,
            ids=(guild,) if guild else (),
            chat=guild or name or paths[0].stem,
            paths=paths,
            size=sum(head.part.size for head in heads),
            hides=HIDES
            if any("roles" in mapping(row, "author") for rows in first for row in rows)
            else HIDES | {"role"},
            notes=(_NOTE,),
        )
        super().__init__(export, zone_in_file=True)

    def _events(self, zone: tzinfo) -> Iterator[Event]:
        channels = [self._channel(index, zone) for index in range(len(self._heads))]
        yield from merged(list(zip(self._begins, channels, strict=True)))
        for broken in self._unread:
            self._note_break(broken)

    def _channel(self, index: int, zone: tzinfo) -> Iterator[Event]:
        """Yield a channel's events; where its file breaks, the other channels go on."""
        head, clock = self._heads[index], LocalClock(zone)
        rows = Rows(head.part, MESSAGES, self._meter)
        told = channel_of(head.told)
        rising = backwards(rows) if self._reversed[index] else rows
        timed = ((row, clock.iso(string(row, "timestamp"))) for row in rising)
        for row, at in believed(timed, self.latest, self._tally):
            if at is None or not string(row, "id"):
                self._tally.add("Rows without an id or a time, left out")
            elif not self._is_new(string(row, "id")):
                continue
            elif string(row, "type") not in POSTS:
                yield from self._service(row, at)
            elif self._has_author(person(mapping(row, "author"))):
                yield posted(row, at=at, chat=self.export.chat, channel=told)
                yield from self._after(row, at)
        self._note_break(rows.broken)

    def _after(self, row: Row, at: datetime) -> Iterator[Event]:
        """Yield what the export shows at a message, though it came later."""
        if row.get("isPinned") is True:
            yield MessageKept(at=at, chat=self.export.chat, message_id=string(row, "id"))
        yield from reactions(row, at=at, chat=self.export.chat)
        if row.get("timestampEdited"):
            self._tally.add("Edited messages, of which only the last text is shown")
        if unnamed := unnamed_reactions(row):
            self._tally.add("Reactions that are counted without saying whose", unnamed)

    def _service(self, row: Row, at: datetime) -> Iterator[Event]:
        kind, chat, author = string(row, "type"), self.export.chat, person(mapping(row, "author"))
        if kind == "GuildMemberJoin":
            if self._has_author(author):
                yield MemberJoined(at=at, chat=chat, member=author)
        elif kind == "RecipientAdd":
            yield from (MemberJoined(at=at, chat=chat, member=one) for one in self._mentioned(row))
        elif kind == "RecipientRemove":
            yield from (MemberLeft(at=at, chat=chat, member=one) for one in self._mentioned(row))
        elif kind == "ChannelPinnedMessage" and referred(row):
            yield MessageKept(at=at, chat=chat, message_id=referred(row), by=author if author.id else None)
        else:
            self._tally.add("Service messages that say nothing of members or pins")

    def _mentioned(self, row: Row) -> list[Person]:
        return [one for one in map(person, mappings(row, "mentions")) if self._has_author(one)]


def merged(channels: list[tuple[datetime, Iterator[Event]]]) -> Iterator[Event]:
    """Merge by time, starting to read a channel when its first message is due.

    Of a thousand channels few are alive at once, and only those are held open.
    """
    # Entries are a time, a number that settles ties by the files' order, and the next event, None before the first.
    waiting: list[tuple[datetime, int, Event | None]] = [(begin, n, None) for n, (begin, _) in enumerate(channels)]
    heapq.heapify(waiting)
    while waiting:
        _, number, event = waiting[0]
        if event is not None:
            yield event
        following = next(channels[number][1], None)
        if following is None:
            heapq.heappop(waiting)
        else:
            heapq.heapreplace(waiting, (following.at, number, following))


def backwards(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows last first, by way of a temporary file: eight bytes of memory a row."""
    with tempfile.TemporaryFile() as file:
        starts = array("Q")
        for row in rows:
            starts.append(file.tell())
            file.write(json.dumps(row).encode() + b"\n")
        while starts:
            file.seek(starts.pop())
            yield json.loads(file.readline())


def _times(rows: list[Row]) -> list[datetime]:
    """Return the times of the first messages that can be."""
    times = (LocalClock(UTC).iso(string(row, "timestamp")) for row in rows)
    return [at for at in times if at is not None and can_be(at, LATEST)]


def _is_reversed(times: list[datetime]) -> bool:
    """Tell from the first messages whether the export was made newest first."""
    counts = order_of(times)
    return counts["earlier"] > counts["later"]


def _begin(times: list[datetime]) -> datetime:
    """Return the earliest time; a reversed file must be read at once, since its first row stands last."""
    return min(times) if times and not _is_reversed(times) else _START

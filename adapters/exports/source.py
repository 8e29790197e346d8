"""What every reader of an export offers: its head, its events, how far it has read and what troubled it.

Knows no platform and opens no file.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from adapters.exports.bounded import Bounded
from chat.errors import ExportError
from chat.events import Event, Person

LATEST = datetime(2100, 1, 1, tzinfo=UTC)
"""The latest time that is believed where nobody says what time it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What the head of an export told, before reading on."""

    platform: str
    """`telegram`, `whatsapp` or `discord`."""
    name: str | None
    """The chat's or guild's name; None where the export shows none."""
    ids: tuple[str, ...]
    """Ids by which a policy may name this chat, the most usual first; none for WhatsApp."""
    chat: str
    """The id that events carry."""
    paths: tuple[Path, ...]
    size: int
    """Bytes to read in all; of a zip, unpacked."""
    hides: frozenset[str]
    """What the export cannot show, in the words of `MessagePosted.hidden`; a single message may show more."""
    notes: tuple[str, ...] = ()
    """Sentences on what was assumed."""


@dataclass(slots=True)
class Meter:
    """How many bytes have been read."""

    read: int = 0


class Tally:
    """Counts of what was left out or changed, and the sentences that say so."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, what: str, count: int = 1) -> None:
        """Count one more; `what` names the things counted, such as "Rows without a time, left out"."""
        self._counts[what] += count

    def sentences(self) -> tuple[str, ...]:
        """Return a sentence for each thing counted, the most frequent first."""
        return tuple(f"{what}: {count:,}." for what, count in self._counts.most_common())


class Source(ABC):
    """An opened export. Iterating `events` twice reads it twice."""

    def __init__(self, export: Export, *, zone_in_file: bool) -> None:
        self.export = export
        self.latest = LATEST
        """Later times are not believed: whoever knows the time puts it here."""
        self._zone_in_file = zone_in_file
        self._meter = Meter()
        self._tally = Tally()
        self._seen: Bounded[str, bool] = Bounded()
        self._breaks: list[ExportError] = []

    @property
    def zone_in_file(self) -> bool:
        """Whether the file's own offsets tell the instants, so that the zone given to `events` is not needed."""
        return self._zone_in_file

    @property
    def bytes_read(self) -> int:
        """Bytes read by the last iteration, up to `export.size`."""
        return self._meter.read

    @property
    def trouble(self) -> tuple[str, ...]:
        """Sentences on what the last iteration skipped or could not show; the first break is raised instead."""
        return (*self._tally.sentences(), *(f"{broken}." for broken in self._breaks[1:]))

    def events(self, zone: tzinfo) -> Iterator[Event]:
        """Yield what happened, lazily; local times are read in `zone`.

        Raises `ExportError` where the file breaks, after everything readable was yielded.
        """
        self._meter.read = 0
        self._tally = Tally()
        self._seen = Bounded()
        self._breaks = []
        yield from self._events(zone)
        if self._breaks:
            raise self._breaks[0]

    @abstractmethod
    def _events(self, zone: tzinfo) -> Iterator[Event]:
        """Yield events; note a break with `_note_break` instead of raising."""

    def _is_new(self, message_id: str) -> bool:
        """Whether an id has not come before, as far back as is remembered; a repeated one is counted."""
        if self._seen.get(message_id):
            self._tally.add("Messages with the id of one before, left out")
            return False
        self._seen[message_id] = True
        return True

    def _has_author(self, someone: Person) -> bool:
        """Whether it is told who somebody is; where not, it is counted."""
        if not someone.id:
            self._tally.add("Rows without an author, left out")
        return bool(someone.id)

    def _note_break(self, broken: ExportError | None) -> None:
        if broken is not None:
            self._breaks.append(broken)

"""Streams WhatsApp's text: once to settle its dates and names, as far as that needs, and once to read it."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, tzinfo
from pathlib import Path

from adapters.exports.believing import believed
from adapters.exports.clock import LocalClock
from adapters.exports.parts import READ_ERRORS, Part, utf8
from adapters.exports.source import Export, Meter, Source
from adapters.exports.whatsapp import dates as dating
from adapters.exports.whatsapp import notices
from adapters.exports.whatsapp.lines import Header, Layout, read_header, split_name
from adapters.exports.whatsapp.phrases import FILE_TITLES
from adapters.exports.whatsapp.translate import HIDES, events, person
from chat.errors import ExportError
from chat.events import Event

# WhatsApp cuts messages at 65,536 characters; a line or message beyond is damage, and must not fill the memory.
_LONGEST_LINE = 1 << 20
_LONGEST_MESSAGE = 1 << 20
_SAMPLE = 5_000
_BACKWARDS = "Entries with an earlier time than the one before, kept in the file's order"


class Lines:
    """Numbered lines of a text, split at line feeds only: other breaks are the writers' own."""

    def __init__(self, part: Part, meter: Meter) -> None:
        self.broken: ExportError | None = None
        self._part = part
        self._meter = meter

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield each line with its number, from 1; `broken` tells afterwards whether that was all."""
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        number, rest = 0, ""
        try:
            for chunk in utf8(self._part.chunks(self._meter)):
                *lines, rest = (rest + decoder.decode(chunk)).split("\n")
                for line in lines:
                    number += 1
                    yield number, line.removesuffix("\r")
                if len(rest) > _LONGEST_LINE:
                    number += 1
                    yield number, rest
                    rest = ""
        except READ_ERRORS as error:
            self._break(f"reading failed: {error}", number)
        if decoder.getstate()[0]:
            self._break("the file ends within a character", number)
        if rest:
            yield number + 1, rest.removesuffix("\r")

    def _break(self, message: str, number: int) -> None:
        self.broken = self.broken or ExportError(message, file=self._part.name, where=f"line {number + 1:,}")


@dataclass(slots=True)
class Sample:
    """What a first pass tells."""

    layout: Layout
    order: dating.Order
    note: str | None
    names: frozenset[str]
    group: str | None


def sample(part: Part, asked: dating.Order | None) -> Sample:
    """Read until dates and names are settled; a chat whose dates fit several orders is read to its end.

    Raises `ExportError` where no line begins with a date.
    """
    layout: Layout | None = None
    settling: dating.Settling | None = None
    bodies: list[str] = []
    for _, line in Lines(part, Meter()):
        header = read_header(line)
        if header is None or header.layout != (layout or header.layout):
            continue
        if settling is None:
            layout = header.layout
            settling = dating.Settling(dating.possible_orders(layout[1], year_first=layout[3]))
        settling.look(header.date)
        if len(bodies) < _SAMPLE:
            bodies.append(header.body)
        elif settling.settled or asked:
            break
    if layout is None or settling is None:
        raise ExportError("no line begins with a date and time", file=part.name)
    try:
        order, note = settling.order(asked)
    except ValueError as error:
        raise ExportError(str(error), file=part.name) from None
    return Sample(layout, order, note, names_with_colon(bodies), _group_in(bodies))


def names_with_colon(bodies: list[str]) -> frozenset[str]:
    """Return names such as `Shop: Ana`: what stands before the first colon is then always followed by the same."""
    followers: dict[str, Counter[str]] = {}
    for body in bodies:
        name, colon, rest = body.partition(": ")
        second, another, _ = rest.partition("\n")[0].partition(": ")
        if colon:
            followers.setdefault(name, Counter())[second if another else ""] += 1
    return frozenset(
        f"{name}: {second}"
        for name, seconds in followers.items()
        for second in seconds
        if second and len(seconds) == 1 and seconds[second] >= 3
    )


def _group_in(bodies: list[str]) -> str | None:
    """Return the group's name, if an iPhone wrote it before its first notice."""
    for body in bodies[:5]:
        sender, text = split_name(body, frozenset())
        if sender and notices.names_group(text):
            return person(sender).name
    return None


def title(*names: str) -> str | None:
    """Return the chat's name from the first of the file's or zip's names that tells it."""
    for name in names:
        for pattern in FILE_TITLES:
            if found := re.fullmatch(pattern, re.sub(r"(?: ?\(\d+\))?(?:\.txt|\.zip)?$", "", name), re.IGNORECASE):
                return found[1]
    return None


@dataclass(slots=True)
class Draft:
    """A message being read, line by line."""

    number: int
    header: Header
    lines: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, line: str) -> bool:
        """Add a line; False if the message is too long for it."""
        self.length += len(line) + 1
        if self.length <= _LONGEST_MESSAGE:
            self.lines.append(line)
        return self.length <= _LONGEST_MESSAGE


class WhatsAppSource(Source):
    """One exported chat."""

    def __init__(self, part: Part, *, asked: Path, dates: dating.Order | None) -> None:
        self._part = part
        self._sample = sample(part, dates)
        inner = part.name.rsplit("/", 1)[-1]
        name = title(inner, part.path.name, part.path.parent.name, asked.name) or self._sample.group
        export = Export(
            platform="whatsapp",
            name=name,
            ids=(),
            chat=name or part.path.stem,
            paths=(part.path,),
            size=part.size,
            hides=HIDES,
            notes=(self._sample.note,) if self._sample.note else (),
        )
        super().__init__(export, zone_in_file=False)

    def _events(self, zone: tzinfo) -> Iterator[Event]:
        lines = Lines(self._part, self._meter)
        clock, latest = LocalClock(zone), None
        drafts = ((draft, self._moment(draft.header, clock)) for draft in self._drafts(lines))
        for draft, at in believed(drafts, self.latest, self._tally):
            if at is None:
                continue
            for event in self._said(draft, at):
                if latest is not None and event.at < latest:
                    self._tally.add(_BACKWARDS)
                latest = event.at
                yield event
        self._note_break(lines.broken)

    def _said(self, draft: Draft, at: datetime) -> Iterator[Event]:
        body = "\n".join((draft.header.body, *draft.lines))
        for said in events(body, at=at, chat=self.export.chat, number=draft.number, names=self._sample.names):
            if isinstance(said, str):
                self._tally.add(said)
            else:
                yield said

    def _drafts(self, lines: Lines) -> Iterator[Draft]:
        """Yield each dated entry with the lines that belong to it."""
        draft: Draft | None = None
        for number, line in lines:
            header = self._header(line)
            if header is not None:
                if draft:
                    yield draft
                draft = Draft(number, header, length=len(header.body))
            elif draft is None:
                self._tally.add("Lines before the first message, left out")
            elif not draft.add(line):
                self._tally.add("Lines of overlong messages, left out")
        if draft:
            yield draft

    def _header(self, line: str) -> Header | None:
        """Return the line's header, if it has this chat's layout and a date that exists."""
        header = read_header(line)
        if header is None or header.layout != self._sample.layout or header.hour > 23 or header.minute > 59:
            return None
        if header.second < 60 and dating.to_date(header.date, self._sample.order):
            return header
        self._tally.add("Dated lines that do not fit, read as text of the message before")
        return None

    def _moment(self, header: Header, clock: LocalClock) -> datetime | None:
        on = dating.to_date(header.date, self._sample.order)
        return clock.local(datetime.combine(on, time(header.hour, header.minute, header.second))) if on else None

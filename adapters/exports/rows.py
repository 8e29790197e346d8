"""Rows of a JSON file, streamed: the array is never held whole. Knows JSON and no platform."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import ijson

from adapters.exports.mending import mended
from adapters.exports.parts import READ_ERRORS, Part, utf8
from adapters.exports.source import Meter
from chat.errors import ExportError

Row = Mapping[str, Any]

# Without it ijson 3.6 crashes, and takes Python with it, on numbers of thousands of digits. No id is beyond 64 bits.
NUMBERS = {"use_float": True}

_PARSE_ERRORS = (ijson.JSONError, ValueError, ArithmeticError, RecursionError)
# The parser keeps a path for each level, so that memory grows with the square of the depth; chats nest six deep.
_DEEPEST = 5_000
_LARGEST_ROW = 64 << 20
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")
_ARROW = b"(right here)"
_BREAKS_AS_SPACES = bytes.maketrans(b"\r\n", b"  ")


class Rows:
    """The objects of one array. `broken` tells, after the last row, where the file broke, if it did."""

    def __init__(self, part: Part, prefix: str, meter: Meter) -> None:
        self.broken: ExportError | None = None
        self._part = part
        self._prefix = prefix
        self._meter = meter

    def __iter__(self) -> Iterator[Row]:
        """Yield every complete row; anything in the array that is no object is left out."""
        self.broken = None
        found = ijson.sendable_list()
        feed = Feed(self._part, ijson.items_coro(found, self._prefix, **NUMBERS), self._meter)
        for _ in feed:
            rows = [row for row in found if isinstance(row, dict)]
            if found:
                feed.settle()
                found.clear()
            yield from rows
        self.broken = feed.broken


class Feed:
    """Gives a file to a JSON parser, chunk by chunk, stopping quietly where either fails."""

    def __init__(self, part: Part, parser: Any, meter: Meter) -> None:
        self.broken: ExportError | None = None
        self.unfinished = 0
        self._part = part
        self._parser = parser
        self._meter = meter
        self._bytes = 0
        self._lines = 1
        self._depth = 0

    def __iter__(self) -> Iterator[None]:
        """Yield after each chunk, also after the one that broke."""
        try:
            for chunk in mended(utf8(self._part.chunks(self._meter))):
                if not chunk:
                    continue  # to the parser an empty chunk is the end
                self._give(chunk)
                yield
                if self.broken:
                    return
            self._give(b"")
        except READ_ERRORS as error:
            self._break(f"reading failed: {error}")
        yield

    def settle(self) -> None:
        """Note that a row was complete: size and depth count anew."""
        self.unfinished = 0
        self._depth = 0

    def _give(self, chunk: bytes) -> None:
        self.unfinished += len(chunk)
        self._depth, deepest = _nesting(chunk, self._depth)
        if deepest > _DEEPEST or self.unfinished > _LARGEST_ROW:
            self._break("it is nested too deeply" if deepest > _DEEPEST else "one message is too large")
            return
        try:
            # yajl tells of a bad number at the very end only when something follows it.
            self._parser.send(chunk or b" ")
            if not chunk:
                self._parser.close()
        except _PARSE_ERRORS as error:
            self._fail(error, chunk)
        else:
            self._bytes += len(chunk)
            self._lines += chunk.count(b"\n")

    def _fail(self, error: Exception, chunk: bytes) -> None:
        """Say where the parser stopped; its message shows the text around the place, but not the place."""
        text = error.args[0] if error.args else ""
        message = text if isinstance(text, bytes) else str(text).encode("utf-8", "replace")
        before = chunk[: _place_in(message, chunk)]
        self._bytes += len(before)
        self._lines += before.count(b"\n")
        self._break("the file ends too early" if not chunk or b"EOF" in message else "it is not valid JSON there")

    def _break(self, message: str) -> None:
        where = f"byte {self._bytes:,} (line {self._lines:,})"
        self.broken = ExportError(message, file=self._part.name, where=where)


def _nesting(chunk: bytes, depth: int) -> tuple[int, int]:
    """Return the depth after a chunk and the deepest in it; exact only where it looks dangerous, for speed."""
    opened = chunk.count(b"[") + chunk.count(b"{")
    closed = chunk.count(b"]") + chunk.count(b"}")
    if opened < _DEEPEST and depth + opened - closed < _DEEPEST:
        return max(0, depth + opened - closed), 0
    deepest = depth
    for bracket in _BRACKET.findall(_STRING.sub(b"", chunk)):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return max(0, depth), deepest


def _place_in(message: bytes, chunk: bytes) -> int:
    """Return the offset in the chunk that the parser's message points at; 0 if it can't be told.

    The message's second line is the text around the place with line breaks as spaces, its third an arrow. A zero byte
    ends the text early: the arrow's line then follows at once.
    """
    _, _, shown = message.partition(b"\n")
    text, _, arrow = shown.partition(b"\n")
    if _ARROW not in shown:
        return 0
    if _ARROW in text:
        return max(0, chunk.find(b"\0"))
    around = text.strip(b" ")
    before = text[: arrow.index(b"^")].lstrip(b" ")
    start = chunk.translate(_BREAKS_AS_SPACES).find(around)
    # A wrong letter has been taken in already, a wrong word has not.
    return max(0, start + len(before) - message.startswith(b"lexical")) if start >= 0 else 0


def string(row: Row, key: str) -> str:
    """Return a text or a whole number as text; "" for anything else."""
    value = row.get(key)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def mapping(row: Row, key: str) -> Row:
    """Return an object; an empty one for anything else."""
    value = row.get(key)
    return value if isinstance(value, dict) else {}


def mappings(row: Row, key: str) -> list[Row]:
    """Return the objects of a list; none for anything else."""
    value = row.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def strings(row: Row, key: str) -> list[str]:
    """Return the texts of a list; none for anything else."""
    value = row.get(key)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

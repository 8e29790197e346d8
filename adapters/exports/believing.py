"""Times that cannot be, made good by the rows around them. Reads no clock: the latest time to believe is given."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from adapters.exports.source import Tally

Row = TypeVar("Row")
Timed = tuple[Row, datetime | None]

_EARLIEST = datetime(2005, 1, 1, tzinfo=UTC)  # before any of these platforms
_FAR = timedelta(days=366)
_MENDED = "Messages with a time that cannot be, taken at the time of a message beside them"
_LEFT_OUT = "Messages with a time that cannot be, left out"


def can_be(at: datetime, latest: datetime) -> bool:
    """Whether anything in an export may have happened then."""
    return _EARLIEST <= at <= latest


def believed(rows: Iterable[Timed[Row]], latest: datetime, tally: Tally) -> Iterator[Timed[Row]]:
    """Yield rows with times that can be: ids rise with time, so a row is about as old as the one before it.

    Rows without any time pass as they are.
    """
    before: datetime | None = None
    for row, at, following in _with_following(rows):
        after = following if following is not None and can_be(following, latest) else None
        if at is None or (can_be(at, latest) and not _is_astray(at, before, after)):
            before = at or before
            yield row, at
        elif beside := before or after:
            tally.add(_MENDED)
            yield row, beside
        else:
            tally.add(_LEFT_OUT)


def _with_following(rows: Iterable[Timed[Row]]) -> Iterator[tuple[Row, datetime | None, datetime | None]]:
    held: Timed[Row] | None = None
    for timed in rows:
        if held is not None:
            yield *held, timed[1]
        held = timed
    if held is not None:
        yield *held, None


def _is_astray(at: datetime, before: datetime | None, after: datetime | None) -> bool:
    """Whether a time is far from those on both sides, and not between them as after a long silence."""
    if before is None or after is None or before <= at <= after:
        return False
    return abs(at - before) > _FAR and abs(at - after) > _FAR

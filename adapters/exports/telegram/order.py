"""What Telegram Desktop leaves out and the order of rows tells: albums. And reactions, put where they belong in time.

Only looks at rows and times; streams, holding an album's rows or the reactions yet to come.
"""

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from adapters.exports.rows import Row, string
from adapters.exports.telegram.translate import answered, has_media
from chat.events import Event, Reacted

_ALBUM_SPAN = timedelta(seconds=1)
_LARGEST_ALBUM = 10  # Telegram's own limit


Timed = tuple[Row, datetime | None]
"""A row and when it happened: read once, since a clock that goes back is told by the order of reading."""


def with_albums(rows: Iterable[Timed]) -> Iterator[tuple[Row, datetime | None, str | None]]:
    """Yield each row with its time and its album's id, which is that of the first row; None where it stands alone.

    Exports have no album ids. One is media of one author within a second, at most one of them with words.
    """
    group: list[Timed] = []
    for timed in rows:
        if group and not _continues(group, timed):
            yield from _labelled(group)
            group = []
        group.append(timed)
    yield from _labelled(group)


def _labelled(group: list[Timed]) -> Iterator[tuple[Row, datetime | None, str | None]]:
    album = string(group[0][0], "id") if len(group) > 1 else None
    return ((row, at, album) for row, at in group)


def _continues(group: list[Timed], timed: Timed) -> bool:
    (first, _), (_, before) = group[0], group[-1]
    row, at = timed
    return (
        len(group) < _LARGEST_ALBUM
        and has_media(first)
        and has_media(row)
        and before is not None
        and at is not None
        and abs(at - before) <= _ALBUM_SPAN
        and string(first, "from_id") == string(row, "from_id")
        and answered(first) == answered(row)
        and sum(bool(one.get("text")) for one, _ in (*group, timed)) <= 1
    )


class Delayed:
    """Reactions whose time has not come yet.

    They are bounded: where more wait than any chat has, the earliest goes out before its turn.
    """

    MOST = 100_000

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Reacted]] = []
        self._number = 0

    def add(self, reaction: Reacted) -> None:
        """Keep a reaction until its time."""
        self._number += 1
        heapq.heappush(self._heap, (reaction.at.timestamp(), self._number, reaction))

    def before(self, event: Event) -> Iterator[Event]:
        """Yield what is due before an event, then the event."""
        at = event.at.timestamp()
        while self._heap and (self._heap[0][0] <= at or len(self._heap) > self.MOST):
            yield heapq.heappop(self._heap)[2]
        yield event

    def rest(self) -> Iterator[Event]:
        """Yield all that is left."""
        while self._heap:
            yield heapq.heappop(self._heap)[2]

"""How often Telegram lets a bot speak: 1 message a second in a chat, 20 a minute in a group, 30 messages a second.

Pure: the time comes in, a place comes out, and the place is taken. A `retry_after` closes a chat, or everything.
"""

from bisect import bisect_left, insort
from collections import deque
from datetime import datetime, timedelta
from typing import Final

IN_A_CHAT: Final = timedelta(seconds=1.05)
"""A little more than Telegram says, because its clock is not ours."""
IN_A_GROUP: Final = (19, timedelta(seconds=61))
OVERALL: Final = (28, timedelta(seconds=1))
_NOW: Final = timedelta(milliseconds=20)


class Limits:
    """The places taken so far."""

    def __init__(self) -> None:
        self._overall: list[datetime] = []
        self._chats: dict[str, deque[datetime]] = {}
        self._closed: dict[str | None, datetime] = {}
        self._kept: dict[str, datetime] = {}

    def take(self, chat: str, at: datetime, key: str = "") -> datetime:
        """Take the next place for a message in a chat.

        What has a key keeps its place: asked again, it gets the same one, until that has come.
        """
        free = self._kept.get(key)
        if free is None or self._closed.get(chat, _LONG_AGO) > free:
            free = self._next(chat, at)
        if key and free > at + _NOW:
            self._kept[key] = free
        else:
            self._kept.pop(key, None)
        return free

    def opens(self, chat: str, at: datetime) -> datetime:
        """Return from when on Telegram answers calls that say nothing: it limits those by `retry_after` alone."""
        return max(at, self._closed.get(None, at), self._closed.get(chat, at))

    def _next(self, chat: str, at: datetime) -> datetime:
        free = max(at, self._closed.get(None, at), self._free_in(chat, at))
        free = self._free_overall(free, at)
        self._taken(chat).append(free)
        insort(self._overall, free)
        return free

    def _free_overall(self, free: datetime, at: datetime) -> datetime:
        """Return the first instant from `free` on with room in any second around it: other chats' places lie ahead."""
        count, length = OVERALL
        del self._overall[: bisect_left(self._overall, at - length)]
        while True:
            first = bisect_left(self._overall, free - length)
            last = bisect_left(self._overall, free + length)
            if last - first < count:
                return free
            free = self._overall[first] + length + _NOW

    def _free_in(self, chat: str, at: datetime) -> datetime:
        taken = self._taken(chat)
        free = max(at, self._closed.get(chat, at))
        if taken:
            free = max(free, taken[-1] + IN_A_CHAT)
        return max(free, _after(taken, IN_A_GROUP)) if chat.startswith("-") else free

    def _taken(self, chat: str) -> deque[datetime]:
        return self._chats.setdefault(chat, deque(maxlen=IN_A_GROUP[0]))

    def close(self, chat: str | None, until: datetime) -> None:
        """Heed a `retry_after`: of one chat, or with None of all."""
        self._closed[chat] = max(until, self._closed.get(chat, until))


def _after(taken: deque[datetime], limit: tuple[int, timedelta]) -> datetime:
    """Return from when on there is room: as long after the first of the last so many as the limit says."""
    count, length = limit
    return taken[-count] + length if len(taken) >= count else _LONG_AGO


_LONG_AGO: Final = datetime.fromisoformat("2000-01-01T00:00:00+00:00")

"""What came from Discord and was not taken yet, guild by guild in order; some are held until their history was read."""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence

from chat.arrivals import Arrival


class Inbox:
    """A queue with a gate for each guild."""

    def __init__(self) -> None:
        self._ready: deque[Arrival] = deque()
        self._held: dict[str, list[Arrival]] = {}
        self._came = asyncio.Event()

    def put(self, arrival: Arrival) -> None:
        """Take what just came: behind everything of its guild."""
        held = self._held.get(arrival.chat)
        if held is None:
            self._ready.append(arrival)
            self._came.set()
        else:
            held.append(arrival)

    def hold(self, chat: str) -> None:
        """Keep back what comes from a guild."""
        self._held.setdefault(chat, [])

    def is_held(self, chat: str) -> bool:
        """Tell whether a guild is kept back."""
        return chat in self._held

    def release(self, chat: str, first: Iterable[Arrival] = ()) -> None:
        """Let a guild through: its history first, then what came meanwhile."""
        self._ready += [*first, *self._held.pop(chat, [])]
        self._came.set()

    async def take(self, most: int) -> Sequence[Arrival]:
        """Wait for what is ready."""
        while not self._ready:
            self._came.clear()
            await self._came.wait()
        return [self._ready.popleft() for _ in range(min(most, len(self._ready)))]

"""Wakes coroutines of the server's loop from the threads of the tests."""

import asyncio
import contextlib


class Bell:
    """Rung before it has a loop, or after, it does nothing: nobody waits then."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: set[asyncio.Event] = set()

    def hang(self) -> None:
        """In the running loop."""
        self._loop = asyncio.get_running_loop()

    def ring(self) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self._wake)

    def take_down(self) -> None:
        self._loop = None

    def ear(self) -> asyncio.Event:
        """Set at every ring, until it is let go."""
        event = asyncio.Event()
        self._waiting.add(event)
        return event

    def let_go(self, ear: asyncio.Event) -> None:
        self._waiting.discard(ear)

    def _wake(self) -> None:
        for event in self._waiting:
            event.set()

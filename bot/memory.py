"""A ledger in memory, for judging a few messages: `test`, `explain`, and the tests of the pipeline.

It fits the same port as the database and keeps everything it was told; nothing is decided or forgotten here.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.ports import Batch
from chat.ledger import Changes, Known, Wanted


class MemoryLedger:
    """One group's ledger, for as long as the object lives."""

    def __init__(self, known: Known | None = None) -> None:
        """Begin with what is known: nothing, by default."""
        self.known = known or Known()
        self.written: list[Changes] = []

    @asynccontextmanager
    async def batch(self, chat: str) -> AsyncIterator[Batch]:
        """Open a transaction; what it does stays even after an error, so the ledger is good for one failure only."""
        del chat
        yield self

    async def read(self, wanted: Wanted) -> Known:
        """Return everything: a batch keeps its state up to date by itself, so the next one finds it so."""
        del wanted
        return self.known

    async def cursor(self) -> str | None:
        """Return how far events were taken in."""
        return next((changes.cursor for changes in reversed(self.written) if changes.cursor is not None), None)

    async def write(self, changes: Changes) -> None:
        """Keep what a batch left behind."""
        self.written.append(changes)

"""What the bot needs of the outside, by shape: adapters and storage fit these without knowing of them."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from chat.actions import Action
from chat.events import MessagePosted
from chat.ledger import Changes, Known, Wanted
from policies.promotion.reading import Reading


class Batch(Protocol):
    """One transaction of the ledger."""

    async def read(self, wanted: Wanted) -> Known:
        """Return what is known by these keys."""
        ...

    async def write(self, changes: Changes) -> None:
        """Write everything that a batch of events left behind."""
        ...


class Ledger(Protocol):
    """What has happened and what was decided, of all groups."""

    def batch(self, chat: str) -> AbstractAsyncContextManager[Batch]:
        """Open a transaction on one group's ledger: committed at the end, rolled back on any error."""
        ...


class Platform(Protocol):
    """A chat service, real or recorded."""

    async def perform(self, action: Action) -> None:
        """Carry an action out. Raises PlatformError."""
        ...


Reader = Callable[[MessagePosted], Reading]
"""Reads a message: `policies.promotion.read`, or readings recorded beforehand."""

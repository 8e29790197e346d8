"""How far each guild was taken in: what the platform asks of whoever keeps it beyond a restart."""

from datetime import datetime
from typing import Protocol


class Marks(Protocol):
    """Kept in the ledger."""

    async def seen_until(self, chat: str) -> datetime | None:
        """Return when the last message that was taken in of a guild was posted; None for a new guild."""
        ...

    async def saw(self, chat: str, until: datetime) -> None:
        """Note how far a guild was taken in."""
        ...

    async def refuses_words(self, member: str) -> bool:
        """Tell whether a member takes no direct messages."""
        ...

    async def refused_words(self, member: str) -> None:
        """Note that a member takes no direct messages: never to be asked again."""
        ...

"""What a platform has to remember beyond a restart: how far each group was heard, and who takes no direct messages.

Who that is stands in the ledger as a keyed hash: it names nobody.
"""

from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

from bot.live.ports import Ledger

_SEEN: Final = "heard until"
_ONCE: Final = datetime(1970, 1, 1, tzinfo=UTC)


class LedgerMarks:
    """One platform's, in the ledger."""

    def __init__(self, ledger: Ledger, platform: str, *, secret: bytes) -> None:
        self._claims = ledger.claims
        self._platform = platform
        self._secret = secret

    async def seen_until(self, chat: str) -> datetime | None:
        """Return when the last message that was taken in of a group was posted."""
        return await self._claims.planned(f"{self._platform}:{chat}", _SEEN)

    async def saw(self, chat: str, until: datetime) -> None:
        """Note how far a group was taken in."""
        await self._claims.plan(f"{self._platform}:{chat}", _SEEN, until)

    async def refuses_words(self, member: str) -> bool:
        """Tell whether a member takes no direct messages."""
        return await self._claims.run(self._members, self._kind(member), _ONCE) is not None

    async def refused_words(self, member: str) -> None:
        """Note that a member takes no direct messages."""
        await self._claims.claim(self._members, self._kind(member), _ONCE)

    @property
    def _members(self) -> str:
        return f"{self._platform}:members"

    def _kind(self, member: str) -> str:
        return f"no words {blake2b(member.encode(), key=self._secret[:64], digest_size=12).hexdigest()}"

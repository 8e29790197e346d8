"""Carries out what the ledger's outbox holds: claimed in batches, the most urgent first.

An action that a crash left uncertain is done again where that is harmless; words to people are not.
"""

from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.actions import action_of
from bot.ports import Platform
from chat.errors import Forbidden, Gone, Retryable
from chat.reports import Claimed

CLAIM_FOR: Final = timedelta(minutes=1)


class Outbox(Protocol):
    """The ledger's side of it."""

    async def claim(self, at: datetime, until: datetime, most: int = 50) -> list[Claimed]:
        """Take actions that are due, for as long as the claim lasts."""
        ...

    async def done(self, numbers: list[int]) -> None:
        """Note that they were carried out."""
        ...

    async def failed(self, numbers: list[int]) -> None:
        """Note that they never will be."""
        ...

    async def later(self, number: int, due_at: datetime) -> None:
        """Put one back for later."""
        ...


async def drain(outbox: Outbox, platform: Platform, at: datetime) -> int:
    """Carry out everything that is due; return how many actions were."""
    count = 0
    while claimed := await outbox.claim(at, at + CLAIM_FOR):
        for row in claimed:
            await _carry_out(row, outbox, platform, at)
        count += len(claimed)
    return count


async def _carry_out(row: Claimed, outbox: Outbox, platform: Platform, at: datetime) -> None:
    try:
        await platform.perform(action_of(row.kind, row.body))
    except Retryable as error:
        await outbox.later(row.number, at + error.after)
    except Gone:
        await outbox.done([row.number])
    except Forbidden:
        await outbox.failed([row.number])
    else:
        await outbox.done([row.number])

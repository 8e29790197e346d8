"""Long polling by a loop of our own: an update counts as taken in only when the next are asked for.

The library's `Updater` acknowledges on receipt, before anything is stored; this does not.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from telegram import Bot, Update
from telegram.error import TelegramError

from adapters.telegram.errors import Uncertain, ours
from chat.errors import Retryable

WANTED: Final = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
)
"""Kinds of update. The last two arrive only when named, and only where the bot is an admin."""
_WAIT: Final = timedelta(seconds=25)
_MOST: Final = 100
_AGAIN: Final = timedelta(seconds=1)


class Polling:
    """Asks for updates; asking again acknowledges what came before."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._next: int | None = None

    async def updates(self) -> Sequence[Update]:
        """Wait for updates. Raises Retryable where Telegram is out of reach."""
        try:
            found = await self._bot.get_updates(
                offset=self._next, limit=_MOST, timeout=_WAIT, allowed_updates=list(WANTED)
            )
        except TelegramError as error:
            known = ours(error)
            raise (Retryable(str(known), after=_AGAIN) if isinstance(known, Uncertain) else known) from error
        if found:
            self._next = found[-1].update_id + 1
        return found

    async def close(self) -> None:
        """Nothing stays open."""

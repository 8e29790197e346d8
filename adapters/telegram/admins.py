"""Who may decide in a chat, as Telegram says: asked once, kept a while, asked again when rights change."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from telegram import Bot, ChatMemberAdministrator, ChatMemberOwner
from telegram.error import TelegramError

KEPT_FOR: Final = timedelta(minutes=10)
_NOBODY: Final[Mapping[int, str]] = {}


class Admins:
    """The admins of each chat, with their titles."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known: dict[int, Mapping[int, str]] = {}
        self._asked: dict[int, datetime] = {}

    def of(self, chat: int) -> Mapping[int, str]:
        """Return who was last known to be an admin; empty for a chat that nobody asked about."""
        return self._known.get(chat, _NOBODY)

    async def load(self, chat: int, at: datetime) -> Mapping[int, str]:
        """Ask Telegram unless it was asked lately; where it does not answer, what was known stays."""
        asked = self._asked.get(chat)
        if asked is not None and at - asked < KEPT_FOR:
            return self.of(chat)
        try:
            found = await self._bot.get_chat_administrators(chat)
        except TelegramError:
            return self.of(chat)
        people = (one for one in found if isinstance(one, ChatMemberAdministrator | ChatMemberOwner))
        self._known[chat] = {one.user.id: one.custom_title or "" for one in people if not one.user.is_bot}
        self._asked[chat] = at
        return self._known[chat]

    def forget(self, chat: int) -> None:
        """Ask again before the next message of this chat: somebody's rights changed."""
        self._asked.pop(chat, None)

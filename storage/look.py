"""A look at one chat off the message's way: what is asked of it, and who is behind the keys in the rows."""

from typing import Any

from sqlalchemy import Executable

from storage.chats import chat_number
from storage.engine import Ask, Session
from storage.keys import Keys
from storage.rows import Row
from storage.statements import NAMES


class Look:
    """A look at one chat."""

    def __init__(self, session: Session, chat: str, number: int) -> None:
        self._session = session
        self._number = number
        self.keys = Keys(chat)

    async def fetch(self, *asked: tuple[Executable, dict[str, Any]]) -> list[list[Row]]:
        """Ask several things about the chat at once."""
        asks = [Ask(statement, {"chat": self._number, **given}) for statement, given in asked]
        return [list(found) for found in await self._session.fetch(*asks)]

    async def names(self, *found: Any) -> None:
        """Read the names behind the keys in some columns."""
        met = {row[i] for some, *columns in found for row in some for i in columns}
        unknown = {key for key in met if key is not None and key < 0 and key not in self.keys.texts}
        if unknown:
            (named,) = await self.fetch((NAMES, {"keys": unknown}))
            self.keys.texts.update((row[0], row[1]) for row in named)


async def look_at(session: Session, chat: str) -> Look:
    """Begin to look at a chat; one that the ledger has never heard of is empty."""
    return Look(session, chat, await chat_number(session, chat, make=False))

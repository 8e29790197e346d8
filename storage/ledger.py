"""The ledger: a batch of one chat is one transaction that reads by keys and writes what followed."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Self

from chat.ledger import Changes, Known, Wanted
from storage import statements
from storage.claims import Claims
from storage.engine import Database, Each, Put, Session, ask, connect
from storage.forgetting import Forgetting
from storage.gatherings import Gatherings
from storage.keys import clean, millis
from storage.lifetime import Hasher
from storage.migrations import upgrade
from storage.nudges import Nudges
from storage.outbox import Outbox
from storage.reading import ChatRow, Reader
from storage.reports import Reports
from storage.retention import Retention
from storage.writing import Writer, earliest


class Ledger:
    """One database with everything that the bot remembers of its groups."""

    def __init__(self, database: Database, secret: bytes) -> None:
        self.database = database
        self.outbox = Outbox(database)
        self.claims = Claims(database)
        self.nudges = Nudges(database)
        self.reports = Reports(database)
        self.gatherings = Gatherings(database)
        self.retention = Retention(database)
        self.forgetting = Forgetting(database)
        self._secret = secret

    @classmethod
    async def open(cls, url: str, *, secret: bytes) -> Self:
        """Open the database behind a URL, made or brought up to date. `secret` keys the hashes that nobody may undo."""
        database = connect(url)
        try:
            await upgrade(database)
        except BaseException:
            await database.close()
            raise
        return cls(database, secret)

    async def close(self) -> None:
        """Let go of the database."""
        await self.database.close()

    @asynccontextmanager
    async def batch(self, chat: str) -> AsyncGenerator["Batch"]:
        """One transaction: it lasts when the block ends, and never was when the block fails or is cancelled."""
        async with self.database.transaction(chat) as session:
            yield Batch(session, chat, Hasher(self._secret, chat))


class Batch:
    """One transaction of one chat."""

    def __init__(self, session: Session, chat: str, hasher: Hasher) -> None:
        self._session = session
        self._chat = chat
        self._hasher = hasher
        self._row: ChatRow | None = None

    async def read(self, wanted: Wanted) -> Known:
        """Read what is known of the keys wanted."""
        row = await self._read_chat()
        return Known() if row is None else await Reader(self._session, row, wanted, self._hasher).read()

    async def is_new(self) -> bool:
        """Tell whether nothing of this chat was ever written."""
        return await self._read_chat() is None

    async def cursor(self) -> str | None:
        """Return how far the platform's events of this chat have been taken in."""
        row = await self._read_chat()
        return row.cursor if row else None

    async def write(self, changes: Changes) -> None:
        """Write everything that changed."""
        row = await self._read_chat() or await self._new_chat()
        steps = Writer(row.number, changes, self._hasher).steps()
        await self._session.run(*steps, *self._keep_chat(row, changes))
        self._row = None

    async def _read_chat(self) -> ChatRow | None:
        if self._row is None:
            (found,) = await self._session.fetch(ask(statements.CHAT, name=clean(self._chat)))
            self._row = ChatRow(*found[0]) if found else None
        return self._row

    async def _new_chat(self) -> ChatRow:
        await self._session.run(Put(statements.NEW_CHAT, [(clean(self._chat),)]))
        row = await self._read_chat()
        assert row is not None  # noqa: S101 - it was just written
        return row

    def _keep_chat(self, row: ChatRow, changes: Changes) -> list[Each]:
        began, first = row.began_at, earliest(changes)
        if first is not None:
            began = millis(first) if began is None else min(began, millis(first))
        cursor = row.cursor if changes.cursor is None else clean(changes.cursor)
        if (began, cursor) == (row.began_at, row.cursor):
            return []
        given = {"chat": row.number, "new_began_at": began, "new_cursor": cursor}
        return [Each(statements.KEEP_CHAT, [given])]

"""The driver's own connection, for the message's way: SQLAlchemy builds those statements, but executing them costs.

The two drivers differ in how a transaction begins and in how they name things; nothing else knows that they do.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import aiosqlite

from storage.sql import Prepared, listed

Rows = Sequence[Sequence[Any]]
Asked = tuple[Prepared, dict[str, Any]]
Step = tuple[Prepared, Sequence[Sequence[Any]]]


class Driver(Protocol):
    """What the message's way needs of a connection."""

    async def begin(self, order: int | None) -> None:
        """Begin a transaction that writes. `order`: a chat's number; its transactions run one after another."""

    async def begin_reading(self) -> None:
        """Begin a transaction that sees one moment and changes nothing."""

    async def commit(self) -> None:
        """Make it last."""

    async def rollback(self) -> None:
        """Undo it, if there is one."""

    async def fetch(self, asks: Sequence[Asked]) -> list[Rows]:
        """Run statements and return the rows of each. Lists go in as one parameter."""

    async def run(self, steps: Sequence[Step]) -> None:
        """Run each statement for every one of its rows."""


class SqliteDriver:
    """aiosqlite: one writer at a time, so a chat's order needs nothing more."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def begin(self, order: int | None) -> None:  # noqa: ARG002
        """Take the write lock at once: a transaction that takes it later fails in spite of the timeout."""
        await self._connection.execute("BEGIN IMMEDIATE")

    async def begin_reading(self) -> None:
        """Begin a transaction that sees one moment."""
        await self._connection.execute("BEGIN")

    async def commit(self) -> None:
        """Make it last."""
        await self._connection.commit()

    async def rollback(self) -> None:
        """Undo it, if there is one."""
        await self._connection.rollback()

    async def fetch(self, asks: Sequence[Asked]) -> list[Rows]:
        """Run statements and return the rows of each."""
        ready = [(statement.sql, _ready(statement.values(given), "sqlite")) for statement, given in asks]
        found: list[Rows] = await self._in_thread(lambda raw: [raw.execute(*one).fetchall() for one in ready])
        return found

    async def run(self, steps: Sequence[Step]) -> None:
        """Run each statement for every one of its rows."""
        await self._in_thread(lambda raw: [raw.executemany(statement.sql, rows) for statement, rows in steps])

    async def _in_thread(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run several statements in one go of aiosqlite's thread: the way there and back is what costs.

        That is aiosqlite's own way of running anything; it has no public name.
        """
        return await self._connection._execute(work, self._connection._conn)  # type: ignore[no-untyped-call]


class PostgresDriver:
    """asyncpg. Its transactions of one chat wait for each other at a lock that ends with them."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def begin(self, order: int | None) -> None:
        """Begin, and wait for the chat's turn."""
        turn = "" if order is None else f"SELECT pg_advisory_xact_lock({int(order)});"
        await self._connection.execute(f"BEGIN;{turn}")

    async def begin_reading(self) -> None:
        """Begin a transaction that sees one moment."""
        await self._connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    async def commit(self) -> None:
        """Make it last."""
        await self._connection.execute("COMMIT")

    async def rollback(self) -> None:
        """Undo it, if there is one."""
        if self._connection.is_in_transaction():
            await self._connection.execute("ROLLBACK")

    async def fetch(self, asks: Sequence[Asked]) -> list[Rows]:
        """Run statements and return the rows of each."""
        return [
            await self._connection.fetch(statement.sql, *_ready(statement.values(given), "postgresql"))
            for statement, given in asks
        ]

    async def run(self, steps: Sequence[Step]) -> None:
        """Run each statement for every one of its rows."""
        for statement, rows in steps:
            await self._connection.executemany(statement.sql, rows)


def _ready(values: Iterable[Any], database: str) -> list[Any]:
    return [listed(value, database) if isinstance(value, (list, set, frozenset)) else value for value in values]

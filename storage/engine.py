"""From a URL to a database: the only place that knows which one it is. Errors come out as sentences."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import Connection, Executable, event, func, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from chat.errors import LedgerError
from storage.driver import Driver, PostgresDriver, Rows, SqliteDriver
from storage.keys import hash63
from storage.sql import Prepared, Upsert, prepare

DEFAULT_URL = "sqlite+aiosqlite:///potluck.db"

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_HOW = "write sqlite+aiosqlite:///potluck.db or postgresql+asyncpg://user:password@host/database"
_IN_MEMORY = (None, "", ":memory:")
_MIGRATION = hash63("migration")
_TRIES = 100
_BETWEEN_TRIES = timedelta(milliseconds=50)
_FAILURES = (sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError, SQLAlchemyError, OSError)


class Ask(NamedTuple):
    """A statement and its parameters."""

    statement: Executable | Upsert
    given: dict[str, Any]


class Put(NamedTuple):
    """Rows to insert, in the order of the table's columns."""

    rule: Upsert
    rows: Sequence[Sequence[Any]]


class Each(NamedTuple):
    """A statement to run for every set of parameters."""

    statement: Executable
    given: Sequence[dict[str, Any]]


def ask(statement: Executable | Upsert, **given: Any) -> Ask:
    """Put a question together."""
    return Ask(statement, given)


class Session:
    """One transaction on the message's way. What is handed over together costs little more than one of it."""

    def __init__(self, database: "Database", driver: Driver) -> None:
        self._database = database
        self._driver = driver

    async def fetch(self, *asks: Ask) -> list[Rows]:
        """Run statements and return the rows of each, as the database holds them."""
        prepared = self._database.prepared
        with failures():
            return await self._driver.fetch([(prepared(one.statement), one.given) for one in asks])

    async def run(self, *steps: Put | Each) -> None:
        """Run statements for many rows each, in order; those without rows cost nothing."""
        ready = []
        for step in steps:
            prepared = self._database.prepared(step[0])
            values = step.rows if isinstance(step, Put) else [prepared.values(one) for one in step.given]
            if values:
                ready.append((prepared, values))
        if ready:
            with failures():
                await self._driver.run(ready)


class Database:
    """An engine, what its driver needs, and its statements, compiled once."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._kind: Callable[[Any], Driver] = SqliteDriver if self.is_sqlite else PostgresDriver
        self._prepared: dict[int, tuple[object, Prepared]] = {}
        self._turn = asyncio.Lock()
        self.where = engine.url.render_as_string(hide_password=True)
        """The URL, fit to be shown."""
        in_memory = engine.url.database in _IN_MEMORY
        self._keeps_writer = self.is_sqlite and not in_memory
        self._writer: AsyncConnection | None = None
        self._driver: Driver | None = None

    def prepared(self, statement: Executable | Upsert) -> Prepared:
        """Return a statement as the driver takes it. Statements are constants: each is compiled once."""
        found = self._prepared.get(id(statement))
        if found is None:
            found = self._prepared[id(statement)] = statement, prepare(statement, self.engine.dialect)
        return found[1]

    @asynccontextmanager
    async def transaction(self, chat: str | None = None) -> AsyncGenerator[Session]:
        """One transaction that writes: all of it, or nothing. A chat's transactions run one after another."""
        order = None if chat is None else hash63(chat)
        async with self._turn if self.is_sqlite else nullcontext():
            connection, driver = await self._borrow()
            done = False
            try:
                with failures():
                    await driver.begin(order)
                yield Session(self, driver)
                with failures():
                    await driver.commit()
                done = True
            finally:
                if not (done and connection is self._writer):
                    await _unhurt(self._end(connection, None if done else driver))

    @asynccontextmanager
    async def snapshot(self) -> AsyncGenerator[Session]:
        """Read only, all from one moment; on SQLite that holds up no writer."""
        with failures():
            connection = await self.engine.connect()
            driver = self._kind((await connection.get_raw_connection()).driver_connection)
        try:
            with failures():
                await driver.begin_reading()
            yield Session(self, driver)
        finally:
            await _unhurt(self._end(connection, driver))

    async def _borrow(self) -> tuple[AsyncConnection, Driver]:
        """Return a connection: on SQLite the one that writes, which is kept."""
        if self._writer is None:
            with failures():
                connection = await self.engine.connect()
                raw = (await connection.get_raw_connection()).driver_connection
            if not self._keeps_writer:
                return connection, self._kind(raw)
            self._writer, self._driver = connection, self._kind(raw)
        assert self._driver is not None  # noqa: S101 - it comes with the writer
        return self._writer, self._driver

    async def _end(self, connection: AsyncConnection, unfinished: Driver | None) -> None:
        """Undo what was not committed, and give the connection back; one that can't is thrown away."""
        try:
            if unfinished is not None:
                await unfinished.rollback()
            if connection is self._writer:
                return
        except _FAILURES:
            self._writer = None
            await connection.invalidate()
        await connection.close()

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncConnection]:
        """Read off the message's way; on SQLite that holds up no writer."""
        with failures(f"can't read {self.where}"):
            async with self.engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[AsyncConnection]:
        """One transaction that writes, off the message's way."""
        with failures(f"can't write to {self.where}"):
            async with (
                self._turn if self.is_sqlite else nullcontext(),
                self.engine.execution_options(writes=True).begin() as connection,
            ):
                yield connection

    @asynccontextmanager
    async def migrating(self) -> AsyncGenerator[AsyncConnection]:
        """One transaction for a change of the tables; others that want the same wait."""
        async with self.writing() as connection:
            if not self.is_sqlite:
                await connection.execute(select(func.pg_advisory_xact_lock(_MIGRATION)))
            yield connection

    async def close(self) -> None:
        """Let go of every connection."""
        if self._writer is not None:
            await self._writer.close()
            self._writer = None
        await self.engine.dispose()


def connect(url: str) -> Database:
    """Make a database of a URL; nothing is opened yet."""
    parsed = parse(url)
    if parsed.drivername.startswith("sqlite"):
        return Database(_sqlite(parsed))
    return Database(_postgres(parsed))


@contextmanager
def failures(what: str = "the database failed") -> Iterator[None]:
    """Turn what drivers raise into an error that a person can act on. It never shows a password."""
    try:
        yield
    except _FAILURES as error:
        reason = getattr(error, "orig", None) or error
        raise LedgerError(f"{what}: {reason}") from error


def parse(url: str) -> URL:
    """Read a URL and name its driver in full. Raises LedgerError where Potluck knows no such database."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise LedgerError(f"that is no database URL; {_HOW}") from error
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise LedgerError(f"{parsed.drivername} is no database that Potluck knows; {_HOW}")
    return parsed.set(drivername=driver)


def _engine(url: URL, **options: Any) -> AsyncEngine:
    try:
        return create_async_engine(url, **options)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise LedgerError(f"the driver for {url.drivername} is not installed: {error}") from error


def _sqlite(url: URL) -> AsyncEngine:
    in_memory = url.database in _IN_MEMORY
    if not in_memory and url.database is not None and not Path(url.database).parent.is_dir():
        raise LedgerError(
            f"{Path(url.database).parent} is no directory: make it, or name another file for the database"
        )
    # A database in memory lives in its one connection; whoever wants it waits.
    pool: dict[str, Any] = {"pool_size": 1, "max_overflow": 0} if in_memory else {}
    engine = _engine(url, poolclass=AsyncAdaptedQueuePool, **pool)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout=10000", "synchronous=FULL", "cache_size=-16000"):
        cursor.execute(f"PRAGMA {pragma}")
    _use_wal(cursor)
    cursor.close()


def _use_wal(cursor: Any) -> None:
    """Switch to the write-ahead log, which lasts. Two that switch a new file at once are not helped by the timeout."""
    for attempt in range(_TRIES):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if attempt == _TRIES - 1:
                raise
            time.sleep(_BETWEEN_TRIES.total_seconds())
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres(url: URL) -> AsyncEngine:
    settings = {"idle_in_transaction_session_timeout": "30s", "application_name": "potluck", "jit": "off"}
    engine = _engine(url, connect_args={"server_settings": settings})
    event.listen(engine.sync_engine, "checkout", _still_there)
    return engine


def _still_there(connection: Any, _record: object, _proxy: object) -> None:
    """Notice a connection that the server has closed, without asking it each time."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError


async def _unhurt(work: Any) -> None:
    """Finish even when the task is being cancelled."""
    await asyncio.shield(asyncio.ensure_future(work))

"""A URL that leads nowhere is answered with a sentence, never with a password."""

import socket
from pathlib import Path

import pytest
from sqlalchemy import Select, text

from chat.errors import LedgerError
from storage import Ledger, statements
from storage.engine import connect
from tests.storage.conftest import SECRET


async def _refused(url: str) -> str:
    with pytest.raises(LedgerError) as error:
        await Ledger.open(url, secret=SECRET)
    return str(error.value)


@pytest.mark.parametrize("url", ["potluck.db", "", "://", "postgresql+asyncpg://u:hunter2@[::1/db"])
async def test_what_is_no_url_is_refused_with_an_example(url: str):
    said = await _refused(url)

    assert "sqlite+aiosqlite:///potluck.db" in said
    assert "hunter2" not in said


async def test_another_database_is_refused_by_name():
    assert (await _refused("mysql://u:hunter2@host/db")).startswith("mysql is no database that Potluck knows")


@pytest.mark.parametrize(
    ("short", "driver"),
    [("sqlite:///a.db", "aiosqlite"), ("postgres://h/d", "asyncpg"), ("postgresql://h/d", "asyncpg")],
)
async def test_a_url_without_a_driver_gets_the_one_that_fits(short: str, driver: str):
    assert connect(short).engine.dialect.driver == driver


async def test_a_directory_that_is_not_there_is_named(tmp_path: Path):
    assert f"{tmp_path / 'nowhere'} is no directory" in await _refused(f"sqlite:///{tmp_path / 'nowhere' / 'a.db'}")


async def test_a_file_that_is_no_database_is_told_so(tmp_path: Path):
    (tmp_path / "a.db").write_text("Dear diary, " * 1000)

    assert "file is not a database" in await _refused(f"sqlite:///{tmp_path / 'a.db'}")


async def test_a_server_that_is_not_there_is_told_without_the_password():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    said = await _refused(f"postgresql://potluck:hunter2@127.0.0.1:{port}/potluck")

    assert said.startswith(f"can't read postgresql+asyncpg://potluck:***@127.0.0.1:{port}/potluck: ")
    assert "hunter2" not in said


async def test_a_database_that_is_not_there_is_told(postgres: str):
    assert 'database "nowhere" does not exist' in await _refused(f"{postgres}/nowhere")


async def test_a_later_schema_is_refused(ledger: Ledger, url: str):
    async with ledger.database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await ledger.close()

    assert "made by a later version of Potluck" in await _refused(url)


async def test_sqlite_is_durable_and_readers_do_not_wait(tmp_path: Path):
    ledger = await Ledger.open(f"sqlite:///{tmp_path / 'a.db'}", secret=SECRET)
    async with ledger.database.reading() as connection:
        pragmas = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        }
    async with ledger.batch("a"):
        assert await ledger.outbox.counts() == {}

    await ledger.close()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 10000}


async def test_a_frozen_worker_does_not_hold_the_chat_for_ever(postgres: str):
    engine = connect(f"{postgres}/postgres")
    async with engine.reading() as connection:
        limit = (await connection.execute(text("SHOW idle_in_transaction_session_timeout"))).scalar()

    await engine.close()
    assert limit == "30s"


async def test_a_database_in_memory_works_too():
    ledger = await Ledger.open("sqlite://", secret=SECRET)
    async with ledger.batch("a"):
        pass
    assert await ledger.outbox.counts() == {}
    await ledger.close()


async def test_no_statement_of_the_messages_way_goes_through_all_that_a_chat_has(tmp_path: Path):
    ledger = await Ledger.open(f"sqlite:///{tmp_path / 'a.db'}", secret=SECRET)
    reads = {name: one for name, one in vars(statements).items() if name.isupper() and hasattr(one, "compile")}
    plans = {}
    async with ledger.database.reading() as connection:
        for name, statement in reads.items():
            prepared = ledger.database.prepared(statement)
            explain = f"EXPLAIN QUERY PLAN {prepared.sql}"
            found = await connection.exec_driver_sql(explain, (*[None] * len(prepared.names),))
            plans[name] = [step for *_, step in found if "json_each" not in step]
    await ledger.close()

    assert len(reads) > 15
    assert isinstance(reads["MESSAGES"], Select)
    slow = {name: step for name, plan in plans.items() for step in plan if "SCAN" in step or "(chat=?)" in step}
    # Whether a chat has any count without end is told by the first row; a handle is looked up when somebody types one.
    assert slow == {
        "CHAT": "SEARCH lifetime USING PRIMARY KEY (chat=?)",
        "BY_HANDLE": "SEARCH member USING PRIMARY KEY (chat=?)",
    }

"""The migrations make exactly the tables that the code knows, on both databases, from nothing."""

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from storage import Ledger
from storage.migrations import HEAD, alembic_config
from storage.tables import metadata
from tests.storage.conftest import SECRET


def _differences(connection: Connection) -> object:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return compare_metadata(context, metadata)


async def test_migrations_make_the_tables_that_the_code_knows_from_nothing(blank_url: str):
    ledger = await Ledger.open(blank_url, secret=SECRET)

    async with ledger.database.reading() as connection:
        assert await connection.run_sync(_differences) == []

    await ledger.close()


async def test_sqlite_keeps_rows_under_their_keys_where_the_code_says_so(ledger: Ledger):
    if not ledger.database.is_sqlite:
        return
    async with ledger.database.reading() as connection:
        found = await connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        made = {name for name, sql in found if "WITHOUT ROWID" in sql}

    told = {table.name for table in metadata.tables.values() if not table.dialect_options["sqlite"]["with_rowid"]}
    assert made == told
    assert {"message", "member", "promotion"} <= made


async def test_the_newest_migration_is_the_one_that_the_code_expects(ledger: Ledger):
    async with ledger.database.reading() as connection:
        config = await connection.run_sync(alembic_config)

    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


async def test_two_that_start_together_make_the_tables_once(blank_url: str):
    ledgers = await asyncio.gather(*(Ledger.open(blank_url, secret=SECRET) for _ in range(3)))

    for ledger in ledgers:
        await ledger.close()


def test_instants_are_whole_milliseconds_in_every_table():
    made = [str(CreateTable(table).compile(dialect=postgresql.dialect())) for table in metadata.sorted_tables]

    assert not [sql for sql in made if "TIMESTAMP" in sql or "DATE" in sql]

"""Brings a database up to the tables of this version; one made by a later version is refused."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from chat.errors import LedgerError
from storage.engine import Database

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0007"
"""The newest migration, so that an up-to-date database is opened without loading Alembic."""


async def upgrade(database: Database) -> None:
    """Run the migrations that are missing. Two processes that start together do it one after the other."""
    async with database.reading() as connection:
        if await connection.run_sync(_version) == HEAD:
            return
    async with database.migrating() as connection:
        await connection.run_sync(_upgrade)


def alembic_config(connection: Connection) -> "Config":
    """Return what Alembic needs to know; there is no `alembic.ini`."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    config = alembic_config(connection)
    version = _version(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise LedgerError(f"the database was made by a later version of Potluck (schema {version}): update Potluck")
    command.upgrade(config, "head")

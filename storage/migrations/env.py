"""What Alembic runs. The connection is given by the code; for a new migration, by `tests/storage/migrate.py`."""

from alembic import context

from storage.tables import metadata


def _run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite"
    )
    with context.begin_transaction():
        context.run_migrations()


_run()

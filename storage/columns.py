"""How columns are declared: instants, keys, what must be there."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Dialect, Index, Integer, text
from sqlalchemy.types import TypeDecorator

from storage.keys import millis, moment


class UtcDateTime(TypeDecorator[datetime]):
    """An instant as milliseconds since 1970. SQLite would lose the zone of any other; naive ones are refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Give the database a number."""
        return None if value is None else millis(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the code an instant in UTC."""
        return None if value is None else moment(value)


def key(name: str, kind: Any = BigInteger) -> Column[Any]:
    """Declare a part of the primary key."""
    return Column(name, kind, primary_key=True, autoincrement=False)


def of_chat() -> Column[Any]:
    """Declare the chat, the first part of nearly every key."""
    return key("chat", Integer)


def must(name: str, kind: Any) -> Column[Any]:
    """Declare a column that is never empty."""
    return Column(name, kind, nullable=False)


def where_any(name: str, *columns: str) -> Index:
    """Declare an index over the rows of a chat whose first column has anything in it."""
    some = text(f"{columns[0]} IS NOT NULL")
    return Index(name, "chat", *columns, sqlite_where=some, postgresql_where=some)

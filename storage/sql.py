"""Statements that both databases run: keys in a list, and inserts that replace, add or leave alone."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    Boolean,
    ColumnElement,
    Dialect,
    Executable,
    Table,
    Text,
    case,
    literal_column,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeDecorator, TypeEngine


class Listed(TypeDecorator[list[Any]]):
    """Many values in one parameter: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: TypeEngine[Any]) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose by the database."""
        return dialect.type_descriptor(ARRAY(self.kind) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        """Give the database its form."""
        return None if value is None else listed(value, dialect.name)


def listed(values: Iterable[Any], database: str) -> list[Any] | str:
    """Return many values as the one parameter that a database takes."""
    return list(values) if database == "postgresql" else json.dumps(list(values))


class _Among(ColumnElement[bool]):
    inherit_cache = False
    type = Boolean()
    _is_implicitly_boolean = True
    """Without it SQLite is told `... = 1`, and looks at every row."""

    def __init__(self, column: ColumnElement[Any], values: BindParameter[Any]) -> None:
        self.column = column
        self.values = values


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Say that a column is one of the values of a parameter, however many there are."""
    kind = Text() if isinstance(column.type, Text) else BigInteger()
    return _Among(column, BindParameter(name, type_=Listed(kind)))


@compiles(_Among, "sqlite")
def _among_json(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    values = compiler.process(element.values, **options)
    column = compiler.process(element.column, **options)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - a parameter's mark


@compiles(_Among, "postgresql")
def _among_array(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    return f"{compiler.process(element.column, **options)} = ANY ({compiler.process(element.values, **options)})"


class _Likely(ColumnElement[bool]):
    inherit_cache = False
    type = Boolean()
    _is_implicitly_boolean = True

    def __init__(self, condition: ColumnElement[bool]) -> None:
        self.condition = condition


def likely(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell SQLite that a condition excludes little, so that it looks for the rest by a partial index."""
    return _Likely(condition)


@compiles(_Likely)
def _likely_nothing(element: _Likely, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.condition, **options)


@compiles(_Likely, "sqlite")
def _likely_told(element: _Likely, compiler: SQLCompiler, **options: Any) -> str:
    return f"likely({compiler.process(element.condition, **options)})"


@dataclass(frozen=True, slots=True, eq=False)
class Upsert:
    """Rows to insert, and what becomes of a row whose key is there already. `add` names the columns to add up."""

    table: Table
    on_conflict: Literal["replace", "ignore", "add"] = "replace"
    add: tuple[str, ...] = ()
    index: tuple[str, ...] = ()
    """The unique columns, if not the primary key."""
    columns: tuple[str, ...] = ()
    """Those that are given, if not all."""
    unless_empty: tuple[tuple[str, str], ...] = ()
    """Columns that keep what they had where the new row has nothing, with how nothing is written."""
    returning: tuple[str, ...] = ()
    """What to tell of new rows; nothing is told of those left alone."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as the driver takes it: its text, its parameters in order, and those whose value never changes."""

    sql: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """Return the parameters in order."""
        return [given[name] if name in given else self.fixed[name] for name in self.names]


def prepare(statement: Executable | Upsert, dialect: Dialect) -> Prepared:
    """Compile a statement once."""
    built = _insert(statement, dialect) if isinstance(statement, Upsert) else statement
    keys = None
    if isinstance(statement, Upsert):
        keys = list(statement.columns or _names(statement.table))
    compiled = built.compile(dialect=dialect, column_keys=keys)  # type: ignore[attr-defined]
    fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
    return Prepared(str(compiled), tuple(compiled.positiontup or ()), fixed)


def _insert(put: Upsert, dialect: Dialect) -> Executable:
    make = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    insert = make(put.table)
    index = put.index or tuple(column.name for column in put.table.primary_key)
    if put.on_conflict == "ignore":
        leaving = insert.on_conflict_do_nothing(index_elements=index)
        return leaving.returning(*(put.table.c[name] for name in put.returning)) if put.returning else leaving
    if put.on_conflict == "add":
        totals = {name: put.table.c[name] + insert.excluded[name] for name in put.add}
        return insert.on_conflict_do_update(index_elements=index, set_=totals)
    new: dict[str, Any] = {name: insert.excluded[name] for name in _names(put.table) if name not in index}
    for name, empty in put.unless_empty:
        new[name] = case((new[name] == literal_column(empty), put.table.c[name]), else_=new[name])
    return insert.on_conflict_do_update(index_elements=index, set_=new)


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]

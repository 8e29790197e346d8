"""What is no longer kept, in pieces small enough that no batch waits long for its turn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Table, bindparam, delete, select, tuple_, update

from storage import arranged as a
from storage import tables as t
from storage.chats import chat_number
from storage.engine import Database, Each, Put, Session, ask
from storage.keys import millis
from storage.rows import Row
from storage.sql import Upsert

_PIECE: Final = 1000
_QUARTER: Final = 15 * 60 * 1000
"""Messages are counted by the quarter of an hour: in every time zone a day begins with one."""

_TALLY = Upsert(t.tally, "add", add=("messages", "removed"))
_DROP_RECENT = delete(t.recent).where(t.recent.c.chat == bindparam("chat"), t.recent.c.at < bindparam("before"))
_DROP_ACTIONS = delete(t.outbox).where(
    t.outbox.c.chat == bindparam("chat"), t.outbox.c.due_at < bindparam("before"), t.outbox.c.state != "waiting"
)
_DROP_RUNS = delete(t.run).where(t.run.c.chat == bindparam("chat"), t.run.c.period < bindparam("before"))


def _keys(table: Table) -> list[str]:
    return [column.name for column in table.primary_key if column.name != "chat"]


def _rows(table: Table):  # type: ignore[no-untyped-def]
    columns = table.c
    more = [columns.flags] if table is t.message else []
    mine = select(columns.at, *more, *(columns[name] for name in _keys(table)))
    return mine.where(columns.chat == bindparam("chat")).limit(_PIECE)


def _walk(table: Table):  # type: ignore[no-untyped-def]
    """Go through a chat's rows by their key: for tables that keep only weeks, and so have no index over time."""
    columns = [table.c[name] for name in _keys(table)]
    after = tuple_(*(bindparam(f"after_{column.name}", type_=column.type) for column in columns))
    first = _rows(table).order_by(*columns)
    return first, first.where(tuple_(*columns) > after)


def _oldest(table: Table):  # type: ignore[no-untyped-def]
    """Find what is old by the index over time: what is still kept costs nothing."""
    return _rows(table).where(table.c.at < bindparam("before")).order_by(table.c.at)


def _drop(table: Table):  # type: ignore[no-untyped-def]
    same = [table.c[name] == bindparam(f"key_{name}") for name in _keys(table)]
    return delete(table).where(table.c.chat == bindparam("chat"), *same)


_UNTELL = (
    update(a.exchange)
    .where(a.exchange.c.chat == bindparam("of_chat"), a.exchange.c.at < bindparam("before"), a.exchange.c.about != "")
    .values(about="")
)
"""What was needed or promised is a text: it is kept as long as other texts."""

_OF_MESSAGES = (t.message,)
_OF_STEPS = (a.step,)
_OF_TALK = (a.talked,)
_OF_TEXTS = (t.said, t.text_seen)
_OF_FACTS = (
    t.promotion,
    t.question,
    t.contribution,
    t.strike,
    t.kept,
    t.earned,
    t.decision,
    t.example,
    t.nudge,
    t.tally,
    a.exchange,
    a.meetup,
    a.attendance,
    a.listing,
)
_WALKED = (*_OF_MESSAGES, *_OF_STEPS, *_OF_TEXTS, *_OF_TALK)
_WALKS = {table.name: _walk(table) for table in _WALKED}
_OLDEST = {table.name: _oldest(table) for table in _OF_FACTS}
_DROPS = {table.name: _drop(table) for table in (*_WALKED, *_OF_FACTS)}


class Retention:
    """Forgets with time what need not be known for longer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def purge(
        self,
        chat: str,
        *,
        messages_before: datetime,
        texts_before: datetime,
        facts_before: datetime,
        talked_before: datetime | None = None,
    ) -> dict[str, int]:
        """Drop what is older than its kind is kept, and return how many rows of which table went.

        Messages leave their number behind. Counts without end, and who posted a domain how often, stay.
        """
        gone: dict[str, int] = {}
        for table in (*_OF_MESSAGES, *_OF_STEPS):
            gone[table.name] = await self._walk(chat, table, millis(messages_before))
        for table in _OF_TEXTS:
            gone[table.name] = await self._walk(chat, table, millis(texts_before))
        for table in _OF_TALK:
            gone[table.name] = await self._walk(chat, table, millis(talked_before or facts_before))
        for table in _OF_FACTS:
            gone[table.name] = await self._purge(chat, table, millis(facts_before))
        async with self._database.transaction(chat) as session:
            number = await chat_number(session, chat, make=False)
            given = {"chat": number, "before": millis(messages_before)}
            await session.run(
                Each(_DROP_RECENT, [given]),
                Each(_DROP_ACTIONS, [given]),
                Each(_UNTELL, [{"of_chat": number, "before": millis(texts_before)}]),
                Each(_DROP_RUNS, [{"chat": number, "before": millis(facts_before)}]),
            )
        return gone

    async def _walk(self, chat: str, table: Table, before: int) -> int:
        gone, after = 0, None
        while True:
            async with self._database.transaction(chat) as session:
                number = await chat_number(session, chat, make=False)
                rows = await _next(session, number, table, after)
                gone += await _forget(session, number, table, [row for row in rows if row[0] < before])
            if len(rows) < _PIECE:
                return gone
            after = rows[-1]

    async def _purge(self, chat: str, table: Table, before: int) -> int:
        gone = 0
        while True:
            async with self._database.transaction(chat) as session:
                number = await chat_number(session, chat, make=False)
                (rows,) = await session.fetch(ask(_OLDEST[table.name], chat=number, before=before))
                gone += await _forget(session, number, table, rows)
            if len(rows) < _PIECE:
                return gone


async def _next(session: Session, chat: int, table: Table, after: Row | None) -> list[Row]:
    first, later = _WALKS[table.name]
    if after is None:
        (rows,) = await session.fetch(ask(first, chat=chat))
    else:
        keys = _keys(table)
        given = dict(zip((f"after_{key}" for key in keys), after[-len(keys) :], strict=True))
        (rows,) = await session.fetch(ask(later, chat=chat, **given))
    return list(rows)


async def _forget(session: Session, chat: int, table: Table, rows: Sequence[Row]) -> int:
    keys = _keys(table)
    given = [{"chat": chat} | dict(zip((f"key_{key}" for key in keys), row[-len(keys) :], strict=True)) for row in rows]
    tally = Put(_TALLY, tally_rows(chat, rows)) if table is t.message else Put(_TALLY, [])
    await session.run(tally, Each(_DROPS[table.name], given))
    return len(rows)


def tally_rows(chat: int, rows: Sequence[Row]) -> list[Row]:
    """Count messages (their time and flags) by the quarter of an hour: those that stand, and those removed."""
    counts: dict[int, list[int]] = {}
    for at, flags, *_ in rows:
        quarter = counts.setdefault(at - at % _QUARTER, [0, 0])
        quarter[flags % 2] += 1
    return [(chat, at, messages, removed) for at, (messages, removed) in counts.items()]

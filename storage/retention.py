"""What is no longer kept, in pieces small enough that no batch waits long for its turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Table, bindparam, delete, select, tuple_

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


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through a chat's rows of one table by their key, a piece at a time."""

    table: Table
    at: str = "at"

    @property
    def keys(self) -> list[str]:
        return [column.name for column in self.table.primary_key if column.name != "chat"]


_WALKS = {
    table.name: _Walk(table)
    for table in (
        t.message,
        t.said,
        t.text_seen,
        t.promotion,
        t.question,
        t.contribution,
        t.strike,
        t.kept,
        t.earned,
        t.decision,
        t.tally,
    )
}


def _piece(walk: _Walk):  # type: ignore[no-untyped-def]
    columns = walk.table.c
    keys = [columns[name] for name in walk.keys]
    more = [columns.flags] if walk.table is t.message else []
    after = tuple_(*(bindparam(f"after_{name}", type_=columns[name].type) for name in walk.keys))
    first = select(columns[walk.at], *more, *keys).where(columns.chat == bindparam("chat")).order_by(*keys)
    return first.limit(_PIECE), first.where(tuple_(*keys) > after).limit(_PIECE)


def _drop(walk: _Walk):  # type: ignore[no-untyped-def]
    columns = walk.table.c
    same = [columns[name] == bindparam(f"key_{name}") for name in walk.keys]
    return delete(walk.table).where(columns.chat == bindparam("chat"), *same)


_PIECES = {name: _piece(walk) for name, walk in _WALKS.items()}
_DROPS = {name: _drop(walk) for name, walk in _WALKS.items()}
_OF_MESSAGES = ("message",)
_OF_TEXTS = ("said", "text_seen")
_OF_FACTS = ("promotion", "question", "contribution", "strike", "kept", "earned", "decision", "tally")


class Retention:
    """Forgets with time what need not be known for longer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def purge(
        self, chat: str, *, messages_before: datetime, texts_before: datetime, facts_before: datetime
    ) -> dict[str, int]:
        """Drop what is older than its kind is kept, and return how many rows of which table went.

        Messages leave their number behind. Counts without end, and who posted a domain how often, stay.
        """
        gone: dict[str, int] = {}
        for names, before in ((_OF_MESSAGES, messages_before), (_OF_TEXTS, texts_before), (_OF_FACTS, facts_before)):
            for name in names:
                gone[name] = await self._purge(chat, name, millis(before))
        async with self._database.transaction(chat) as session:
            number = await chat_number(session, chat, make=False)
            given = {"chat": number, "before": millis(messages_before)}
            await session.run(
                Each(_DROP_RECENT, [given]),
                Each(_DROP_ACTIONS, [given]),
                Each(_DROP_RUNS, [{"chat": number, "before": millis(facts_before)}]),
            )
        return gone

    async def _purge(self, chat: str, name: str, before: int) -> int:
        gone, after = 0, None
        while True:
            async with self._database.transaction(chat) as session:
                number = await chat_number(session, chat, make=False)
                rows = await _next(session, number, name, after)
                gone += await _forget_old(session, number, name, [row for row in rows if row[0] < before])
            if len(rows) < _PIECE:
                return gone
            after = rows[-1]


async def _next(session: Session, chat: int, name: str, after: Row | None) -> list[Row]:
    first, later = _PIECES[name]
    if after is None:
        (rows,) = await session.fetch(ask(first, chat=chat))
    else:
        keys = _WALKS[name].keys
        given = dict(zip((f"after_{key}" for key in keys), after[-len(keys) :], strict=True))
        (rows,) = await session.fetch(ask(later, chat=chat, **given))
    return list(rows)


async def _forget_old(session: Session, chat: int, name: str, rows: Sequence[Row]) -> int:
    keys = _WALKS[name].keys
    given = [{"chat": chat} | dict(zip((f"key_{key}" for key in keys), row[-len(keys) :], strict=True)) for row in rows]
    tally = Put(_TALLY, tally_rows(chat, rows)) if name == t.message.name else Put(_TALLY, [])
    await session.run(tally, Each(_DROPS[name], given))
    return len(rows)


def tally_rows(chat: int, rows: Sequence[Row]) -> list[Row]:
    """Count messages (their time and flags) by the quarter of an hour: those that stand, and those removed."""
    counts: dict[int, list[int]] = {}
    for at, flags, *_ in rows:
        quarter = counts.setdefault(at - at % _QUARTER, [0, 0])
        quarter[flags % 2] += 1
    return [(chat, at, messages, removed) for at, (messages, removed) in counts.items()]

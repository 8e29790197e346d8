"""One member's wish: to have everything that is known of them, or to be forgotten.

Forgetting deletes what is the member's and takes the member out of what is others'. Numbers of the group stay, and so
do counts without end, which stand under keyed hashes.
"""

import json
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Select, Table, and_, bindparam, delete, or_, select, update

from storage import arranged as a
from storage import tables as t
from storage.chats import chat_number
from storage.columns import UtcDateTime
from storage.engine import Database, Each, Put, Session, ask
from storage.keys import NOWHERE, Keys, clean, hash63, moment
from storage.retention import tally_rows
from storage.rows import Row
from storage.sql import Upsert

_OWN: Final[tuple[tuple[Table, str], ...]] = (
    (t.member, "member"),
    (t.said, "member"),
    (t.promotion, "member"),
    (t.link_use, "member"),
    (t.text_seen, "member"),
    (t.question, "asker"),
    (t.contribution, "giver"),
    (t.strike, "member"),
    (t.permit, "member"),
    (t.decision, "member"),
    (t.example, "member"),
    (t.earned, "member"),
    (t.term, "member"),
    (t.nudge, "member"),
    (t.message, "author"),
    (a.exchange, "giver"),
    (a.attendance, "member"),
    (a.listing, "member"),
    (a.step, "member"),
)
_SHARED: Final[tuple[tuple[Table, str], ...]] = (
    (a.exchange, "one"),
    (a.exchange, "other"),
    (a.step, "whom"),
    (a.talked, "one"),
    (a.talked, "other"),
)
"""Rows of two members: they go with either of them."""
_PEOPLE: Final = frozenset(
    {"member", "author", "asker", "giver", "receiver", "place", "given_by"}
    | {"one", "other", "host", "substitute", "stands_in_for", "whom"}
)
"""Columns that hold keys of ids."""
_chat: Any = bindparam("chat")
_who: Any = bindparam("who")
_TALLY = Upsert(t.tally, "add", add=("messages", "removed"))
_UNSAID = "forgotten"


def _of(table: Table, column: str) -> Any:
    return and_(table.c.chat == _chat, table.c[column] == _who)


_DELETE = [delete(table).where(_of(table, column)) for table, column in (*_OWN, *_SHARED)]
_SELECT: dict[str, Select[Any]] = {table.name: select(table).where(_of(table, column)) for table, column in _OWN}
_OTHERS: Final[tuple[tuple[str, Table, str], ...]] = (
    ("received", t.contribution, "receiver"),
    ("asked", a.exchange, "one"),
    ("asked_too", a.exchange, "other"),
    ("talked", a.talked, "one"),
    ("talked_too", a.talked, "other"),
    ("meetup", a.meetup, "host"),
)
"""What else is told of a member: by the name under which it is told, the table and the column."""
_TELL = [select(table).where(_of(table, column)) for _, table, column in _OTHERS]
_UNHOST = update(a.meetup).where(_of(a.meetup, "host")).values(host=NOWHERE, title="", place=None)
_UNSTAND = [
    update(a.attendance).where(_of(a.attendance, column)).values({column: None})
    for column in ("substitute", "stands_in_for")
]
_RECEIVED = select(t.contribution).where(_of(t.contribution, "receiver"))
_MESSAGES = select(t.message.c.at, t.message.c.flags).where(_of(t.message, "author"))
_NAME = select(t.member.c.name).where(_of(t.member, "member"))
_UNNAME = delete(t.named).where(_of(t.named, "key"))
_UNRECEIVE = (
    update(t.contribution)
    .where(_of(t.contribution, "receiver"), t.contribution.c.contribution == bindparam("number"))
    .values(receiver=None, key=bindparam("new_key"))
)
_UNMATCH = (
    update(t.nudge).where(t.nudge.c.chat == _chat, t.nudge.c.match == bindparam("their_id")).values(match=_UNSAID)
)
_UNGIVE = update(t.permit).where(_of(t.permit, "given_by")).values(given_by=NOWHERE)


def _mention(table: Table, column: Column[Any], key: Column[Any]) -> tuple[Select[Any], Any]:
    """Return how to find the rows whose text names an id in quotes, and how to change that text."""
    said = or_(column.contains(bindparam("one"), escape="/"), column.contains(bindparam("other"), escape="/"))
    where = table.c.chat == _chat
    change = update(table).where(where, key == bindparam("number")).values({column.name: bindparam("said")})
    return select(key, column).where(where, said), change


_MENTIONS, _UNMENTION = _mention(t.message, t.message.c.more, t.message.c.message)
_BODIES, _UNSAY = _mention(t.decision, t.decision.c.body, t.decision.c.decision)
_ACTIONS, _EMPTY = _mention(t.outbox, t.outbox.c.body, t.outbox.c.id)
_EMPTY = _EMPTY.values(key_text="", state="done")
_RUNS = select(t.run.c.kind, t.run.c.period, t.run.c.text).where(t.run.c.chat == _chat, t.run.c.text.is_not(None))
_UNRUN = (
    update(t.run)
    .where(t.run.c.chat == _chat, t.run.c.kind == bindparam("of_kind"), t.run.c.period == bindparam("of_period"))
    .values(text=None)
)


class Forgetting:
    """Forgets a member of a group, or tells everything that is known of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget(self, chat: str, member: str) -> None:
        """Leave neither id nor name of a member in any table. Actions on their way to them are dropped."""
        async with self._database.transaction(chat) as session:
            number = await chat_number(session, chat, make=False)
            who = Keys(chat).member(member)
            one = [{"chat": number, "who": who}]
            messages, received, named = await session.fetch(
                *(ask(statement, chat=number, who=who) for statement in (_MESSAGES, _RECEIVED, _NAME))
            )
            await _unmention(session, number, member)
            await _unsay_runs(session, number, [member, *(row[0] for row in named)])
            await session.run(
                Put(_TALLY, tally_rows(number, messages)),
                *(Each(statement, one) for statement in _DELETE),
                Each(_UNRECEIVE, [_received(row, number, who) for row in received]),
                Each(_UNGIVE, one),
                Each(_UNHOST, one),
                *(Each(statement, one) for statement in _UNSTAND),
                Each(_UNMATCH, [{"chat": number, "their_id": clean(member)}]),
                Each(_UNNAME, one),
            )

    async def export(self, chat: str, member: str) -> dict[str, Any]:
        """Return everything that is kept of a member, as JSON can say it: by table, rows by column."""
        async with self._database.snapshot() as session:
            number = await chat_number(session, chat, make=False)
            keys = Keys(chat)
            given = {"chat": number, "who": keys.member(member)}
            names = [*_SELECT, *(name for name, _, _ in _OTHERS)]
            statements = [*_SELECT.values(), *_TELL]
            found = await session.fetch(*(ask(statement, **given) for statement in statements))
            named = select(t.named.c.key, t.named.c.text).where(t.named.c.chat == _chat)
            (texts,) = await session.fetch(ask(named, chat=number)) if any(found) else ([],)
            keys.texts.update((row[0], row[1]) for row in texts)
        tables = [*(table for table, _ in _OWN), *(table for _, table, _ in _OTHERS)]
        told = {
            name: [_told(table, row, keys) for row in rows]
            for name, table, rows in zip(names, tables, found, strict=True)
        }
        return {"chat": chat, "member": member} | {name: rows for name, rows in told.items() if rows}


async def _unmention(session: Session, chat: int, member: str) -> None:
    """Take a member out of what is others': who was mentioned, what decisions looked at, what is still to be sent."""
    quoted = {json.dumps(member), json.dumps(member, ensure_ascii=False)}
    one, other = min(quoted), max(quoted)
    given = {"chat": chat, "one": _literally(one), "other": _literally(other)}
    mentions, bodies, actions = await session.fetch(
        ask(_MENTIONS, **given), ask(_BODIES, **given), ask(_ACTIONS, **given)
    )

    def without(body: str) -> str:
        for text in quoted:
            body = body.replace(text, json.dumps(_UNSAID))
        return body

    await session.run(
        Each(_UNMENTION, [{"chat": chat, "number": row[0], "said": _unnamed(row[1], member)} for row in mentions]),
        Each(_UNSAY, [{"chat": chat, "number": row[0], "said": without(row[1])} for row in bodies]),
        Each(_EMPTY, [{"chat": chat, "number": row[0], "said": ""} for row in actions if without(row[1]) != row[1]]),
    )


def _literally(text: str) -> str:
    """Return a pattern for LIKE that means just this text."""
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")


def _unnamed(more: str, member: str) -> str:
    rest = json.loads(more)
    rest["names"] = [name for name in rest.get("names", ()) if name != member]
    return json.dumps(rest, separators=(",", ":"))


async def _unsay_runs(session: Session, chat: int, words: list[str]) -> None:
    """Drop frozen texts that name the member."""
    (runs,) = await session.fetch(ask(_RUNS, chat=chat))
    naming = [row for row in runs if any(word and word in row[2] for word in words)]
    await session.run(Each(_UNRUN, [{"chat": chat, "of_kind": row[0], "of_period": row[1]} for row in naming]))


def _received(row: Row, chat: int, who: int) -> dict[str, Any]:
    """Say what becomes of a contribution whose receiver is forgotten: it stays, and its key no longer tells."""
    return {"chat": chat, "who": who, "number": row[1], "new_key": f"forgotten:{-hash63(row[2]):x}"}


def _told(table: Table, row: Row, keys: Keys) -> dict[str, Any]:
    told = {}
    for column, value in zip(table.columns, row, strict=True):
        if column.name != "chat" and value is not None:
            told[column.name] = _value(column, value, keys)
    return told


def _value(column: Column[Any], value: Any, keys: Keys) -> Any:
    if isinstance(column.type, UtcDateTime):
        at: datetime = moment(value)
        return at.isoformat()
    if column.name in _PEOPLE and isinstance(value, int):
        return keys.text(value)
    return bool(value) if column.type.python_type is bool else value

"""Actions waiting to be carried out: taken in batches, most urgent first, each by one worker at a time.

A worker that dies leaves its claims behind. When they run out, what may be repeated waits again; the rest is `unknown`,
and stays so: nobody is told the same thing twice. A worker that serves one platform takes that platform's alone.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, literal_column, select, true, update

from chat.reports import Claimed
from storage import tables as t
from storage.chats import chat_number
from storage.engine import Database, Each, ask
from storage.keys import Keys, millis, moment

_box = t.outbox.c
_theirs = _box.chat.in_(select(t.chat.c.id).where(t.chat.c.name.like(bindparam("chats"))))
_EXPIRE = (
    update(t.outbox)
    .where(_box.state == literal_column("'claimed'"), _box.claimed_until < bindparam("at"))
    .values(
        state=case((_box.again == true(), literal_column("'waiting'")), else_=literal_column("'unknown'")),
        claimed_until=None,
    )
    .returning(_box.id)
)
_RECOVER = (
    update(t.outbox)
    .where(_box.state == literal_column("'claimed'"), _theirs)
    .values(
        state=case((_box.again == true(), literal_column("'waiting'")), else_=literal_column("'unknown'")),
        claimed_until=None,
    )
    .returning(_box.id)
)
_next = (
    select(_box.id)
    .where(
        _box.state == literal_column("'waiting'"),
        _box.due_at <= bindparam("at"),
        _box.urgency.between(bindparam("first"), bindparam("last")),
        _theirs,
    )
    .order_by(_box.urgency, _box.due_at, _box.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(t.outbox)
    .where(_box.id.in_(_next))
    .values(state="claimed", claimed_until=bindparam("until"), attempts=_box.attempts + 1)
    .returning(
        _box.id, _box.chat, _box.key_text, _box.kind, _box.body, _box.urgency, _box.due_at, _box.again, _box.attempts
    )
)
_mine = update(t.outbox).where(_box.id == bindparam("number"), _box.state == "claimed")
_DONE = _mine.values(state="done", key_text="", body="", claimed_until=None)
_SET = _mine.values(state=bindparam("now"), claimed_until=None)
_LATER = _mine.values(state="waiting", due_at=bindparam("later"), claimed_until=None)
_NEXT_DUE = select(func.min(_box.due_at)).where(_box.state == literal_column("'waiting'"), _theirs)
_TOLD = (
    update(t.strike)
    .where(t.strike.c.chat == bindparam("of_chat"), t.strike.c.message == bindparam("of"), t.strike.c.told_at.is_(None))
    .values(told_at=bindparam("at"))
)
_CHATS = select(t.chat.c.id, t.chat.c.name).where(t.chat.c.id == bindparam("chat"))
_COUNTS = select(_box.state, func.count()).group_by(_box.state)


class Outbox:
    """The actions of all groups."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(
        self, at: datetime, until: datetime, most: int = 50, urgency: tuple[int, int] = (0, 9), platform: str = ""
    ) -> list[Claimed]:
        """Take what is due, most urgent first: it is the caller's until it counts as broken off.

        With a platform's name, of that platform's groups alone; so it is of `recover` and `next_due`.
        """
        first, last = urgency
        async with self._database.transaction() as session:
            await session.fetch(ask(_EXPIRE, at=millis(at)))
            span = {"at": millis(at), "until": millis(until), "first": first, "last": last, "chats": _chats(platform)}
            (found,) = await session.fetch(ask(_CLAIM, most=most, **span))
            chats = sorted({row[1] for row in found})
            named = await session.fetch(*(ask(_CHATS, chat=chat) for chat in chats)) if chats else []
        names = {row[0]: row[1] for some in named for row in some}
        return [_claimed(row, names) for row in sorted(found, key=lambda row: (row[5], row[6], row[0]))]

    async def recover(self, platform: str = "") -> int:
        """After a start: what an earlier process left claimed waits again, or is `unknown`; for a lone process only."""
        async with self._database.transaction() as session:
            (found,) = await session.fetch(ask(_RECOVER, chats=_chats(platform)))
        return len(found)

    async def next_due(self, platform: str = "") -> datetime | None:
        """Return when the next waiting action is due; None where none waits."""
        async with self._database.snapshot() as session:
            (found,) = await session.fetch(ask(_NEXT_DUE, chats=_chats(platform)))
        return moment(found[0][0]) if found and found[0][0] is not None else None

    async def told(self, chat: str, message_id: str, at: datetime) -> None:
        """Note when an author was told of the strike for a message: only then can there be another."""
        async with self._database.transaction() as session:
            number = await chat_number(session, chat)
            keys = {"of_chat": number, "of": Keys(chat).message(message_id), "at": millis(at)}
            await session.run(Each(_TOLD, [keys]))

    async def done(self, numbers: Collection[int]) -> None:
        """Note that actions were carried out. What they said is emptied; their keys still bar the same again."""
        await self._each(_DONE, [{"number": number} for number in numbers])

    async def failed(self, numbers: Collection[int]) -> None:
        """Note that actions can't be carried out."""
        await self._each(_SET, [{"number": number, "now": "failed"} for number in numbers])

    async def unknown(self, numbers: Collection[int]) -> None:
        """Note that nobody knows whether actions were carried out: they are not tried again."""
        await self._each(_SET, [{"number": number, "now": "unknown"} for number in numbers])

    async def later(self, number: int, due_at: datetime) -> None:
        """Let an action wait that the platform refused for now."""
        await self._each(_LATER, [{"number": number, "later": millis(due_at)}])

    async def counts(self) -> dict[str, int]:
        """Return how many actions there are by state: `waiting`, `claimed`, `done`, `failed`, `unknown`."""
        async with self._database.snapshot() as session:
            (found,) = await session.fetch(ask(_COUNTS))
        return {row[0]: row[1] for row in found}

    async def _each(self, statement: Any, given: list[dict[str, Any]]) -> None:
        if given:
            async with self._database.transaction() as session:
                await session.run(Each(statement, given))


def _chats(platform: str) -> str:
    """Return the pattern of the chats' names: they begin with their platform's."""
    return f"{platform}:%" if platform else "%"


def _claimed(row: Sequence[Any], chats: dict[int, str]) -> Claimed:
    number, chat, key, kind, body, urgency, due_at, again, attempts = row
    return Claimed(
        number=number,
        chat=chats[chat],
        key=key,
        kind=kind,
        body=body,
        urgency=urgency,
        due_at=moment(due_at),
        again=bool(again),
        attempts=attempts,
    )

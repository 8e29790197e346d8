"""What was offered to silent members and what came of it, read off the message's way. Batches write it."""

from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from chat.nudges import Arm, Offered, Reply
from storage import rows
from storage import tables as t
from storage.chats import chat_number
from storage.engine import Database, ask
from storage.keys import Keys, millis
from storage.statements import NAMES

_nudge = t.nudge.c
_COLUMNS = [column for column in t.nudge.columns if column.name != "chat"]
_FINAL = (Reply.STOP.value, Reply.BLOCKED.value)
_PAST = select(*_COLUMNS).where(_nudge.chat == bindparam("chat"), _nudge.at >= bindparam("since")).order_by(_nudge.at)
_ONE = select(*_COLUMNS).where(_nudge.chat == bindparam("chat"), _nudge.nudge == bindparam("number"))
_REPLY = (
    update(t.nudge)
    .where(
        _nudge.chat == bindparam("of_chat"),
        _nudge.nudge == bindparam("of"),
        _nudge.member == bindparam("by"),
        _nudge.arm == Arm.SENT.value,
        or_(_nudge.reply.is_(None), and_(*(_nudge.reply != reply for reply in _FINAL))),
    )
    .values(reply=bindparam("now"), replied_at=bindparam("then"))
    .returning(_nudge.nudge)
)
_GAVE = (
    select(t.contribution.c.at)
    .where(
        t.contribution.c.chat == _nudge.chat,
        t.contribution.c.giver == _nudge.member,
        t.contribution.c.at > _nudge.at,
        t.contribution.c.at <= _nudge.at + bindparam("within"),
        t.contribution.c.credit > 0,
    )
    .exists()
)
_OUTCOMES = (
    select(_nudge.arm, func.count(), func.sum(case((_GAVE, 1), else_=0)))
    .where(
        and_(_nudge.chat == bindparam("chat"), _nudge.at >= bindparam("since"), _nudge.at < bindparam("before")),
        _nudge.arm != Arm.PREVIEW.value,
        or_(_nudge.reply.is_(None), _nudge.reply != Reply.UNREACHED.value),
    )
    .group_by(_nudge.arm)
)


class Nudges:
    """The nudges of all groups."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def past(self, chat: str, since: datetime) -> list[Offered]:
        """Return what was offered since an instant, oldest first."""
        async with self._database.snapshot() as session:
            number, keys = await chat_number(session, chat, make=False), Keys(chat)
            (found,) = await session.fetch(ask(_PAST, chat=number, since=millis(since)))
            unknown = {row[1] for row in found if row[1] < 0}
            if unknown:
                (named,) = await session.fetch(ask(NAMES, chat=number, keys=unknown))
                keys.texts.update((row[0], row[1]) for row in named)
        return [rows.offered_of(row, keys) for row in found]

    async def reply(self, chat: str, key: str, member: str, reply: Reply, at: datetime) -> Offered | None:
        """Note what a member answered; None for whoever was not asked. [Stop] and a block are the last word."""
        async with self._database.transaction(chat) as session:
            number, keys = await chat_number(session, chat, make=False), Keys(chat)
            of, by = rows.nudge_number(key), keys.member(member)
            (found,) = await session.fetch(ask(_ONE, chat=number, number=of))
            if not found or found[0][1] != by:
                return None
            given = {"of_chat": number, "of": of, "by": by, "now": reply.value, "then": millis(at)}
            await session.fetch(ask(_REPLY, **given))
            return rows.offered_of(found[0], keys)

    async def outcomes(
        self, chat: str, since: datetime, before: datetime, within: timedelta
    ) -> dict[Arm, tuple[int, int]]:
        """Return by arm how many nudges there were in `[since, before)`, and after how many a contribution followed."""
        async with self._database.snapshot() as session:
            number = await chat_number(session, chat, make=False)
            span = {"since": millis(since), "before": millis(before), "within": within // timedelta(milliseconds=1)}
            (found,) = await session.fetch(ask(_OUTCOMES, chat=number, **span))
        return {Arm(arm): (count, gave or 0) for arm, count, gave in found}

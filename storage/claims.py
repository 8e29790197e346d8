"""What happens once: a row that only one can insert. What is due is found here too, also after the bot was down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update

from chat.runs import Due, Run, RunState
from storage import tables as t
from storage.chats import chat_number
from storage.engine import Database, Put, ask
from storage.keys import clean, millis, moment
from storage.rows import Row
from storage.sql import Upsert

_FOLLOWS: Final[Mapping[RunState, frozenset[RunState]]] = {
    RunState.PLANNED: frozenset({RunState.RENDERED, RunState.SKIPPED}),
    RunState.RENDERED: frozenset({RunState.SENDING, RunState.SKIPPED}),
    RunState.SENDING: frozenset({RunState.SENT, RunState.UNKNOWN, RunState.SKIPPED, RunState.RENDERED}),
    RunState.UNKNOWN: frozenset({RunState.SENT, RunState.SKIPPED, RunState.RENDERED}),
    RunState.SENT: frozenset(),
    RunState.SKIPPED: frozenset(),
}
_DONE: Final = frozenset({RunState.SENT, RunState.SKIPPED})

_CLAIM = Upsert(t.run, "ignore", returning=("state",))
_RUNS = select(t.chat.c.name, t.run.c.kind, t.run.c.period, t.run.c.state, t.run.c.text).join(
    t.chat, t.chat.c.id == t.run.c.chat
)
_RUN = _RUNS.where(
    t.run.c.chat == bindparam("chat"), t.run.c.kind == bindparam("kind"), t.run.c.period == bindparam("period")
)
_LAST = (
    _RUNS.where(t.run.c.chat == bindparam("chat"), t.run.c.kind == bindparam("kind"))
    .order_by(t.run.c.period.desc())
    .limit(bindparam("most"))
)
_PLANNED = select(t.schedule.c.next_at).where(
    t.schedule.c.chat == bindparam("chat"), t.schedule.c.kind == bindparam("kind")
)
_IN_STATE = _RUNS.where(t.run.c.state == bindparam("state"))
_ADVANCE = (
    update(t.run)
    .where(
        t.run.c.chat == bindparam("of_chat"),
        t.run.c.kind == bindparam("of_kind"),
        t.run.c.period == bindparam("of_period"),
        t.run.c.state == bindparam("was"),
    )
    .values(state=bindparam("now"), text=bindparam("new_text"))
    .returning(t.run.c.state)
)
_PLAN = Upsert(t.schedule)
_DUE = (
    select(t.chat.c.name, t.schedule.c.kind, t.schedule.c.next_at)
    .join(t.chat, t.chat.c.id == t.schedule.c.chat)
    .where(t.schedule.c.next_at <= bindparam("at"))
    .order_by(t.schedule.c.next_at)
    .limit(bindparam("most"))
)


class Claims:
    """Once-only rows of all groups, and the times at which they are next wanted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, chat: str, kind: str, period: datetime, text: str | None = None) -> bool:
        """Tell whether this is the first to ask for a period; every other is told no. `text` says who it was."""
        async with self._database.transaction() as session:
            row = {"chat": await chat_number(session, chat), "kind": clean(kind), "period": millis(period)}
            (won,) = await session.fetch(ask(_CLAIM, **row, state=RunState.PLANNED.value, text=text and clean(text)))
        return bool(won)

    async def run(self, chat: str, kind: str, period: datetime) -> Run | None:
        """Return what became of a period."""
        async with self._database.snapshot() as session:
            number = await chat_number(session, chat, make=False)
            (found,) = await session.fetch(ask(_RUN, chat=number, kind=clean(kind), period=millis(period)))
        return _run_of(found[0]) if found else None

    async def advance(self, run: Run, state: RunState, text: str | None = None) -> Run | None:
        """Take a run one state on, if it still is where the caller saw it; None where somebody else was first.

        The text is frozen by what is given with RENDERED; it is emptied by SENT and SKIPPED, unless they bring another.
        What certainly was not sent goes back from SENDING to RENDERED, and an admin may send an UNKNOWN one again.
        """
        if state not in _FOLLOWS[run.state]:
            raise ValueError(f"a run can't go from {run.state} to {state}")
        new = clean(text) if text is not None else None if state in _DONE else run.text
        async with self._database.transaction() as session:
            where = {"of_chat": await chat_number(session, run.chat), "of_kind": clean(run.kind)}
            where |= {"of_period": millis(run.period), "was": run.state.value}
            (moved,) = await session.fetch(ask(_ADVANCE, **where, now=state.value, new_text=new))
        if not moved:
            return None
        return Run(chat=run.chat, kind=run.kind, period=run.period, state=state, text=new)

    async def in_state(self, state: RunState) -> list[Run]:
        """Return the runs of all groups that stand at a state: after a start, those that broke off."""
        async with self._database.snapshot() as session:
            (found,) = await session.fetch(ask(_IN_STATE, state=state.value))
        return [_run_of(row) for row in found]

    async def last(self, chat: str, kind: str, most: int) -> list[Run]:
        """Return the last runs of a kind, newest first."""
        async with self._database.snapshot() as session:
            number = await chat_number(session, chat, make=False)
            (found,) = await session.fetch(ask(_LAST, chat=number, kind=clean(kind), most=most))
        return [_run_of(row) for row in found]

    async def planned(self, chat: str, kind: str) -> datetime | None:
        """Return when something is next due."""
        async with self._database.snapshot() as session:
            number = await chat_number(session, chat, make=False)
            (found,) = await session.fetch(ask(_PLANNED, chat=number, kind=clean(kind)))
        return moment(found[0][0]) if found else None

    async def plan(self, chat: str, kind: str, next_at: datetime) -> None:
        """Note when something is next due."""
        async with self._database.transaction() as session:
            await session.run(Put(_PLAN, [(await chat_number(session, chat), clean(kind), millis(next_at))]))

    async def due(self, at: datetime, most: int = 100) -> list[Due]:
        """Return what has fallen due, the longest overdue first."""
        async with self._database.snapshot() as session:
            (found,) = await session.fetch(ask(_DUE, at=millis(at), most=most))
        return [Due(chat=chat, kind=kind, at=moment(next_at)) for chat, kind, next_at in found]

    async def take(self, due: Due, next_at: datetime) -> bool:
        """Claim what is due and note its next time, in one transaction; True for the one who got it."""
        async with self._database.transaction() as session:
            number = await chat_number(session, due.chat)
            row = {"chat": number, "kind": clean(due.kind), "period": millis(due.at)}
            (won,) = await session.fetch(ask(_CLAIM, **row, state=RunState.PLANNED.value, text=None))
            if won:
                await session.run(Put(_PLAN, [(number, clean(due.kind), millis(next_at))]))
        return bool(won)


def _run_of(row: Row) -> Run:
    chat, kind, period, state, text = row
    return Run(chat=chat, kind=kind, period=moment(period), state=RunState(state), text=text)

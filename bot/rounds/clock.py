"""The clock of one group: what falls due by itself, found from the ledger, done once.

The clock is whoever asks: live it is the wall clock, in a replay the chat's own. Who is nudged and what a summary says
is decided in `policies/giving`; rounds gather the facts and pass on what comes of them.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.rounds.done import Done
from bot.rounds.noting import NoteRound
from bot.rounds.nudging import NudgeRound
from bot.rounds.ports import Orders, RoundsLedger, Scene
from bot.rounds.summing import SUMMARY, SummaryRound
from bot.texts.speech import speaking
from policies.giving import nudging, summary
from policies.giving.exchanges import TALKED_FOR
from policies.language.schema import Group

KEEP_MESSAGES: Final = timedelta(days=9)
"""Messages without their text: long enough to know who answers whom, and for a summary of a week."""
NOTE: Final = "note"
A_WEEK: Final = timedelta(days=7)


class Rounds:
    """The clock of one group."""

    def __init__(
        self,
        group: Group,
        chat: str,
        ledger: RoundsLedger,
        *,
        secret: bytes,
        on_done: Callable[[Done], None],
        orders: Orders | None = None,
    ) -> None:
        """Serve a group. `on_done` hears of all that comes; `orders` makes a live service's actions of it."""
        self.group = group
        self._scene = Scene(group=group, chat=chat, ledger=ledger, secret=secret, orders=orders)
        self.nudges = NudgeRound(self._scene, lambda done: self.on_done(done))
        self.summary = SummaryRound(self._scene, lambda done: self.on_done(done))
        self.note = NoteRound(self._scene, lambda done: self.on_done(done))
        self.on_done = on_done
        self._due: dict[str, datetime] = {}
        self.is_resumed = False

    def begin(self, at: datetime) -> None:
        """Begin the clock at the first event."""
        if self._due:
            return
        if self.group.nudges.enabled:
            self._due["nudges"] = nudging.next_planning(self.group.nudges, self.group.timezone, at)
        if self.group.summary.enabled:
            self._due[SUMMARY] = self._next_summary(at)
        if self._scene.orders is not None and self.group.admins_chat is not None:
            self._due[NOTE] = self._next_summary(at)
        self._due["forgetting"] = at + self._forget_every

    async def resume(self, at: datetime) -> None:
        """Go on where an earlier process ended: what fell due meanwhile is due, and today is planned again."""
        claims, chat = self._scene.ledger.claims, self._scene.chat
        await self.nudges.resume(at)
        await self.summary.resume()
        if "nudges" in self._due and not nudging.is_quiet(self.group.nudges, self.group.timezone, at):
            self._due["nudges"] = at
        for what in self._due.keys() & {SUMMARY, NOTE}:
            missed = await claims.planned(chat, what)
            if missed is not None and missed < self._due[what]:
                self._due[what] = missed
            else:
                await claims.plan(chat, what, self._due[what])
        self.is_resumed = True

    def skip(self, until: datetime) -> None:
        """Leave out what falls due in a long silence, but for forgetting, which is done at its end."""
        self._due.clear()
        self.nudges.drop()
        self.begin(until)
        self._due["forgetting"] = until

    def next_due(self) -> datetime | None:
        """Return when the next thing falls due."""
        planned = self.nudges.next()
        return min([*self._due.values(), *([planned.at] if planned else [])], default=None)

    async def run(self) -> None:
        """Do what falls due next. What breaks off is due still."""
        what = min(self._due, key=lambda name: (self._due[name], name))
        at, planned = self._due[what], self.nudges.next()
        with speaking(self.group.language, self.group.words):
            await self._run(what, at, planned)

    async def _run(self, what: str, at: datetime, planned: nudging.Nudge | None) -> None:
        if planned is not None and planned.at <= at:
            await self.nudges.send(planned)
        elif what == "nudges":
            await self.nudges.plan(at)
            self._due[what] = nudging.next_planning(self.group.nudges, self.group.timezone, at)
        elif what == "forgetting":
            await self._forget(at)
            self._due[what] = at + self._forget_every
        else:
            await (self.summary if what == SUMMARY else self.note).run(at)
            self._due[what] = self._next_summary(at)
            if self._scene.orders is not None:
                await self._scene.ledger.claims.plan(self._scene.chat, what, self._due[what])

    @property
    def _forget_every(self) -> timedelta:
        """Live, what is too old goes the next day; in a replay a week is soon enough, and costs a seventh."""
        return A_WEEK if self._scene.orders is None else timedelta(days=1)

    def _next_summary(self, at: datetime) -> datetime:
        return summary.next_due(at, self.group.summary.every, self.group.timezone)

    async def _forget(self, at: datetime) -> None:
        privacy = self.group.privacy
        await self._scene.ledger.retention.purge(
            self._scene.chat,
            messages_before=at - KEEP_MESSAGES,
            texts_before=at - privacy.keep_text,
            facts_before=at - privacy.keep_facts,
            talked_before=at - min(TALKED_FOR, privacy.keep_facts),
        )

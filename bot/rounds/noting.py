"""The admins' own note of the week: decisions, how the group does, what came of nudges. Never a list of the worst."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median_low
from typing import Final

from bot.rounds.done import Done, Noted
from bot.rounds.ports import Scene
from chat.ledger import Changes
from chat.nudges import Arm
from policies.giving import summary
from policies.giving.credit import PAIR_WINDOW
from policies.giving.rings import rings

A_WEEK: Final = timedelta(days=7)
WEEKS: Final = 3
"""Weeks before the one of the note, for the trend."""
_APPEALED: Final = '"appealed"'


class NoteRound:
    """The notes of one group."""

    def __init__(self, scene: Scene, on_done: Callable[[Done], None]) -> None:
        """Serve a scene; `on_done` hears of every note."""
        self._scene = scene
        self._on_done = on_done

    async def run(self, at: datetime) -> None:
        """Order the note of the week that ends at an instant, unless that is long ago; its key bars a second one."""
        scene = self._scene
        if scene.orders is None or scene.orders.now() - at >= A_WEEK:
            return
        done = await self.compose(*summary.period_ending(at, scene.group.summary.every, scene.group.timezone))
        rows = await scene.orders.rows(done)
        async with scene.ledger.batch(scene.chat) as transaction:
            await transaction.write(Changes(chat=scene.chat, outbox=list(rows)))
        self._on_done(done)

    async def compose(self, start: datetime, end: datetime) -> Noted:
        """Return the numbers of a week."""
        reports, chat, group = self._scene.ledger.reports, self._scene.chat, self._scene.group
        bounds = summary.weeks_before(start, WEEKS, group.summary.every, group.timezone)
        weeks = await reports.weekly(chat, [*bounds, end], imagined=self._scene.imagined)
        decisions = [row async for row in reports.decisions(chat, start, end)]
        waits = await reports.reply_times(chat, start, end)
        answered = [wait for wait in waits if wait is not None]
        return Noted(
            start=start,
            end=end,
            outcomes=Counter(row.outcome for row in decisions),
            appealed=sum(_APPEALED in row.body for row in decisions),
            rings=await self._rings(end),
            shares=tuple((week.helped, week.promotions) for week in weeks),
            reply_time=median_low(answered) if answered else None,
            unanswered=len(waits) - len(answered),
            replies=await self._replies(start, end),
            undelivered=await reports.undelivered(chat, start, end),
        )

    async def _rings(self, end: datetime) -> tuple[tuple[str, ...], ...]:
        reports, chat = self._scene.ledger.reports, self._scene.chat
        found = rings([row async for row in reports.contributions(chat, end - PAIR_WINDOW, end)], end)
        if not found:
            return ()
        names = {member.member: member.name async for member in reports.members(chat)}
        return tuple(tuple(names.get(member) or member for member in ring.members) for ring in found)

    async def _replies(self, start: datetime, end: datetime) -> Counter[str]:
        rows = await self._scene.ledger.nudges.past(self._scene.chat, start)
        sent = (row for row in rows if row.arm is Arm.SENT and row.at < end)
        return Counter(str(row.reply).replace("_", " ") if row.reply else "silence" for row in sent)

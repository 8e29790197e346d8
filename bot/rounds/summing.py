"""The weekly summary, once for its period: planned, rendered together with its order, then sent by the deliverer.

Composing stands in `policies/giving/summary.py`; what is gathered for it, and that no period has two, stands here.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.giving.facts import for_summary
from bot.rounds.done import Done, Summarised
from bot.rounds.ports import Scene
from bot.texts import summary as summary_words
from chat.giving import GivingKind
from chat.ledger import Changes
from chat.nudges import Reply
from chat.runs import Run, RunState
from policies.giving import summary
from policies.giving.credit import PAIR_WINDOW
from policies.giving.facts import SummaryFacts
from policies.giving.rings import discounted, rings
from policies.giving.topics import topics

SUMMARY: Final = "summary"
"""The kind of its runs in the ledger; their period is the first instant that a summary is about."""
TOO_LATE: Final = timedelta(hours=12)
WEEKS: Final = 7
"""Weeks before the one of a summary: four for the medians, seven for the picture."""
WEEKS_BETWEEN_LEADS: Final = 4


class SummaryRound:
    """The summaries of one group."""

    def __init__(self, scene: Scene, on_done: Callable[[Done], None]) -> None:
        """Serve a scene; `on_done` hears of every summary, and of periods without one."""
        self._scene = scene
        self._on_done = on_done
        self._led: list[frozenset[str]] = []

    async def resume(self) -> None:
        """Remember who led the last summaries."""
        runs = await self._scene.ledger.claims.last(self._scene.chat, SUMMARY, WEEKS_BETWEEN_LEADS)
        self._led = [frozenset(kept(run)["leads"]) for run in reversed(runs)]

    async def run(self, at: datetime) -> None:
        """Sum up the period that ends at an instant. Live it is posted once, and no more when it comes too late."""
        group, orders = self._scene.group, self._scene.orders
        start, end = summary.period_ending(at, group.summary.every, group.timezone)
        if orders is None:
            self._came(await self.compose(start, end))
        elif orders.now() - at > TOO_LATE:
            await self._once(start, summary.Skipped(start=start, end=end, why=summary.Skip.LATE))
        else:
            await self.post(start, end)

    async def post(self, start: datetime, end: datetime) -> Run | None:
        """Order the summary of a period, unless that was done before; return how far it had come by then."""
        before = await self._scene.ledger.claims.run(self._scene.chat, SUMMARY, start)
        if before is None or before.state is RunState.PLANNED:
            await self._once(start, await self.compose(start, end))
        return before

    async def again(self, run: Run) -> Summarised | summary.Skipped:
        """Order once more what may not have arrived, or was left out, because an admin says so."""
        group = self._scene.group
        end = summary.next_due(run.period, group.summary.every, group.timezone)
        done = await self.compose(run.period, end)
        if isinstance(done, Summarised):
            await self._record(run.period, done, again=True)
        return done

    async def compose(self, start: datetime, end: datetime) -> Summarised | summary.Skipped:
        """Return what a period's summary says, or why there is none."""
        facts = await self._facts(start, end)
        digest = summary.compose(facts, self._scene.group.summary)
        if isinstance(digest, summary.Skipped):
            return digest
        return Summarised(
            start=digest.start,
            end=digest.end,
            digest=digest,
            post=summary_words.render(digest, self._scene.group.timezone),
            open_questions=tuple(one.question.message_id for one in facts.report.open),
            newcomers=digest.newcomer_ids,
        )

    async def _once(self, start: datetime, done: Summarised | summary.Skipped) -> None:
        """Record what comes of a period and its order in one transaction: of two that try, one does it."""
        claims, chat = self._scene.ledger.claims, self._scene.chat
        await claims.claim(chat, SUMMARY, start)
        run = await claims.run(chat, SUMMARY, start)
        if run is not None and run.state is RunState.PLANNED:
            await self._record(start, done)

    async def _record(self, start: datetime, done: Summarised | summary.Skipped, *, again: bool = False) -> None:
        scene = self._scene
        assert scene.orders is not None  # noqa: S101 - only a live service records
        leaves = isinstance(done, summary.Skipped) or scene.imagined
        leads = list(done.digest.leads) if isinstance(done, Summarised) else []
        state = RunState.SKIPPED if leaves else RunState.RENDERED
        run = Run(chat=scene.chat, kind=SUMMARY, period=start, state=state, text=json.dumps({"leads": leads}))
        rows = () if scene.imagined else await scene.orders.rows(done)
        if again:  # an order under another key: the first one bars its own
            rows = [replace(row, key=f"{row.key}:{scene.orders.now().isoformat()}") for row in rows]
        async with scene.ledger.batch(scene.chat) as transaction:
            await transaction.write(Changes(chat=scene.chat, runs=[run], outbox=list(rows)))
        self._came(done)

    def _came(self, done: Summarised | summary.Skipped) -> None:
        if isinstance(done, Summarised):
            self._led.append(frozenset(done.digest.leads))
        self._on_done(done)

    async def _facts(self, start: datetime, end: datetime) -> SummaryFacts:
        reports, chat, group = self._scene.ledger.reports, self._scene.chat, self._scene.group
        report = await reports.period(chat, start, end, imagined=self._scene.imagined)
        lately = [row async for row in reports.contributions(chat, end - PAIR_WINDOW, end)]
        found = rings(lately, end)
        report = replace(report, contributions=tuple(discounted(row, found) for row in report.contributions))
        bounds = summary.weeks_before(start, WEEKS, group.summary.every, group.timezone)
        weeks = await reports.weekly(chat, bounds, imagined=self._scene.imagined)
        members = {member.member: member async for member in reports.members(chat)}
        questions = [row.messages[0] for row in report.contributions if row.kind is GivingKind.ANSWER and row.messages]
        said = [pair async for pair in reports.said(chat, start, end)]
        offered = await self._scene.ledger.nudges.past(chat, start)
        facts = SummaryFacts(
            report=report,
            weeks=tuple(weeks),
            members=members,
            texts=await reports.texts(chat, questions),
            topics=topics(said, names=[member.name for member in members.values()]),
            unreached=frozenset(one.match for one in offered if one.reply is Reply.UNREACHED),
            led=frozenset().union(*self._led[-WEEKS_BETWEEN_LEADS:]),
        )
        return await for_summary(facts, self._scene.ledger.gatherings, reports, chat, bounds)


def kept(run: Run) -> dict[str, Any]:
    """Return what a summary's run keeps: who led, and the id of the message where it was posted."""
    return {"leads": [], "message": None} | (json.loads(run.text) if run.text else {})

"""Nudges: planned for a stretch of daytime, looked at again when due, and recorded in the transaction that orders them.

Whom and with what is decided in `policies/giving/nudging.py`.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.giving.facts import for_nudges
from bot.rounds.done import Done, Nudged
from bot.rounds.ports import Scene
from bot.texts import nudges as nudge_words
from chat.giving import GivingKind
from chat.ledger import Changes, Member, Wanted
from chat.nudges import Arm, Offered
from policies.giving import nudging
from policies.giving.facts import Newcomer, NudgeFacts
from policies.giving.quiet import SPREAD

NEWCOMER_FOR: Final = timedelta(hours=48)
A_WEEK: Final = timedelta(days=7)
PAUSED: Final = "nudges paused"
RESUMED: Final = "nudges resumed"
_LIVE: Final = "live since"
_ONCE: Final = datetime(1970, 1, 1, tzinfo=UTC)
_OPEN_QUESTIONS: Final = 50


class NudgeRound:
    """The nudges of one group."""

    def __init__(self, scene: Scene, on_done: Callable[[Done], None]) -> None:
        """Serve a scene; `on_done` hears of every nudge."""
        self._scene = scene
        self._on_done = on_done
        self._planned: list[nudging.Nudge] = []
        self._preview_until: datetime | None = None

    async def resume(self, at: datetime) -> None:
        """Remember since when the group is live: its first weeks are previews."""
        claims, chat = self._scene.ledger.claims, self._scene.chat
        await claims.claim(chat, _LIVE, _ONCE, at.isoformat())
        run = await claims.run(chat, _LIVE, _ONCE)
        since = datetime.fromisoformat(run.text) if run and run.text else at
        self._preview_until = since + self._scene.group.nudges.preview

    def next(self) -> nudging.Nudge | None:
        """Return the nudge that is due next."""
        return min(self._planned, key=lambda nudge: (nudge.at, nudge.member), default=None)

    def drop(self) -> None:
        """Send nothing of what was planned."""
        self._planned = []

    async def plan(self, at: datetime) -> None:
        """Plan the stretch of daytime that begins; who is held out is noted at the time of the planning."""
        plan = nudging.Plan() if await self.is_paused() else await self.looked(at)
        self._planned = list(plan.nudges)
        held = [
            Offered(key=one.key, member=one.member, match=one.match, reason=one.why, arm=Arm.HELD, at=at)
            for one in plan.passed
            if one.why is nudging.Why.HOLDOUT and one.match is not None and one.key is not None
        ]
        if held:
            async with self._scene.ledger.batch(self._scene.chat) as transaction:
                await transaction.write(Changes(chat=self._scene.chat, offered=held))

    async def looked(self, at: datetime) -> nudging.Plan:
        """Return what would be planned at an instant, and who is left alone and why."""
        group = self._scene.group
        members = [member async for member in self._scene.ledger.reports.members(self._scene.chat)]
        if not any(_is_quiet(member, at - group.nudges.silent_for) for member in members):
            return nudging.Plan()
        facts = await self._facts(members, at, newcomer_for=NEWCOMER_FOR - SPREAD)
        if not facts.questions and not facts.newcomers and not facts.events:
            return nudging.Plan()
        return nudging.plan(facts, group.nudges, group.timezone, at, self._scene.secret)

    async def send(self, nudge: nudging.Nudge) -> None:
        """Send a nudge that is still due: its member may have spoken since, its question be answered."""
        scene, at = self._scene, nudge.at
        facts = await self._facts([member async for member in scene.ledger.reports.members(scene.chat)], at)
        self._planned = [one for one in self._planned if one.key != nudge.key]
        why_not = nudging.still_due(nudge, facts, scene.group.nudges, scene.group.timezone, at)
        if why_not is not None or await self.is_paused():
            return
        done = self._done(nudge)
        rows = await scene.orders.rows(done) if scene.orders else ()
        async with scene.ledger.batch(scene.chat) as transaction:
            wanted = Wanted(chat=scene.chat, imagined=scene.imagined, members=frozenset([nudge.member]))
            member = (await transaction.read(wanted)).members.get(nudge.member)
            if member is None or (member.told_at is not None and at - member.told_at < scene.group.nudges.gap):
                return
            changes = Changes(chat=scene.chat, offered=[_offered(done)], outbox=list(rows))
            if not done.preview:
                changes.members[member.member] = nudging.after(member, nudge, scene.group.nudges)
            await transaction.write(changes)
        self._on_done(done)

    def _done(self, nudge: nudging.Nudge) -> Nudged:
        group = self._scene.group
        return Nudged(
            member=nudge.member,
            name=nudge.name,
            at=nudge.at,
            reason=nudge.reason,
            why=nudge_words.reason_words(nudge, zone=group.timezone),
            match=nudge.match.id,
            words=nudge_words.words(nudge, zone=group.timezone, set_up_by=group.set_up_by),
            key=nudge.key,
            preview=self._previews(nudge.at),
        )

    def _previews(self, at: datetime) -> bool:
        """Tell whether the admins see nudges instead of members: in a new group, and in one that is only observed."""
        if self._scene.orders is None:
            return False
        return self._scene.imagined or (self._preview_until is not None and at < self._preview_until)

    async def _facts(
        self, members: Sequence[Member], at: datetime, *, newcomer_for: timedelta = NEWCOMER_FOR
    ) -> NudgeFacts:
        reports, chat = self._scene.ledger.reports, self._scene.chat
        [week] = await reports.weekly(chat, [at - A_WEEK, at], imagined=self._scene.imagined)
        questions = await reports.open_questions(chat, at - A_WEEK, _OPEN_QUESTIONS)
        present = [member for member in members if member.left_at is None and not member.is_bot]
        welcomes = await self._welcomes(at)
        newcomers = [
            Newcomer(
                member=member.member, name=member.name, joined_at=member.joined_at, welcomes=welcomes[member.member]
            )
            for member in present
            if member.joined_at is not None and at - member.joined_at <= newcomer_for and member.messages
        ]
        terms = await reports.terms(chat, [m.member for m in present]) if questions else {}
        facts = NudgeFacts(
            members=tuple(members),
            messages_last_week=week.messages,
            terms=terms,
            questions=tuple(questions),
            newcomers=tuple(newcomers),
            warned={member.member: member.told_at for member in members if member.told_at is not None},
        )
        facts = await for_nudges(facts, self._scene.ledger.gatherings, chat, at)
        return replace(await self._with_past(facts, at), resumed_at=await self._last(RESUMED))

    async def _with_past(self, facts: NudgeFacts, at: datetime) -> NudgeFacts:
        """Add what was offered before. Previews count among themselves."""
        since = at - self._scene.group.privacy.keep_facts
        rows = await self._scene.ledger.nudges.past(self._scene.chat, since)
        counts = {Arm.SENT, Arm.PREVIEW} if self._previews(at) else {Arm.SENT}
        return replace(
            facts,
            past=tuple(row for row in rows if row.arm in counts),
            held=tuple(row for row in rows if row.arm is Arm.HELD),
        )

    async def _last(self, kind: str) -> datetime | None:
        runs = await self._scene.ledger.claims.last(self._scene.chat, kind, 1) if self._scene.orders else []
        return runs[0].period if runs else None

    async def is_paused(self) -> bool:
        """Tell whether an admin has paused nudges."""
        paused, resumed = await self._last(PAUSED), await self._last(RESUMED)
        return paused is not None and (resumed is None or resumed < paused)

    async def _welcomes(self, at: datetime) -> Counter[str]:
        """Return how many members welcomed each newcomer."""
        given = self._scene.ledger.reports.contributions(self._scene.chat, at - NEWCOMER_FOR, at)
        return Counter([row.receiver async for row in given if row.kind is GivingKind.WELCOME and row.receiver])


def _offered(done: Nudged) -> Offered:
    arm = Arm.PREVIEW if done.preview else Arm.SENT
    return Offered(key=done.key, member=done.member, match=done.match or "", reason=done.reason, arm=arm, at=done.at)


def _is_quiet(member: Member, since: datetime) -> bool:
    present = member.left_at is None and not member.is_bot and member.opted_out_at is None
    return present and member.last_seen is not None and member.last_seen <= since

"""What falls due by itself: nudges, summaries, forgetting. Found from the ledger and the clock, done once.

The clock is whoever asks: live it is the wall clock, in a replay the chat's own. Who is nudged and what a summary says
is decided in `policies/giving`; this module gathers the facts and passes on what comes of them.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.ports import Ledger, Purge, Reports
from bot.texts import nudges as nudge_words
from bot.texts import summary as summary_words
from chat.giving import GivingKind
from chat.ledger import Changes, Member
from chat.posts import Post, plain
from policies.giving import nudging, summary
from policies.giving.credit import PAIR_WINDOW
from policies.giving.facts import Newcomer, NudgeFacts, Offered, SummaryFacts
from policies.giving.rings import discounted, rings
from policies.giving.topics import topics
from policies.language.schema import Group

KEEP_MESSAGES: Final = timedelta(days=9)
"""Messages without their text: long enough to know who answers whom, and for a summary of a week."""
NEWCOMER_FOR: Final = timedelta(hours=48)
A_WEEK: Final = timedelta(days=7)
WEEKS: Final = 7
"""Weeks before the one of a summary: four for the medians, seven for the picture."""
WEEKS_BETWEEN_LEADS: Final = 4
_OPEN_QUESTIONS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudged:
    """A nudge that was planned. `match` is the id of the question, newcomer or event that it offers."""

    member: str
    name: str
    at: datetime
    reason: str
    why: str
    """The reason in words, for admins."""
    match: str | None
    words: Post

    def row(self) -> dict[str, Any]:
        """Return it as a row of `replay --json`."""
        return {
            "type": "nudge",
            "member": self.member,
            "at": self.at.isoformat(),
            "reason": self.reason,
            "match": self.match,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Summarised:
    """A summary as it was, or would have been, posted."""

    start: datetime
    end: datetime
    digest: summary.Digest
    post: Post
    open_questions: tuple[str, ...]
    newcomers: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return it as plain text, to paste into a chat."""
        return plain(self.post)

    def row(self) -> dict[str, Any]:
        """Return it as a row of `replay --json`."""
        return {
            "type": "summary",
            "period": f"{self.start.isoformat()}/{self.end.isoformat()}",
            "text": self.text,
            "open_questions": list(self.open_questions),
            "newcomers": list(self.newcomers),
        }


Done = Nudged | Summarised | summary.Skipped


class Rounds:
    """The clock of one group."""

    def __init__(
        self,
        group: Group,
        chat: str,
        ledger: Ledger,
        reports: Reports,
        purge: Purge,
        *,
        secret: bytes,
        on_done: Callable[[Done], None],
    ) -> None:
        """Serve a group. `on_done` hears of every nudge and summary; `secret` keys holdout and jitter."""
        self.group = group
        self.chat = chat
        self.ledger = ledger
        self.reports = reports
        self.purge = purge
        self.secret = secret
        self.on_done = on_done
        self.imagined = group.mode == "observe"
        self._began: datetime | None = None
        self._due: dict[str, datetime] = {}
        self._planned: list[nudging.Nudge] = []
        self._past: list[Offered] = []
        self._led: list[frozenset[str]] = []

    def begin(self, at: datetime) -> None:
        """Begin the clock at the first event."""
        if self._began is not None:
            return
        self._began = at
        if self.group.nudges.enabled:
            self._due["nudges"] = nudging.next_planning(self.group.nudges, self.group.timezone, at)
        if self.group.summary.enabled:
            self._due["summary"] = summary.next_due(at, self.group.summary.every, self.group.timezone)
        self._due["forgetting"] = at + A_WEEK

    def next_due(self) -> datetime | None:
        """Return when the next thing falls due."""
        return min([*self._due.values(), *(nudge.at for nudge in self._planned)], default=None)

    async def run(self) -> None:
        """Do what falls due next."""
        planned = min(self._planned, key=lambda nudge: (nudge.at, nudge.member), default=None)
        what = min(self._due, key=lambda name: (self._due[name], name))
        at = self._due[what]
        if planned is not None and planned.at <= at:
            self._planned.remove(planned)
            await self._send(planned)
            return
        if what == "nudges":
            self._due[what] = nudging.next_planning(self.group.nudges, self.group.timezone, at)
            await self._nudge(at)
        elif what == "summary":
            self._due[what] = summary.next_due(at, self.group.summary.every, self.group.timezone)
            await self._summarise(at)
        else:
            self._due[what] = at + A_WEEK
            await self._forget(at)

    async def _nudge(self, at: datetime) -> None:
        members = [member async for member in self.reports.members(self.chat)]
        if not any(_is_quiet(member, at - self.group.nudges.silent_for) for member in members):
            return
        facts = await self._nudge_facts(members, at)
        if not facts.questions and not facts.newcomers:
            return
        plan = nudging.plan(facts, self.group.nudges, self.group.timezone, at, self.secret)
        self._planned += plan.nudges

    async def _nudge_facts(self, members: list[Member], at: datetime) -> NudgeFacts:
        [week] = await self.reports.weekly(self.chat, [at - A_WEEK, at], imagined=self.imagined)
        questions = await self.reports.open_questions(self.chat, at - A_WEEK, _OPEN_QUESTIONS)
        present = [member for member in members if member.left_at is None and not member.is_bot]
        welcomes = await self._welcomes(at)
        newcomers = [
            Newcomer(
                member=member.member, name=member.name, joined_at=member.joined_at, welcomes=welcomes[member.member]
            )
            for member in present
            if member.joined_at is not None and at - member.joined_at <= NEWCOMER_FOR and member.messages
        ]
        terms = await self.reports.terms(self.chat, [m.member for m in present]) if questions else {}
        return NudgeFacts(
            members=tuple(members),
            messages_last_week=week.messages,
            terms=terms,
            questions=tuple(questions),
            newcomers=tuple(newcomers),
            past=tuple(self._past),
            warned={member.member: member.told_at for member in members if member.told_at is not None},
        )

    async def _welcomes(self, at: datetime) -> Counter[str]:
        """Return how many members welcomed each newcomer."""
        given = self.reports.contributions(self.chat, at - NEWCOMER_FOR, at)
        return Counter([row.receiver async for row in given if row.kind is GivingKind.WELCOME and row.receiver])

    async def _send(self, nudge: nudging.Nudge) -> None:
        """Send a nudge that is still due: its member may have spoken since, its question be answered."""
        members = [member async for member in self.reports.members(self.chat)]
        facts = await self._nudge_facts(members, nudge.at)
        if nudging.still_due(nudge, facts, self.group.nudges, self.group.timezone, nudge.at) is not None:
            return
        member = next(member for member in members if member.member == nudge.member)
        self._past.append(Offered(member=nudge.member, match=nudge.match.id, at=nudge.at))
        told = nudging.after(member, nudge, self.group.nudges)
        async with self.ledger.batch(self.chat) as transaction:
            await transaction.write(Changes(chat=self.chat, members={member.member: told}))
        self.on_done(
            Nudged(
                member=nudge.member,
                name=member.name,
                at=nudge.at,
                reason=nudge.reason,
                why=nudge_words.reason_words(nudge, zone=self.group.timezone),
                match=nudge.match.id,
                words=nudge_words.words(nudge, zone=self.group.timezone, set_up_by=self.group.set_up_by),
            )
        )

    async def _summarise(self, at: datetime) -> None:
        every, zone = self.group.summary.every, self.group.timezone
        facts = await self._summary_facts(*summary.period_ending(at, every, zone))
        digest = summary.compose(facts, self.group.summary)
        if isinstance(digest, summary.Skipped):
            self.on_done(digest)
            return
        self._led.append(frozenset(digest.leads))
        self.on_done(
            Summarised(
                start=digest.start,
                end=digest.end,
                digest=digest,
                post=summary_words.render(digest, self.group.timezone),
                open_questions=tuple(one.question.message_id for one in facts.report.open),
                newcomers=digest.newcomer_ids,
            )
        )

    async def _summary_facts(self, start: datetime, end: datetime) -> SummaryFacts:
        report = await self.reports.period(self.chat, start, end, imagined=self.imagined)
        lately = [row async for row in self.reports.contributions(self.chat, end - PAIR_WINDOW, end)]
        found = rings(lately, end)
        report = replace(report, contributions=tuple(discounted(row, found) for row in report.contributions))
        bounds = summary.weeks_before(start, WEEKS, self.group.summary.every, self.group.timezone)
        weeks = await self.reports.weekly(self.chat, bounds, imagined=self.imagined)
        members = {member.member: member async for member in self.reports.members(self.chat)}
        questions = [row.messages[0] for row in report.contributions if row.kind is GivingKind.ANSWER and row.messages]
        said = [pair async for pair in self.reports.said(self.chat, start, end)]
        return SummaryFacts(
            report=report,
            weeks=tuple(weeks),
            members=members,
            texts=await self.reports.texts(self.chat, questions),
            topics=topics(said, names=[member.name for member in members.values()]),
            led=frozenset().union(*self._led[-WEEKS_BETWEEN_LEADS:]),
        )

    async def _forget(self, at: datetime) -> None:
        privacy = self.group.privacy
        await self.purge.purge(
            self.chat,
            messages_before=at - KEEP_MESSAGES,
            texts_before=at - privacy.keep_text,
            facts_before=at - privacy.keep_facts,
        )


def _is_quiet(member: Member, since: datetime) -> bool:
    present = member.left_at is None and not member.is_bot and member.opted_out_at is None
    return present and member.last_seen is not None and member.last_seen <= since

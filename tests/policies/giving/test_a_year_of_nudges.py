"""A year in a group of 500: whatever members do, no cap is ever broken and nobody is nudged after [Stop]."""

import random
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.giving import Question
from chat.ledger import Member
from chat.reports import OpenQuestion
from policies.giving.eligible import Case
from policies.giving.facts import Gathering, Newcomer, NudgeFacts, Offered, Reply
from policies.giving.nudging import Nudge, after, cap, next_planning, plan, still_due
from policies.giving.quiet import fraction
from policies.language.schema import Nudges
from tests.policies.giving.test_quiet import quiet_by_the_wall_clock

START = datetime(2026, 1, 1, tzinfo=UTC)
SECRET = b"a year"
WORDS = [f"word{n}" for n in range(60)]
ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago"]


class Group:
    """Members who write, fall silent, go, come back, and answer nudges as chance has it."""

    def __init__(self, size: int, seed: int, zone: str, policy: Nudges) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.zone, self.policy = zone, policy
        self.members = {f"m{n}": self._member(f"m{n}") for n in range(size)}
        self.terms = {who: {self.chance.choice(WORDS): 1 for _ in range(3)} for who in self.members}
        self.past: list[Offered] = []
        self.sent: list[Nudge] = []
        self.dropped = 0
        self.spoke: dict[str, list[datetime]] = defaultdict(list)
        self.stopped: dict[str, datetime] = {}
        self.told: dict[str, list[datetime]] = defaultdict(list)

    def _member(self, who: str) -> Member:
        joined = START - timedelta(days=self.chance.randrange(-300, 700))
        wrote = self.chance.random() < 0.7
        seen = max(joined, START - timedelta(days=self.chance.randrange(0, 90)))
        return Member(
            member=who,
            name=who,
            joined_at=joined if self.chance.random() < 0.8 else None,
            first_seen=joined,
            last_seen=seen if joined < START else None,
            messages=self.chance.randrange(1, 60) if wrote else 0,
            is_admin=self.chance.random() < 0.02,
        )

    def live_through(self, days: int) -> None:
        at, pending = START, plan(self.facts(START), self.policy, ZoneInfo(self.zone), START, SECRET).nudges
        while at < START + timedelta(days=days):
            following = next_planning(self.policy, ZoneInfo(self.zone), at)
            self._pass_time(at, following, pending)
            at = following
            pending = plan(self.facts(at), self.policy, ZoneInfo(self.zone), at, SECRET).nudges

    def facts(self, at: datetime) -> NudgeFacts:
        rows = tuple(row for row in self.members.values() if (row.joined_at or START) <= at)
        day = at.toordinal()
        asked = [(n, at - timedelta(days=n % 5 + 0.5)) for n in range(day, day + 6)]
        questions = tuple(
            OpenQuestion(
                question=Question(
                    message_id=f"q{n}", asker=f"m{n % 5}", at=when, terms=(WORDS[n % 60], WORDS[n * 7 % 60])
                )
            )
            for n, when in asked
        )
        fresh = [row for row in rows if row.joined_at and timedelta() <= at - row.joined_at < timedelta(days=7)]
        return NudgeFacts(
            members=rows,
            messages_last_week=100,
            terms=self.terms,
            questions=questions,
            newcomers=tuple(Newcomer(member=r.member, name=r.name, joined_at=r.joined_at or at) for r in fresh),
            events=(Gathering(event_id=f"e{day // 14}", title="Market", at=at + timedelta(days=4)),),
            past=tuple(self.past),
            resumed_at=at - timedelta(seconds=1),
        )

    def _pass_time(self, since: datetime, until: datetime, pending: tuple[Nudge, ...]) -> None:
        moments: list[tuple[datetime, str | Nudge]] = [(nudge.at, nudge) for nudge in pending]
        moments += [(since + (until - since) * self.chance.random(), who) for who in self.members]
        for at, what in sorted(moments, key=lambda moment: moment[0]):
            if isinstance(what, Nudge):
                self._send(what)
            else:
                self._live(what, at)

    def _live(self, who: str, at: datetime) -> None:
        row, luck = self.members[who], self.chance.random()
        if row.joined_at is not None and row.joined_at > at:
            return
        if luck < 0.02:
            self.spoke[who].append(at)
            self.members[who] = replace(row, last_seen=at, messages=row.messages + 1)
        elif luck < 0.022:
            self.members[who] = replace(row, left_at=at)
        elif luck < 0.024 and row.left_at is not None:
            self.spoke[who].append(at)
            self.members[who] = replace(row, joined_at=at, left_at=None, last_seen=at)
        elif luck < 0.026:
            self.members[who] = replace(row, away_until=at + timedelta(days=30))
        elif luck < 0.03:
            self.told[who].append(at)
            self.members[who] = replace(row, told_at=at)

    def _send(self, nudge: Nudge) -> None:
        who = nudge.member
        if still_due(nudge, self.facts(nudge.at), self.policy, ZoneInfo(self.zone), nudge.at) is not None:
            self.dropped += 1
            return
        self.sent.append(nudge)
        self.told[who].append(nudge.at)
        self.members[who] = after(self.members[who], nudge, self.policy)
        reply = self.chance.choice([None, None, Reply.TAKEN, Reply.LATER, Reply.NOT_ME, Reply.STOP, Reply.READING])
        replied = nudge.at + timedelta(minutes=5) if reply else None
        self.past.append(Offered(member=who, match=nudge.match.id, at=nudge.at, reply=reply, replied_at=replied))
        if replied is not None:
            self.spoke[who].append(replied)
            self.members[who] = replace(self.members[who], last_seen=replied)
        if reply is Reply.STOP:
            self.stopped[who] = nudge.at
            self.members[who] = replace(self.members[who], opted_out_at=nudge.at)


def check_caps(group: Group) -> None:
    policy, by_member = group.policy, defaultdict(list)
    for nudge in group.sent:
        by_member[nudge.member].append(nudge)
        assert not quiet_by_the_wall_clock(nudge.at, group.zone, policy.quiet_hours, weekends=policy.weekends)
        assert fraction(SECRET, "holdout", nudge.member) >= policy.holdout
        assert not group.members[nudge.member].is_admin
        assert nudge.at <= group.stopped.get(nudge.member, nudge.at)
    a_day = Counter(nudge.at.astimezone(ZoneInfo(group.zone)).date() for nudge in group.sent)
    assert max(a_day.values()) <= max(1, min(policy.per_day, int(len(group.members) * policy.share)))
    for who, nudges in by_member.items():
        told = sorted(group.told[who])
        assert len({nudge.match.id for nudge in nudges}) == len(nudges)
        assert all(nudge.at - before >= policy.gap for nudge in nudges for before in told if before < nudge.at)
        assert sum(1 for nudge in nudges if nudge.case is Case.READER) <= 2
        assert sum(1 for nudge in nudges if nudge.case is Case.NEW) <= 1
        check_silences(nudges, group.spoke[who], policy)


def check_silences(nudges: list[Nudge], spoke: list[datetime], policy: Nudges) -> None:
    for number, nudge in enumerate(nudges):
        since = max((at for at in spoke if at < nudge.at), default=START - timedelta(days=999))
        assert nudge.at - since >= policy.silent_for
        earlier = [one for one in nudges[:number] if one.at > since and nudge.at - one.at < policy.rest]
        assert len(earlier) < policy.at_most
        if earlier:
            assert nudge.at - earlier[-1].at >= 2 * policy.gap


@pytest.mark.parametrize("zone", ["Europe/London"])
def test_five_hundred_members_over_a_year(zone):
    group = Group(500, 1, zone, Nudges(share=0.03, per_day=12))

    group.live_through(365)

    check_caps(group)
    assert len(group.sent) > 200
    assert len(group.stopped) > 20
    assert cap(group.facts(START + timedelta(days=300)), group.policy) <= 12


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    size=st.integers(3, 60),
    seed=st.integers(0, 10_000),
    zone=st.sampled_from(ZONES),
    policy=st.builds(
        Nudges,
        at_most=st.integers(1, 3),
        quiet_hours=st.sampled_from([(1200, 540), (0, 420), (780, 720), (1380, 60)]),
        weekends=st.booleans(),
        share=st.sampled_from([0.01, 0.05, 0.5]),
        per_day=st.integers(1, 5),
        holdout=st.sampled_from([0.0, 0.2, 0.9]),
    ),
)
def test_any_group_over_a_year(size, seed, zone, policy):
    group = Group(size, seed, zone, policy)

    group.live_through(365)

    if group.sent:
        check_caps(group)

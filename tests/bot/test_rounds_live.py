"""The clock of a live group on the real ledger: previews, pauses, the holdout, restarts; what is ordered, and once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.live.orders import LiveOrders
from bot.rounds import Done, Noted, Nudged, Rounds, Summarised
from bot.rounds.nudging import PAUSED, RESUMED
from chat.events import MemberJoined, Person
from chat.ledger import OutboxRow
from chat.nudges import Arm, Reply
from chat.posts import plain
from chat.runs import RunState
from policies.giving.nudging import Why
from policies.language.schema import Group
from storage.ledger import Ledger
from tests.bot.test_rounds import (
    CHAT,
    DAY,
    MONDAY,
    PLANNED_FROM,
    WEEK,
    group,
    happen,
    helped,
    ledger,
    members,
    pass_time,
    said,
    silence,
)

__all__ = ["ledger", "silence"]
LONG_AGO = MONDAY - 60 * DAY


class Orders(LiveOrders):
    """A live service's orders, by a clock that stands where the test puts it."""

    def __init__(self, of: Group, at: datetime) -> None:
        super().__init__(of, CHAT)
        self.at = at
        self.ordered: list[OutboxRow] = []

    def now(self) -> datetime:
        return self.at

    async def rows(self, done: Done) -> Sequence[OutboxRow]:
        rows = await super().rows(done)
        self.ordered += rows
        return rows


class Live:
    """The rounds of one process."""

    def __init__(self, ledger: Ledger, **policy: str) -> None:
        keys = {"admins_chat": "room", "nudges": "{silent_for: 7d, member_for: 7d, holdout: 0, alive: 1}"}
        self.group = group(**(keys | policy))
        self.orders = Orders(self.group, MONDAY)
        self.came: list[Done] = []
        self.rounds = Rounds(self.group, CHAT, ledger, secret=b"test", on_done=self.came.append, orders=self.orders)

    async def begin(self, at: datetime) -> None:
        self.orders.at = at
        self.rounds.begin(at)
        await self.rounds.resume(at)

    async def until(self, at: datetime) -> None:
        self.orders.at = at
        await pass_time(self.rounds, at)

    def nudged(self) -> list[Nudged]:
        return [done for done in self.came if isinstance(done, Nudged)]


async def live_for_long(ledger: Ledger, **policy: str) -> Live:
    """Return a group whose preview is over."""
    await Live(ledger, **policy).begin(LONG_AGO)
    return Live(ledger, **policy)


async def past(ledger: Ledger) -> list[tuple[str, Arm]]:
    return [(one.member, one.arm) for one in await ledger.nudges.past(CHAT, LONG_AGO)]


async def test_in_its_first_fortnight_a_group_shows_nudges_to_its_admins_and_sends_none(silence):
    live = Live(silence)
    await live.begin(PLANNED_FROM)
    await live.until(PLANNED_FROM + 5 * DAY)

    [nudge] = live.nudged()
    assert nudge.preview
    assert [row.kind for row in live.orders.ordered if "nudge" in row.key] == ["TellAdmins"]
    assert await past(silence) == [("10", Arm.PREVIEW)]
    assert (await members(silence))["10"].told_at is None


async def test_after_its_preview_a_nudge_goes_to_the_member(silence):
    live = await live_for_long(silence)
    await live.begin(PLANNED_FROM)
    await live.until(PLANNED_FROM + DAY)

    [nudge] = live.nudged()
    assert not nudge.preview
    ordered = [(row.kind, row.key) for row in live.orders.ordered if "nudge" in row.key]
    assert ordered == [("NudgeMember", f"{CHAT}:nudge:{nudge.key}")]
    assert await past(silence) == [("10", Arm.SENT)]


async def test_a_process_that_starts_in_the_daytime_plans_the_day_again_and_sends_nothing_twice(silence):
    live = await live_for_long(silence)
    await live.begin(PLANNED_FROM)
    await live.until(PLANNED_FROM + timedelta(hours=9))
    assert len(live.nudged()) == 1

    again = Live(silence)
    await again.begin(PLANNED_FROM + timedelta(hours=9))
    await again.until(PLANNED_FROM + DAY)

    assert again.nudged() == []
    assert await past(silence) == [("10", Arm.SENT)]


async def test_what_was_planned_and_not_yet_due_is_sent_by_the_process_that_comes_after(silence):
    live = await live_for_long(silence)
    await live.begin(PLANNED_FROM)
    planning = PLANNED_FROM + timedelta(hours=1, seconds=1)
    await live.until(planning)
    assert live.nudged() == []

    again = Live(silence)
    await again.begin(planning)
    await again.until(PLANNED_FROM + DAY)

    assert [nudge.member for nudge in again.nudged()] == ["10"]


async def test_a_member_of_the_holdout_is_noted_and_hears_nothing(silence):
    held = "{silent_for: 7d, member_for: 7d, holdout: 1, alive: 1}"
    live = await live_for_long(silence, nudges=held)
    await live.begin(PLANNED_FROM)
    await live.until(PLANNED_FROM + 3 * DAY)

    assert live.nudged() == []
    assert await past(silence) == [("10", Arm.HELD)]


async def test_nudges_that_an_admin_has_paused_rest_until_they_are_resumed(silence):
    live = await live_for_long(silence)
    await silence.claims.claim(CHAT, PAUSED, PLANNED_FROM)
    await live.begin(PLANNED_FROM)
    await live.until(PLANNED_FROM + timedelta(hours=9))
    assert live.nudged() == []

    await silence.claims.claim(CHAT, RESUMED, PLANNED_FROM + timedelta(hours=10))
    lu = Person(id="12", name="Lu")
    await happen(silence, MemberJoined(at=MONDAY + 16 * DAY, chat="c", member=lu))
    await happen(silence, said(16 * DAY + timedelta(hours=1), "7", "Hello all, I am Lu and I bake.", author=lu))
    await live.until(PLANNED_FROM + 2 * DAY)

    assert [nudge.member for nudge in live.nudged()] == ["10"]


@pytest.mark.parametrize(("reply", "why"), [(Reply.STOP, Why.STOPPED), (Reply.BLOCKED, Why.STOPPED)])
async def test_whoever_asked_to_stop_or_blocked_the_bot_is_never_planned_again(silence, reply, why):
    live = await live_for_long(silence)
    await live.begin(PLANNED_FROM)
    await live.until(PLANNED_FROM + DAY)
    [nudge] = live.nudged()

    await silence.nudges.reply(CHAT, nudge.key, "10", reply, nudge.at)
    await happen(silence, said(60 * DAY, "7", "Anything new at the market?"))
    plan = await live.rounds.nudges.looked(PLANNED_FROM + 60 * DAY)

    assert plan.nudges == ()
    assert {one.member: one.why for one in plan.passed}.get("10", why) is why


async def test_a_service_that_was_down_for_months_tells_its_admins_of_the_last_week_alone(silence):
    await Live(silence).begin(LONG_AGO)
    live = Live(silence)
    await live.begin(PLANNED_FROM)
    await live.until(PLANNED_FROM)

    assert {row.key for row in live.orders.ordered if row.kind == "TellAdmins"} == {
        f"{CHAT}:note:{(MONDAY + WEEK).isoformat()}",
        f"{CHAT}:summary:{(MONDAY + WEEK).isoformat()}:skipped",
    }


async def test_only_whoever_was_nudged_can_answer_and_stop_is_the_last_word(silence):
    live = await live_for_long(silence)
    await live.begin(PLANNED_FROM)
    await live.until(PLANNED_FROM + DAY)
    [nudge] = live.nudged()

    assert await silence.nudges.reply(CHAT, nudge.key, "7", Reply.TAKEN, nudge.at) is None
    assert await silence.nudges.reply(CHAT, nudge.key, "10", Reply.STOP, nudge.at) is not None
    await silence.nudges.reply(CHAT, nudge.key, "10", Reply.TAKEN, nudge.at)

    [kept] = await silence.nudges.past(CHAT, LONG_AGO)
    assert kept.reply is Reply.STOP


async def test_a_summary_is_ordered_once_for_its_period_whoever_asks(ledger):
    await happen(ledger, *helped(DAY))
    live, other = Live(ledger, nudges="off"), Live(ledger, nudges="off")
    for one in (live, other):
        await one.begin(MONDAY + timedelta(hours=1))
        await one.until(MONDAY + WEEK + timedelta(minutes=1))

    ordered = [row.key for row in (*live.orders.ordered, *other.orders.ordered) if row.kind == "PostSummary"]
    assert ordered == [f"{CHAT}:summary:{MONDAY.isoformat()}"]
    run = await ledger.claims.run(CHAT, "summary", MONDAY)
    assert run is not None
    assert run.state is RunState.RENDERED


async def test_a_week_is_not_summed_up_again_after_its_summary_was_posted_early(ledger):
    await happen(ledger, *helped(DAY))
    live = Live(ledger, nudges="off")
    await live.begin(MONDAY + timedelta(hours=1))
    await live.rounds.summary.post(MONDAY, MONDAY + 2 * DAY)
    await live.until(MONDAY + WEEK + timedelta(minutes=1))

    assert len([done for done in live.came if isinstance(done, Summarised)]) == 1


async def test_an_observed_group_posts_no_summary(ledger):
    await happen(ledger, *helped(DAY))
    live = Live(ledger, nudges="off", mode="observe")
    await live.begin(MONDAY + timedelta(hours=1))
    await live.until(MONDAY + WEEK + timedelta(minutes=1))

    assert [row.kind for row in live.orders.ordered] == ["TellAdmins"], "their own note only"
    run = await ledger.claims.run(CHAT, "summary", MONDAY)
    assert run is not None
    assert run.state is RunState.SKIPPED


async def test_whoever_led_before_a_restart_does_not_lead_after_it(ledger):
    await happen(ledger, *helped(DAY))
    live = Live(ledger, nudges="off")
    await live.begin(MONDAY + timedelta(hours=1))
    await live.until(MONDAY + WEEK + timedelta(minutes=1))
    second = WEEK + DAY
    await happen(
        ledger,
        said(second, "7", "Which oven would you buy for a small kitchen?", "q"),
        said(second + timedelta(minutes=1), "9", "We are happy with ours, it heats up quickly.", "a", reply_to="q"),
        said(second + timedelta(minutes=2), "7", "Thank you, that helps a lot!", "t", reply_to="a"),
        *helped(WEEK + 2 * DAY),
    )

    again = Live(ledger, nudges="off")
    await again.begin(MONDAY + WEEK + timedelta(minutes=2))
    await again.until(MONDAY + 2 * WEEK + timedelta(minutes=1))

    [summary] = [done for done in again.came if isinstance(done, Summarised)]
    assert summary.digest.win is not None
    assert summary.digest.win.giver == "Cy"


async def test_the_admins_note_of_the_week_has_numbers_and_names_nobody(ledger):
    await happen(ledger, *helped(DAY), said(2 * DAY, "9", "Which insurance covers borrowed bicycles?", "open"))
    live = Live(ledger, nudges="off")
    await live.begin(MONDAY + timedelta(hours=1))
    await live.until(MONDAY + WEEK + timedelta(minutes=1))

    [note] = [done for done in live.came if isinstance(done, Noted)]
    assert (note.start, note.end, note.unanswered) == (MONDAY, MONDAY + WEEK, 1)
    assert note.reply_time == timedelta(minutes=1)
    assert note.shares[-1] == (1, 0)
    from bot.texts import week

    words = plain(week.noted(note, live.group.timezone))
    assert "Ana" not in words
    assert "1 minute (median); 1 question still open" in words

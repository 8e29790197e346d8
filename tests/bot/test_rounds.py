"""What falls due by itself, on the real ledger: nudges, summaries and forgetting, each once and as of its own time."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.pipeline import Pipeline
from bot.replay import Replay
from bot.rounds import Done, Nudged, Rounds, Summarised
from bot.texts.summary import skipped_words
from chat.events import Event, MemberJoined, MemberLeft, MessagePosted, Person
from chat.ledger import Member
from chat.posts import plain
from policies.giving.summary import Skip, Skipped
from policies.language.load import load_policy
from policies.language.schema import Group
from storage.ledger import Ledger

CHAT = "script:c"
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
NAMES = {"7": "Ana", "8": "Bo", "9": "Cy", "10": "Hana", "11": "Kit"}
TOPIC = {
    "question": "Does anybody know a good bookkeeper?",
    "answer": "Ask Sam at Mill Street.",
    "thanks": "Thank you!",
}
Begin = Callable[..., Rounds]


def group(**changed: str) -> Group:
    """Return a group where a member may be nudged after a week of silence; `changed` replaces keys of its policy."""
    keys = {
        "timezone": "Europe/London",
        "mode": "enforce",
        "selling": "{never: [mlm]}",
        "nudges": "{silent_for: 7d, member_for: 7d, gap: 14d, holdout: 0, alive: 1}",
        "summary": "{every: Mon 09:00, names: everybody}",
        "privacy": "{keep_text: 10d}",
        **changed,
    }
    body = "".join(f"    {key}: {value}\n" for key, value in keys.items())
    return load_policy(f"version: 1\ngroups:\n  makers:\n{body}").groups["makers"]


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    opened = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path}/ledger.db", secret=b"test")
    yield opened
    await opened.close()


@pytest.fixture
def came() -> list[Done]:
    """What the rounds of a test brought."""
    return []


@pytest.fixture
def begin(ledger: Ledger, came: list[Done]) -> Begin:
    """Begin the rounds of a group at a time, as a process does when it starts."""

    def started(at: datetime = MONDAY, by: Group | None = None) -> Rounds:
        rounds = Rounds(by or group(), CHAT, ledger, secret=b"test", on_done=came.append)
        rounds.begin(at)
        return rounds

    return started


def person(who: str) -> Person:
    return Person(id=who, name=NAMES[who], handle=NAMES[who].lower())


def said(after: timedelta, who: str, text: str, message_id: str | None = None, **more: object) -> MessagePosted:
    given = {"place": "1", "author": person(who), **more}
    number = message_id or f"{after.total_seconds():.0f}{who}"
    return MessagePosted(at=MONDAY + after, chat="c", message_id=number, text=text, **given)  # type: ignore[arg-type]


def joined(after: timedelta, *who: str) -> list[Event]:
    return [MemberJoined(at=MONDAY + after, chat="c", member=person(one)) for one in who]


def helped(after: timedelta) -> list[Event]:
    """Three members: one asks, one answers, one says good morning."""
    minute, name = timedelta(minutes=1), f"{after.days}"
    return [
        said(after, "7", TOPIC["question"], f"q{name}"),
        said(after + minute, "8", TOPIC["answer"], f"a{name}", reply_to=f"q{name}"),
        said(after + 2 * minute, "7", TOPIC["thanks"], f"t{name}", reply_to=f"a{name}"),
        said(after + 3 * minute, "9", "Good morning."),
    ]


async def happen(ledger: Ledger, *events: Event) -> None:
    await Pipeline(group(), CHAT, ledger, told_after=timedelta()).handle(events)


async def pass_time(rounds: Rounds, until: datetime) -> None:
    while (due := rounds.next_due()) is not None and due <= until:
        await rounds.run()


async def members(ledger: Ledger) -> dict[str, Member]:
    return {member.member: member async for member in ledger.reports.members(CHAT)}


async def texts(ledger: Ledger, *message_ids: str) -> set[str]:
    """Return those of the messages' texts that are still kept, by their ids."""
    return set(await ledger.reports.texts(CHAT, message_ids))


@pytest.fixture
async def silence(ledger: Ledger) -> Ledger:
    """Hana says one thing and falls silent; two weeks later Kit joins and says hello."""
    hello = "Hello, I have just opened a repair shop."
    await happen(ledger, *joined(timedelta(), "7", "8", "9", "10"), said(DAY, "10", "Good morning from my desk."))
    await happen(ledger, *helped(8 * DAY), *helped(14 * DAY))
    await happen(ledger, *joined(15 * DAY, "11"), said(15 * DAY, "11", hello))
    return ledger


PLANNED_FROM = MONDAY + 16 * DAY - timedelta(hours=1)
"""Kit's second day."""


def nudges(came: list[Done]) -> list[Nudged]:
    return [done for done in came if isinstance(done, Nudged)]


def summaries(came: list[Done]) -> list[Summarised]:
    return [done for done in came if isinstance(done, Summarised)]


def test_before_it_begins_nothing_is_due(ledger):
    rounds = Rounds(group(), CHAT, ledger, secret=b"test", on_done=print)

    assert rounds.next_due() is None


def test_the_clock_begins_once(begin):
    rounds = begin(MONDAY + timedelta(hours=1))
    due = rounds.next_due()

    rounds.begin(MONDAY + 30 * DAY)

    assert rounds.next_due() == due == MONDAY + DAY


def test_with_nudges_and_summaries_off_only_forgetting_is_due(begin):
    assert begin(by=group(nudges="off", summary="off")).next_due() == MONDAY + WEEK


def test_a_summary_is_due_by_the_groups_own_clock(begin):
    summer = datetime(2026, 3, 27, 12, tzinfo=UTC)

    assert begin(summer, by=group(nudges="off")).next_due() == datetime(2026, 3, 30, 8, tzinfo=UTC)


@pytest.mark.usefixtures("silence")
async def test_a_silent_member_is_offered_a_newcomer_to_welcome(begin, came):
    await pass_time(begin(PLANNED_FROM), PLANNED_FROM + DAY)

    [nudge] = nudges(came)
    assert (nudge.member, nudge.name, nudge.reason, nudge.match) == ("10", "Hana", "faded:newcomer", "11")
    assert nudge.why == "last here on 6 Jan; Kit is new and could be welcomed"
    assert nudge.row() == {
        "type": "nudge",
        "member": "10",
        "at": nudge.at.isoformat(),
        "reason": "faded:newcomer",
        "match": "11",
    }
    assert "Kit just joined" in plain(nudge.words)


@pytest.mark.usefixtures("silence")
async def test_a_nudge_comes_in_the_daytime_after_it_was_planned(begin, came):
    rounds = begin(PLANNED_FROM)
    planning = rounds.next_due()

    await pass_time(rounds, PLANNED_FROM + DAY)

    [nudge] = nudges(came)
    assert planning == datetime(2026, 1, 21, 9, tzinfo=UTC)
    assert planning <= nudge.at < planning + timedelta(hours=6)


@pytest.mark.usefixtures("silence")
async def test_a_nudge_waits_for_its_own_time_while_other_things_fall_due(begin, came):
    rounds = begin(MONDAY + 8 * DAY + timedelta(minutes=1), group(summary="off"))
    dues = []
    while not came:
        dues.append(rounds.next_due())
        await rounds.run()

    [nudge] = nudges(came)
    assert dues[-3:] == [MONDAY + 15 * DAY, MONDAY + 15 * DAY + timedelta(minutes=1), nudge.at]


async def test_a_nudge_is_sent_once_and_the_ledger_remembers_it(silence, begin, came):
    await pass_time(begin(PLANNED_FROM), PLANNED_FROM + 13 * DAY)

    [nudge] = nudges(came)
    told = (await members(silence))["10"]
    assert (told.nudged_at, told.told_at, told.nudges) == (nudge.at, nudge.at, 1)


@pytest.mark.usefixtures("silence")
async def test_a_process_that_starts_anew_does_not_nudge_for_the_same_silence_again(begin, came):
    await pass_time(begin(PLANNED_FROM), PLANNED_FROM + timedelta(hours=12))
    await pass_time(begin(PLANNED_FROM), PLANNED_FROM + timedelta(hours=12))

    assert [nudge.member for nudge in nudges(came)] == ["10"]


async def test_whoever_spoke_between_plan_and_nudge_is_left_alone(silence, begin, came):
    rounds = begin(PLANNED_FROM)
    await rounds.run()
    planned = rounds.next_due()

    await happen(silence, said(16 * DAY + timedelta(seconds=1), "10", "Good morning, I am back."))
    await pass_time(rounds, PLANNED_FROM + DAY)

    assert planned is not None
    assert planned < PLANNED_FROM + timedelta(hours=8)
    assert nudges(came) == []


async def test_whoever_left_between_plan_and_nudge_is_left_alone(silence, begin, came):
    rounds = begin(PLANNED_FROM)
    await rounds.run()

    left = MemberLeft(at=MONDAY + 16 * DAY + timedelta(seconds=1), chat="c", member=person("10"))
    await happen(silence, left)
    await pass_time(rounds, PLANNED_FROM + DAY)

    assert nudges(came) == []
    assert (await members(silence))["10"].nudged_at is None


@pytest.mark.usefixtures("silence")
async def test_without_anything_to_offer_nobody_is_nudged(begin, came):
    later = PLANNED_FROM + 2 * DAY

    await pass_time(begin(later), later + DAY)

    assert nudges(came) == []


@pytest.mark.usefixtures("silence")
async def test_with_nudges_off_nobody_is_nudged(begin, came):
    await pass_time(begin(PLANNED_FROM, by=group(nudges="off")), PLANNED_FROM + 2 * DAY)

    assert nudges(came) == []


async def test_each_week_is_summed_up_once_from_one_posting_time_to_the_next(ledger, begin, came):
    rounds = begin()
    for week in range(3):
        await happen(ledger, *helped(week * WEEK + DAY))
        await pass_time(rounds, MONDAY + (week + 1) * WEEK)
        await pass_time(rounds, MONDAY + (week + 1) * WEEK)

    periods = [(summary.start, summary.end) for summary in summaries(came)]
    assert periods == [(MONDAY + n * WEEK, MONDAY + (n + 1) * WEEK) for n in range(3)]


async def test_a_summary_tells_what_happened_in_its_week(ledger, begin, came):
    await happen(ledger, *joined(-30 * DAY, "7", "8", "9"), *joined(DAY, "11"), *helped(DAY))
    await happen(ledger, said(2 * DAY, "9", "Which insurance covers bicycles that are not mine?", "open"))

    await pass_time(begin(by=group(nudges="off")), MONDAY + WEEK)

    [summary] = summaries(came)
    assert summary.open_questions == ("open",)
    assert summary.newcomers == ("11",)
    assert summary.text.splitlines()[:3] == ["This week together · 5 to 12 Jan 2026", "", _win("Bo", "Ana")]
    assert summary.row() == {
        "type": "summary",
        "period": "2026-01-05T09:00:00+00:00/2026-01-12T09:00:00+00:00",
        "text": summary.text,
        "open_questions": ["open"],
        "newcomers": ["11"],
    }


def _win(giver: str, receiver: str) -> str:
    return f"{giver} helped {receiver} with “{TOPIC['question']}”"


async def test_the_picture_shows_the_weeks_that_were_lived_before(ledger, begin, came):
    rounds = begin()
    for week in range(2):
        await happen(ledger, *helped(week * WEEK + DAY))
        await pass_time(rounds, MONDAY + (week + 1) * WEEK)

    assert [summary.digest.picture for summary in summaries(came)] == [
        ((MONDAY, 1),),
        ((MONDAY, 1), (MONDAY + WEEK, 1)),
    ]


async def test_whoever_led_one_summary_does_not_lead_the_next(ledger, begin, came):
    rounds = begin()
    await happen(ledger, *joined(-30 * DAY, "7", "8", "9"), *helped(DAY))
    await pass_time(rounds, MONDAY + WEEK)

    second = WEEK + DAY
    await happen(
        ledger,
        said(second, "7", "Which oven would you buy for a small kitchen?", "q"),
        said(second + timedelta(minutes=1), "9", "We are happy with ours, it heats up quickly.", "a", reply_to="q"),
        said(second + timedelta(minutes=2), "7", "Thank you, that helps a lot!", "t", reply_to="a"),
        *helped(WEEK + 2 * DAY),
    )
    await pass_time(rounds, MONDAY + 2 * WEEK)

    wins = [summary.digest.win for summary in summaries(came)]
    assert [win and win.giver for win in wins] == ["Bo", "Cy"]


async def test_what_fell_due_while_nobody_asked_is_done_late_each_as_of_its_own_time(ledger, begin, came):
    await happen(ledger, *helped(DAY), *helped(WEEK + DAY))

    await pass_time(begin(by=group(nudges="off")), MONDAY + 2 * WEEK + 3 * DAY)

    assert [(summary.start, summary.digest.numbers[0].value) for summary in summaries(came)] == [
        (MONDAY, 1),
        (MONDAY + WEEK, 1),
    ]


async def test_a_process_that_starts_after_the_posting_time_posts_that_week_no_more(ledger, begin, came):
    await happen(ledger, *helped(DAY))

    await pass_time(begin(MONDAY + WEEK + timedelta(minutes=1)), MONDAY + WEEK + 5 * DAY)

    assert came == []


async def test_a_week_in_which_few_wrote_is_skipped_and_says_so(ledger, begin, came):
    await happen(ledger, said(DAY, "7", "Anybody here?"), said(2 * DAY, "8", "Yes."))

    await pass_time(begin(), MONDAY + WEEK)

    [skipped] = came
    assert skipped == Skipped(start=MONDAY, end=MONDAY + WEEK, why=Skip.FEW_WRITERS, measured=2, limit=3)
    assert skipped_words(skipped, group().timezone) == (
        "No summary for 5 to 12 Jan 2026: 2 members wrote, and `floor` is 3."
    )


async def test_a_week_in_which_nothing_was_given_is_skipped_and_says_so(ledger, begin, came):
    await happen(ledger, *(said(DAY, who, "Good morning.") for who in ("7", "8", "9")))

    await pass_time(begin(), MONDAY + WEEK)

    assert came == [Skipped(start=MONDAY, end=MONDAY + WEEK, why=Skip.NOTHING_GIVEN)]


async def test_a_skipped_week_does_not_stop_the_next(ledger, begin, came):
    await happen(ledger, *helped(WEEK + DAY))

    await pass_time(begin(), MONDAY + 2 * WEEK)

    assert [type(done).__name__ for done in came] == ["Skipped", "Summarised"]


async def test_texts_are_forgotten_once_they_are_older_than_the_policy_keeps_them(ledger, begin):
    await happen(ledger, said(DAY, "7", "Said on Tuesday.", "1"), said(12 * DAY, "7", "Said much later.", "2"))
    rounds = begin(by=group(nudges="off", summary="off"))

    await pass_time(rounds, MONDAY + WEEK)
    after_a_week = await texts(ledger, "1", "2")
    await pass_time(rounds, MONDAY + 2 * WEEK)
    after_two = await texts(ledger, "1", "2")

    assert (after_a_week, after_two) == ({"1", "2"}, {"2"})


async def test_a_policy_that_keeps_texts_longer_keeps_them(ledger, begin):
    await happen(ledger, said(DAY, "7", "Said on Tuesday.", "1"))
    rounds = begin(by=group(privacy="{keep_text: 30d}"))

    await pass_time(rounds, MONDAY + 4 * WEEK)
    after_four = await texts(ledger, "1")
    await pass_time(rounds, MONDAY + 5 * WEEK)

    assert (after_four, await texts(ledger, "1")) == ({"1"}, set())


async def test_who_said_what_to_whom_is_forgotten_after_nine_days_but_still_counted(ledger, begin):
    await happen(ledger, *helped(DAY), *helped(12 * DAY))
    period = (MONDAY, MONDAY + WEEK)
    before = await ledger.reports.period(CHAT, *period)

    await pass_time(begin(by=group(nudges="off", summary="off")), MONDAY + 2 * WEEK)

    after = await ledger.reports.period(CHAT, *period)
    assert (before.messages, before.writers, before.helped) == (4, 3, 1)
    assert (after.messages, after.writers, after.helped) == (4, 0, 1)


async def test_who_helped_is_forgotten_once_it_is_older_than_the_policy_keeps_facts(ledger, begin):
    await happen(ledger, *helped(DAY), *helped(40 * DAY))
    facts = group(nudges="off", summary="off", privacy="{keep_text: 10d, keep_facts: 30d}")

    await pass_time(begin(by=facts), MONDAY + 6 * WEEK)

    span = (MONDAY, MONDAY + 6 * WEEK)
    kept = {contribution.at async for contribution in ledger.reports.contributions(CHAT, *span)}
    assert {at.date() for at in kept} == {(MONDAY + 40 * DAY).date()}


async def test_forgetting_goes_on_every_week(begin):
    rounds = begin(by=group(nudges="off", summary="off"))
    dues = []
    for _ in range(3):
        dues.append(rounds.next_due())
        await rounds.run()

    assert dues == [MONDAY + n * WEEK for n in (1, 2, 3)]


class Counting(Rounds):
    """Rounds that count what they did."""

    ran = 0

    async def run(self) -> None:
        self.ran += 1
        await super().run()


async def test_a_silence_of_years_is_not_gone_through_day_by_day(ledger, came):
    clock = Counting(group(), CHAT, ledger, secret=b"test", on_done=came.append)
    replay = Replay(Pipeline(group(), CHAT, ledger, told_after=timedelta()), clock=clock)
    years = 20 * 365 * DAY

    await replay.run(
        [*joined(timedelta(), "7"), said(DAY, "7", "Hello"), *helped(years), said(years + DAY, "7", "Bye")]
    )

    assert clock.ran < 300
    assert [done.digest.start.year for done in summaries(came)][-1:] == [2045]
    assert await texts(ledger, "q7300", "864007") == {"q7300"}

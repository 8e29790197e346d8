"""What rounds and reports read of a group."""

from datetime import timedelta

from chat.giving import Question
from chat.ledger import DecisionRow, Member, TextRow
from chat.reports import Week
from chat.standing import State
from storage import Ledger
from tests.storage.told import CHAT, DAY, NOON, contribution, message, promotion, write

WEEK = 7 * DAY


def _question(message_id: str, at=NOON, **rest) -> Question:
    return Question(message_id=message_id, asker="8", at=at, **rest)


async def test_a_week_in_numbers(ledger: Ledger):
    seen = [message("1", "7"), message("2", "8"), message("3", "8", removed=True), message("4", at=NOON + WEEK)]
    posts = [
        promotion("1", state=State.REMOVED, really=State.STANDS),
        promotion("2", state=State.REMOVED, really=State.REMOVED),
        promotion("0", at=NOON - DAY),
    ]
    given = [
        contribution("early", "9", "8", at=NOON - DAY),
        contribution("a", "9", "8"),
        contribution("b", "7", "8"),
        contribution("c", "7", "10"),
        contribution("d", "6", "5", withdrawn=True),
    ]
    questions = [_question("1", answers=1), _question("2"), _question("x", at=NOON - DAY)]
    members = {who: Member(member=who, joined_at=at) for who, at in (("7", NOON), ("8", NOON - DAY))}
    texts = [TextRow(message_id="2", member="8", at=NOON, text="Who does payroll?")]
    await write(
        ledger, seen=seen, promotions=posts, contributions=given, questions=questions, members=members, texts=texts
    )

    week = await ledger.reports.period(CHAT, NOON, NOON + WEEK, imagined=False)

    assert (week.messages, week.removed, week.writers) == (2, 1, 2)
    assert (week.promotions_allowed, week.promotions_removed) == (1, 1)
    assert (week.asked, week.answered) == (2, 1)
    assert [(one.question.message_id, one.text) for one in week.open] == [("2", "Who does payroll?")]
    assert {one.key for one in week.contributions} == {"a", "b", "c"}
    assert week.helped == 2
    assert [member.member for member in week.joined] == ["7"]
    assert week.first_timers == ("7",)
    assert (await ledger.reports.period(CHAT, NOON, NOON + WEEK, imagined=True)).promotions_removed == 2


async def test_weeks_for_charts_count_what_is_no_longer_remembered(ledger: Ledger):
    seen = [message(str(n), at=NOON + n * DAY) for n in range(14)]
    await write(ledger, seen=seen, promotions=[promotion("1")], contributions=[contribution("a", at=NOON + 8 * DAY)])
    await ledger.retention.purge(CHAT, messages_before=NOON + 10 * DAY, texts_before=NOON, facts_before=NOON - DAY)

    weeks = await ledger.reports.weekly(CHAT, [NOON - timedelta(hours=1) + n * WEEK for n in range(3)])

    first, second = (NOON - timedelta(hours=1) + n * WEEK for n in range(2))
    assert weeks == [
        Week(start=first, messages=7, promotions=1, helped=0, asked=0, answered=0),
        Week(start=second, messages=7, promotions=0, helped=1, asked=0, answered=0),
    ]


async def test_the_silent_are_found_page_by_page_without_bots_and_those_gone(ledger: Ledger):
    rows = [Member(member=str(n), last_seen=NOON - 30 * DAY) for n in range(5)]
    rows += [
        Member(member="bot", last_seen=NOON - 30 * DAY, is_bot=True),
        Member(member="gone", last_seen=NOON - 30 * DAY, left_at=NOON),
        Member(member="back", last_seen=NOON - 30 * DAY, left_at=NOON - 40 * DAY, joined_at=NOON - 35 * DAY),
        Member(member="lively", last_seen=NOON),
    ]
    await write(ledger, members={member.member: member for member in rows})

    found: list[str] = []
    while page := await ledger.reports.silent(CHAT, NOON - 21 * DAY, most=2, after_member=found[-1] if found else None):
        found += [one.member.member for one in page]

    assert sorted(found) == ["0", "1", "2", "3", "4", "back"]


async def test_a_members_usual_gap_is_the_mean_between_messages(ledger: Ledger):
    member = Member(member="7", first_seen=NOON - 40 * DAY, last_seen=NOON - 30 * DAY, messages=6)
    await write(ledger, members={"7": member})

    (silent,) = await ledger.reports.silent(CHAT, NOON)

    assert silent.usual_gap == 2 * DAY


async def test_all_members_are_gone_through_once(ledger: Ledger):
    names = [f"member {n}" for n in range(2500)]
    await write(ledger, members={name: Member(member=name) for name in names})

    assert sorted([member.member async for member in ledger.reports.members(CHAT)]) == sorted(names)


async def test_terms_are_counted_by_member(ledger: Ledger):
    await write(ledger, terms=[("7", "payroll"), ("7", "payroll"), ("8", "flowers"), ("9", "cars")])
    await write(ledger, terms=[("7", "payroll")])

    assert await ledger.reports.terms(CHAT, ["7", "8"]) == {"7": {"payroll": 3}, "8": {"flowers": 1}}


async def test_open_questions_come_newest_first(ledger: Ledger):
    asked = [_question(str(n), at=NOON + n * DAY, terms=("tax",)) for n in range(4)]
    settled = [_question("a", answers=1), _question("b", settled_at=NOON)]
    await write(ledger, questions=[*asked, *settled])

    found = await ledger.reports.open_questions(CHAT, NOON + DAY, most=2)

    assert [one.question for one in found] == [asked[3], asked[2]]


async def test_contributions_are_gone_through_in_the_order_of_time_also_many_of_one_moment(ledger: Ledger):
    given = [contribution(f"key {n}", at=NOON + n // 1500 * DAY) for n in range(2600)]
    await write(ledger, contributions=given)

    found = [one async for one in ledger.reports.contributions(CHAT, NOON, NOON + WEEK)]

    assert len(found) == 2600
    assert [one.at for one in found] == sorted(one.at for one in given)
    assert {one.key for one in found} == {one.key for one in given}


def _decision(decision_id: str, member: str = "7", at=NOON) -> DecisionRow:
    return DecisionRow(
        decision_id=decision_id,
        message_id="1",
        member=member,
        at=at,
        outcome="remove",
        rule=None,
        imagined=False,
        body='{"way": null}',
    )


async def test_decisions_are_found_by_id_by_member_and_by_time(ledger: Ledger):
    rows = [_decision("a"), _decision("b", "8"), _decision("c", at=NOON + DAY), _decision("d", at=NOON + WEEK)]
    await write(ledger, decisions=rows)
    await write(ledger, decisions=[rows[0]])

    found = await ledger.reports.decision("c")
    all_ = [one async for one in ledger.reports.decisions(CHAT, NOON, NOON + WEEK)]
    mine = [one async for one in ledger.reports.decisions(CHAT, NOON, NOON + WEEK, member="7")]

    assert found is not None
    assert (found.chat, found.decision) == (CHAT, rows[2])
    assert sorted(one.decision_id for one in all_) == ["a", "b", "c"]
    assert mine == [rows[0], rows[2]]
    assert await ledger.reports.decision("never") is None


async def test_texts_are_read_where_they_are_kept(ledger: Ledger):
    await write(ledger, texts=[TextRow(message_id="a:1", member="7", at=NOON, text="Zoë 🦊 \0")])

    assert await ledger.reports.texts(CHAT, ["a:1", "2"]) == {"a:1": "Zoë 🦊 \ufffd"}


async def test_nothing_is_told_of_a_chat_never_heard_of(ledger: Ledger):
    period = await ledger.reports.period("nowhere", NOON, NOON + WEEK)

    assert (period.messages, period.asked, period.open, period.joined) == (0, 0, (), ())
    assert await ledger.reports.silent("nowhere", NOON) == []

"""Referrals, introductions, promises, events and the directory, decided by themselves."""

from datetime import UTC, datetime, timedelta

import pytest

from chat.events import MessagePosted, Person
from chat.exchanges import Attendance, Exchange, ExchangeKind, ExchangeState, Listing, Meetup
from chat.giving import Seen
from policies.giving import directory, exchanges, meetups
from policies.giving.directory import found
from policies.giving.exchanges import Refused
from policies.giving.lines import misfit
from policies.giving.meetups import Door
from policies.giving.phrases import is_no_answer, is_welcome
from policies.giving.promises import promised
from policies.giving.terms import terms

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SECRET = b"secret"


def referral(number: int, *, at: datetime = NOON, state: ExchangeState = ExchangeState.OPEN, **more) -> Exchange:
    given = {"kind": ExchangeKind.REFERRAL, "giver": "ana", "one": "bo", "about": "payroll", "message_id": ""}
    return Exchange(exchange_id=str(number), at=at, state=state, **(given | more))


def introduction(number: int, **more) -> Exchange:
    return referral(number, **({"kind": ExchangeKind.INTRODUCTION, "other": "cem"} | more))


def among(*some: Exchange) -> dict[str, Exchange]:
    return {one.exchange_id: one for one in some}


def test_what_is_settled_keeps_no_words():
    open_ = referral(1)

    for settled in (exchanges.refused(open_, NOON), exchanges.closed(accepted(open_), {}, {})):
        assert settled.exchange.about == ""


def accepted(open_: Exchange) -> Exchange:
    return exchanges.taken_up(open_, NOON, among(open_), {}, {}).exchange


def test_a_referral_that_came_to_something_is_worth_more_by_the_same_share():
    taken = exchanges.taken_up(referral(1), NOON, {}, {"ana": earned_from_bo()}, {})
    [before] = taken.contributions

    [after] = exchanges.closed(taken.exchange, {"ana": [*earned_from_bo(), before]}, {}).contributions

    assert (before.weight, before.credit) == (8.0, 4.0)
    assert (after.weight, after.credit) == (10.0, 5.0)
    assert after.key == before.key


def earned_from_bo():
    return exchanges.taken_up(referral(9, at=NOON - DAY), NOON - DAY, {}, {}, {}).contributions


def test_members_of_a_few_days_score_nothing():
    taken = exchanges.taken_up(referral(1), NOON, {}, {}, {"bo": NOON - DAY})

    assert taken.contributions[0].credit == 0.0


def test_five_referrals_a_day_are_enough_and_one_to_a_member_at_a_time():
    four = [referral(n, one=f"m{n}", state=ExchangeState.ACCEPTED) for n in range(4)]

    assert exchanges.may_refer("ana", "bo", NOON, among(*four)) is None
    assert exchanges.may_refer("ana", "m0", NOON, among(*four, referral(4, one="m0"))) is Refused.TOO_MANY
    assert exchanges.may_refer("ana", "bo", NOON + DAY, among(*four, referral(4))) is Refused.TWICE
    assert exchanges.may_refer("dee", "bo", NOON, among(*four, referral(4))) is None


def test_a_pair_may_be_introduced_again_after_a_no():
    refused = introduction(1, state=ExchangeState.REFUSED)
    pair = frozenset({"bo", "cem"})

    assert exchanges.may_introduce("ana", pair, NOON + DAY, among(refused), ()) is None
    assert exchanges.may_introduce("dee", pair, NOON + DAY, among(introduction(2)), ()) is Refused.TWICE
    assert exchanges.may_introduce("ana", pair, NOON, {}, [pair]) is Refused.KNOWN


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("payroll for a café with 12 people, from £300 a month", None),
        ("лендинг для пекарни", None),
        ("", Refused.TOO_LONG),
        ("x" * 201, Refused.TOO_LONG),
        ("write to ana@example.org", Refused.TELLS_TOO_MUCH),
        ("see crumb.example.com", Refused.TELLS_TOO_MUCH),
        ("call 020 7946 0958", Refused.TELLS_TOO_MUCH),
    ],
)
def test_a_line_tells_a_need_and_no_third_person(line: str, wrong: Refused | None):
    assert misfit(line) is wrong


# Events.

BREAKFAST = Meetup(meetup_id="e1", host="ana", title="Breakfast", at=NOON, made_at=NOON - 7 * DAY, message_id="5")
LUNCH = Meetup(meetup_id="e2", host="dee", title="Lunch", at=NOON, made_at=NOON - 7 * DAY, message_id="6")


def door(given: str, member: str, at: datetime, *present: Attendance):
    there = {(row.meetup_id, row.member): row for row in present}
    return meetups.by_code(given, member, [BREAKFAST, LUNCH], there, SECRET, "c", at)


def test_a_code_opens_its_own_event_now_and_ten_minutes_later_only():
    code = meetups.code(SECRET, "c", "e2", NOON)
    later = meetups.code_ends(NOON) + 10 * MINUTE

    assert door(code, "bo", NOON).meetup == LUNCH
    assert door(code, "bo", later - timedelta(seconds=1)).door is Door.IN
    assert door(code, "bo", later).door is Door.WRONG


def test_codes_differ_between_groups_events_and_times():
    codes = {
        meetups.code(SECRET, chat, event, NOON + n * meetups.CODE_FOR)
        for chat in ("c", "d")
        for event in ("e1", "e2")
        for n in range(10)
    }

    assert len(codes) > 35
    assert all(len(code) == 4 and code.isdigit() for code in codes)


def test_the_door_is_open_from_half_an_hour_before_to_twelve_hours_after():
    code = "0000"

    assert door(code, "bo", NOON - 31 * MINUTE).door is Door.CLOSED
    assert door(code, "bo", NOON + timedelta(hours=12)).door is Door.CLOSED
    assert door(meetups.code(SECRET, "c", "e1", NOON), "ana", NOON).door is Door.HOST


def test_the_host_is_credited_once_for_an_event_and_each_guest_for_coming():
    first = meetups.came(BREAKFAST, "bo", {}, NOON, {}, {})
    there = {("e1", "bo"): first.attendance[0]}
    second = meetups.came(BREAKFAST, "cem", there, NOON, {}, {})
    again = meetups.came(BREAKFAST, "bo", there, NOON, {}, {})

    assert [(row.giver, row.credit) for row in first.contributions] == [("bo", 4.0), ("ana", 10.0)]
    assert [(row.giver, row.credit) for row in second.contributions] == [("cem", 4.0)]
    assert (again.door, again.contributions) == (Door.ALREADY, ())


def test_turned_up_counts_those_who_said_yes_and_whoever_they_sent():
    rows = [
        Attendance(meetup_id="e1", member="bo", at=NOON, coming=True, came_at=NOON),
        Attendance(meetup_id="e1", member="cem", at=NOON, coming=True, substitute="dee", came_at=NOON),
        Attendance(meetup_id="e1", member="dee", at=NOON, coming=True, stands_in_for="cem", came_at=NOON),
        Attendance(meetup_id="e1", member="eva", at=NOON, coming=True),
        Attendance(meetup_id="e1", member="fay", at=NOON, coming=False),
        Attendance(meetup_id="e1", member="gus", at=NOON, came_at=NOON),
    ]

    assert meetups.turned_up(rows) == (2, 3)


# Promises.


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("I'll send it tomorrow", 1),
        ("I\u2019ll bring you one next week", 7),
        ("Mañana te lo mando", 1),
        ("vou te mandar amanhã", 1),
        ("Schick ich dir übermorgen", 2),
        ("je t'envoie ça demain", 1),
        ("завтра пришлю", 1),
        ("明天我发给你", 1),
        ("i will share the template", 3),
    ],
)
def test_a_promise_to_somebody_is_found_with_its_time(text: str, days: int):
    made = promised(reply(text), Seen(message_id="1", author="bo", at=NOON), "x")

    assert made is not None
    assert (made.giver, made.one, made.due_at) == ("ana", "bo", NOON + days * DAY)


@pytest.mark.parametrize(
    "text",
    [
        "Shall I send it tomorrow?",
        "Did you say I'll send it tomorrow?",
        "I would send it tomorrow",
        "I won't send it",
        "If I find time I'll send it",
        "tomorrow is fine",
        "We will share in this market for years to come, " + "and so on " * 20,
    ],
)
def test_what_is_asked_denied_or_long_is_no_promise(text: str):
    assert promised(reply(text), Seen(message_id="1", author="bo", at=NOON), "x") is None


def test_a_promise_to_oneself_is_none():
    assert promised(reply("I'll send it tomorrow"), Seen(message_id="1", author="ana", at=NOON), "x") is None


def reply(text: str) -> MessagePosted:
    ana = Person(id="ana", name="Ana")
    return MessagePosted(at=NOON, chat="c", message_id="2", author=ana, text=text, reply_to="1")


@pytest.mark.parametrize("text", ["欢迎新朋友", "大家好,歡迎加入"])
def test_chinese_words_are_found_though_no_space_stands_between_them(text: str):
    assert is_welcome(text)


def test_the_end_of_another_word_is_no_welcome_and_no_refusal():
    assert not is_welcome("unwelcomed guests")
    assert not is_no_answer("bumper crop of apples at the mill")


# The directory.


def listing(number: int, member: str, text: str, *, kind: str = "offer", category: str = "service") -> Listing:
    return Listing(
        listing_id=str(number),
        member=member,
        kind=kind,
        category=category,
        text=text,
        terms=terms(text),
        at=NOON + number * MINUTE,
    )


def test_offers_that_share_more_words_come_first_and_never_ones_own():
    lines = [
        listing(1, "bo", "bookkeeping"),
        listing(2, "cem", "bookkeeping and payroll for cafés"),
        listing(3, "ana", "bookkeeping and payroll"),
        listing(4, "dee", "bookkeeping", kind="seek"),
        listing(5, "eva", "tiles"),
    ]

    assert [one.member for one in found("payroll bookkeeping", None, lines, seeker="ana")] == ["cem", "bo"]
    assert [one.member for one in found("", "service", lines, seeker="ana")] == ["eva", "cem", "bo"]
    assert directory.of("bo", lines) == [lines[0]]

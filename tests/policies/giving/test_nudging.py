"""Whom to nudge: rarely, privately, with something real to offer; everybody else with the reason why not."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from policies.giving.facts import Gathering, Offered, Reply
from policies.giving.nudging import Case, Match, MatchKind, Nudge, Passed, Why, after, plan, still_due
from policies.language.schema import Nudges
from tests.policies.giving.world import (
    EVERYBODY,
    SECRET,
    TUESDAY,
    active,
    days,
    facts,
    member,
    newcomer,
    question,
)

LONDON = ZoneInfo("Europe/London")
DANA = member("dana")


def planned(given, policy: Nudges = EVERYBODY, at=TUESDAY):
    return plan(given, policy, LONDON, at, SECRET)


def why(given, who: str = "dana", policy: Nudges = EVERYBODY, at=TUESDAY) -> Why | None:
    return next((one.why for one in planned(given, policy, at).passed if one.member == who), None)


def test_a_faded_member_is_offered_the_question_that_fits():
    [nudge] = planned(facts(DANA)).nudges

    assert nudge == Nudge(
        key=nudge.key,
        member="dana",
        name="Dana",
        at=nudge.at,
        case=Case.FADED,
        match=Match(
            kind=MatchKind.QUESTION,
            id="q1",
            score=nudge.match.score,
            at=TUESDAY - days(1),
            who="Sam",
            text="Which payroll rules changed for cafés?",
            terms=("payroll",),
            known_by=1,
            message_id="q1",
        ),
        silent_since=TUESDAY - days(60),
    )
    assert TUESDAY <= nudge.at < TUESDAY + timedelta(hours=6)
    assert nudge.reason == "faded:question"


def test_no_match_no_nudge():
    assert why(facts(DANA, questions=())) is Why.NO_MATCH


def test_everybody_is_either_nudged_or_passed_with_a_reason():
    given = facts(DANA, member("bo"), active("kim"), member("robo", is_bot=True))

    result = planned(given)

    assert sorted([*(n.member for n in result.nudges), *(p.member for p in result.passed)]) == [
        "bo",
        "dana",
        "kim",
        "robo",
        "sam",
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"is_bot": True}, Why.BOT),
        ({"is_admin": True}, Why.ADMIN),
        ({"left_at": TUESDAY - days(1)}, Why.LEFT),
        ({"opted_out_at": TUESDAY - days(300)}, Why.STOPPED),
        ({"away_until": TUESDAY + days(1)}, Why.AWAY),
        ({"muted_until": TUESDAY + days(1)}, Why.MUTED),
        ({"joined_at": TUESDAY - days(13)}, Why.NEW_MEMBER),
        ({"joined_at": None, "first_seen": TUESDAY - days(13), "messages": 0, "last_seen": None}, Why.NEW_MEMBER),
        ({"joined_at": None, "first_seen": None, "last_seen": None, "messages": 0}, Why.NEW_MEMBER),
        ({"last_seen": TUESDAY - days(20)}, Why.ACTIVE),
        ({"messages": 6, "last_seen": TUESDAY - days(60)}, Why.ACTIVE),
        ({"told_at": TUESDAY - days(13)}, Why.TOLD),
    ],
)
def test_who_is_left_alone(row, reason):
    assert why(facts(replace(DANA, **row))) is reason


def test_six_messages_in_120_days_make_60_days_no_silence_but_80_do():
    row = member("dana", first_seen=TUESDAY - days(180), last_seen=TUESDAY - days(60), messages=6)

    assert why(facts(row)) is Why.ACTIVE
    later = facts(replace(row, last_seen=TUESDAY - days(80)), questions=(question(),))
    assert [nudge.member for nudge in planned(later).nudges] == ["dana"]


def test_who_was_warned_is_left_alone():
    assert why(facts(DANA, warned={"dana": TUESDAY - days(13)})) is Why.WARNED
    assert why(facts(DANA, warned={"dana": TUESDAY - days(14)})) is None


def test_a_group_that_is_quiet_itself_nudges_nobody():
    assert why(facts(DANA, messages_last_week=4)) is Why.NOT_ALIVE


def test_switched_off_is_off():
    assert why(facts(DANA), policy=Nudges(enabled=False)) is Why.OFF


def test_a_question_is_never_offered_to_its_asker_or_to_who_answered_it():
    own = facts(DANA, questions=(question(asker="dana"),))
    answered = facts(DANA, answered_by={"q1": frozenset({"dana"})})

    assert (why(own), why(answered)) == (Why.NO_MATCH, Why.NO_MATCH)


def test_words_that_everybody_knows_match_nobody():
    common = {name: {"payroll": 1} for name in ("dana", "bo", "kim", "lee")}

    assert why(facts(DANA, terms=common)) is Why.NO_MATCH


def test_the_rarest_words_decide_between_two_questions():
    given = facts(
        DANA,
        terms={"dana": {"payroll": 1, "sourdough": 1}, "bo": {"payroll": 1}},
        questions=(question("q1"), question("q2", about=("sourdough",))),
    )

    assert planned(given).nudges[0].match.id == "q2"


@pytest.mark.parametrize("age", [timedelta(hours=1), days(15)])
def test_questions_too_fresh_or_too_old_are_not_offered(age):
    assert why(facts(DANA, questions=(question(at=TUESDAY - age),))) is Why.NO_MATCH


def test_not_me_rests_this_match_for_good_but_not_the_next_one():
    said_no = Offered(member="dana", match="q1", at=TUESDAY - days(90), reply=Reply.NOT_ME)

    same = facts(DANA, past=(said_no,))
    other = facts(DANA, past=(said_no,), questions=(question(), question("q2")))

    assert why(same) is Why.NO_MATCH
    assert planned(other).nudges[0].match.id == "q2"


def test_later_rests_thirty_days_from_the_tap():
    def later(ago: float):
        tapped = TUESDAY - days(ago)
        return Offered(member="dana", match="q0", at=tapped, reply=Reply.LATER, replied_at=tapped)

    assert why(facts(replace(DANA, last_seen=TUESDAY - days(60)), past=(later(29),))) is Why.LATER
    assert why(facts(DANA, past=(later(31),))) is None


@pytest.mark.parametrize("reply", [Reply.STOP, Reply.BLOCKED])
def test_stop_is_for_good_also_after_leaving_and_joining_again(reply):
    stopped = Offered(member="dana", match="q0", at=TUESDAY - days(400), reply=reply)
    back = replace(DANA, left_at=TUESDAY - days(200), joined_at=TUESDAY - days(100))

    assert why(facts(back, past=(stopped,))) is Why.STOPPED


def test_the_interval_doubles_and_after_two_nudges_there_is_half_a_year_of_rest():
    one = Offered(member="dana", match="a", at=TUESDAY - days(27))
    two = (Offered(member="dana", match="a", at=TUESDAY - days(40)), replace(one, match="b", at=TUESDAY - days(15)))
    silent = replace(DANA, last_seen=TUESDAY - days(100))

    assert why(facts(silent, past=(one,))) is Why.SPACED
    assert why(facts(silent, past=(replace(one, at=TUESDAY - days(28)),))) is None
    assert why(facts(silent, past=two)) is Why.RESTING
    assert why(facts(silent, past=two, questions=(question(at=TUESDAY + days(164)),)), at=TUESDAY + days(166)) is None


def test_the_members_row_alone_keeps_the_caps_too():
    nudge = planned(facts(DANA)).nudges[0]

    once = after(DANA, nudge, EVERYBODY)
    twice = after(once, replace(nudge, at=nudge.at + days(28)), EVERYBODY)
    back = after(replace(twice, last_seen=nudge.at + days(50)), replace(nudge, at=nudge.at + days(90)), EVERYBODY)

    assert (once.nudges, twice.nudges, back.nudges) == (1, 2, 1)
    assert (once.told_at, once.nudged_at) == (nudge.at, nudge.at)
    asked = (question(at=nudge.at + days(80)),)
    assert why(facts(twice, questions=asked), at=nudge.at + days(80)) is Why.RESTING


def test_a_reader_is_asked_at_most_twice_ever_and_somebody_new_once():
    reader = member("dana", messages=0)
    new = member("dana", messages=0, joined_at=TUESDAY - days(40), first_seen=TUESDAY - days(40), last_seen=None)
    past = [Offered(member="dana", match=m, at=TUESDAY - days(ago)) for m, ago in (("a", 900), ("b", 500))]

    assert planned(facts(reader, past=(past[0],))).nudges[0].case is Case.READER
    assert why(facts(reader, past=tuple(past))) is Why.ASKED_ENOUGH
    assert planned(facts(new)).nudges[0].case is Case.NEW
    asked_before = Offered(member="dana", match="a", at=TUESDAY - days(39))
    assert why(facts(new, past=(asked_before,))) is Why.ASKED_ENOUGH


def test_a_newcomer_is_offered_to_three_at_most_and_to_nobody_once_three_have_welcomed():
    people = [member(name) for name in ("dana", "bo", "kim", "lee")] + [active(f"m{n}") for n in range(96)]

    open_ = planned(facts(*people, questions=(), newcomers=(newcomer(),)))
    welcomed = planned(facts(*people, questions=(), newcomers=(newcomer(welcomes=3),)))

    assert [nudge.match.id for nudge in open_.nudges] == ["newt"] * 3
    assert [one.why for one in open_.passed].count(Why.MATCH_TAKEN) == 1
    assert welcomed.nudges == ()


def test_an_event_near_is_something_to_offer_but_not_to_who_answered_the_invitation():
    near = Gathering(event_id="e1", title="Spring market", at=TUESDAY + days(3))

    [nudge] = planned(facts(DANA, questions=(), events=(near,))).nudges

    assert (nudge.match.kind, nudge.match.text) == (MatchKind.EVENT, "Spring market")
    assert why(facts(DANA, questions=(), events=(replace(near, invited=frozenset({"dana"})),))) is Why.NO_MATCH
    assert why(facts(DANA, questions=(), events=(replace(near, at=TUESDAY + days(9)),))) is Why.NO_MATCH


def test_a_day_holds_five_percent_of_the_members_but_always_one():
    near = (Gathering(event_id="e1", title="Spring market", at=TUESDAY + days(3)),)
    few = [member(f"m{n}") for n in range(10)]
    many = [member(f"m{n}") for n in range(99)]

    small = planned(facts(*few, questions=(), events=near))
    large = planned(facts(*many, questions=(), events=near))
    huge = planned(facts(*[member(f"m{n}") for n in range(999)], questions=(), events=near))

    assert (len(small.nudges), len(large.nudges), len(huge.nudges)) == (1, 5, 20)
    assert [one.why for one in small.passed].count(Why.DAY_FULL) == 9


def test_what_was_planned_for_the_same_day_counts_against_its_cap():
    already = Offered(member="bo", match="q9", at=TUESDAY + timedelta(hours=2))

    assert why(facts(DANA, past=(already,))) is Why.DAY_FULL


def test_the_holdout_is_a_fifth_of_the_members_and_always_the_same_ones():
    near = (Gathering(event_id="e1", title="Spring market", at=TUESDAY + days(3)),)
    given = facts(*[member(f"m{n}") for n in range(1_000)], questions=(), events=near)

    held = [one for one in planned(given, Nudges()).passed if one.why is Why.HOLDOUT]
    again = [one for one in planned(given, Nudges(), TUESDAY + timedelta(days=1)).passed if one.why is Why.HOLDOUT]

    assert held == again
    assert 170 <= len(held) <= 230
    assert held[0] == Passed(member=held[0].member, why=Why.HOLDOUT, match="e1", key=held[0].key)


def test_nudges_pause_when_more_than_one_in_ten_said_stop_and_go_on_when_an_admin_says_so():
    def past(stops: int, sent: int):
        return tuple(
            Offered(
                member=f"m{n}", match=f"x{n}", at=TUESDAY - days(40), reply=Reply.STOP if n < stops else Reply.TAKEN
            )
            for n in range(sent)
        )

    assert why(facts(DANA, past=past(2, 19))) is Why.PAUSED
    assert why(facts(DANA, past=past(2, 20))) is None
    assert why(facts(DANA, past=past(1, 9))) is None
    assert why(facts(DANA, past=past(10, 19), resumed_at=TUESDAY - days(1))) is None


def test_the_same_facts_give_the_same_plan_in_any_order():
    people = [member(name) for name in ("dana", "bo", "kim")]
    terms = {name: {"payroll": 1} for name in ("dana", "bo")}

    assert planned(facts(*people, terms=terms)) == planned(facts(*reversed(people), terms=terms))


def test_on_a_friday_night_the_next_time_is_monday_morning():
    friday = TUESDAY + timedelta(days=3, hours=12)

    [nudge] = planned(facts(DANA, questions=(question(at=friday - days(1)),)), at=friday).nudges

    local = nudge.at.astimezone(LONDON)
    assert (local.weekday(), 9 <= local.hour < 15) == (0, True)


def test_a_planned_nudge_is_dropped_when_the_member_spoke_or_stopped_or_the_question_is_answered():
    given = facts(DANA)
    [nudge] = planned(given).nudges

    def now(**more):
        return still_due(nudge, replace(given, **more), EVERYBODY, LONDON, nudge.at)

    spoke = (replace(DANA, last_seen=nudge.at - timedelta(hours=1)), *given.members[1:])
    stopped = (replace(DANA, opted_out_at=nudge.at - timedelta(hours=1)), *given.members[1:])
    assert now() is None
    assert now(members=spoke) is Why.ACTIVE
    assert now(members=stopped) is Why.STOPPED
    assert now(members=given.members[1:]) is Why.LEFT
    assert now(questions=()) is Why.NO_MATCH
    night = nudge.at.replace(hour=23)
    assert still_due(nudge, given, EVERYBODY, LONDON, night) is Why.QUIET
    assert now(messages_last_week=0) is Why.NOT_ALIVE

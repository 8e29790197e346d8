"""The weekly summary: what the group gave, with names only of those who agreed, and nobody ever ranked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.giving import GivingKind
from policies.giving.digest import Digest, Joined, Number, Numbered, Share, Skip, Skipped, Thanked, Waiting, Win
from policies.giving.facts import Gathering, Topic
from policies.giving.summary import compose
from policies.language.schema import Summary
from tests.policies.giving.weeks import END, START, asked, facts, gift, person, weeks

POLICY = Summary()


def composed(given_facts, policy: Summary = POLICY) -> Digest:
    digest = compose(given_facts, policy)
    assert isinstance(digest, Digest)
    return digest


def test_a_whole_week():
    gifts = (
        gift("ana", "sam", 1),
        gift("bo", "sam", 2, weight=1.0),
        gift("kim", "newt", 3, kind=GivingKind.WELCOME, weight=2.0),
        gift("kim", "lee", 4, weight=1.0),
    )
    newt = person("newt", introduced_at=START, agreed=False)
    event = Gathering(event_id="e", title="Market", at=END + timedelta(days=2))

    digest = composed(
        facts(
            *gifts,
            people=tuple(person(name) for name in ("ana", "bo", "kim", "sam", "lee")),
            weeks=weeks(2, 4, 4, 6, 8),
            texts={"q-ana-1": "Which payroll rules changed?"},
            topics=(Topic(word="payroll", authors=4), Topic(word="ovens", authors=2)),
            offers={"newt": "flowers"},
            introduced_before=(1, 0),
            next_event=event,
            joined=(newt, person("ghost", agreed=False)),
            first_timers=("kim",),
            open=(asked(1), asked(2)),
        )
    )

    assert digest == Digest(
        start=START,
        end=END,
        win=Win(
            kind=GivingKind.ANSWER,
            giver="Ana",
            receiver="Sam",
            about="Which payroll rules changed?",
            message_id="q-ana-1",
        ),
        numbers=(
            Number(what=Numbered.HELPED, value=3, usual=5.0),
            Number(what=Numbered.ANSWERED, value=4, usual=5.0, of=6, usual_of=7.0),
            Number(what=Numbered.INTRODUCED, value=0, usual=0.5),
        ),
        thanked=(
            Thanked(name="Kim", gave=((GivingKind.ANSWER, 1), (GivingKind.WELCOME, 1)), first=True),
            Thanked(name="Bo", gave=((GivingKind.ANSWER, 1),)),
        ),
        waiting=(
            Waiting(message_id="w1", at=START + timedelta(hours=1), text="Who repairs ovens?", terms=("oven",)),
            Waiting(message_id="w2", at=START + timedelta(hours=2), text="Who repairs ovens?", terms=("oven",)),
        ),
        newcomers=(Joined(name="Newt", offers="flowers"),),
        newcomers_unnamed=1,
        topics=(Topic(word="payroll", authors=4),),
        event=event,
        share=Share(given=4, promotions=4),
        picture=(*((week.start, week.helped) for week in weeks(2, 4, 4, 6, 8)), (START, 3)),
        leads=("ana", "kim"),
        waiting_ids=("w1", "w2"),
        newcomer_ids=("newt", "ghost"),
    )


def test_below_the_floor_nothing_is_posted_and_the_reason_is_told():
    assert compose(facts(gift("ana", "sam", 1), writers=2), POLICY) == Skipped(
        start=START, end=END, why=Skip.FEW_WRITERS, measured=2, limit=3
    )


def test_a_week_in_which_nothing_happened_is_skipped():
    quiet = compose(facts(asked=0, answered=0, promotions_allowed=9), POLICY)

    assert isinstance(quiet, Skipped)
    assert quiet.why is Skip.NOTHING_GIVEN


def test_switched_off_is_off():
    off = compose(facts(gift("ana", "sam", 1)), Summary(enabled=False))

    assert isinstance(off, Skipped)
    assert off.why is Skip.OFF


def test_who_did_not_agree_is_counted_and_not_named():
    gifts = (gift("ana", "sam", 1), gift("bo", "sam", 2))
    shy = (person("ana", agreed=False), person("bo", agreed=False), person("sam", agreed=False))

    digest = composed(facts(*gifts, people=shy))

    assert digest.win is not None
    assert (digest.win.giver, digest.win.receiver) == (None, None)
    assert (digest.thanked, digest.thanked_unnamed, digest.leads) == ((), 2, ())


@pytest.mark.parametrize(("names", "shown"), [("agreed", 1), ("everybody", 3), ("nobody", 0)])
def test_the_policy_says_whose_names_may_stand_in_it(names, shown):
    gifts = tuple(
        gift(who, None, hour, kind=GivingKind.QUESTION) for hour, who in enumerate(("ana", "bo", "kim", "lee"))
    )
    people = (
        person("ana"),
        person("bo", agreed=False),
        person("kim", agreed=False),
        person("lee", agreed=False, opted_out_at=START),
    )

    digest = composed(facts(*gifts, people=people), Summary(names=names))

    assert (len(digest.thanked), digest.thanked_unnamed) == (shown, 4 - shown)


def test_whoever_left_is_not_named():
    gone = person("ana", left_at=END)

    digest = composed(facts(gift("ana", "sam", 1), people=(gone, person("sam"))))

    assert digest.win is not None
    assert digest.win.giver is None


def test_first_timers_come_first_then_the_newest_and_never_more_than_seven():
    gifts = tuple(gift(f"m{n}", None, n, kind=GivingKind.QUESTION) for n in range(10))

    digest = composed(facts(*gifts, first_timers=("m3", "m4")))

    assert [one.name for one in digest.thanked] == ["M4", "M3", "M9", "M8", "M7", "M6", "M5"]
    assert digest.thanked_unnamed == 3


def test_the_most_helpful_member_leads_no_more_than_the_others():
    busy = [gift("ana", f"s{n}", n, weight=5.0) for n in range(20)]
    led: list[tuple[str, ...]] = []

    for week in range(8):
        others = [gift(f"m{week}", "sam", 30, weight=1.0), gift(f"n{week}", "sam", 31, weight=1.0)]
        recent = frozenset(name for leads in led[-4:] for name in leads)
        led.append(composed(facts(*busy, *others, led=recent)).leads)

    for number, leads in enumerate(led):
        assert not set(leads) & {name for earlier in led[max(0, number - 4) : number] for name in earlier}
    assert sum("ana" in leads for leads in led) == 2


def test_only_up_to_three_questions_wait_and_none_from_private_places():
    many = tuple(asked(n) for n in range(5))
    hidden = (asked(9, place="admins"), *many)

    digest = composed(facts(gift("ana", "sam", 1), open=hidden, private_places=frozenset({"admins"})))

    assert digest.waiting_ids == ("w0", "w1", "w2")


def test_the_weeks_before_the_group_was_seen_are_unknown_and_not_low():
    empty = replace(weeks(9)[0], messages=0, helped=0)

    digest = composed(facts(gift("ana", "sam", 1), weeks=(empty, empty, *weeks(4, 6))))

    assert digest.numbers[0].usual == 5.0
    assert len(digest.picture) == 3


def test_a_first_week_has_numbers_without_a_median():
    assert composed(facts(gift("ana", "sam", 1))).numbers[0] == Number(what=Numbered.HELPED, value=1)


def test_an_event_counts_who_turned_up_beside_who_said_yes():
    digest = composed(facts(gift("ana", "sam", 1), turned_up=(7, 9), turned_up_before=((4, 8), (6, 6))))

    assert digest.numbers[-1] == Number(what=Numbered.TURNED_UP, value=7, of=9, usual=5.0, usual_of=7.0)


GIFTS = st.lists(
    st.builds(
        gift,
        st.sampled_from([f"m{n}" for n in range(12)]),
        st.sampled_from([None, "sam", "lee"]),
        st.floats(0, 160),
        kind=st.sampled_from(list(GivingKind)),
        weight=st.sampled_from([1.0, 2.0, 4.0, 5.0]),
    ),
    max_size=30,
)


@given(
    gifts=GIFTS, shy=st.sets(st.sampled_from([f"m{n}" for n in range(12)])), led=st.sets(st.sampled_from(["m1", "m2"]))
)
def test_whatever_was_given_nobody_shy_is_named_and_everybody_is_counted_once(gifts, shy, led):
    people = tuple(person(name, agreed=name not in shy) for name in {row.giver for row in gifts} | {"sam", "lee"})

    digest = composed(facts(*gifts, people=people, led=frozenset(led)))

    named = [one.name for one in digest.thanked] + ([digest.win.giver] if digest.win and digest.win.giver else [])
    assert len(named) == len(set(named))
    assert not {name.lower() for name in named} & shy
    in_win = 1 if digest.win and digest.win.giver else 0
    assert len(digest.thanked) + digest.thanked_unnamed + in_win == len({row.giver for row in gifts})


def test_what_nobody_could_be_asked_for_is_wanted_in_a_word_and_names_nobody():
    before = facts(gift("ana", "sam", 1), open=(asked(1), asked(2)))

    found = composed(replace(before, unreached=frozenset({"w1", "w2", "gone"})))

    assert composed(before).wanted == ()
    assert found.wanted == ("oven",)

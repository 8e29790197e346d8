"""What a verdict is: the lines of the policy's design, one sentence each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chat.events import Person
from chat.promotions import NOTHING, Promotion
from chat.standing import Earned, Permit, Promoted, Standing, State, Strike
from chat.verdicts import Act, Change, Outcome, Verdict
from policies.language.schema import Group
from policies.selling.judge import judge
from tests.policies.selling.generated import group_of, of_kind, offering

WEDNESDAY = datetime(2026, 1, 14, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PRODUCT = of_kind("product")
DOUBTFUL = replace(PRODUCT, score=0.6, kinds={"product": 0.6})
"""Between the two thresholds."""
KNOWN = Standing(began_at=WEDNESDAY - 400 * DAY, joined_at=WEDNESDAY - 300 * DAY)
"""An author of whom everything is known."""


def verdict(
    group: Group,
    standing: Standing = KNOWN,
    promotion: Promotion = PRODUCT,
    *,
    at: datetime = WEDNESDAY,
    **of_message: Any,
) -> Verdict:
    return judge(replace(offering(at), **of_message), promotion, standing, group)


def posted(ago: timedelta, **keys: Any) -> Promoted:
    given = {"message_id": f"{ago}", "at": WEDNESDAY - ago, "member": "ana", "offer": "bread", "place": "1"}
    return Promoted(**{**given, **keys})


def with_posts(*posts: Promoted) -> Standing:
    return replace(KNOWN, promoted=posts)


def struck(*ago: timedelta, ladder: str = "", told: bool = True) -> Standing:
    strikes = (Strike(ladder=ladder, at=WEDNESDAY - a, told_at=WEDNESDAY - a if told else None) for a in ago)
    return replace(KNOWN, strikes=tuple(strikes))


ANYTHING = group_of([{"name": "Anything", "channels": ["general"]}])
NOTHING_ALLOWED = group_of([])


# the order of the questions


def test_a_bot_and_a_linked_channel_are_no_members() -> None:
    robot = verdict(NOTHING_ALLOWED, author=Person(id="b", name="Bot", is_bot=True))
    channel = verdict(NOTHING_ALLOWED, sent_as_chat=True)

    assert (robot.outcome, robot.code) == (channel.outcome, channel.code) == (Outcome.ALLOW, "not_a_member")


def test_an_admin_of_the_platform_is_exempt() -> None:
    assert verdict(NOTHING_ALLOWED, author=Person(id="p", name="Priya", is_admin=True)).code == "admin"


def test_what_an_admin_approved_or_restored_no_rule_removes_later() -> None:
    group = group_of([], never=["product"])

    assert verdict(group, replace(KNOWN, kept=True)).outcome is Outcome.ALLOW


def test_a_permit_outranks_every_rule() -> None:
    group = group_of([], never=["product"])
    standing = replace(KNOWN, permits=(Permit(permit_id="1", by="Priya"),))

    found = verdict(group, standing)

    assert (found.outcome, found.code) == (Outcome.ALLOW, "permit")
    assert found.charge is not None
    assert found.charge.permit_id == "1"


@pytest.mark.parametrize(
    "permit",
    [
        Permit(permit_id="1", by="Priya", offer="cake"),
        Permit(permit_id="1", by="Priya", times=0),
        Permit(permit_id="1", by="Priya", until=WEDNESDAY),
    ],
    ids=["for another offer", "used up", "over"],
)
def test_a_permit_covers_its_offer_as_often_and_as_long_as_it_says(permit: Permit) -> None:
    assert verdict(NOTHING_ALLOWED, replace(KNOWN, permits=(permit,))).outcome is Outcome.REMOVE


def test_who_is_exempt_meets_no_rule() -> None:
    group = group_of(
        [],
        roles={"team": ["@ana"]},
        selling={"exempt": {"roles": ["team"]}, "never": ["product"], "allow": []},
    )

    exempt = verdict(group, author=Person(id="ana", name="Ana", handle="@ana"))
    other = verdict(group, author=Person(id="bo", name="Bo", handle="@bo"))

    assert (exempt.outcome, other.outcome) == (Outcome.ALLOW, Outcome.REMOVE)


def test_never_is_asked_of_every_message_promotion_or_not() -> None:
    group = group_of([], never=[{"name": "No links", "has": ["link"]}])

    assert verdict(group, promotion=replace(NOTHING, features={"link": 1})).outcome is Outcome.REMOVE
    assert verdict(group, promotion=replace(NOTHING, features={"link": 0})).outcome is Outcome.ALLOW


def test_after_never_no_time_is_named() -> None:
    found = verdict(group_of([{"name": "Fridays", "when": "Fri"}], never=["product"]))

    assert (found.outcome, found.next, found.way) == (Outcome.REMOVE, None, None)


def test_what_is_no_promotion_needs_no_allowance() -> None:
    assert verdict(NOTHING_ALLOWED, promotion=NOTHING).code == "nothing_to_allow"


def test_a_welcome_message_needs_no_allowance() -> None:
    group = group_of([], selling={"welcome": ["product"], "allow": []})

    assert verdict(group).code == "welcome"


def test_a_kind_that_an_allowance_names_needs_it() -> None:
    group = group_of([{"name": "Introductions", "kinds": ["introduction"], "limit": "1 per member ever"}])
    introduction = Promotion(kinds={"introduction": 0.9})
    again = replace(KNOWN, ever={"allow:Introductions|member|ana": {"1": 1}})

    assert verdict(group, promotion=introduction).outcome is Outcome.ALLOW
    assert verdict(group, again, introduction).outcome is Outcome.REMOVE


# doubt


def test_in_doubt_about_promotion_the_post_stands_and_the_admins_are_asked() -> None:
    found = verdict(NOTHING_ALLOWED, promotion=DOUBTFUL)

    assert (found.outcome, found.acts) == (Outcome.ALLOW, (Act(name="ask admins"),))


def test_in_doubt_about_promotion_nobody_is_asked_where_the_policy_says_pass() -> None:
    group = group_of([], selling={"unsure": "pass", "allow": []})

    assert (verdict(group, promotion=DOUBTFUL).outcome, verdict(group, promotion=DOUBTFUL).acts) == (Outcome.ALLOW, ())


def test_never_needs_the_upper_threshold_of_its_kind() -> None:
    group = group_of([{"name": "Anything", "channels": ["general"]}], never=["product"])

    assert verdict(group, promotion=DOUBTFUL).outcome is Outcome.ALLOW


def test_an_allowance_fits_if_any_kind_of_the_message_passes_its_lower_threshold() -> None:
    group = group_of([{"name": "Events", "kinds": ["event"]}])
    both = Promotion(score=0.99, kinds={"product": 0.97, "event": 0.6})

    assert verdict(group, promotion=both).outcome is Outcome.ALLOW


def test_what_may_be_no_promotion_is_charged_to_nothing() -> None:
    assert verdict(ANYTHING, promotion=DOUBTFUL).charge is None
    assert verdict(ANYTHING).charge is not None


# limits

WEEKLY = group_of([{"name": "Weekly", "limit": "1 per week"}])
SLIDING = group_of([{"name": "Sliding", "limit": "1 per 7d"}])


def test_a_calendar_week_begins_on_monday_at_midnight_in_the_groups_zone() -> None:
    tokyo = group_of([{"name": "Weekly", "limit": "1 per week"}], zone="Asia/Tokyo")

    assert verdict(WEEKLY, with_posts(posted(DAY, allowance="Weekly"))).next == datetime(2026, 1, 19, tzinfo=UTC)
    assert verdict(tokyo, with_posts(posted(DAY, allowance="Weekly"))).next == datetime(2026, 1, 18, 15, tzinfo=UTC)


def test_seven_days_are_168_hours_and_end_exactly_then() -> None:
    standing = with_posts(posted(timedelta(days=6, hours=23), allowance="Sliding"))

    found = verdict(SLIDING, standing)

    assert (found.outcome, found.next) == (Outcome.REMOVE, WEDNESDAY + timedelta(hours=1))
    assert verdict(SLIDING, standing, at=WEDNESDAY + timedelta(hours=1)).outcome is Outcome.ALLOW


@pytest.mark.parametrize("state", [State.REMOVED, State.WITHDRAWN])
def test_what_came_down_never_counts(state: State) -> None:
    assert verdict(SLIDING, with_posts(posted(DAY, allowance="Sliding", state=state))).outcome is Outcome.ALLOW


def test_what_is_held_keeps_its_slot() -> None:
    held = posted(DAY, allowance="Sliding", state=State.HELD)

    assert verdict(SLIDING, with_posts(held)).outcome is Outcome.REMOVE


def test_a_draft_keeps_its_slot_from_others_for_a_quarter_of_an_hour() -> None:
    group = group_of([{"name": "Anything", "channels": ["general"]}], frequency={"group": "1 per day"})
    drafted = posted(timedelta(minutes=5), member="bo", state=State.RESERVED)

    found = verdict(group, with_posts(drafted))

    assert (found.outcome, found.next) == (Outcome.REMOVE, WEDNESDAY + timedelta(minutes=10))
    assert verdict(group, with_posts(replace(drafted, member="ana"))).outcome is Outcome.ALLOW, "not from its author"


def test_a_limit_longer_than_a_strikes_memory_still_fires() -> None:
    """Zeppelin's trap: a limit of seven days against a memory of five minutes."""
    group = group_of([{"name": "Yearly", "limit": "1 per 365d"}])

    assert verdict(group, with_posts(posted(364 * DAY, allowance="Yearly"))).outcome is Outcome.REMOVE


def test_one_members_posts_do_not_count_for_another() -> None:
    assert verdict(SLIDING, with_posts(posted(DAY, allowance="Sliding", member="bo"))).outcome is Outcome.ALLOW


def test_of_those_that_fit_one_without_a_limit_is_charged_else_the_one_whose_slot_returns_soonest() -> None:
    both = [{"name": "A week", "limit": "1 per 7d"}, {"name": "Two days", "limit": "1 per 2d"}]

    assert verdict(group_of(both)).rule == "Two days"
    assert verdict(group_of([*both, {"name": "Zero limits", "channels": ["general"]}])).rule == "Zero limits"


def test_both_limit_and_frequency_must_have_room_and_the_longer_wait_is_shown() -> None:
    """ForumMagnum's trap: the shorter of two waits shown."""
    group = group_of([{"name": "Daily", "limit": "1 per 1d"}], frequency={"member": "1 per 3d"})

    found = verdict(group, with_posts(posted(timedelta(hours=1), allowance="Daily")))

    assert found.next == WEDNESDAY - timedelta(hours=1) + 3 * DAY


def test_solicited_posts_are_neither_limited_by_frequency_nor_counted_in_it() -> None:
    group = group_of([{"name": "Anything", "channels": ["general"]}], frequency={"member": "1 per 3d"})
    asked = of_kind("product", solicited=True)

    assert verdict(group, with_posts(posted(DAY)), asked).outcome is Outcome.ALLOW
    assert verdict(group, with_posts(posted(DAY, limited=False))).outcome is Outcome.ALLOW
    found = verdict(group, promotion=asked)
    assert found.charge is not None
    assert not found.charge.limited


def test_the_gap_lies_between_any_two_charged_promotions_of_the_group() -> None:
    group = group_of([{"name": "Anything", "channels": ["general"]}], frequency={"gap": "2h"})

    found = verdict(group, with_posts(posted(timedelta(hours=1), member="bo")))

    assert (found.outcome, found.next) == (Outcome.REMOVE, WEDNESDAY + timedelta(hours=1))


def test_a_refusal_that_depends_on_others_only_is_no_strike() -> None:
    group = group_of([{"name": "Anything", "channels": ["general"]}], frequency={"gap": "2h", "group": "3 per day"})

    found = verdict(group, with_posts(posted(timedelta(hours=1), member="bo")))

    assert (found.outcome, found.strike) == (Outcome.REMOVE, False)


def test_the_same_offer_in_its_own_place_takes_no_new_place() -> None:
    group = group_of(
        [{"name": "Anything", "channels": ["general", "offers"]}], frequency={"same_offer": "1 channel per 30d"}
    )
    standing = with_posts(posted(3 * DAY, place="1"))

    assert verdict(group, standing, place="1").outcome is Outcome.ALLOW
    assert verdict(group, standing, place="2").outcome is Outcome.REMOVE


# an album, an edit, a repetition


def test_an_album_is_one_promotion() -> None:
    whole = posted(timedelta(seconds=1), allowance="Sliding", album="a")

    found = verdict(SLIDING, replace(with_posts(whole), part_of=whole), album="a")

    assert (found.outcome, found.charge) == (Outcome.ALLOW, None)


def test_an_album_goes_whole_and_for_one_strike() -> None:
    whole = posted(timedelta(seconds=1), state=State.REMOVED, album="a")

    found = verdict(SLIDING, replace(with_posts(whole), part_of=whole), album="a")

    assert (found.outcome, found.strike) == (Outcome.REMOVE, False)


def test_an_edited_message_does_not_count_against_itself() -> None:
    message = offering(WEDNESDAY)
    standing = with_posts(posted(timedelta(), message_id=message.message_id, allowance="Sliding"))

    assert judge(message, PRODUCT, standing, SLIDING, at=WEDNESDAY + DAY).outcome is Outcome.ALLOW


def test_the_same_text_again_is_refused_where_the_policy_limits_it_promotion_or_not() -> None:
    group = group_of([], frequency={"same_message": "1 per 7d"})
    standing = replace(KNOWN, same_text=(("1", WEDNESDAY - DAY),))

    found = verdict(group, standing, NOTHING)

    assert (found.outcome, found.code, found.next) == (Outcome.REMOVE, "same_message", WEDNESDAY + 6 * DAY)


# approval


def test_only_approval_by_admins_holds_a_post() -> None:
    admins = group_of([{"name": "Launch", "approval": "admins"}])
    beforehand = group_of([{"name": "Launch", "approval": "beforehand"}])

    assert verdict(admins).outcome is Outcome.HOLD
    refused = verdict(beforehand)
    assert refused.outcome is Outcome.REMOVE
    assert refused.way is not None
    assert refused.way.changes == (Change.ASK_ADMINS,)


def test_a_held_post_is_no_strike_and_a_deadline_may_be_set() -> None:
    group = group_of([{"name": "Launch", "approval": {"within": "24h", "else": "refuse"}}])

    found = verdict(group)

    assert (found.strike, found.deadline) == (False, WEDNESDAY + DAY)


def test_an_allowance_that_fits_without_asking_comes_before_one_that_asks() -> None:
    group = group_of([{"name": "Launch", "approval": "admins"}, {"name": "Weekly", "limit": "1 per week"}])

    assert (verdict(group).outcome, verdict(group).rule) == (Outcome.ALLOW, "Weekly")


# consequences

LADDER = {1: "notice", 3: "remove, mute 1d", 5: "remove, ask admins", "forgive_after": "30d"}
STRICT = group_of([], consequences={str(key): value for key, value in LADDER.items()})


@pytest.mark.parametrize(
    ("before", "acts"),
    [
        (0, ["notice"]),
        (1, ["notice"]),
        (2, ["remove", "mute"]),
        (3, ["remove", "mute"]),
        (4, ["remove", "ask admins"]),
        (9, ["remove", "ask admins"]),
    ],
)
def test_a_step_holds_until_the_next_key(before: int, acts: list[str]) -> None:
    found = verdict(STRICT, struck(*[(n + 1) * DAY for n in range(before)]))

    assert [act.name for act in found.acts] == acts
    assert found.step == before + 1


def test_a_notice_lets_the_post_stand() -> None:
    assert verdict(STRICT).outcome is Outcome.NOTICE


def test_each_strike_ends_by_itself() -> None:
    found = verdict(STRICT, struck(30 * DAY, 29 * DAY, 1 * DAY))

    assert found.step == 3


def test_refusals_before_the_author_was_told_of_the_first_are_one() -> None:
    untold = struck(timedelta(minutes=5), told=False)
    long_ago = struck(timedelta(minutes=11), told=False)

    assert (verdict(STRICT, untold).strike, verdict(STRICT, untold).step) == (False, 1)
    assert (verdict(STRICT, long_ago).strike, verdict(STRICT, long_ago).step) == (True, 2)


def test_strikes_count_per_ladder() -> None:
    group = group_of(
        [],
        never=[{"name": "No referrals", "kinds": ["referral_link"], "then": "major"}],
        consequences={"1": "notice", "major": {"1": "remove, ask admins", "2": "remove, ban"}},
    )
    referral = of_kind("referral_link")

    found = verdict(group, struck(DAY), referral)

    assert ([act.name for act in found.acts], found.ladder, found.step) == (["remove", "ask admins"], "major", 1)


def test_a_ladder_may_be_for_a_role_and_then_on_a_rule_wins_over_it() -> None:
    group = group_of(
        [],
        roles={"regular": {"for": "90d"}},
        never=[{"name": "No referrals", "kinds": ["referral_link"], "then": "major"}],
        consequences={
            "1": "remove",
            "gentle": {"for": ["regular"], "1": "notice"},
            "major": {"1": "remove, mute 1d"},
        },
    )

    assert [act.name for act in verdict(group).acts] == ["notice"]
    assert [act.name for act in verdict(group, promotion=of_kind("referral_link")).acts] == ["remove", "mute"]


def test_a_rule_that_observes_answers_and_changes_nothing() -> None:
    group = group_of(
        [{"name": "Anything", "channels": ["general"]}],
        never=[{"name": "Trial", "kinds": ["product"], "mode": "observe"}],
    )

    found = verdict(group)

    assert found.outcome is Outcome.ALLOW
    assert ("Trial", "overruled") in {(finding.rule, str(finding.answer)) for finding in found.findings}


def test_a_prohibition_that_leaves_the_post_protects_no_advert_from_a_removal() -> None:
    group = group_of(
        [],
        never=[{"name": "Mind the caps", "kinds": ["product"], "then": "gently"}],
        consequences={"1": "remove", "gently": {"1": "notice"}},
    )

    assert verdict(group).outcome is Outcome.REMOVE


# what can't be known


def test_tenure_from_before_the_ledger_counts_for_the_member_and_the_verdict_says_so() -> None:
    group = group_of([{"name": "Regulars", "members": {"for": "14d"}}])
    stranger_to_the_ledger = Standing(began_at=WEDNESDAY - DAY)

    found = verdict(group, stranger_to_the_ledger)

    assert (found.outcome, found.unknown) == (Outcome.ALLOW, ("for",))


def test_who_was_seen_joining_is_measured() -> None:
    group = group_of([{"name": "Regulars", "members": {"for": "14d"}}])
    newcomer = replace(KNOWN, joined_at=WEDNESDAY - 4 * DAY)

    found = verdict(group, newcomer)

    assert (found.outcome, found.measured, found.limit, found.next) == (
        Outcome.REMOVE,
        "4d",
        "14d",
        WEDNESDAY + 10 * DAY,
    )


def test_a_role_that_comes_with_time_says_when() -> None:
    inline = group_of([{"name": "Regulars", "members": {"for": "14d"}}])
    by_name = group_of([{"name": "Regulars", "members": ["regular"]}], roles={"regular": {"for": "14d"}})
    either = group_of(
        [{"name": "Regulars", "members": ["regular", "friend"]}],
        roles={"regular": {"for": "14d"}, "friend": {"for": "9d"}},
    )
    newcomer = replace(KNOWN, joined_at=WEDNESDAY - 4 * DAY)

    assert verdict(by_name, newcomer).next == verdict(inline, newcomer).next == WEDNESDAY + 10 * DAY
    assert verdict(either, newcomer).next == WEDNESDAY + 5 * DAY


def test_a_role_that_is_earned_says_what_is_missing() -> None:
    group = group_of([{"name": "Givers", "members": ["giver"]}], roles={"giver": {"earn": "2 contributions in 30d"}})

    way = verdict(group).way

    assert way is not None
    assert way.changes == (Change.CONTRIBUTE,)


def test_a_role_that_is_given_by_name_is_no_way() -> None:
    group = group_of([{"name": "Team", "members": ["team"]}], roles={"team": ["@priya"]})

    assert verdict(group).way is None


def test_what_a_kind_must_be_without_counts_for_the_member_where_it_cannot_be_known() -> None:
    group = group_of(
        [{"name": "Foreign", "kinds": ["foreign"], "channels": ["offers"]}],
        kinds={"foreign": {"is": ["product"], "without": ["own domain"]}},
    )

    unknown = verdict(group, place="2", promotion=replace(PRODUCT, features={"link": 1}))
    own = verdict(group, place="2", promotion=replace(PRODUCT, features={"link": 1, "own domain": 1}))

    assert (unknown.outcome, own.outcome) == (Outcome.ALLOW, Outcome.REMOVE)


@pytest.mark.parametrize(
    ("written", "linked", "outcome"),
    [
        ("example.com", "shop.example.com", Outcome.REMOVE),
        ("shop.example.com", "shop.example.com", Outcome.REMOVE),
        ("www.example.com", "example.com", Outcome.REMOVE),
        ("shop.example.com", "example.com", Outcome.ALLOW),
        ("shop.example.com", "myshop.example.com", Outcome.ALLOW),
    ],
)
def test_a_domain_holds_for_what_is_under_it(written: str, linked: str, outcome: Outcome) -> None:
    group = group_of([], kinds={"listed": {"links": [written]}}, never=["listed"])

    found = verdict(group, promotion=replace(NOTHING, domains=("example.com",), hosts=(linked,)))

    assert found.outcome is outcome


def test_a_hidden_place_counts_for_the_member() -> None:
    group = group_of([{"name": "Offers", "channels": ["offers"]}])

    found = verdict(group, place=None, hidden=frozenset({"place"}))

    assert found.outcome is Outcome.ALLOW


# earning

EARNED = group_of([{"name": "Givers", "members": {"earn": "2 contributions in 30d"}}])


def gave(*ago: timedelta) -> Standing:
    return replace(KNOWN, earned=tuple(Earned(at=WEDNESDAY - a, kind="contributions") for a in ago))


def test_earning_looks_at_the_period_up_to_now_and_spends_nothing() -> None:
    giver = gave(29 * DAY, DAY)

    assert verdict(EARNED, giver).outcome is Outcome.ALLOW
    assert verdict(EARNED, replace(giver, promoted=(posted(DAY),))).outcome is Outcome.ALLOW
    assert verdict(EARNED, gave(30 * DAY, DAY)).outcome is Outcome.REMOVE


def test_so_many_per_promotion_counts_this_promotion() -> None:
    group = group_of([{"name": "Ratio", "members": {"earn": "2 contributions per promotion in 30d"}}])

    assert verdict(group, gave(DAY, DAY)).outcome is Outcome.ALLOW
    assert verdict(group, replace(gave(DAY, DAY), promoted=(posted(DAY),))).outcome is Outcome.REMOVE


def test_a_way_to_yes_says_what_will_have_been_earned_too_long_ago_by_then() -> None:
    group = group_of([{"name": "Fridays", "when": "Fri", "members": {"earn": "1 contributions in 2d"}}])

    found = verdict(group, gave(timedelta(hours=36)))

    assert found.way is not None
    assert (found.way.changes, found.next) == ((Change.WAIT, Change.CONTRIBUTE), datetime(2026, 1, 16, tzinfo=UTC))


# the nearest way


def test_what_the_author_cannot_change_is_no_way() -> None:
    group = group_of([{"name": "Jobs", "kinds": ["job"]}, {"name": "Asked", "solicited": "yes"}])

    assert verdict(group).way is None


def test_moving_comes_before_waiting_and_waiting_before_giving() -> None:
    rules: dict[str, dict[str, Any]] = {
        "Giving": {"members": {"earn": "1 contributions in 30d"}},
        "Waiting": {"when": "Fri"},
        "Moving": {"channels": ["offers"]},
    }
    named = [{"name": name, **rule} for name, rule in rules.items()]

    ways = [verdict(group_of(named[:number])).way for number in (1, 2, 3)]

    assert [way.rule for way in ways if way] == ["Giving", "Waiting", "Moving"]


def test_a_way_names_everything_that_has_to_change() -> None:
    group = group_of(
        [{"name": "Market Friday", "channels": ["offers"], "when": "Fri 08:00-20:00"}], zone="Europe/London"
    )

    found = verdict(group)

    assert found.way is not None
    assert (found.way.changes, found.way.place) == ((Change.PLACE, Change.WAIT), "offers")
    assert [check.code for check in found.way.failed] == ["channels", "when"]
    assert found.next == datetime(2026, 1, 16, 8, tzinfo=UTC)


def test_an_advert_in_the_very_channel_made_for_it_stands() -> None:
    """Vortex's trap (157): adverts punished where they belong."""
    group = group_of(
        [{"name": "Offers", "channels": ["offers"]}],
        never=[{"name": "Not in general", "channels": ["general"], "kinds": ["product"]}],
    )

    assert verdict(group, place="2").outcome is Outcome.ALLOW
    assert verdict(group, place="1").outcome is Outcome.REMOVE


# nothing written


def test_every_rule_that_was_asked_answers_whatever_decided() -> None:
    """Zeppelin's trap: a header that always says "not triggered"."""
    group = group_of([{"name": "Fridays", "when": "Fri"}, {"name": "Offers", "channels": ["offers"]}], never=["mlm"])

    found = verdict(group)

    answers = {finding.rule: str(finding.answer) for finding in found.findings}
    assert answers == {"mlm": "passed", "Fridays": "passed", "Offers": "passed"}


def test_a_message_of_ten_pictures_and_no_words_is_nothing() -> None:
    assert verdict(NOTHING_ALLOWED, promotion=NOTHING, text="").outcome is Outcome.ALLOW

"""What holds for every policy, every past and every hour, also in the weeks when clocks change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decisions import body, judge_again, read_body
from bot.judged import Judged
from chat.standing import Earned, Permit, Standing
from chat.verdicts import Change, Outcome, Verdict, Way
from policies.language.schema import Group
from policies.promotion import read
from policies.selling.case import Case
from policies.selling.consequences import live_strikes
from policies.selling.judge import judge
from tests.policies.selling.generated import group_of, groups, instants, of_kind, offering, standings

SECOND = timedelta(seconds=1)
MANY = 50


@st.composite
def situations(draw: st.DrawFn) -> tuple[Group, datetime, Standing, str, str]:
    group, _allow, _rest = draw(groups())
    at = draw(instants)
    return (
        group,
        at,
        draw(standings(at, group)),
        draw(st.sampled_from(("product", "service"))),
        draw(st.sampled_from(("1", "2"))),
    )


def with_changes(way: Way, at: datetime, standing: Standing) -> Standing:
    """Return the standing of an author who did all that a way to yes asks for, apart from waiting and moving."""
    if Change.CONTRIBUTE in way.changes:
        kinds = ("contributions", "answer", "posts")
        standing = replace(standing, earned=tuple(Earned(at=at, kind=kind) for kind in kinds for _ in range(MANY)))
    if Change.ASK_ADMINS in way.changes:
        standing = replace(standing, permits=(Permit(permit_id="p", by="Priya"),))
    return standing


@settings(max_examples=600, deadline=None)
@given(situations())
def test_a_refused_promotion_is_allowed_at_the_moment_that_its_verdict_names_and_not_a_second_earlier(
    situation: tuple[Group, datetime, Standing, str, str],
) -> None:
    group, at, standing, kind, place = situation
    verdict = judge(offering(at, place=place), of_kind(kind), standing, group)

    if verdict.outcome is Outcome.ALLOW or verdict.way is None or verdict.next is None:
        return
    way, then = verdict.way, verdict.next
    where = group.places[way.place].ids[0] if way.place else place

    def ask_at(instant: datetime) -> Verdict:
        return judge(offering(instant, place=where), of_kind(kind), with_changes(way, instant, standing), group)

    assert then >= at
    assert ask_at(then).outcome is Outcome.ALLOW
    if then > at and Change.ASK_ADMINS not in way.changes:
        assert ask_at(then - SECOND).outcome is not Outcome.ALLOW


@settings(max_examples=200, deadline=None)
@given(groups(), instants, st.data())
def test_the_order_of_allowances_changes_neither_an_outcome_nor_what_is_charged(
    made: tuple[Group, list[dict[str, Any]], dict[str, Any]], at: datetime, data: st.DataObject
) -> None:
    group, allow, rest = made
    standing = data.draw(standings(at, group))
    other = group_of(data.draw(st.permutations(allow)), **rest)

    one, two = (judge(offering(at), of_kind(), standing, policy) for policy in (group, other))

    assert (one.outcome, one.rule, one.charge, one.acts, one.next, one.strike) == (
        two.outcome,
        two.rule,
        two.charge,
        two.acts,
        two.next,
        two.strike,
    )


@settings(max_examples=200, deadline=None)
@given(situations())
def test_judging_a_recorded_verdict_again_gives_the_same_verdict(
    situation: tuple[Group, datetime, Standing, str, str],
) -> None:
    group, at, standing, kind, place = situation
    message = offering(at, place=place)
    promotion = of_kind(kind)
    verdict = judge(message, promotion, standing, group)
    judged = Judged(
        message=message, reading=read(message), promotion=promotion, standing=standing, verdict=verdict, at=at
    )

    recorded = read_body(body(judged, group))

    assert recorded.verdict == verdict
    assert judge_again(recorded, group) == verdict


@settings(max_examples=200, deadline=None)
@given(situations())
def test_strikes_grow_by_a_breach_alone_and_by_one(situation: tuple[Group, datetime, Standing, str, str]) -> None:
    group, at, standing, kind, place = situation
    message = offering(at, place=place)
    before = live(group, message.at, standing)

    verdict = judge(message, of_kind(kind), standing, group)

    if verdict.outcome is Outcome.ALLOW:
        assert not verdict.strike
    if verdict.step:
        assert verdict.step == before + verdict.strike


@settings(max_examples=200, deadline=None)
@given(situations(), st.lists(st.integers(0, 60 * 86_400), min_size=1, max_size=6))
def test_without_an_event_strikes_only_become_fewer_and_all_of_them_end(
    situation: tuple[Group, datetime, Standing, str, str], later: Sequence[int]
) -> None:
    group, at, standing, *_ = situation
    moments = [at + timedelta(seconds=seconds) for seconds in sorted(later)]

    counts = [live(group, moment, standing) for moment in (at, *moments)]

    assert counts == sorted(counts, reverse=True)
    assert live(group, at + group.consequences.forgive_after, standing) == 0


def live(group: Group, at: datetime, standing: Standing) -> int:
    """Return how many strikes of Ana's count at an instant."""
    case = Case(group=group, message=offering(at), promotion=of_kind(), standing=standing, at=at, place="1")
    return len(live_strikes(case, ""))

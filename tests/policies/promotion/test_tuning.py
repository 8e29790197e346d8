"""Thresholds for one group, from the probabilities of its own messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.promotion.thresholds import Threshold
from policies.promotion.tuning import LOWEST_ASK, WRONG, cost, propose

DEFAULT = Threshold()
SCORES = st.lists(st.floats(min_value=0, max_value=1), max_size=200)


def test_where_everything_probable_is_certain_it_acts_early():
    scores = [0.99] * 50 + [0.02] * 500

    assert propose(scores, 10, asked_a_week=5, present=DEFAULT).act == 0.99


def test_it_goes_down_as_far_as_the_certain_ones_carry_the_doubtful_ones():
    scores = [1.0] * 95 + [0.6] * 5 + [0.55] * 50

    assert propose(scores, 10, asked_a_week=100, present=DEFAULT).act == 0.6


def test_where_nothing_is_probable_the_present_threshold_stays():
    assert propose([0.1, 0.4], 1, asked_a_week=5, present=DEFAULT) == Threshold(ask=LOWEST_ASK, act=DEFAULT.act)


def test_the_admins_are_asked_no_more_often_than_they_want():
    scores = [0.65, 0.6, 0.5, 0.4, 0.35] * 4

    found = propose(scores, 2, asked_a_week=4, present=DEFAULT)

    assert found.act == DEFAULT.act
    assert cost(scores, 2, found).asked <= 4


@given(SCORES, st.floats(min_value=0.2, max_value=200), st.floats(min_value=0, max_value=20))
def test_what_is_promised_holds(scores: list[float], weeks: float, asked: float):
    found = propose(scores, weeks, asked_a_week=asked, present=DEFAULT)
    a_week = cost(scores, weeks, found)

    assert LOWEST_ASK <= found.ask <= found.act <= 1
    assert a_week.asked <= asked + 1e-9
    if found.act != DEFAULT.act:
        assert a_week.wrong <= (WRONG + 0.01) * a_week.acted + 1e-9


@pytest.mark.parametrize("scores", [[], [0.0] * 10])
def test_a_quiet_chat_is_no_error(scores: list[float]):
    assert cost(scores, 1, propose(scores, 1, asked_a_week=5, present=DEFAULT)).acted == 0

"""Nudged beside held out: the difference, its interval, and when it says anything at all."""

import pytest

from policies.giving.holdout import Effect


def effect(sent_gave: int, sent: int, held_gave: int, held: int) -> Effect:
    return Effect(sent=sent, sent_gave=sent_gave, held=held, held_gave=held_gave)


def test_the_interval_is_newcombes():
    """The example (a) of Newcombe 1998: 56/70 and 48/80, method 10."""
    found = effect(56, 70, 48, 80)

    assert found.difference == pytest.approx(0.2)
    assert found.interval == pytest.approx((0.0524, 0.3339), abs=0.0001)
    assert found.conclusive


def test_few_are_never_conclusive():
    assert not effect(2, 8, 0, 2).conclusive
    assert not effect(3, 10, 3, 10).conclusive


@pytest.mark.parametrize("of", [(0, 0, 0, 5), (1, 5, 0, 0), (0, 0, 0, 0)])
def test_without_anybody_on_one_side_there_is_no_difference(of):
    found = effect(*of)

    assert (found.difference, found.interval, found.conclusive) == (None, None, False)


def test_an_effect_may_be_for_the_worse():
    found = effect(1, 200, 30, 100)

    assert found.conclusive
    assert found.difference is not None
    assert found.difference < 0

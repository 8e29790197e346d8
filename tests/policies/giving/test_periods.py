"""The weeks of summaries: one after the other without a gap, by the group's clock."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from policies.giving.periods import next_due, period_ending, weeks_before
from policies.language.grammar import DayTime
from tests.policies.giving.test_quiet import INSTANTS, ZONES

LONDON = ZoneInfo("Europe/London")
MONDAY_AT_NINE = DayTime(0, 9 * 60)


def test_a_summary_is_due_at_its_time_and_not_a_second_earlier():
    due = datetime(2026, 1, 12, 9, tzinfo=UTC)

    assert next_due(due - timedelta(seconds=1), MONDAY_AT_NINE, LONDON) == due
    assert next_due(due, MONDAY_AT_NINE, LONDON) == due + timedelta(days=7)
    assert period_ending(due, MONDAY_AT_NINE, LONDON) == (due - timedelta(days=7), due)
    assert period_ending(due - timedelta(seconds=1), MONDAY_AT_NINE, LONDON)[1] == due - timedelta(days=7)


def test_the_week_in_which_the_clocks_go_forward_is_an_hour_shorter():
    start, end = period_ending(datetime(2026, 3, 30, 12, tzinfo=UTC), MONDAY_AT_NINE, LONDON)

    assert (start, end) == (datetime(2026, 3, 23, 9, tzinfo=UTC), datetime(2026, 3, 30, 8, tzinfo=UTC))
    assert end - start == timedelta(days=7, hours=-1)


def test_four_weeks_before_have_five_bounds_that_end_where_the_period_begins():
    start = datetime(2026, 4, 6, 8, tzinfo=UTC)

    bounds = weeks_before(start, 4, MONDAY_AT_NINE, LONDON)

    assert bounds == (
        datetime(2026, 3, 9, 9, tzinfo=UTC),
        datetime(2026, 3, 16, 9, tzinfo=UTC),
        datetime(2026, 3, 23, 9, tzinfo=UTC),
        datetime(2026, 3, 30, 8, tzinfo=UTC),
        start,
    )


@given(at=INSTANTS, zone=st.sampled_from(ZONES), day=st.integers(0, 6), minute=st.integers(0, 1439))
def test_every_instant_lies_in_exactly_one_period_of_about_a_week(at, zone, day, minute):
    every, where = DayTime(day, minute), ZoneInfo(zone)

    due = next_due(at, every, where)
    start, end = period_ending(due, every, where)

    assert end == due > at >= start
    assert timedelta(days=6, hours=22) <= end - start <= timedelta(days=7, hours=2)
    assert next_due(start, every, where) == end


def test_a_year_of_periods_is_without_gap_in_every_zone():
    for zone in ZONES:
        at, dues = datetime(2026, 1, 1, tzinfo=UTC), []
        while at < datetime(2027, 1, 1, tzinfo=UTC):
            at = next_due(at, DayTime(6, 150), ZoneInfo(zone))
            dues.append(at)

        assert all(
            period_ending(later, DayTime(6, 150), ZoneInfo(zone)) == (one, later) for one, later in pairwise(dues)
        )
        assert len(dues) in (52, 53)

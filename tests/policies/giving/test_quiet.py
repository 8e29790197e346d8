"""No private message in quiet hours, exactly, in any zone and through both changes of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.giving.quiet import fraction, is_quiet, jittered, next_planning, slot
from policies.language.schema import Nudges

YEAR = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = [
    "UTC",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Apia",
    "America/St_Johns",
    "Asia/Gaza",
    "Africa/Cairo",
]
INSTANTS = st.integers(0, 365 * 24 * 3600 * 10).map(lambda tenths: YEAR + timedelta(seconds=tenths / 10))
SPANS = st.tuples(st.integers(0, 1439), st.integers(0, 1439)).filter(lambda span: span[0] != span[1])


def quiet_by_the_wall_clock(at: datetime, zone: str, quiet: tuple[int, int], *, weekends: bool) -> bool:
    local = at.astimezone(ZoneInfo(zone))
    minute, (start, end) = local.hour * 60 + local.minute, quiet
    asleep = start <= minute < end if start < end else minute >= start or minute < end
    return asleep or (local.weekday() >= 5 and not weekends)


@given(at=INSTANTS, zone=st.sampled_from(ZONES), quiet=SPANS, weekends=st.booleans(), who=st.text(max_size=8))
def test_nothing_is_ever_due_in_quiet_hours(at, zone, quiet, weekends, who):
    policy = Nudges(quiet_hours=quiet, weekends=weekends)

    within = slot(policy, ZoneInfo(zone), at)
    due = jittered(within, b"secret", who)

    assert due >= at.replace(microsecond=0)
    assert within.opens <= due < within.closes
    assert not quiet_by_the_wall_clock(due, zone, quiet, weekends=weekends)
    assert not is_quiet(policy, ZoneInfo(zone), due)


@pytest.mark.parametrize("zone", ZONES)
def test_every_day_of_a_year_is_planned_once_at_the_end_of_its_quiet_hours(zone):
    at, policy = datetime(2026, 1, 1, tzinfo=UTC), Nudges()
    times = []
    while at < datetime(2027, 1, 1, tzinfo=UTC):
        at = next_planning(policy, ZoneInfo(zone), at)
        times.append(at.astimezone(ZoneInfo(zone)))

    assert {(time.hour, time.minute) for time in times} == {(9, 0)}
    assert {time.weekday() for time in times} == {0, 1, 2, 3, 4}
    assert len({time.date() for time in times}) == len(times) >= 260


def test_the_morning_after_the_clock_changed_still_begins_at_nine():
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)

    opens = slot(Nudges(weekends=True), ZoneInfo("Europe/London"), saturday + timedelta(hours=12)).opens

    assert opens == datetime(2026, 3, 29, 8, tzinfo=UTC)


def test_quiet_hours_before_midnight_leave_friday_night_to_friday():
    policy = Nudges(quiet_hours=(60, 300))
    friday = datetime(2026, 3, 6, 23, 59, tzinfo=UTC)

    within = slot(policy, ZoneInfo("UTC"), friday)

    assert within.closes == datetime(2026, 3, 7, tzinfo=UTC)


def test_a_fraction_is_spread_evenly_and_depends_on_every_word():
    values = [fraction(b"secret", "order", str(number)) for number in range(4_000)]

    assert all(0 <= value < 1 for value in values)
    assert 0.47 < sum(values) / len(values) < 0.53
    assert fraction(b"other", "order", "1") != values[1] != fraction(b"secret", "orde", "r1")

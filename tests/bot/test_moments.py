"""Times that people write, and those that lie too far away."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.moments import read_moment

NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Fri 10:00", datetime(2026, 1, 16, 10, tzinfo=UTC)),
        ("8d before", datetime(2026, 1, 6, 12, tzinfo=UTC)),
        ("2026-03-27 10:00", datetime(2026, 3, 27, 10, tzinfo=UTC)),
        ("10:00", datetime(2026, 1, 14, 10, tzinfo=UTC)),
    ],
)
def test_a_time_is_written_in_four_ways(written: str, meant: datetime):
    assert read_moment(written, around=NOON, zone=UTC_ZONE) == meant


@pytest.mark.parametrize("written", ["0001-01-01 00:00", "9999-06-01 10:00", "1969-12-31"])
def test_a_time_too_far_away_is_told(written: str):
    with pytest.raises(ValueError, match="too far away: write a time from 1970 to 2199"):
        read_moment(written, around=NOON, zone=ZoneInfo("Europe/London"))

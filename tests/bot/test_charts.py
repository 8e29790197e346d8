"""The picture of a summary: the group's weeks, never a person."""

import logging
import struct
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.charts import alt, bars, picture, sparkline

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


def weeks(*helped: int):
    return [(MONDAY + timedelta(days=7 * n), number) for n, number in enumerate(helped)]


@pytest.mark.parametrize("helped", [(), (4,), (0,) * 8, (3, 5, 4, 6, 2, 7, 8, 9), (300,) * 8, tuple(range(60))])
@pytest.mark.parametrize("goal", [None, 1, 10, 1_000])
def test_it_is_a_png_of_900_by_420_whatever_the_numbers(helped, goal):
    png = picture(weeks(*helped), LONDON, goal=goal).png

    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (900, 420)
    assert len(png) < 60_000


def test_the_same_weeks_give_the_same_bytes():
    assert picture(weeks(1, 2), LONDON).png == picture(weeks(1, 2), LONDON).png


def test_drawing_says_nothing_to_the_log(caplog):
    with caplog.at_level(logging.INFO):
        picture(weeks(1, 2), LONDON, goal=2)

    assert caplog.records == []


def test_who_cannot_see_it_reads_the_same_numbers():
    eight = weeks(9, 9, 3, 5, 4, 6, 2, 7, 8, 9)

    assert alt(eight, goal=8) == (
        "Bar chart of people helped each week, oldest first: 3, 5, 4, 6, 2, 7, 8, and 9 this week. "
        "The group's goal is 8 a week."
    )
    assert alt(weeks(4)) == "People helped this week: 4."
    assert alt([]) == "People helped each week: no weeks yet."
    assert picture(eight, LONDON, goal=8).alt == alt(eight, goal=8)


def test_in_the_terminal_it_is_a_line_or_a_few_bars():
    assert sparkline(weeks(0, 5, 10), goal=10) == "▁▄█ 10 (goal 10)"
    assert sparkline([]) == "no weeks yet"
    assert bars(weeks(0, 5, 10), LONDON, goal=10, width=10) == [
        " 5 Jan  ▏ 0",
        "12 Jan  █████ 5",
        "19 Jan  ██████████ 10  goal reached",
        "  goal  ·········· 10",
    ]

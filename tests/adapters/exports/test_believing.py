"""A time that cannot be costs nothing but itself: the message is taken at the time of one beside it, and it is told."""

from datetime import UTC

import pytest

from adapters.exports import open_export
from tests.adapters.exports.make import discord, post, read, row, telegram, texts, utc, whatsapp

MENDED = "Messages with a time that cannot be, taken at the time of a message beside them: 1."
HOURS = [utc(2024, 3, 1, hour) for hour in (10, 11, 12)]


def at(hour):
    return f"2024-03-01T{hour}:00:00"


def told(path, *, now=None):
    source = open_export(path, now=now)
    return [event.at for event in source.events(UTC)], source.trouble


@pytest.mark.parametrize(
    "wrong", ["1970-01-01T00:00:00", "0001-01-01T00:00:00", "2099-01-01T00:00:00", "9999-12-31T23:59:59"]
)
def test_a_wrong_time_becomes_that_of_the_message_before(tmp_path, wrong):
    path = telegram(tmp_path / "r.json", row(1, at=at(10)), row(2, at=wrong), row(3, at=at(12)))

    assert told(path, now=utc(2024, 3, 2)) == ([HOURS[0], HOURS[0], HOURS[2]], (MENDED,))


@pytest.mark.parametrize("wrong", ["1970-01-01T00:00:00", "0001-01-01T00:00:00", "2034-03-05T11:00:00"])
def test_a_wrong_first_time_becomes_that_of_the_message_after(tmp_path, wrong):
    path = telegram(tmp_path / "r.json", row(1, at=wrong), row(2, at=at(11)), row(3, at=at(12)))

    assert told(path, now=utc(2024, 3, 2)) == ([HOURS[1], HOURS[1], HOURS[2]], (MENDED,))


def test_what_is_later_than_tomorrow_has_not_happened(tmp_path):
    path = telegram(tmp_path / "r.json", row(1, at=at(10)), row(2, at="2034-03-05T11:00:00"))

    assert told(path, now=utc(2024, 3, 2)) == ([HOURS[0], HOURS[0]], (MENDED,))
    assert told(path) == ([HOURS[0], utc(2034, 3, 5, 11)], ())


def test_a_time_astray_between_two_that_agree_is_not_believed(tmp_path):
    rows = row(1, at=at(10)), row(2, at="2016-01-01T00:00:00"), row(3, at=at(12))

    assert told(telegram(tmp_path / "r.json", *rows)) == ([HOURS[0], HOURS[0], HOURS[2]], (MENDED,))


def test_long_silences_are_believed(tmp_path):
    years = [utc(year, 3, 1) for year in (2016, 2019, 2024)]
    path = telegram(tmp_path / "r.json", *(row(n, at=f"{year:%Y-%m-%dT%H:%M:%S}") for n, year in enumerate(years)))

    assert told(path) == (years, ())


def test_messages_of_which_no_time_can_be_are_left_out_and_counted(tmp_path):
    path = telegram(tmp_path / "r.json", *(row(n, at="1970-01-01T00:00:00") for n in range(3)))

    assert told(path) == ([], ("Messages with a time that cannot be, left out: 3.",))


def test_a_reaction_with_a_wrong_time_counts_as_at_its_message(tmp_path):
    recent = [{"from": "Bo", "from_id": "user6", "date": "9999-01-01T00:00:00"}]
    reactions = [{"type": "emoji", "count": 1, "emoji": "👍", "recent": recent}]
    path = telegram(tmp_path / "r.json", row(1, at=at(10), reactions=reactions), row(2, at=at(11)))

    assert told(path) == (
        [HOURS[0], HOURS[0], HOURS[1]],
        ("Reactions with a time that cannot be, taken at their message's: 1.",),
    )


def test_whatsapps_wrong_years_are_not_believed(tmp_path):
    path = whatsapp(
        tmp_path / "c.txt", "01/03/2024, 10:00 - Ana: a", "01/03/2098, 11:00 - Bob: b", "13/03/2024, 12:00 - Ana: c"
    )

    assert told(path, now=utc(2024, 4, 1)) == ([HOURS[0], HOURS[0], utc(2024, 3, 13, 12)], (MENDED,))


def test_a_channel_whose_first_time_is_wrong_still_stands_in_its_place(tmp_path):
    wrong = post(1, "a1", at="9999-01-01T00:00:00+00:00")
    discord(tmp_path / "a.json", wrong, post(2, "a2", at=f"{at(10)}+00:00"))
    discord(tmp_path / "b.json", post(3, "b3", at=f"{at(11)}+00:00"))

    assert texts(read(tmp_path)) == ["a1", "a2", "b3"]

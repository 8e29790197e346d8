"""The layouts of WhatsApp's text: dates, clocks, names, lines."""
# ruff: noqa: RUF001  (digits of other alphabets are meant)

from datetime import UTC, date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.exports import open_export
from adapters.exports.whatsapp.dates import Settling, possible_orders, to_date
from chat.errors import ExportError
from chat.events import Person
from tests.adapters.exports.make import BERLIN, read, said, texts, utc, whatsapp

LATE = utc(2020, 12, 13, 23, 55)
PASTED_NOTE = ("Dates read day first: that fits best, and dated lines that do not fit are text.",)


@pytest.mark.parametrize(
    "line",
    [
        "13/12/20, 23:55 - Ana: hello",
        "13/12/2020 23:55 - Ana: hello",
        "13/12/2020 à 23:55 - Ana: hello",
        "12/13/20, 11:55 PM - Ana: hello",
        "12/13/20, 11:55\u202fPM - Ana: hello",
        "13.12.20, 23:55 - Ana: hello",
        "13.12.20 23:55 - Ana: hello",
        "13.12.20, 23.55 - Ana: hello",
        "13-12-2020 23:55 - Ana: hello",
        "2020-12-13, 23:55 - Ana: hello",
        "2020/12/13 下午11:55 - Ana: hello",
        "2020. 12. 13. 오후 11:55 - Ana: hello",
        "13/12/20 11:55 p. m. - Ana: hello",
        "13/12/20 11:55\u00a0p.\u00a0m. - Ana: hello",
        "13/12/20, 11:55 pm - Ana: hello",
        "[13.12.20, 23:55:00] Ana: hello",
        "[13-12-2020 23:55:00] Ana: hello",
        "[2020-12-13 23:55] Ana: hello",
        "\u200e[12/13/20, 11:55:00\u202fPM] Ana: hello",
        "\u200f13\u200f/12\u200f/2020، 11:55 م - Ana: hello",
        "١٣/١٢/٢٠٢٠, ٢٣:٥٥ - Ana: hello",
        "13/12/2563, 23:55 - Ana: hello",
    ],
)
def test_every_layout_is_read(tmp_path, line):
    path = whatsapp(tmp_path / "chat.txt", line)

    assert read(path) == [said(1, "Ana", "hello", at=LATE)]


@pytest.mark.parametrize(("clock", "hour"), [("12:05 AM", 0), ("1:05 a. m.", 1), ("12:05 PM", 12), ("1:05 م", 13)])
def test_noon_and_midnight_of_a_twelve_hour_clock(tmp_path, clock, hour):
    [event] = read(whatsapp(tmp_path / "chat.txt", f"13/12/20, {clock} - Ana: hello"))

    assert event.at == utc(2020, 12, 13, hour, 5)


def test_a_multi_line_message_is_one_message(tmp_path):
    path = whatsapp(
        tmp_path / "chat.txt",
        "13/12/20, 23:55 - Ana: mugs",
        "",
        "two left: blue\u2028and red",
        "13/12/20, 23:56 - Bob: nice",
    )

    assert read(path) == [
        said(1, "Ana", "mugs\n\ntwo left: blue\u2028and red", at=LATE),
        said(4, "Bob", "nice", at=LATE + timedelta(minutes=1)),
    ]


def test_a_pasted_line_of_another_layout_belongs_to_the_message(tmp_path):
    path = whatsapp(
        tmp_path / "chat.txt", "13/12/20, 23:55 - Ana: look", "[1/2/20, 10:00:00] Cleo: hi", "31/31/20, 1:00 - x"
    )

    assert texts(read(path)) == ["look\n[1/2/20, 10:00:00] Cleo: hi\n31/31/20, 1:00 - x"]


def test_words_before_the_first_message_are_counted(tmp_path):
    source = open_export(whatsapp(tmp_path / "chat.txt", "as agreed:", "13/12/20, 23:55 - Ana: hi"))

    assert list(source.events(UTC)) == [said(2, "Ana", "hi", at=LATE)]
    assert source.trouble == ("Lines before the first message, left out: 1.",)


def test_times_are_local_and_keep_rising_when_the_clock_goes_back(tmp_path):
    times = ("02:50", "02:10", "02:55", "03:01")
    path = whatsapp(tmp_path / "chat.txt", *(f"27/10/24, {time} - Ana: hi" for time in times))
    source = open_export(path)

    assert not source.zone_in_file
    assert [event.at for event in source.events(BERLIN)] == [
        utc(2024, 10, 27, 0, 50),
        utc(2024, 10, 27, 1, 10),
        utc(2024, 10, 27, 1, 55),
        utc(2024, 10, 27, 2, 1),
    ]


def days(tmp_path, *dates, asked=None):
    path = whatsapp(tmp_path / "chat.txt", *(f"{date}, 10:00 - Ana: hi" for date in dates))
    source = open_export(path, dates=asked)
    return [event.at.date().isoformat() for event in source.events(UTC)], source.export.notes


def test_a_number_above_twelve_settles_the_dates(tmp_path):
    assert days(tmp_path, "2/1/20", "2/13/20") == (["2020-02-01", "2020-02-13"], ())
    assert days(tmp_path, "2/1/20", "13/2/20") == (["2020-01-02", "2020-02-13"], ())


def test_dates_that_fit_both_are_read_so_that_times_rise(tmp_path):
    assert days(tmp_path, "1/11/20", "1/12/20", "2/1/20") == (
        ["2020-01-11", "2020-01-12", "2020-02-01"],
        ("Dates read month first: every date fits other readings, but only so do times rise.",),
    )


def test_dates_that_fit_both_to_the_end_are_read_day_first_and_it_says_so(tmp_path):
    assert days(tmp_path, "12/9/20", "12/9/20") == (
        ["2020-09-12", "2020-09-12"],
        ("Dates read day first: every date fits other readings too.",),
    )


def test_the_reading_asked_for_goes_before_the_guess(tmp_path):
    assert days(tmp_path, "12/9/20", asked="mdy") == (["2020-12-09"], ())
    assert days(tmp_path, "12/9/20", "13/9/20", "14/9/20", asked="mdy") == (["2020-12-09"], ())


def test_a_reading_that_no_date_fits_is_refused(tmp_path):
    with pytest.raises(ExportError, match="no date can be read month first"):
        days(tmp_path, "13/9/20", asked="mdy")


@pytest.mark.parametrize(("asked", "note"), [(None, PASTED_NOTE), ("dmy", ())])
def test_a_pasted_line_does_not_turn_the_dates_round(tmp_path, asked, note):
    dates = ("01/02/24", "05/02/24", "02/28/24", "06/02/24", "13/02/24", "14/02/24", "25/02/24", "01/03/24")
    path = whatsapp(tmp_path / "chat.txt", *(f"{date}, 10:00 - Ana: {n}" for n, date in enumerate(dates)))
    source = open_export(path, dates=asked)

    events = list(source.events(UTC))

    assert texts(events) == ["0", "1\n02/28/24, 10:00 - Ana: 2", "3", "4", "5", "6", "7"]
    assert [event.at.month for event in events] == [2] * 6 + [3]
    assert source.trouble == ("Dated lines that do not fit, read as text of the message before: 1.",)
    assert source.export.notes == note


def test_a_pasted_line_does_not_turn_dates_that_fit_both(tmp_path):
    told, notes = days(tmp_path, "1/5/24", "1/12/24", "25/12/23", "2/1/24", "2/3/24", "3/1/24")

    assert told == ["2024-01-05", "2024-01-12", "2024-02-01", "2024-02-03", "2024-03-01"]
    assert notes == ("Dates read month first: that fits best, and dated lines that do not fit are text.",)


@given(st.lists(st.dates(date(2010, 1, 1), date(2040, 1, 1)), min_size=1), st.booleans())
def test_rising_dates_are_read_so_that_they_fit_and_rise(dates, day_first):
    settling, read = Settling(possible_orders("/", year_first=False)), []
    for on in sorted(dates):
        numbers = (str(on.day), str(on.month)) if day_first else (str(on.month), str(on.day))
        settling.look((*numbers, str(on.year)))
        read.append((*numbers, str(on.year)))

    order, _ = settling.order()

    told = [on for numbers in read if (on := to_date(numbers, order))]
    assert len(told) == len(dates)
    assert told == sorted(told)


def test_a_name_with_a_colon_is_learnt_from_its_messages(tmp_path):
    lines = [f"13/12/20, 23:55 - Shop: Ana: offer {n}" for n in range(3)]
    path = whatsapp(tmp_path / "chat.txt", *lines, "13/12/20, 23:55 - Bob: note: once")

    assert [(event.author.name, event.text) for event in read(path)] == [
        ("Shop: Ana", "offer 0"),
        ("Shop: Ana", "offer 1"),
        ("Shop: Ana", "offer 2"),
        ("Bob", "note: once"),
    ]


def test_an_unsaved_contact_is_not_the_saved_one_of_that_name(tmp_path):
    path = whatsapp(tmp_path / "chat.txt", "[13.12.20, 23:55:00] ~\u202fAna: hello", "[13.12.20, 23:55:00] Ana: hello")

    assert read(path) == [
        said(1, "~Ana", "hello", at=LATE, author=Person(id="~Ana", name="Ana")),
        said(2, "Ana", "hello", at=LATE),
    ]


def test_a_number_is_found_by_its_mentions(tmp_path):
    path = whatsapp(
        tmp_path / "chat.txt",
        "13/12/20, 23:55 - \u202a+1 (555) 123-4567\u202c: hi @\u2068Bob Lee\u2069",
        "13/12/20, 23:55 - Bob Lee: hi @15551234567 and @\u2068~\u202fCleo\u2069",
    )

    first, second = read(path)

    assert first.author == Person(id="+1 (555) 123-4567", name="+1 (555) 123-4567", handle="15551234567")
    assert (first.mentions, second.mentions) == (("Bob Lee",), ("15551234567", "~Cleo"))


def test_a_message_without_words_is_a_message(tmp_path):
    path = whatsapp(tmp_path / "chat.txt", "13/12/20, 23:55 - Ana:", "second line")

    assert texts(read(path)) == ["\nsecond line"]


def test_a_message_that_never_ends_does_not_fill_the_memory(tmp_path):
    source = open_export(whatsapp(tmp_path / "chat.txt", "13/12/20, 23:55 - Ana: a", *["x" * 1023] * 1030))

    [event] = list[Any](source.events(UTC))

    assert len(event.text) <= 1 << 20
    assert source.trouble == ("Lines of overlong messages, left out: 7.",)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("WhatsApp Chat with Potters & co.txt", "Potters & co"),
        ("WhatsApp Chat with Potters (2).txt", "Potters"),
        ("Chat de WhatsApp con Alfareros.txt", "Alfareros"),
        ("WhatsApp-Chat mit Töpfer.txt", "Töpfer"),
    ],
)
def test_the_file_name_tells_the_group(tmp_path, file, name):
    export = open_export(whatsapp(tmp_path / file, "13/12/20, 23:55 - Ana: hi")).export

    assert (export.platform, export.name, export.chat, export.ids) == ("whatsapp", name, name, ())


def test_an_iphone_tells_the_group_in_its_first_line(tmp_path):
    line = "[13.12.20, 23:55:00] Potters: \u200eMessages and calls are end-to-end encrypted. No one can read them."
    path = whatsapp(tmp_path / "_chat.txt", line, "[13.12.20, 23:55:00] Ana: hello")

    assert open_export(path).export.name == "Potters"
    assert read(path) == [said(2, "Ana", "hello", at=LATE, chat="Potters")]


LAYOUTS = {
    "android": ("%d/%m/%Y, %H:%M - ", 60),
    "android, american": ("%m/%d/%y, %I:%M %p - ", 60),
    "android, german": ("%d.%m.%y, %H:%M - ", 60),
    "iphone": ("[%d.%m.%y, %H:%M:%S] ", 1),
    "iphone, american": ("\u200e[%m/%d/%y, %I:%M:%S\u202f%p] ", 1),
    "iso": ("[%Y-%m-%d %H:%M] ", 60),
}
WORDS = st.text(st.sampled_from("abc é🙂?!/-@:. \n"), min_size=1, max_size=20).filter(lambda text: text.strip("\n"))
MESSAGES = st.lists(st.tuples(st.sampled_from(["Ana", "Bob Lee", "Zoë"]), WORDS, st.integers(0, 10**6)), min_size=1)


@given(MESSAGES, st.sampled_from(sorted(LAYOUTS)))
@settings(deadline=None)
def test_any_messages_read_back_the_same_in_every_layout(tmp_path_factory, messages, layout):
    form, unit = LAYOUTS[layout]
    at, number, lines, expected = utc(2021, 2, 27), 1, [], []
    for name, text, wait in messages:
        at += timedelta(seconds=wait * unit)
        kept = text.rstrip("\n")
        lines.append(f"{at:{form}}{name}: {kept}")
        expected.append((str(number), name, kept, at))
        number += kept.count("\n") + 1
    # The last date tells day from month.
    lines.append(f"{utc(2059, 12, 31):{form}}Ana: end")
    path = whatsapp(tmp_path_factory.mktemp("chat") / "chat.txt", *lines)

    events = read(path)[:-1]

    assert [(event.message_id, event.author.name, event.text, event.at) for event in events] == expected

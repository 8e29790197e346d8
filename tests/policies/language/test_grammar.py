from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.language.grammar import (
    CALENDAR,
    DAYS,
    EVER,
    FEATURES,
    MINUTES_A_WEEK,
    DayTime,
    Earning,
    FeatureTest,
    Limit,
    Period,
    Window,
    read_acts,
    read_amount,
    read_clock_span,
    read_day_time,
    read_duration,
    read_earning,
    read_feature,
    read_limit,
    read_switch,
    read_windows,
    show_acts,
    show_duration,
)

READERS = (
    read_acts,
    read_amount,
    read_clock_span,
    read_day_time,
    read_duration,
    read_earning,
    read_feature,
    read_limit,
    read_switch,
    read_windows,
)
WORDS = st.sampled_from(
    [
        *(
            "1",
            "0",
            "12",
            "per",
            "week",
            "7d",
            "ever",
            "channel",
            "member",
            "Fri",
            "08:00",
            "-",
            "20:00",
            "first",
            "in",
        ),
        *(
            "at most",
            "at least",
            "price",
            "line",
            "remove",
            "mute",
            ",",
            "contributions",
            "promotion",
            "25:61",
            "h",
            "am",
        ),
        *("99999999999", "٣", "²", "\N{EN DASH}", "", " "),
    ]
)
TEXTS = st.text(max_size=40) | st.lists(WORDS, max_size=8).map(" ".join) | st.lists(WORDS, max_size=8).map("".join)
DURATIONS = st.integers(1, 36_500 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
PERIODS = st.sampled_from([Period(calendar=name) for name in CALENDAR] + [EVER]) | DURATIONS.map(
    lambda length: Period(length=length)
)
SUBJECTS = st.sampled_from([None, "member", "organisation", "offer", "channel", "group"])
LIMITS = st.builds(Limit, st.integers(1, 10_000), PERIODS, SUBJECTS, st.booleans())
KINDS = st.sampled_from(["contributions", "posts", "answer", "value", "good morning"])
EARNINGS = st.builds(
    Earning,
    st.integers(1, 9_999),
    KINDS,
    DURATIONS.map(lambda length: Period(length=length)) | st.just(EVER),
    st.none() | st.integers(1, 9_999),
)
FEATURE_TESTS = st.builds(FeatureTest, st.sampled_from(FEATURES), st.integers(1, 99_999)) | st.builds(
    FeatureTest, st.sampled_from(FEATURES), st.just(0), st.integers(0, 99_999)
)


@given(TEXTS)
def test_every_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    refusals = []
    for read in READERS:
        try:
            read(text)
        except ValueError as error:
            refusals.append(str(error))

    assert [refusal for refusal in refusals if len(refusal) < 10] == []


@given(DURATIONS)
def test_a_length_of_time_reads_as_it_is_written(duration: timedelta) -> None:
    assert read_duration(show_duration(duration)) == duration


@given(LIMITS)
def test_a_limit_reads_as_it_is_written(limit: Limit) -> None:
    assert read_limit(str(limit)) == limit


@given(EARNINGS)
def test_what_is_earned_reads_as_it_is_written(earning: Earning) -> None:
    assert read_earning(str(earning)) == earning


def test_several_of_what_is_earned_are_the_same_kind() -> None:
    assert read_earning("2 answers in 30d") == read_earning("2 answer in 30d")
    assert read_earning("1 contribution in 30d") == read_earning("1 contributions in 30d")


@given(FEATURE_TESTS)
def test_a_feature_reads_as_it_is_written(test: FeatureTest) -> None:
    assert read_feature(str(test)) == test


@given(st.builds(DayTime, st.integers(0, 6), st.integers(0, 1439)))
def test_a_day_and_time_read_as_they_are_written(time: DayTime) -> None:
    assert read_day_time(str(time)) == time


@given(st.sampled_from(DAYS), st.integers(0, 23), st.integers(0, 23), st.integers(0, MINUTES_A_WEEK - 1))
def test_a_window_is_open_from_its_begin_and_closed_at_its_end(day: str, begin: int, end: int, minute: int) -> None:
    if begin == end:
        return
    (window,) = read_windows(f"{day} {begin:02}:00-{end:02}:00")
    at = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=minute)

    hours_open = (end - begin) % 24
    opened = datetime(2026, 1, 5, begin, tzinfo=UTC) + timedelta(days=DAYS.index(day))
    since = (at - opened) % timedelta(days=7)
    assert window.contains(at) == (since < timedelta(hours=hours_open))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("once per week", Limit(1, Period(calendar="week"))),
        ("2 a day", Limit(2, Period(calendar="day"))),
        ("1 every 30 days", Limit(1, Period(length=timedelta(days=30)))),
        ("1 channel per offer per 30d", Limit(1, Period(length=timedelta(days=30)), "offer", channels=True)),
        ("3 per company ever", Limit(3, EVER, "organisation")),
        ("1 per place per month", Limit(1, Period(calendar="month"), "channel")),
    ],
)
def test_limits_in_other_words(text: str, expected: Limit) -> None:
    assert read_limit(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fri", [(5760, 0)]),
        ("Fri 8am-8pm", [(6240, 6960)]),
        ("Sun 22:00-06:00", [(9960, 360)]),
        ("Sat 18:00 - Mon 09:00", [(8280, 540)]),
        ("Tue, Thu 10:00-11:00", [(2040, 2100), (4920, 4980)]),
        ("weekends", [(7200, 8640), (8640, 10080)]),
        ("Mon\N{EN DASH}Tue 10:00\N{EN DASH}11:00", [(600, 660), (2040, 2100)]),
    ],
)
def test_windows_in_minutes_of_the_week(text: str, expected: list[tuple[int, int]]) -> None:
    windows = read_windows(text)

    assert [(window.start, window.end % MINUTES_A_WEEK or window.end) for window in windows] == [
        (start, end or 7200) for start, end in expected
    ]


@pytest.mark.parametrize(
    ("text", "local", "is_open"),
    [
        ("first Fri 20:00-02:00", datetime(2026, 5, 1, 21, tzinfo=UTC), True),
        ("first Fri 20:00-02:00", datetime(2026, 5, 2, 1, tzinfo=UTC), True),
        ("first Fri 20:00-02:00", datetime(2026, 8, 1, 1, tzinfo=UTC), False),
        ("first Fri 20:00-02:00", datetime(2026, 8, 8, 1, tzinfo=UTC), True),
        ("last Fri", datetime(2026, 1, 30, 12, tzinfo=UTC), True),
        ("last Fri", datetime(2026, 1, 23, 12, tzinfo=UTC), False),
        ("last Fri 20:00-02:00", datetime(2026, 8, 1, 1, tzinfo=UTC), True),
    ],
)
def test_the_first_friday_lasts_past_midnight(text: str, local: datetime, *, is_open: bool) -> None:
    (window,) = read_windows(text)

    assert window.contains(local) is is_open


def test_a_window_keeps_the_words_it_was_written_in() -> None:
    assert str(read_windows(" Fri  8am-8pm ")[0]) == "Fri  8am-8pm"
    assert isinstance(read_windows("Fri")[0], Window)


def test_acts_read_as_they_are_written() -> None:
    text = "remove, mute 1d, ask admins"

    assert show_acts(read_acts(text)) == text


def test_an_example_has_a_feature_or_several() -> None:
    assert (read_amount("forward"), read_amount("2 pictures")) == (("forward", 1), ("picture", 2))

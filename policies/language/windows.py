"""Parts of a week by the wall clock: when something is open, when something is due. Knows no zone."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MINUTES_A_DAY: Final = 24 * 60
MINUTES_A_WEEK: Final = 7 * MINUTES_A_DAY
_FULL_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_NAMES: Final = (
    {name.lower(): number for number, name in enumerate(DAYS)}
    | {name: number for number, name in enumerate(_FULL_NAMES)}
    | {"tues": 1, "thur": 3, "thurs": 3}
)
_SETS_OF_DAYS: Final = {
    "": range(7),
    "daily": range(7),
    "every day": range(7),
    "weekday": range(5),
    "weekdays": range(5),
    "weekend": range(5, 7),
    "weekends": range(5, 7),
}
_TIME: Final = r"(\d{1,2})(?::(\d{2}))?\s*(am|pm)?"
_TO: Final = r"\s*(?:-|to)\s*"
_SPAN: Final = re.compile(rf"{_TIME}{_TO}{_TIME}")
_LONG: Final = re.compile(rf"([a-z]+)\s+{_TIME}{_TO}([a-z]+)\s+{_TIME}")
_DAY_TIME: Final = re.compile(rf"([a-z]+)(?:\s+{_TIME})?")
_ORDINALS: Final = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": -1,
}
_WINDOW_FORM: Final = "like 'Fri', 'Fri 08:00-20:00', 'Mon-Fri 09:00-17:00', 'first Mon' or 'Sat 18:00 - Mon 09:00'"


@dataclass(frozen=True, slots=True)
class Window:
    """A part of every week by the wall clock, `[start, end)` in minutes from Monday 00:00; it may wrap.

    `nth` keeps it to that occurrence of its day in a month (-1: the last); the day is the one on which it opens.
    """

    start: int
    end: int
    text: str
    nth: int | None = None

    def __str__(self) -> str:
        return self.text

    def contains(self, local: datetime) -> bool:
        """Tell whether a wall-clock time lies in it."""
        minute = local.weekday() * MINUTES_A_DAY + local.hour * 60 + local.minute
        since = (minute - self.start) % MINUTES_A_WEEK
        if since >= self.length:
            return False
        return self.nth is None or _is_nth(local.replace(tzinfo=None) - timedelta(minutes=since), self.nth)

    @property
    def length(self) -> int:
        """Minutes from its opening to its end."""
        return (self.end - self.start) % MINUTES_A_WEEK or MINUTES_A_WEEK


def _is_nth(day: datetime, nth: int) -> bool:
    if nth == -1:
        return (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1 == nth


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("\N{EN DASH}", "-").split())


def read_windows(text: str) -> tuple[Window, ...]:
    """Read one window as written; several come back where it names several days. Raises ValueError."""
    error = ValueError(f"{text!r} is no window of time: write days and times, {_WINDOW_FORM}")
    lowered = _plain(text)
    if not lowered:
        raise error
    long = _LONG.fullmatch(lowered)
    if long and long[1] in _DAY_NAMES and long[5] in _DAY_NAMES:
        return (_long_window(long, text, error),)
    words, span = lowered, (0, MINUTES_A_DAY)
    if found := _SPAN.search(lowered):
        words = lowered[: found.start()].strip()
        span = (_minute(found[1], found[2], found[3], error), _minute(found[4], found[5], found[6], error))
        if lowered[found.end() :].strip():
            raise error
    if span[0] % MINUTES_A_DAY == span[1] % MINUTES_A_DAY and span != (0, MINUTES_A_DAY):
        raise ValueError(f"{text!r} never opens: it ends when it begins")
    nth, words = _ordinal(words)
    if nth is not None and words in _SETS_OF_DAYS:
        raise error
    return tuple(_day_window(day, span, text.strip(), nth) for day in _days(words, error))


def _long_window(match: re.Match[str], text: str, error: ValueError) -> Window:
    start = _DAY_NAMES[match[1]] * MINUTES_A_DAY + _minute(match[2], match[3], match[4], error)
    end = _DAY_NAMES[match[5]] * MINUTES_A_DAY + _minute(match[6], match[7], match[8], error)
    if start % MINUTES_A_WEEK == end % MINUTES_A_WEEK:
        raise ValueError(f"{text!r} never opens: it ends when it begins")
    return Window(start % MINUTES_A_WEEK, end % MINUTES_A_WEEK, text.strip())


def _day_window(day: int, span: tuple[int, int], text: str, nth: int | None) -> Window:
    begin, end = span
    if end <= begin:
        end += MINUTES_A_DAY
    start, stop = day * MINUTES_A_DAY + begin, day * MINUTES_A_DAY + end
    if start >= MINUTES_A_WEEK:
        start, stop = start - MINUTES_A_WEEK, stop - MINUTES_A_WEEK
    return Window(start, stop if stop <= MINUTES_A_WEEK else stop % MINUTES_A_WEEK, text, nth)


def _minute(hours: str, minutes: str | None, half: str | None, error: ValueError) -> int:
    hour, minute = int(hours), int(minutes or 0)
    if half:
        if not 1 <= hour <= 12:
            raise error
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif minutes is None:
        raise error
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise error
    return hour * 60 + minute


def _ordinal(words: str) -> tuple[int | None, str]:
    first, _, rest = words.partition(" ")
    return (_ORDINALS[first], rest.strip()) if first in _ORDINALS else (None, words)


def _days(words: str, error: ValueError) -> tuple[int, ...]:
    if words in _SETS_OF_DAYS:
        return tuple(_SETS_OF_DAYS[words])
    days: list[int] = []
    for part in re.split(r"\s*(?:,|\band\b|\+)\s*", words):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        if first not in _DAY_NAMES or (dash and last not in _DAY_NAMES):
            raise error
        begin, end = _DAY_NAMES[first], _DAY_NAMES[last] if dash else _DAY_NAMES[first]
        days += [(begin + offset) % 7 for offset in range((end - begin) % 7 + 1)]
    return tuple(dict.fromkeys(days))


@dataclass(frozen=True, slots=True)
class DayTime:
    """A time of a week: `Mon 09:00`. A day, Monday being 0, and minutes from its midnight."""

    day: int
    minute: int

    def __str__(self) -> str:
        return f"{DAYS[self.day]} {self.minute // 60:02}:{self.minute % 60:02}"


def read_day_time(text: str) -> DayTime:
    """Read `Mon 09:00` or `Fri` (noon). Raises ValueError."""
    error = ValueError(f"{text!r} is no day and time: write them like 'Mon 09:00'")
    match = _DAY_TIME.fullmatch(_plain(text))
    if match is None or match[1] not in _DAY_NAMES:
        raise error
    minute = _minute(match[2], match[3], match[4], error) if match[2] else 12 * 60
    if minute >= MINUTES_A_DAY:
        raise error
    return DayTime(_DAY_NAMES[match[1]], minute)


def read_clock_span(text: str) -> tuple[int, int]:
    """Read `20:00-09:00` as minutes of the day. Raises ValueError."""
    error = ValueError(f"{text!r} is no part of a day: write it like '20:00-09:00'")
    match = _SPAN.fullmatch(_plain(text))
    if match is None:
        raise error
    start, end = _minute(match[1], match[2], match[3], error), _minute(match[4], match[5], match[6], error)
    if start % MINUTES_A_DAY == end % MINUTES_A_DAY:
        raise error
    return start, end

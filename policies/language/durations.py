"""Lengths of time as an admin writes them, and periods made of them. Knows no clock and no zone."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

_UNITS: Final = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_WORD_UNITS: Final = {"second": "s", "minute": "m", "hour": "h", "day": "d", "week": "w"}
_DURATION: Final = re.compile(r"(\d+)\s*(seconds?|minutes?|hours?|days?|weeks?|min|[smhdw])(?![a-z])\s*")
_DIGITS: Final = 10
LONGEST: Final = timedelta(days=36_500)
"""Nobody means more than a hundred years, and sums of times stay far from where dates end."""

Calendar = Literal["day", "week", "month", "year"]
CALENDAR: Final[tuple[Calendar, ...]] = ("day", "week", "month", "year")


def read_duration(text: str) -> timedelta:
    """Read `10m`, `14d`, `2 weeks`, `1h 30m`. Raises ValueError for anything else, zero and negatives among it."""
    lowered, at, total = text.strip().lower(), 0, timedelta()
    while match := _DURATION.match(lowered, at):
        unit = match[2] if match[2] in _UNITS else _WORD_UNITS[match[2].rstrip("s")]
        if len(match[1]) <= _DIGITS:
            total += int(match[1]) * _UNITS[unit]
        at = match.end()
        if total > LONGEST or len(match[1]) > _DIGITS:
            raise ValueError(f"{text!r} is longer than a hundred years")
    if at < len(lowered) or not at:
        raise ValueError(f"{text!r} is no length of time: write a number and a unit, like 10m, 24h, 14d or 2w")
    if not total:
        raise ValueError(f"{text!r} is no length of time: it has to be longer than nothing")
    return total


def show_duration(duration: timedelta) -> str:
    """Write a duration as the language does: the largest units that say it exactly."""
    seconds, parts = int(duration.total_seconds()), []
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts) or "0s"


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period of the group's zone, or a sliding length. Neither: without end (`ever`)."""

    calendar: Calendar | None = None
    length: timedelta | None = None

    def __str__(self) -> str:
        if self.calendar:
            return f"per {self.calendar}"
        return f"per {show_duration(self.length)}" if self.length else "ever"

    @property
    def longest(self) -> timedelta | None:
        """How far back it can look; None without end."""
        if self.calendar:
            return _LOOKS_BACK[self.calendar]
        return self.length


_LOOKS_BACK: Final = {
    "day": timedelta(days=2),
    "week": timedelta(days=8),
    "month": timedelta(days=32),
    "year": timedelta(days=367),
}
EVER: Final = Period()


def read_period(text: str) -> Period:
    """Read what stands behind `per`: `week`, `7d`. Raises ValueError."""
    for name in CALENDAR:
        if text == name:
            return Period(calendar=name)
    return Period(length=read_duration(text))

"""Windows and calendar periods by a zone's wall clock, exact through the weeks in which clocks change.

A window is `[start, end)` by the wall clock, so an hour that exists twice is open both times and one that is skipped
never opens. Candidates for "when does it open" are the windows' own borders in both readings of an ambiguous time,
and the instants at which the zone changes its offset.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from policies.language.grammar import MINUTES_A_DAY, Calendar, Window

_CHUNK: Final = 16
"""Days looked at in one go: a weekly window that a clock change swallows is found within the second week."""
_HORIZON: Final = 400
"""Days after which a window counts as one that never opens: longer than any `first Mon` can be away."""


def is_open(windows: Iterable[Window], at: datetime, zone: ZoneInfo) -> bool:
    """Tell whether any of the windows is open at an instant."""
    local = at.astimezone(zone)
    return any(window.contains(local) for window in windows)


def next_open(windows: tuple[Window, ...], at: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the first instant from `at` on at which a window is open; None if none ever is."""
    return _first(windows, at, zone, lambda instant: is_open(windows, instant, zone))


def next_closed(windows: tuple[Window, ...], at: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the first instant from `at` on at which every window is closed; None if never."""
    return _first(windows, at, zone, lambda instant: not is_open(windows, instant, zone))


def _first(
    windows: tuple[Window, ...], at: datetime, zone: ZoneInfo, holds: Callable[[datetime], bool]
) -> datetime | None:
    if holds(at):
        return at
    today = at.astimezone(zone).date()
    for offset in range(0, _HORIZON, _CHUNK):
        for instant in _borders(windows, today + timedelta(days=offset - 1), zone):
            if instant > at and holds(instant):
                return instant
    return None


@lru_cache(maxsize=256)
def _borders(windows: tuple[Window, ...], first: date, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return every instant at which a window may open or close in the days from `first` on, in order."""
    days = [first + timedelta(days=number) for number in range(_CHUNK + 3)]
    minutes = {border % (7 * MINUTES_A_DAY) for window in windows for border in (window.start, window.end)} | {
        day * MINUTES_A_DAY for day in range(7) for window in windows if window.nth is not None
    }
    found = {instant for day in days for minute in minutes for instant in _instants(day, minute, zone)}
    return tuple(sorted(found | set(clock_changes(days[0], days[-1], zone))))


def _instants(day: date, minute_of_week: int, zone: ZoneInfo) -> Iterator[datetime]:
    weekday, minute = divmod(minute_of_week, MINUTES_A_DAY)
    if day.weekday() == weekday:
        local = datetime.combine(day, time(minute // 60, minute % 60), zone)
        yield local.astimezone(UTC)
        yield local.replace(fold=1).astimezone(UTC)


def clock_changes(first: date, last: date, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the instants between two days at which the zone changes its offset from UTC."""
    instant = datetime.combine(first, time(), UTC)
    while instant.date() <= last:
        after = instant + timedelta(days=1)
        if instant.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            yield _change_between(instant, after, zone)
        instant = after


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def period_start(at: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """Return the instant at which the calendar period around `at` begins: 00:00 in the zone, weeks on Monday."""
    return _midnight(_first_day(at.astimezone(zone).date(), calendar), zone)


def next_period(at: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """Return the instant at which the next calendar period begins."""
    first = _first_day(at.astimezone(zone).date(), calendar)
    far = {"day": 1, "week": 7, "month": 32, "year": 367}[calendar]
    return _midnight(_first_day(first + timedelta(days=far), calendar), zone)


def _first_day(day: date, calendar: Calendar) -> date:
    if calendar == "week":
        return day - timedelta(days=day.weekday())
    if calendar == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if calendar == "year" else day


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the first instant of a day. Where midnight is skipped, the earlier offset names the change itself."""
    return datetime.combine(day, time(), zone).astimezone(UTC)

"""The weeks that summaries are about: `[start, end)` from one posting time to the next, by the group's clock.

Exact through clock changes: a period is then an hour shorter or longer, and no instant lies in two of them or in none.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from policies.language.grammar import DayTime

_A_WEEK = timedelta(days=7)


def next_due(at: datetime, every: DayTime, zone: ZoneInfo) -> datetime:
    """Return the first posting time after an instant."""
    return next(due for due in _dues(at, every, zone) if due > at)


def period_ending(at: datetime, every: DayTime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the period that ended last: the posting time at or before an instant, and the one before that."""
    dues = [due for due in _dues(at, every, zone) if due <= at]
    return dues[-2], dues[-1]


def weeks_before(start: datetime, number: int, every: DayTime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the bounds of the weeks before a period, oldest first, its own start last: for `Ledger.weekly`."""
    bounds = [start]
    while len(bounds) <= number:
        bounds.append(period_ending(bounds[-1], every, zone)[0])
    return tuple(reversed(bounds))


def _dues(at: datetime, every: DayTime, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield posting times from two weeks before to two weeks after, in order.

    A time that a clock change skips is read by the earlier offset, one that exists twice is the first of the two.
    """
    day = at.astimezone(zone).date()
    monday = day - timedelta(days=day.weekday()) + timedelta(days=every.day)
    clock = time(every.minute // 60, every.minute % 60)
    for week in range(-3, 4):
        yield datetime.combine(monday + week * _A_WEEK, clock, zone).astimezone(UTC)

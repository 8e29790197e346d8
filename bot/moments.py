"""Times as people write them in tests and on the command line, by a group's clock."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from policies.language.grammar import read_day_time, read_duration

A_WEDNESDAY: Final = datetime(2026, 1, 14, 12, 0)  # noqa: DTZ001 - a wall-clock time: each group has its own zone
"""When tests happen unless they say otherwise: a noon with a quiet week around it."""

_YEARS: Final = range(1970, 2200)
"""With room on both sides for every period that a policy may have."""


def read_moment(text: str, *, around: datetime, zone: ZoneInfo, before: bool = False) -> datetime:
    """Read `Fri 10:00`, `8d before`, `2026-03-27 10:00`, `10:00`.

    A day and time is the next one from the Monday before `around` on; with `before`, the last one at or before it.
    Raises ValueError with the forms.
    """
    words = text.strip()
    try:
        found = _read(words, around, zone, before=before)
    except ValueError:
        raise ValueError(
            f"{text!r} is no time: write it like 'Fri 10:00', '8d before', '10:00' or '2026-03-27 10:00'"
        ) from None
    except OverflowError:
        found = None
    if found is None or found.year not in _YEARS:
        raise ValueError(f"{text!r} is too far away: write a time from {_YEARS[0]} to {_YEARS[-1]}")
    return found


def _read(words: str, around: datetime, zone: ZoneInfo, *, before: bool) -> datetime:
    local = around.astimezone(zone)
    if match := re.fullmatch(r"(.+?)\s+(before|earlier|ago)", words):
        return around - read_duration(match[1])
    if re.fullmatch(r"\d{1,2}:\d{2}", words):
        moment = time.fromisoformat(words.zfill(5))
        return datetime.combine(local.date(), moment, zone).astimezone(UTC)
    if words[:4].isdecimal():
        written = datetime.fromisoformat(words)
        return (written if written.tzinfo else written.replace(tzinfo=zone)).astimezone(UTC)
    wanted = read_day_time(words)
    monday = local.date() - timedelta(days=local.weekday())
    moment = time(wanted.minute // 60, wanted.minute % 60)
    found = datetime.combine(monday + timedelta(days=wanted.day), moment, zone).astimezone(UTC)
    if before and found > around:
        found = datetime.combine(monday + timedelta(days=wanted.day - 7), moment, zone).astimezone(UTC)
    return found


def first_after(text: str, at: datetime, zone: ZoneInfo) -> datetime:
    """Read a time that is expected: of a day and time, the first one after `at`. Raises ValueError."""
    found = read_moment(text, around=at, zone=zone)
    if found <= at and not text.strip()[:4].isdecimal():
        days = 1 if ":" in text and text.strip()[0].isdecimal() else 7
        return (found.astimezone(zone) + timedelta(days=days)).astimezone(UTC)
    return found

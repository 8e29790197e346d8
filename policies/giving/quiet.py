"""When a private message may arrive: daytime by the group's clock, with a jitter that is the same whenever it is asked.

Exact through clock changes, because it asks `policies.selling.calendar` for instants. Never says whether to send.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from policies.language.grammar import DAYS, MINUTES_A_DAY, Window
from policies.language.schema import Nudges
from policies.selling.calendar import is_open, next_closed, next_open

SPREAD: Final = timedelta(hours=6)
"""Nudges of one morning are spread over this long."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of allowed time, `[opens, closes)`."""

    opens: datetime
    closes: datetime


def slot(policy: Nudges, zone: ZoneInfo, at: datetime) -> Slot:
    """Return the allowed time that is open at an instant, from that instant on; else the next one."""
    windows = allowed(policy.quiet_hours, weekends=policy.weekends)
    opens = next_open(windows, at.astimezone(UTC), zone)
    assert opens is not None  # noqa: S101 - quiet hours never fill a day
    closes = next_closed(windows, opens, zone) or opens + SPREAD
    return Slot(opens, min(closes, opens + SPREAD))


def next_planning(policy: Nudges, zone: ZoneInfo, at: datetime) -> datetime:
    """Return the next instant, later than `at`, at which a stretch of allowed time begins: the time to plan anew."""
    windows, at = allowed(policy.quiet_hours, weekends=policy.weekends), at.astimezone(UTC)
    if is_open(windows, at, zone):
        at = next_closed(windows, at, zone) or at + timedelta(days=1)
        if is_open(windows, at, zone):
            return at
    later = next_open(windows, at, zone)
    assert later is not None  # noqa: S101 - as above
    return later if later > at else next_planning(policy, zone, later)


def is_quiet(policy: Nudges, zone: ZoneInfo, at: datetime) -> bool:
    """Tell whether nothing may be sent at an instant."""
    return not is_open(allowed(policy.quiet_hours, weekends=policy.weekends), at, zone)


@lru_cache(maxsize=64)
def allowed(quiet: tuple[int, int], *, weekends: bool) -> tuple[Window, ...]:
    """Return the windows of a week outside of quiet hours, and of weekends where those are left out."""
    return tuple(
        Window(day * MINUTES_A_DAY + start, (day * MINUTES_A_DAY + end), DAYS[day])
        for day in range(7 if weekends else 5)
        for start, end in _spans(*quiet)
    )


def _spans(quiet_from: int, quiet_to: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of one day that are not quiet; midnight parts them, since the next day may be a weekend."""
    quiet_from, quiet_to = quiet_from % MINUTES_A_DAY, quiet_to % MINUTES_A_DAY
    if quiet_from > quiet_to:
        yield quiet_to, quiet_from
        return
    if quiet_from > 0:
        yield 0, quiet_from
    if quiet_to < MINUTES_A_DAY:
        yield quiet_to, MINUTES_A_DAY


def jittered(within: Slot, secret: bytes, *words: str) -> datetime:
    """Return an instant in a slot, chosen by the words: the same for the same words."""
    span = within.closes - within.opens
    return within.opens + timedelta(seconds=int(span.total_seconds() * fraction(secret, "jitter", *words)))


def fraction(secret: bytes, *words: str) -> float:
    """Return a number in [0, 1) that stands for the words; nobody without the secret can foresee it."""
    data = "\0".join(words).encode("utf-8", "surrogatepass")
    return int.from_bytes(hmac.digest(secret, data, "sha256")[:6], "big") / 2**48

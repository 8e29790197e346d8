"""The share of promotion by week, drawn as an SVG of our own: bars of messages, promotions and removals marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.tally import Week

HEIGHT: Final = 140
_WIDEST: Final = 40
_MOST: Final = 60
"""Weeks shown; of a longer chat the last ones."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One week, in the picture's units."""

    x: float
    width: float
    label: str
    title: str
    share: float
    removed: float


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws."""

    width: float
    height: int
    bars: tuple[Bar, ...]
    top: str
    words: str


def weeks_chart(weeks: Mapping[date, Week]) -> Chart | None:
    """Return the chart: of each week the share of its messages that promoted, and of those that came down."""
    shown = sorted(weeks.items())[-_MOST:]
    shares = [week.promotions / week.messages for _, week in shown if week.messages]
    if not shares or not max(shares):
        return None
    top = max(shares)
    step = max(12.0, min(_WIDEST, 720 / len(shown)))
    bars = tuple(
        _bar(number, day, week, step, top, every=max(1, len(shown) // 8)) for number, (day, week) in enumerate(shown)
    )
    words = f"Share of promotion by week, {len(shown)} weeks, at most {top:.0%} of a week's messages."
    return Chart(width=step * len(shown), height=HEIGHT, bars=bars, top=f"{top:.0%}", words=words)


def _bar(number: int, day: date, week: Week, step: float, top: float, *, every: int) -> Bar:
    share = week.promotions / week.messages if week.messages else 0.0
    removed = week.removed / week.messages if week.messages else 0.0
    return Bar(
        x=number * step,
        width=step * 0.7,
        label=f"{day.day} {day:%b}" if number % every == 0 else "",
        title=f"{day.day} {day:%b %Y}: {week.messages} messages, {week.promotions} promotions, {week.removed} removed",
        share=share / top * HEIGHT,
        removed=removed / top * HEIGHT,
    )

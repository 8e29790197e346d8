"""Dates, lists and numbers as a language writes them. English writes its own: English groups load none of this."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal


def joined(words: Sequence[str], last: str, language: str) -> str:
    """Join words, the last two by "or" or "and"."""
    return format_list(list(words), "or" if last == "or" else "standard", language)


def day(local: date, language: str, *, weekday: bool, year: bool) -> str:
    """Return a day: "16. Jan.", with its weekday and year where they are wanted."""
    form = f"{'EEE ' if weekday else ''}d MMM{' y' if year else ''}"
    return format_date(local, form, locale=language)


def number(value: float, language: str) -> str:
    """Return a number: 1,5."""
    return format_decimal(value, locale=language)

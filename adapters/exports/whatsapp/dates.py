"""Which of a date's numbers is the day: settled over a whole chat. Pure; the dates come in, the order goes out."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal

Order = Literal["dmy", "mdy", "ymd"]

_PLACES: dict[Order, tuple[int, int, int]] = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
_SPOKEN: dict[Order, str] = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
_FIRST_YEAR, _LAST_YEAR = 2009, 2099  # WhatsApp is of 2009
_LONGEST_PASTED = 100  # lines; more of them are no paste
_BUDDHIST = 543  # Thai phones count from the year 543 before ours


@lru_cache(maxsize=1_000)  # a day has many messages
def to_date(numbers: tuple[str, str, str], order: Order) -> date | None:
    """Return the date, or None if it is none in this order."""
    year, month, day = (numbers[place] for place in _PLACES[order])
    if len(year) not in {2, 4} or len(month) > 2 or len(day) > 2:
        return None
    value = int(year) + (2000 if len(year) == 2 else 0)
    value -= _BUDDHIST if value > _LAST_YEAR + 400 else 0
    try:
        return date(value, int(month), int(day)) if _FIRST_YEAR <= value <= _LAST_YEAR else None
    except ValueError:
        return None


class Settling:
    """Counts what speaks against each order: dates that are none in it, and times that go back.

    No single line settles it: members paste lines of other chats, with dates in another order.
    """

    def __init__(self, orders: Iterable[Order]) -> None:
        self._misfits: dict[Order, int] = dict.fromkeys(orders, 0)
        self._back = dict(self._misfits)
        self._latest: dict[Order, date] = {}

    @property
    def settled(self) -> bool:
        """Whether looking at more dates would hardly change anything."""
        best, *others = sorted(self._against(order) for order in self._misfits)
        return not others or others[0] - best >= _LONGEST_PASTED

    def look(self, numbers: tuple[str, str, str]) -> None:
        """Take one more date into account."""
        for order in self._misfits:
            on = to_date(numbers, order)
            if on is None:
                self._misfits[order] += 1
                continue
            self._back[order] += on < self._latest.get(order, on)
            self._latest[order] = on

    def order(self, asked: Order | None = None) -> tuple[Order, str | None]:
        """Return the order, the one asked for where the layout allows it, and a sentence where one was assumed.

        Raises `ValueError` where no date can be read in it.
        """
        chosen = asked if asked in self._misfits else min(self._misfits, key=self._against)
        if chosen not in self._latest:
            raise ValueError(f"no date can be read {_SPOKEN[chosen]}")
        why = None if chosen == asked else self._why(chosen)
        return chosen, f"Dates read {_SPOKEN[chosen]}: {why}." if why else None

    def _against(self, order: Order) -> int:
        return self._misfits[order] + self._back[order]

    def _why(self, chosen: Order) -> str | None:
        """Say why this order, unless it is the only one that every date fits."""
        rivals = [order for order in self._misfits if order != chosen and not self._misfits[order]]
        if self._misfits[chosen]:
            return "that fits best, and dated lines that do not fit are text"
        if any(self._back[order] == self._back[chosen] for order in rivals):
            return "every date fits other readings too"
        return "every date fits other readings, but only so do times rise" if rivals else None


def possible_orders(mark: str, *, year_first: bool) -> tuple[Order, ...]:
    """Return the orders that a layout allows: a short year comes first only between hyphens."""
    if year_first:
        return ("ymd",)
    return ("dmy", "mdy", "ymd") if mark == "-" else ("dmy", "mdy")

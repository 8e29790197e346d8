"""Which of a date's numbers is the day: settled over a whole chat. Pure; the dates come in, the order goes out."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal

Order = Literal["dmy", "mdy", "ymd"]

_ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
_PLACES: dict[Order, tuple[int, int, int]] = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
_SPOKEN: dict[Order, str] = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
_FIRST_YEAR, _LAST_YEAR = 2009, 2099  # WhatsApp is of 2009
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
    """Looks at dates until only one order is left, else counts how often each makes time go back."""

    def __init__(self, orders: Iterable[Order]) -> None:
        self._latest: dict[Order, date] = {}
        self._back: dict[Order, int] = dict.fromkeys(_ORDERS, 0)
        self._possible = set(orders)
        self._before: tuple[str, str, str] | None = None

    @property
    def settled(self) -> bool:
        """Whether looking at more dates would change nothing."""
        return len(self._possible) == 1

    def look(self, numbers: tuple[str, str, str]) -> None:
        """Take one more date into account. One that fits no order left, such as a typed one, is passed over."""
        if numbers == self._before:
            return
        self._before = numbers
        dates = {order: on for order in self._possible if (on := to_date(numbers, order))}
        if not dates:
            return
        self._possible &= dates.keys()
        for order, on in dates.items():
            self._back[order] += on < self._latest.get(order, on)
            self._latest[order] = on

    def order(self, asked: Order | None = None) -> tuple[Order, str | None]:
        """Return the order, the one asked for where it is possible, and a sentence if it was not, or was assumed."""
        left = [order for order in _ORDERS if order in self._possible]
        if asked in left:
            return asked, None
        if len(left) == 1:
            return left[0], f"Dates read {_SPOKEN[left[0]]}: some fit no other reading." if asked else None
        fewest = min(self._back[order] for order in left)
        best = [order for order in left if self._back[order] == fewest]
        if len(best) == 1:
            return best[0], f"Dates read {_SPOKEN[best[0]]}: every date fits other readings, but only so do times rise."
        return best[0], f"Dates read {_SPOKEN[best[0]]}: every date fits other readings too."


def possible_orders(mark: str, *, year_first: bool) -> tuple[Order, ...]:
    """Return the orders that a layout allows: a short year comes first only between hyphens."""
    if year_first:
        return ("ymd",)
    return ("dmy", "mdy", "ymd") if mark == "-" else ("dmy", "mdy")

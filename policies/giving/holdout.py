"""Whether nudges work: those nudged beside those held out, with the interval of the difference, and no more than that.

Intervals are Newcombe's hybrid score intervals for two proportions (Newcombe 1998, method 10), 95 %.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

_Z: Final = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How many of those nudged, and of those held out, gave something within a fortnight."""

    sent: int
    sent_gave: int
    held: int
    held_gave: int

    @property
    def difference(self) -> float | None:
        """Return the difference of the shares, None where one of them has nobody."""
        if not self.sent or not self.held:
            return None
        return self.sent_gave / self.sent - self.held_gave / self.held

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return where the true difference lies, 19 times out of 20."""
        difference = self.difference
        if difference is None:
            return None
        p, q = self.sent_gave / self.sent, self.held_gave / self.held
        (l1, u1), (l2, u2) = _wilson(self.sent_gave, self.sent), _wilson(self.held_gave, self.held)
        return difference - sqrt((p - l1) ** 2 + (u2 - q) ** 2), difference + sqrt((u1 - p) ** 2 + (q - l2) ** 2)

    @property
    def conclusive(self) -> bool:
        """Tell whether the interval leaves out zero."""
        interval = self.interval
        return interval is not None and (interval[0] > 0 or interval[1] < 0)


def _wilson(found: int, of: int) -> tuple[float, float]:
    share, square = found / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return middle - half, middle + half

"""Thresholds proposed for one group, from how probable its own messages are to promote something. No labels are needed.

A probability that is right on the whole says how many of the messages above it are wrong: from the proposed `act` on,
at most `WRONG` of them in the mean. `ask` goes as low as the admins' time allows. How often it misses, nobody can say
without labels, and nothing here claims to.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policies.promotion.thresholds import Threshold

WRONG: Final = 0.05
"""Of the messages acted on, the share that may be expected to be wrong."""
LOWEST_ACT: Final = 0.5
LOWEST_ASK: Final = 0.3
_STEP: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What thresholds come to on the messages that were looked at, a week."""

    acted: float
    wrong: float
    """Of those acted on, how many are expected to be wrong."""
    asked: float


def propose(scores: Sequence[float], weeks: float, *, asked_a_week: float, present: Threshold) -> Threshold:
    """Return thresholds for a group by the probabilities of its messages; where nothing tells, the present ones.

    `asked_a_week` is how many cards the admins want at most. Times are in weeks.
    """
    act = _act(scores) or present.act
    below = sorted((score for score in scores if LOWEST_ASK <= score < act), reverse=True)
    most = math.floor(asked_a_week * weeks)
    ask = LOWEST_ASK if len(below) <= most else min(_above(below[most]), act)
    return Threshold(ask=ask, act=act)


def _act(scores: Sequence[float]) -> float | None:
    """Return the lowest threshold above which few enough are expected to be wrong."""
    found = None
    for step in range(_STEP, round(LOWEST_ACT * _STEP) - 1, -1):
        acted = [score for score in scores if score >= step / _STEP]
        if acted and sum(1 - score for score in acted) <= WRONG * len(acted):
            found = math.floor(min(acted) * _STEP) / _STEP
    return found


def _above(score: float) -> float:
    """Return the next round threshold that leaves a score out."""
    return math.floor(score * _STEP + 1) / _STEP


def cost(scores: Sequence[float], weeks: float, thresholds: Threshold) -> Cost:
    """Return what thresholds come to."""
    acted = [score for score in scores if score >= thresholds.act]
    asked = sum(1 for score in scores if thresholds.ask <= score < thresholds.act)
    return Cost(acted=len(acted) / weeks, wrong=sum(1 - score for score in acted) / weeks, asked=asked / weeks)

"""Where a probability is enough: to ask a person, to act."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from chat.promotions import PROMOTION_KINDS, Promotion

Act = Literal["none", "ask", "act"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """Probabilities of a promotion kind: from `ask` on a person is asked, from `act` on the policy acts."""

    ask: float = 0.5
    act: float = 0.7


THRESHOLDS: Mapping[str, Threshold] = MappingProxyType(dict.fromkeys(PROMOTION_KINDS, Threshold()))
"""The default of every promotion kind; a policy may set others."""

_LIKELY = 0.5


def promotion_kind(promotion: Promotion) -> str | None:
    """Return the most probable promotion kind, however improbable."""
    return max((kind for kind in promotion.kinds if kind in THRESHOLDS), key=promotion.kinds.__getitem__, default=None)


def act(promotion: Promotion) -> Act:
    """Say what the default thresholds of the most probable kind make of the score."""
    kind = promotion_kind(promotion)
    if kind is None or promotion.score < THRESHOLDS[kind].ask:
        return "none"
    return "act" if promotion.score >= THRESHOLDS[kind].act else "ask"


def main_kind(promotion: Promotion) -> str | None:
    """Return the kind that a message is foremost; None where no kind is likely."""
    if act(promotion) != "none":
        return promotion_kind(promotion)
    others = {kind: p for kind, p in promotion.kinds.items() if kind not in THRESHOLDS and p >= _LIKELY}
    return max(others, key=others.__getitem__, default=None)

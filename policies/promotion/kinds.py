"""How probable each kind is, from the signals and the wording of a message."""

from collections.abc import Iterable, Mapping, Sequence

from chat.promotions import OTHER_KINDS, PROMOTION_KINDS
from policies.promotion.weights import Model
from policies.promotion.wording import shares

NO_KIND = "none"
_LEAST = 0.02


def kind_points(names: Iterable[str], words: Sequence[str], model: Model) -> dict[str, float]:
    """Return log-odds for every kind: promotion kinds comparable with one another, and so the others and no kind."""
    points = dict(model.wording.kinds(words))
    for name in dict.fromkeys(names):
        for kind, value in model.weights.kinds.get(name, {}).items():
            points[kind] = points.get(kind, 0.0) + value
    return points


def promotion_kinds(points: Mapping[str, float]) -> dict[str, float]:
    """Return the probability of each promotion kind given that the message promotes something."""
    parts = shares(points, PROMOTION_KINDS)
    ordered = sorted(parts.items(), key=lambda item: -item[1])
    return {kind: part for kind, part in ordered if part >= _LEAST}


def other_kinds(points: Mapping[str, float], score: float) -> dict[str, float]:
    """Return the probability of each kind that is no promotion. A pitch is hardly ever anything besides."""
    parts = shares(points, (*OTHER_KINDS, NO_KIND))
    return {kind: part * (1 - score) for kind, part in parts.items() if kind != NO_KIND and part >= _LEAST}

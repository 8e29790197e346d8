"""How probable each kind is, from the signals and the wording of a message."""

from collections.abc import Iterable, Mapping

from chat.promotions import OTHER_KINDS, PROMOTION_KINDS, Stance
from policies.promotion.weights import Model
from policies.promotion.wording import shares

NO_KIND = "none"
STANCE = "stance "
"""Before the name of a stance, among the kinds."""
ASKS = "asks"
"""Among the kinds: that somebody is wanted who has, does or knows of something."""
_LEAST = 0.02


def kind_points(names: Iterable[str], by_wording: Mapping[str, float], model: Model) -> dict[str, float]:
    """Return log-odds for every kind and stance, of what the signals and the wording say.

    Comparable with one another are the promotion kinds, the other kinds with no kind, and the stances.
    """
    points = dict(by_wording)
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


def stance_of(points: Mapping[str, float], said: Stance, score: float) -> Stance:
    """Return whose thing it most probably is about: by the wording, and by what a phrase says outright.

    What promotes something promotes the author's own, or is praise of another's that was taken for it.
    """
    among = (Stance.SELF, Stance.OTHERS) if score >= _PROMOTES else _ANY
    found = {stance: points.get(_POINTS[stance], 0.0) for stance in among}
    if said in found and said is not Stance.NONE:
        found[said] += _PRAISED if said is Stance.OTHERS else _OUTRIGHT
    return max(found, key=found.__getitem__)


_ANY = tuple(Stance)
_POINTS = {stance: STANCE + stance for stance in Stance}
_PROMOTES = 0.4
_OUTRIGHT = 1.5
_PRAISED = 4.0
"""Log-odds: as many are right with them as without, and who says plainly whose thing it is, is believed; who recommends
another's, most of all."""

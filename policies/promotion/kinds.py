"""How probable each kind is."""

from collections.abc import Iterable, Mapping
from math import exp

from policies.promotion.intent import Intent
from policies.promotion.weights import Weights

_LEAST = 0.02
_PRIORS = {"product": 0.6, "service": 0.6}


def promotion_kinds(names: Iterable[str], weights: Weights) -> dict[str, float]:
    """Return the probability of each promotion kind given that the message promotes something."""
    points = dict(_PRIORS)
    for name in names:
        for kind, value in weights.kinds.get(name, {}).items():
            points[kind] = points.get(kind, 0.0) + value
    parts = {kind: exp(value) for kind, value in points.items()}
    total = sum(parts.values())
    return {kind: part / total for kind, part in sorted(parts.items(), key=lambda item: -item[1]) if part / total >= _LEAST}


def other_kinds(intent: Intent, *, words: int, links: int, reply: bool) -> Mapping[str, float]:
    """Return the probability of each kind that is no promotion."""
    said, offers = intent.said, bool(intent.offers)
    kinds: dict[str, float] = {}
    if "seeks" in said:
        kinds["request"] = 0.4 if offers else 0.95
    if "praise" in said and "seeks" not in said:
        kinds["recommendation"] = 0.3 if offers else 0.85
    if "introduction" in said:
        kinds["introduction"] = 0.9 if "own business" in said or words >= 8 else 0.6
    if "thanks" in said:
        kinds["thanks"] = 0.9 if words <= 30 and not offers else 0.5
    if "resource" in said or (links and not offers and not said & {"seeks", "praise", "act", "own site"}):
        kinds["resource"] = 0.85 if "resource" in said and links else 0.55
    if "question" in said and not offers:
        kinds["question"] = 0.7 if "seeks" in said else 0.85
    if "answer" in said and "seeks" not in said:
        kinds["answer"] = 0.8 if reply else 0.55
    elif reply and not said & {"seeks", "question", "thanks"} and words >= 6:
        kinds["answer"] = 0.5
    return kinds

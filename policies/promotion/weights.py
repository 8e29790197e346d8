"""What each signal weighs. Numbers come from `weights.json`, so that training changes a file and no code."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp

from policies.promotion.lexicon import data_file


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds by signal, and what each signal says of the kind."""

    intercept: float
    signals: Mapping[str, float]
    kinds: Mapping[str, Mapping[str, float]]


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Return the weights that ship."""
    return Weights(**json.loads(data_file("weights.json")))


def logistic(log_odds: float) -> float:
    """Turn log-odds into a probability, without overflow."""
    if log_odds >= 0:
        return 1 / (1 + exp(-log_odds))
    return exp(log_odds) / (1 + exp(log_odds))

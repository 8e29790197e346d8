"""What was learned, as it ships: weights of named signals, and the table of wording. Training changes no code."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from math import exp

from policies.promotion.wording import Wording


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds by signal, and what each signal says of the kind."""

    intercept: float
    signals: Mapping[str, float]
    kinds: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that was learned."""

    weights: Weights
    wording: Wording


@lru_cache(maxsize=1)
def shipped() -> Model:
    """Return the model that ships."""
    return load(resources.files("policies.promotion"))


def load(folder: Traversable) -> Model:
    """Read a model's three files."""
    weights = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    head = json.loads((folder / "wording.json").read_text(encoding="utf-8"))
    return Model(Weights(**weights), Wording(head, (folder / "wording.bin").read_bytes()))


def logistic(log_odds: float) -> float:
    """Turn log-odds into a probability, without overflow."""
    if log_odds >= 0:
        return 1 / (1 + exp(-log_odds))
    return exp(log_odds) / (1 + exp(log_odds))

"""Writes what was learned as the three files that ship: eight bits a weight, with a scale for each table."""

import json
from array import array
from pathlib import Path
from typing import Any, Final

import numpy as np

from policies.promotion.wording import BUCKETS, KIND_BUCKETS
from training.features import WORDING_SCALE
from training.fit import Fitted

TARGET: Final = Path(__file__).parents[1] / "policies" / "promotion"
_LEAST_OF_A_KIND: Final = 0.05
"""Weights of signals for a kind below this are left out."""


def write(fitted: Fitted, folder: Path = TARGET) -> int:
    """Write a model; return its size in bytes."""
    scale, body = _quantised(fitted.promotion[:BUCKETS])
    tables = {kind: _quantised(values[:KIND_BUCKETS]) for kind, (values, _) in fitted.kinds.items()}
    beside = np.array([np.frombuffer(table, dtype=np.int8) for _, table in tables.values()]).T
    head = {
        "scale": scale,
        "kinds": list(tables),
        "kind_scales": [of_kind for of_kind, _ in tables.values()],
        "kind_bias": [round(fitted.kinds[kind][1], 4) for kind in tables],
    }
    (folder / "wording.bin").write_bytes(body + beside.astype(np.int8).tobytes())
    (folder / "wording.json").write_text(json.dumps(head, indent=1) + "\n", encoding="utf-8")
    text = json.dumps(_weights(fitted), indent=1, ensure_ascii=False) + "\n"
    (folder / "weights.json").write_text(text, encoding="utf-8")
    return sum((folder / name).stat().st_size for name in ("wording.bin", "wording.json", "weights.json"))


def _weights(fitted: Fitted) -> dict[str, Any]:
    signals = zip(fitted.names, fitted.promotion[BUCKETS:], strict=True)
    kinds: dict[str, dict[str, float]] = {name: {} for name in fitted.names}
    for kind, (values, _) in fitted.kinds.items():
        for name, value in zip(fitted.names, values[KIND_BUCKETS:], strict=True):
            if abs(value) >= _LEAST_OF_A_KIND:
                kinds[name][kind] = round(float(value), 3)
    return {
        "intercept": round(fitted.intercept, 3),
        "signals": {name: round(float(value), 3) for name, value in signals},
        "kinds": kinds,
    }


def _quantised(weights: np.ndarray) -> tuple[float, bytes]:
    """Return a scale and a table of eight bits a weight; the scale holds the factor that training used."""
    top = float(np.abs(weights).max()) or 1.0
    rounded = np.clip(np.round(weights / top * 127), -127, 127).astype(int)
    return top / 127 * WORDING_SCALE, array("b", rounded.tolist()).tobytes()

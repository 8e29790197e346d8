"""Trains the weights that ship: `make train`, reproducible from the corpus alone.

    python -m training.train [--all]

One logistic regression over named signals and hashed pieces of words tells promotion from everything else; its scale is
calibrated on themes that it did not see (Platt). Two more tell the kinds apart, of promotions and of everything else.
Without `--all` the test themes are left out, so that `make eval` means something; what ships is trained on all.
"""

import argparse
import json
import sys
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from policies.promotion.kinds import NO_KIND
from policies.promotion.read import Parsed, parse
from policies.promotion.wording import BUCKETS, KIND_BUCKETS, MOST_PIECES, MOST_STEMS, pairs, pieces, root, stems
from training.corpus import Row, message, rows, split

TARGET: Final = Path(__file__).parents[1] / "policies" / "promotion"
WORDING_SCALE: Final = 2.0
"""Wording is penalised less than signals by this factor: there is more of it."""
PENALTY: Final = 2.0
KIND_PENALTY: Final = 10.0
IN_A_GROUP: Final = 1.0
"""Log-odds by which promotion is rarer in a group's chat than in the corpus, where it is two in five."""
LEAST_OF_A_PIECE: Final = 3
LEAST_OF_A_SIGNAL: Final = 5
"""A signal seen in fewer messages than this has no weight."""


def main() -> None:
    """Train and write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--all", action="store_true", help="train on the test themes too: what ships")
    everything = rows()
    chosen = everything if arguments.parse_args().all else split(everything)[0]
    parsed = [parse(message(row)) for row in chosen]
    names = _signals(parsed)
    write(_promotion(chosen, parsed, names), _kinds(chosen, parsed, names), names)
    sys.stdout.write(f"trained on {len(chosen):,} messages: {len(names)} signals, {BUCKETS:,} buckets\n")


def _signals(parsed: Sequence[Parsed]) -> list[str]:
    counted = Counter(name for each in parsed for name in set(each.names))
    return sorted(name for name, count in counted.items() if count >= LEAST_OF_A_SIGNAL)


def matrix(parsed: Sequence[Parsed], names: Sequence[str], *, of_kinds: bool) -> sparse.csr_matrix:
    """Return a row for each message: its pieces, divided by the root of their number, then its signals."""
    buckets = KIND_BUCKETS if of_kinds else BUCKETS
    index = {name: buckets + number for number, name in enumerate(names)}
    where: list[int] = []
    what: list[int] = []
    values: list[float] = []
    for number, each in enumerate(parsed):
        hashes = [piece for word in each.words for piece in (stems(word) if of_kinds else pieces(word))]
        hashes += () if of_kinds else pairs(each.words)
        divisor = root(len(hashes), MOST_STEMS if of_kinds else MOST_PIECES) if hashes else 1.0
        found = Counter(piece % buckets for piece in hashes)
        row = {bucket: WORDING_SCALE * times / divisor for bucket, times in found.items()}
        row |= {index[name]: 1.0 for name in set(each.names) if name in index}
        where += [number] * len(row)
        what += row.keys()
        values += row.values()
    table = sparse.csr_matrix((values, (where, what)), shape=(len(parsed), buckets + len(names)))
    return _without_rare(table, buckets)


def _without_rare(table: sparse.csr_matrix, buckets: int) -> sparse.csr_matrix:
    """Leave out pieces that few messages have: they say nothing, and other languages fall into their buckets."""
    seen = np.asarray((table != 0).sum(axis=0)).ravel()
    kept = (seen >= LEAST_OF_A_PIECE) | (np.arange(table.shape[1]) >= buckets)
    return (table @ sparse.diags(kept.astype(float))).tocsr()


def _promotion(chosen: list[Row], parsed: list[Parsed], names: list[str]) -> tuple[np.ndarray, float]:
    """Return calibrated weights for pieces and signals, and the intercept."""
    table = matrix(parsed, names, of_kinds=False)
    promotes = np.array([row["label"] == "promo" for row in chosen])
    themes = sorted({row["theme"] for row in chosen})
    groups = np.array([themes.index(row["theme"]) for row in chosen])
    model = LogisticRegression(C=PENALTY, max_iter=1000, solver="liblinear", random_state=0)
    unseen = cross_val_predict(model, table, promotes, groups=groups, cv=GroupKFold(8), method="decision_function")
    platt = LogisticRegression(C=1e6).fit(unseen[:, None], promotes)
    model.fit(table, promotes)
    slope, shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    return model.coef_[0] * slope, float(model.intercept_[0]) * slope + shift - IN_A_GROUP


def _kinds(chosen: list[Row], parsed: list[Parsed], names: list[str]) -> dict[str, tuple[np.ndarray, float]]:
    """Return weights and bias for every kind: promotions among themselves, everything else among itself."""
    table = matrix(parsed, names, of_kinds=True)
    found: dict[str, tuple[np.ndarray, float]] = {}
    is_promotion: Callable[[Row], bool] = lambda row: row["label"] == "promo"  # noqa: E731
    for wanted in (True, False):
        picked = [number for number, row in enumerate(chosen) if is_promotion(row) is wanted]
        kinds = [chosen[number]["kind"] or NO_KIND for number in picked]
        model = LogisticRegression(C=KIND_PENALTY, max_iter=1000, random_state=0).fit(table[picked], kinds)
        for kind, weights, bias in zip(model.classes_, model.coef_, model.intercept_, strict=True):
            found[str(kind)] = weights, float(bias)
    return found


def write(promotion: tuple[np.ndarray, float], kinds: dict[str, tuple[np.ndarray, float]], names: list[str]) -> None:
    """Write the three files that ship: eight bits a weight, with a scale for each table."""
    weights, intercept = promotion
    scale, body = _quantised(weights[:BUCKETS])
    tables = {kind: _quantised(values[:KIND_BUCKETS]) for kind, (values, _) in kinds.items()}
    head = {
        "scale": scale,
        "kinds": list(tables),
        "kind_scales": [table[0] for table in tables.values()],
        "kind_bias": [round(kinds[kind][1], 4) for kind in tables],
    }
    beside = np.array([np.frombuffer(table[1], dtype=np.int8) for table in tables.values()]).T
    (TARGET / "wording.bin").write_bytes(body + beside.astype(np.int8).tobytes())
    (TARGET / "wording.json").write_text(json.dumps(head, indent=1) + "\n", encoding="utf-8")
    signals = {name: round(float(value), 3) for name, value in zip(names, weights[BUCKETS:], strict=True)}
    of_kinds: dict[str, dict[str, float]] = {name: {} for name in names}
    for kind, (values, _) in kinds.items():
        for name, value in zip(names, values[KIND_BUCKETS:], strict=True):
            if abs(value) >= 0.05:
                of_kinds[name][kind] = round(float(value), 3)
    shipped: dict[str, Any] = {"intercept": round(intercept, 3), "signals": signals, "kinds": of_kinds}
    (TARGET / "weights.json").write_text(json.dumps(shipped, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _quantised(weights: np.ndarray) -> tuple[float, bytes]:
    """Return a scale and a table of eight bits a weight; the scale holds the factor that training used."""
    top = float(np.abs(weights).max()) or 1.0
    rounded = np.clip(np.round(weights / top * 127), -127, 127).astype(int)
    return top / 127 * WORDING_SCALE, array("b", rounded.tolist()).tobytes()


if __name__ == "__main__":
    main()

"""Fits the model: one logistic regression for promotion, calibrated on unseen themes; others for kinds and stances."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from policies.promotion.kinds import ASKS, NO_KIND, STANCE
from policies.promotion.read import Parsed, parse
from policies.promotion.wording import BUCKETS, KIND_BUCKETS
from training import features
from training.corpus import Row, message

PENALTY: Final = 2.0
KIND_PENALTY: Final = 5.0
ASKS_PENALTY: Final = 1.0
EXTRA_WEIGHT: Final = 0.2
"""What a row of others weighs beside one of the corpus: it is of another kind of chat."""
IN_A_GROUP: Final = 1.8
"""Log-odds by which promotion is rarer in a group's chat, one message in nine, than in the corpus: two in five."""
FOLDS: Final = 5


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was learned, before it is rounded to eight bits."""

    names: list[str]
    promotion: np.ndarray
    """Calibrated weights of buckets, then of signals."""
    intercept: float
    kinds: dict[str, tuple[np.ndarray, float]]
    """For each kind its weights and its bias."""


def fit(rows: Sequence[Row], extra: Sequence[Row] = ()) -> Fitted:
    """Learn from the corpus, and where given from rows of others."""
    parsed = [parse(message(row)) for row in rows]
    others = [parse(message(row)) for row in extra]
    names = features.signal_names([*parsed, *others])
    promotion, intercept = _promotion(rows, parsed, extra, others, names)
    return Fitted(names, promotion, intercept, _kinds(rows, parsed, names))


def _promotion(
    rows: Sequence[Row], parsed: list[Parsed], extra: Sequence[Row], others: list[Parsed], names: list[str]
) -> tuple[np.ndarray, float]:
    own, theirs = features.of_promotion(parsed, names), features.of_promotion(others, names)
    columns = features.common(own, BUCKETS) | features.common(theirs, BUCKETS, least=5)
    table = _with_origin(own[:, columns], theirs[:, columns])
    promotes = np.array([row["label"] == "promo" for row in (*rows, *extra)])
    weight = np.where(np.arange(len(promotes)) < len(rows), 1.0, EXTRA_WEIGHT)
    model = LogisticRegression(C=PENALTY, max_iter=1000, solver="liblinear", random_state=0)
    slope, shift = _calibrate(model, table, promotes, weight, rows)
    model.fit(table, promotes, sample_weight=weight)
    found = np.zeros(own.shape[1])
    found[columns] = model.coef_[0, :-1] * slope
    return found, float(model.intercept_[0]) * slope + shift - IN_A_GROUP


def _with_origin(own: sparse.csr_matrix, theirs: sparse.csr_matrix) -> sparse.csr_matrix:
    """Add a column that says whose a row is, so that how common spam is there does not move what ships."""
    origin = sparse.csr_matrix(np.r_[np.zeros(own.shape[0]), np.ones(theirs.shape[0])][:, None])
    return sparse.hstack([sparse.vstack([own, theirs]), origin]).tocsr()


def _calibrate(
    model: LogisticRegression, table: sparse.csr_matrix, promotes: np.ndarray, weight: np.ndarray, rows: Sequence[Row]
) -> tuple[float, float]:
    """Return slope and shift that make scores of unseen themes probabilities (Platt, 1999)."""
    unseen = unseen_scores(model, table, promotes, weight, rows)
    platt = LogisticRegression(C=1e6).fit(unseen[:, None], promotes[: len(rows)])
    return float(platt.coef_[0, 0]), float(platt.intercept_[0])


def unseen_scores(
    model: LogisticRegression, table: sparse.csr_matrix, promotes: np.ndarray, weight: np.ndarray, rows: Sequence[Row]
) -> np.ndarray:
    """Return a score for each row of the corpus, by models that saw nothing of its theme."""
    themes = np.array([row["theme"] for row in rows])
    scores = np.zeros(len(rows))
    beside = np.arange(len(rows), len(promotes))
    folds = min(FOLDS, len(set(themes)))
    for seen, held in GroupKFold(folds).split(np.arange(len(rows)), groups=themes):
        use = np.r_[seen, beside]
        model.fit(table[use], promotes[use], sample_weight=weight[use])
        scores[held] = model.decision_function(table[held])
    return scores


def _kinds(rows: Sequence[Row], parsed: list[Parsed], names: list[str]) -> dict[str, tuple[np.ndarray, float]]:
    """Return weights and bias for every kind: promotions among themselves, and so everything else, and the stances."""
    table = features.of_kinds(parsed, names)
    columns = features.common(table, KIND_BUCKETS)
    found: dict[str, tuple[np.ndarray, float]] = {}
    for promotes in (True, False):
        picked = [number for number, row in enumerate(rows) if (row["label"] == "promo") is promotes]
        found |= _told_apart(table[picked], columns, [rows[number]["kind"] or NO_KIND for number in picked])
    return found | _told_apart(table, columns, [STANCE + row["stance"] for row in rows]) | _asks(rows, table, names)


def _asks(rows: Sequence[Row], table: sparse.csr_matrix, names: list[str]) -> dict[str, tuple[np.ndarray, float]]:
    """Return the weights that tell whether somebody is wanted who has or knows something: told by what was answered."""
    alone = [number for number, row in enumerate(rows) if not row.get("reply_to")]
    asked = wanted(rows)
    parents = features.of_kinds([parse(message({"text": text})) for text in asked], names)
    labels = [rows[number]["kind"] == "request" for number in alone] + list(asked.values())
    both = sparse.vstack([table[alone], parents]).tocsr()
    columns = features.common(both, KIND_BUCKETS)
    model = LogisticRegression(C=ASKS_PENALTY, max_iter=1000, random_state=0).fit(both[:, columns], labels)
    whole = np.zeros(both.shape[1])
    whole[columns] = model.coef_[0]
    return {ASKS: (whole, float(model.intercept_[0]))}


def wanted(rows: Sequence[Row]) -> dict[str, bool]:
    """Tell of messages that were answered whether they asked for somebody who has or knows of something.

    An offer that answers says so itself, and whoever is recommended was asked for. Other answers say nothing.
    """
    found: dict[str, bool] = {}
    for row in rows:
        if row.get("reply_to") and (row["label"] == "promo" or row["kind"] == "recommendation"):
            answered = row["solicited"] or row["label"] == "ham"
            found[row["reply_to"]] = found.get(row["reply_to"], False) or bool(answered)
    return found


def _told_apart(
    table: sparse.csr_matrix, columns: np.ndarray, labels: list[str]
) -> dict[str, tuple[np.ndarray, float]]:
    model = LogisticRegression(C=KIND_PENALTY, max_iter=1000, random_state=0)
    model.fit(table[:, columns], labels)
    found: dict[str, tuple[np.ndarray, float]] = {}
    for label, weights, bias in zip(model.classes_, model.coef_, model.intercept_, strict=True):
        whole = np.zeros(table.shape[1])
        whole[columns] = weights
        found[str(label)] = whole, float(bias)
    return found

"""`make eval`: figures on messages that the model never saw, beside a keyword rule and the model without its parts.

    python -m training.evaluate [FILE ...]

For the corpus's test part a twin is trained without it, because what ships has seen it. Files of other rows
(`{text, label, lang, source}`) are measured with what ships.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from policies.promotion.read import parse
from policies.promotion.wording import BUCKETS
from training import features, measure
from training.corpus import UNSEEN, Row, message, read_rows, rows, split
from training.fit import PENALTY
from training.train import twin

KEYWORDS: Final = re.compile(
    r"https?://|\b(?:buy|sale|discount|offer|free|promo|subscribe|price|book now|dm me)\b", re.IGNORECASE
)
_ACTS: Final = ("act",)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("files", type=Path, nargs="*")
    given = arguments.parse_args()
    train, test = split(rows())
    found = measure.outcomes(test, twin(train))
    _report(f"the corpus's test part ({len(test):,} messages; a twin trained without it)", found)
    _print_confusions(found)
    _print_baselines(train, test)
    _report("messages of writers who never saw the corpus (what ships)", measure.outcomes(read_rows(UNSEEN)))
    for file in given.files:
        _report(f"{file.name} (what ships)", measure.outcomes(_read(file)))


def _read(file: Path) -> list[Row]:
    if not file.is_file():
        sys.exit(f"{file} is not there")
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _report(title: str, found: Sequence[measure.Outcome]) -> None:
    _say(f"\n{title}")
    _say(f"  {'':34}{'found (ask or act)':36}{'acted on':36}{'ham asked or acted on':36}ham acted on")
    for name, some in {"all": list(found), **measure.slices(found)}.items():
        shares = (
            measure.recall(some),
            measure.recall(some, _ACTS),
            measure.false_positives(some),
            measure.false_positives(some, _ACTS),
        )
        _say(f"  {name:34}" + "".join(f"{share!s:36}" for share in shares).rstrip())
    _say(f"  precision: found {measure.precision(found)}; acted on {measure.precision(found, _ACTS)}")


def _print_confusions(found: Sequence[measure.Outcome]) -> None:
    _say(f"  kind right, of promotions found: {measure.kinds_right(found)}")
    _say(f"  solicited told rightly, of promotions that answer: {measure.solicited_right(found)}")
    _say(f"  stance right: {measure.stances_right(found)}")
    taken = [one for one in found if one.promotes and one.act != "none"]
    for title, pairs in (
        ("kinds", measure.confusion(taken, "kind", lambda one: one.kind)),
        ("stances", measure.confusion(found, "stance", lambda one: one.stance)),
    ):
        wrong = [(pair, count) for pair, count in pairs.most_common() if pair[0] != pair[1]]
        _say(f"  {title} most often mistaken: " + ", ".join(f"{a} for {b} {n}" for (a, b), n in wrong[:12]))


def _print_baselines(train: list[Row], test: list[Row]) -> None:
    """Print what a keyword rule does, and the linear model without each family of its features."""
    _say("\nbeside it, at the same false positives on the same messages (recall at 2 % and 0.5 %)")
    hits = [bool(KEYWORDS.search(row["text"])) for row in test]
    promotes = np.array([row["label"] == "promo" for row in test])
    flagged = np.array(hits)
    _say(f"  {'keyword or link':34}found {flagged[promotes].mean():.1%}, ham {flagged[~promotes].mean():.1%}")
    names = features.signal_names([parse(message(row)) for row in train])
    tables = [features.of_promotion([parse(message(row)) for row in part], names) for part in (train, test)]
    families: dict[str, Callable[[int], np.ndarray]] = {
        "everything": lambda width: np.ones(width, dtype=bool),
        "without named signals": lambda width: np.arange(width) < BUCKETS,
        "without wording": lambda width: np.arange(width) >= BUCKETS,
        "without links and contacts": lambda width: _without(names, width, ("link", "contact", "invite", "profile")),
        "without prices and discounts": lambda width: _without(names, width, ("price", "discount", "coupon")),
        "without offers and stance": lambda width: _without(
            names, width, ("offer", "seeks", "praise", "author", "introduces", "asks")
        ),
        "without layout": lambda width: _without(names, width, ("layout", "emoji", "short", "disguised")),
    }
    learn = np.array([row["label"] == "promo" for row in train])
    for name, keep in families.items():
        columns = keep(tables[0].shape[1]) & features.common(tables[0], BUCKETS)
        model = LogisticRegression(C=PENALTY, max_iter=1000, solver="liblinear", random_state=0)
        scores = model.fit(tables[0][:, columns], learn).decision_function(tables[1][:, columns])
        ham = np.sort(scores[~promotes])[::-1]
        at = [(scores[promotes] > ham[int(share * len(ham))]).mean() for share in (0.02, 0.005)]
        _say(f"  {name:34}{at[0]:6.1%} {at[1]:6.1%}")


def _without(names: list[str], width: int, words: tuple[str, ...]) -> np.ndarray:
    dropped = [BUCKETS + number for number, name in enumerate(names) if any(word in name for word in words)]
    keep = np.ones(width, dtype=bool)
    keep[dropped] = False
    return keep


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


if __name__ == "__main__":
    main()

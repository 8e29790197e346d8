"""Trains what ships: `make train`, reproducible from the corpus alone; `make train EXTRA=FILE` learns from others too.

    python -m training.train [--extra FILE]

First a twin learns without the test themes and is measured on them (with a file, one with its rows and one without);
then what ships learns from all of the corpus, and from the file where that was better. The figures go into
docs/model-card.md.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from policies.promotion.weights import Model, load, shipped
from training import card, measure, ship
from training.corpus import UNSEEN, Row, read_rows, rows, split
from training.extra import Extra, read_extra
from training.fit import fit

CARD: Final = Path(__file__).parents[1] / "docs" / "model-card.md"


def main() -> None:
    """Train, measure, write."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--extra", type=Path, default=None, help="rows of others, with text, label, lang and source")
    given = arguments.parse_args()
    extra = read_extra(given.extra) if given.extra else None
    train, test = split(rows())
    _say(f"learning from {len(train):,} messages, measuring on {len(test):,} of other themes")
    alone = _figures(test, extra, twin(train))
    with_extra = None
    if extra is not None:
        _say(f"the same with {len(extra.train):,} rows of {extra.name}")
        with_extra = _figures(test, extra, twin(train, extra.train))
    use = with_extra is not None and with_extra.merit > alone.merit
    size = ship.write(fit(rows(), extra.train if use and extra else ()))
    shipped.cache_clear()
    unseen = measure.outcomes(read_rows(UNSEEN))
    CARD.write_text(card.render(alone, with_extra, extra, unseen, used=use, size=size), encoding="utf-8")
    _say(f"wrote {size:,} bytes and {CARD.name}; {'with' if use else 'without'} rows of others")


def twin(train: Sequence[Row], extra: Sequence[Row] = ()) -> Model:
    """Return a model that learned from some rows, rounded and read back just as one that ships."""
    with tempfile.TemporaryDirectory() as folder:
        ship.write(fit(train, extra), Path(folder))
        return load(Path(folder))


def _figures(test: Sequence[Row], extra: Extra | None, model: Model) -> card.Figures:
    return card.Figures(measure.outcomes(test, model), measure.outcomes(extra.test, model) if extra else [])


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

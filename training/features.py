"""From parsed messages to rows of numbers: pieces of wording and named signals, just as the bot reads them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
from scipy import sparse

from policies.promotion.read import Parsed
from policies.promotion.wording import (
    BUCKETS,
    KIND_BUCKETS,
    MOST_MEANINGS,
    MOST_PHRASES,
    MOST_PIECES,
    MOST_STEMS,
    meant,
    phrases,
    pieces,
    root,
    stems,
)

ANSWERS: Final = "answers a message"
WORDING_SCALE: Final = 2.0
"""Wording is penalised less than signals by this factor: there is more of it."""
LEAST_OF_A_PIECE: Final = 2
LEAST_OF_A_SIGNAL: Final = 5
"""A signal seen in fewer messages than this has no weight."""


def signal_names(parsed: Iterable[Parsed]) -> list[str]:
    """Return the signals that are common enough to be learned."""
    counted = Counter(name for each in parsed for name in set(each.names))
    return sorted(name for name, count in counted.items() if count >= LEAST_OF_A_SIGNAL)


def of_promotion(parsed: Sequence[Parsed], names: Sequence[str]) -> sparse.csr_matrix:
    """Return a row for each message: its pieces of wording by bucket, then its signals."""
    return _rows(parsed, names, BUCKETS, _wording)


def of_kinds(parsed: Sequence[Parsed], names: Sequence[str]) -> sparse.csr_matrix:
    """Return a row for each message: its words, their beginnings and meanings by bucket, then its signals."""
    return _rows(parsed, names, KIND_BUCKETS, _stems)


def _rows(
    parsed: Sequence[Parsed], names: Sequence[str], buckets: int, wording: Callable[[Parsed], dict[int, float]]
) -> sparse.csr_matrix:
    index = {name: buckets + number for number, name in enumerate(names)}
    where: list[int] = []
    what: list[int] = []
    values: list[float] = []
    for number, each in enumerate(parsed):
        row = wording(each)
        row |= {index[name]: 1.0 for name in set(each.names) if name in index}
        where += [number] * len(row)
        what += row.keys()
        values += row.values()
    return sparse.csr_matrix((values, (where, what)), shape=(len(parsed), buckets + len(names)))


def _wording(each: Parsed) -> dict[int, float]:
    letters = [piece % BUCKETS for word in each.words for piece in pieces(word)]
    said = [piece % BUCKETS for piece in phrases(each.words, answers=ANSWERS in each.names)] if each.words else []
    means = [piece % BUCKETS for piece in meant(each.words)]
    row: dict[int, float] = {}
    for found, most in ((letters, MOST_PIECES), (said, MOST_PHRASES), (means, MOST_MEANINGS)):
        for bucket, times in Counter(found).items():
            row[bucket] = row.get(bucket, 0.0) + WORDING_SCALE * times / root(len(found), most)
    return row


def _stems(each: Parsed) -> dict[int, float]:
    said = [piece % KIND_BUCKETS for word in each.words for piece in stems(word)]
    means = [piece % KIND_BUCKETS for piece in meant(each.words)]
    row: dict[int, float] = {}
    for found in (said, means):
        for bucket, times in Counter(found).items():
            row[bucket] = row.get(bucket, 0.0) + WORDING_SCALE * times / root(len(found), MOST_STEMS)
    return row


def common(table: sparse.csr_matrix, buckets: int, least: int = LEAST_OF_A_PIECE) -> np.ndarray:
    """Tell which columns count: every signal, and pieces that enough messages have.

    Rare pieces say nothing, and other languages fall into their buckets.
    """
    seen = np.asarray((table != 0).sum(axis=0)).ravel()
    return (seen >= least) | (np.arange(table.shape[1]) >= buckets)

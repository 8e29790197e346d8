"""From parsed messages to rows of numbers: pieces of wording and named signals, just as the bot reads them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
from scipy import sparse

from policies.promotion import pieces
from policies.promotion.read import Parsed
from policies.promotion.wording import BUCKET_BITS, KIND_BITS, root
from training.said import Pieces, of_kind, of_promoting

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
    return _rows(parsed, names, BUCKET_BITS, of_promoting)


def of_kinds(parsed: Sequence[Parsed], names: Sequence[str]) -> sparse.csr_matrix:
    """Return a row for each message: its words, their beginnings and meanings by bucket, then its signals."""
    return _rows(parsed, names, KIND_BITS, of_kind)


def _rows(
    parsed: Sequence[Parsed], names: Sequence[str], bits: int, wording: Callable[[Parsed], Pieces]
) -> sparse.csr_matrix:
    buckets = 1 << bits
    index = {name: buckets + number for number, name in enumerate(names)}
    where: list[np.ndarray] = []
    values: list[np.ndarray] = []
    lengths: list[int] = []
    for each in parsed:
        signals = [index[name] for name in set(each.names) if name in index]
        found = wording(each) if each.words else ()
        where += [*(pieces.bucket(hashes, bits) for hashes, _ in found), np.array(signals, dtype=np.intp)]
        values += [np.full(len(h), WORDING_SCALE / root(np.array(len(h)), most)) for h, most in found] + [
            np.ones(len(signals))
        ]
        lengths.append(sum(len(hashes) for hashes, _ in found) + len(signals))
    table = sparse.csr_matrix(
        (
            np.concatenate([np.zeros(0), *values]),
            np.concatenate([np.zeros(0, dtype=np.intp), *where]),
            np.r_[0, np.cumsum(lengths)],
        ),
        shape=(len(parsed), buckets + len(names)),
    )
    table.sum_duplicates()
    return table


def common(table: sparse.csr_matrix, buckets: int, least: int = LEAST_OF_A_PIECE) -> np.ndarray:
    """Tell which columns count: every signal, and pieces that enough messages have.

    Rare pieces say nothing, and other languages fall into their buckets.
    """
    seen = np.asarray((table != 0).sum(axis=0)).ravel()
    return (seen >= least) | (np.arange(table.shape[1]) >= buckets)

"""What a message's wording is made of, one message at a time: what training counts, and reading adds up."""

from typing import Final, TypeAlias

import numpy as np

from policies.promotion import pieces
from policies.promotion.read import Parsed
from policies.promotion.wording import MOST_MEANINGS, MOST_PHRASES, MOST_PIECES, MOST_STEMS

ANSWERS: Final = "answers a message"

Pieces: TypeAlias = tuple[tuple[pieces.Hashes, int], ...]
"""Sets of pieces, each with the number of them from which on a text counts as its average."""


def of_promoting(each: Parsed) -> Pieces:
    """Return what tells whether a message promotes something."""
    hashes, owner = pieces.whole(each.words), np.zeros(len(each.words), dtype=np.int64)
    said = [
        hashes,
        pieces.beside(hashes, np.array([0]), np.array([len(hashes)]), owner).hashes,
        pieces.opening(hashes[: pieces.OPENING]),
        pieces.closing(hashes[pieces.last_sentence(each.words) :]),
    ]
    if ANSWERS in each.names:
        said.append(pieces.answering(hashes))
    return (
        (pieces.letters(each.words).hashes, MOST_PIECES),
        (np.concatenate(said), MOST_PHRASES),
        (pieces.meant(each.words, hashes, pieces.marks(each.words), owner).hashes, MOST_MEANINGS),
    )


def of_kind(each: Parsed) -> Pieces:
    """Return what tells of which kind a message is."""
    hashes, owner = pieces.whole(each.words), np.zeros(len(each.words), dtype=np.int64)
    return (
        (pieces.stems(each.words), MOST_STEMS),
        (pieces.meant(each.words, hashes, pieces.marks(each.words), owner).hashes, MOST_STEMS),
    )

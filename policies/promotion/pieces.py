"""What a message's wording is made of: hashed pieces, the same for training and for reading.

Three sets: runs of three to five letters of a word with its ends marked; whole words, two in a row, how a text begins
and ends, and once more, each time as something of its own, the first words, the words of the last sentence (an
advert's call stands there) and all words of an answer, because "I do" says something else there; and what words mean
(`meanings.py`), with what stands beside them. A piece is 32 bits; `bucket` says where its weight stands.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from policies.promotion.folding import BOUNDARIES
from policies.promotion.meanings import meanings

Hashes: TypeAlias = NDArray[np.uint32]
Numbers: TypeAlias = NDArray[np.int64]


class Owned(NamedTuple):
    """Pieces, each with the number of the word or the text that it is of."""

    hashes: Hashes
    owner: Numbers


SHORTEST: Final = 3
LONGEST: Final = 5
"""Letters of a piece."""
OPENING: Final = 8
CLOSING: Final = 16
"""How many words are looked at as a text's beginning, and of its last sentence."""
ENDS: Final = 4
"""Pieces that say how a text begins and ends: its first one and two words, its last two and three."""
LONGEST_WORD: Final = 24
_STEP: Final = np.uint32(0x9E3779B1)
"""Knuth's multiplier: two words in the other order are another pair."""
_ANSWERING: Final = np.uint32(0x85EBCA6B)
_OPENING: Final = np.uint32(0xC2B2AE35)
_CLOSING: Final = np.uint32(0x27D4EB2F)
_BEGINS: Final = np.uint32(0x165667B1)
_ENDS: Final = np.uint32(0xD3A2646C)
"""What makes a word another piece where it stands there."""
_BITS: Final = 32
"""Of a hash."""
_LETTER: Final = np.uint32(0x01000193)
"""The multiplier of Fowler, Noll and Vo's hash."""


def bucket(hashes: Hashes, bits: int) -> NDArray[np.intp]:
    """Return where the weights of pieces stand in a table of 2^bits."""
    return (hashes * _STEP >> _BITS - bits).astype(np.intp)


def whole(words: Sequence[str]) -> Hashes:
    """Return the hashes of whole words."""
    return np.array([_crc(word[:LONGEST_WORD]) for word in words], dtype=np.uint32)


def stems(words: Sequence[str]) -> Hashes:
    """Return the hashes of how words begin."""
    return np.array([_crc(f"^{word[:5]}") for word in words], dtype=np.uint32)


def answering(hashes: Hashes) -> Hashes:
    """Return words as pieces of an answer."""
    return (hashes ^ _ANSWERING) * _STEP


def opening(hashes: Hashes) -> Hashes:
    """Return words as pieces of a text's beginning."""
    return (hashes ^ _OPENING) * _STEP


def closing(hashes: Hashes) -> Hashes:
    """Return words as pieces of a last sentence."""
    return (hashes ^ _CLOSING) * _STEP


def pairs(hashes: Hashes) -> Hashes:
    """Return two words in a row, made of the words' own hashes."""
    return hashes[:-1] * _STEP + hashes[1:]


def beside(hashes: Hashes, starts: Numbers, counts: Numbers, owner: Numbers) -> Owned:
    """Return what stands beside what: two words in a row, and how each text begins and ends.

    Texts stand one after the other; `owner` is the number of the text that each word is of.
    """
    inside = owner[:-1] == owner[1:]
    found = (pairs(hashes)[inside], *_ends(hashes, starts, counts))
    return Owned(np.concatenate(found), np.concatenate((owner[:-1][inside], *[owner[starts]] * ENDS)))


def _ends(hashes: Hashes, starts: Numbers, counts: Numbers) -> tuple[Hashes, ...]:
    stops, many = starts + counts - 1, counts > 1
    first, last = hashes[starts], hashes[stops]
    second, before = hashes[starts + many] * many, hashes[stops - many] * many
    third = hashes[np.maximum(stops - 2, starts)] * (counts > 2)
    two = before * _STEP + last
    return first ^ _BEGINS, first * _STEP + second ^ _BEGINS, two ^ _ENDS, (third * _STEP + two) * _STEP ^ _ENDS


def letters(words: Sequence[str]) -> Owned:
    """Return the runs of letters of words, each with the number of the word that it is of."""
    framed = [f" {word[:LONGEST_WORD]} " for word in words]
    line = "".join(framed) + " " * LONGEST
    codes = np.frombuffer(line.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.array(list(map(len, framed)))
    owner = np.arange(len(words)).repeat(lengths)
    room = lengths.cumsum()[owner] - np.arange(len(owner))  # letters up to the end of the word
    hashes, found, of = codes, [], []
    for length in range(2, LONGEST + 1):
        hashes = hashes[:-1] * _LETTER ^ codes[length - 1 :]
        if length >= SHORTEST:
            inside = room >= length
            found.append(hashes[: len(owner)][inside] + np.uint32(length))
            of.append(owner[inside])
    return Owned(np.concatenate(found) * _STEP, np.concatenate(of))


def marks(words: Sequence[str]) -> Hashes:
    """Return the hashes of what words mean, each by itself; 0 where a word means nothing that is known."""
    known = map(meanings().of_word, words)
    return np.array([_crc(f"<{meaning}") if meaning else 0 for meaning in known], dtype=np.uint32)


def meant(words: Sequence[str], hashes: Hashes, alone: Hashes, owner: Numbers) -> Owned:
    """Return what words mean, and of two in a row of which at least one stands for its meaning.

    `alone` are the words' `marks`, `owner` is the number of the text that each word is of.
    """
    for at, meaning in meanings().of_pairs(words):
        if owner[at] == owner[at + 1]:
            alone[at : at + 2] = _crc(f"<{meaning}")
    known = alone != 0
    near = (known[:-1] | known[1:]) & (owner[:-1] == owner[1:])
    both = pairs(np.where(known, alone, hashes))
    return Owned(np.concatenate((alone[known], both[near])), np.concatenate((owner[known], owner[:-1][near])))


def last_sentence(words: Sequence[str]) -> int:
    """Return where the last sentence begins; of a long one, where its last words begin."""
    earliest = max(0, len(words) - CLOSING)
    for index in range(len(words) - 2, earliest - 1, -1):
        if words[index] in BOUNDARIES:
            return index + 1
    return earliest


def _crc(piece: str) -> int:
    return crc32(piece.encode("utf-8", "surrogatepass"))

"""What a message is recognised by when it comes again: links, handles, and two fingerprints of its words."""

import hashlib
from collections.abc import Sequence
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from policies.promotion.folding import BOUNDARIES
from policies.promotion.links import Found
from policies.promotion.reading import Keys

_SHORTEST_SKETCH = 4
_SHORTEST_KEY = 8
_SHORTEST_OFFER = 2
_LONGEST = 300
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_MIXERS: Final = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))
_LAST_SHIFT: Final = np.uint64(31)
"""Of Steele, Lea and Flood's splitmix64."""


def make_keys(
    words: Sequence[str], links: Sequence[Found], handles: Sequence[str], sketch: int, *, sells: bool
) -> Keys:
    """Make the keys of a message from what it says (`spoken`), its links and its sketch.

    Short words that `sell` something are known again; anybody may say "good morning" every day.
    """
    return Keys(
        domains=tuple(dict.fromkeys([link.key for link in links])),
        links=tuple([link.canonical for link in links]),
        hosts=tuple(dict.fromkeys([link.host for link in links])),
        handles=tuple(handles),
        sketch=sketch,
        text_key=_text_key(words, links, _SHORTEST_OFFER if sells else _SHORTEST_KEY),
    )


def spoken(words: Sequence[str]) -> list[str]:
    """Return the folded words without the ends of sentences and the places of addresses."""
    return [word for word in words if word not in BOUNDARIES and word[0] != "<"]


def sketches(texts: Sequence[Sequence[str]]) -> list[int]:
    """Return of each text a 64-bit simhash of words and pairs of words: much the same text, few differing bits.

    0 for a text too short to compare.
    """
    found = [0] * len(texts)
    long = [number for number, words in enumerate(texts) if len(words) >= _SHORTEST_SKETCH]
    if long:
        for number, sketch in zip(long, _sketches([texts[number][:_LONGEST] for number in long]), strict=True):
            found[number] = sketch or 1
    return found


def _sketches(texts: Sequence[Sequence[str]]) -> list[int]:
    owner = np.arange(len(texts)).repeat([len(words) for words in texts])
    said = [crc32(word.encode("utf-8", "replace")) for words in texts for word in words]
    words = _mix(np.array(said, dtype=np.uint64))
    inside = owner[:-1] == owner[1:]
    pairs = _mix(words[:-1] * _GOLDEN + words[1:])[inside]
    parts, owner = np.concatenate((words, pairs)), np.concatenate((owner, owner[:-1][inside]))
    order = np.lexsort((parts, owner))
    parts, owner = parts[order], owner[order]
    new = np.concatenate(((True,), (parts[1:] != parts[:-1]) | (owner[1:] != owner[:-1])))
    parts, owner = parts[new], owner[new]
    starts = np.flatnonzero(np.concatenate(((True,), owner[1:] != owner[:-1])))
    bits = np.unpackbits(parts.view(np.uint8).reshape(-1, 8), axis=1)
    half = np.diff(starts, append=len(parts)) // 2
    mostly = np.add.reduceat(bits, starts, axis=0, dtype=np.int64) > half[:, None]
    sketches: list[int] = np.packbits(mostly, axis=1).view(np.uint64).ravel().tolist()
    return sketches


def _mix(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread what tells hashes apart over all 64 bits."""
    for shift, factor in _MIXERS:
        hashes = (hashes ^ hashes >> shift) * factor
    return hashes ^ hashes >> _LAST_SHIFT


def distance(one: int, other: int) -> int:
    """Count the bits in which two sketches differ."""
    return (one ^ other).bit_count()


def _text_key(words: Sequence[str], links: Sequence[Found], shortest: int) -> str | None:
    if len(words) < shortest and not links:
        return None
    letters = "".join(words)
    if not letters.isalnum():
        letters = "".join(filter(str.isalnum, letters))
    return short_hash("\n".join((letters, *sorted(link.canonical for link in links))))


def short_hash(text: str) -> str:
    """Return 16 hex digits that stand for the text."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()

"""What a message is recognised by when it comes again: links, handles, and two fingerprints of its words."""

import hashlib
from collections.abc import Sequence
from itertools import pairwise

from policies.promotion.folding import BOUNDARIES
from policies.promotion.links import Found
from policies.promotion.reading import Keys

_SHORTEST_SKETCH = 4
_SHORTEST_KEY = 8
_LONGEST = 300
_LANES = [sum(1 << (16 * bit) for bit in range(8) if byte >> bit & 1) for byte in range(256)]
"""Each byte with its bits 16 apart, so that up to 65,535 of them can be added in one go."""


def make_keys(words: Sequence[str], links: Sequence[Found], handles: Sequence[str]) -> Keys:
    """Make the keys of a message from its folded words and its links."""
    plain = [word for word in words if word not in BOUNDARIES and word[0] != "<"]
    return Keys(
        domains=tuple(dict.fromkeys(link.key for link in links)),
        links=tuple(link.canonical for link in links),
        handles=tuple(handles),
        sketch=sketch(plain),
        text_key=_text_key(plain, links),
    )


def sketch(words: Sequence[str]) -> int:
    """Return a 64-bit simhash of words and pairs of words: much the same text, few differing bits."""
    words = words[:_LONGEST]
    if len(words) < _SHORTEST_SKETCH:
        return 0
    parts = [*set(words), *{f"{one} {other}" for one, other in pairwise(words)}]
    sums = [0] * 8
    for part in parts:
        for index, byte in enumerate(hashlib.blake2b(part.encode("utf-8", "replace"), digest_size=8).digest()):
            sums[index] += _LANES[byte]
    half = len(parts) / 2
    return (
        sum(
            1 << (8 * index + bit)
            for index, total in enumerate(sums)
            for bit in range(8)
            if (total >> (16 * bit) & 0xFFFF) > half
        )
        or 1
    )


def distance(one: int, other: int) -> int:
    """Count the bits in which two sketches differ."""
    return (one ^ other).bit_count()


def _text_key(words: Sequence[str], links: Sequence[Found]) -> str | None:
    if len(words) < _SHORTEST_KEY and not links:
        return None
    letters = "".join(letter for word in words for letter in word if letter.isalnum())
    return short_hash("\n".join((letters, *sorted(link.canonical for link in links))))


def short_hash(text: str) -> str:
    """Return 16 hex digits that stand for the text."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()

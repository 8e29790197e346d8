"""What a message is recognised by when it comes again: links, handles, and two fingerprints of its words."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from policies.promotion.folding import BOUNDARIES
from policies.promotion.links import Found
from policies.promotion.reading import Keys

_SHORTEST_SKETCH = 4
_SHORTEST_KEY = 8
_LONGEST = 300
_LANES = [b"".join(bytes((byte >> bit & 1, 0)) for bit in range(8)) for byte in range(256)]
"""Each byte with its bits 16 apart, so that up to 65,535 of them can be added in one go."""
_BITS = 64


def make_keys(words: Sequence[str], links: Sequence[Found], handles: Sequence[str], *, may_offer: bool) -> Keys:
    """Make the keys of a message from its folded words and its links; what offers nothing needs no sketch."""
    plain = [word for word in words if word not in BOUNDARIES and word[0] != "<"]
    return Keys(
        domains=tuple(dict.fromkeys(link.key for link in links)),
        links=tuple(link.canonical for link in links),
        handles=tuple(handles),
        sketch=sketch(plain) if may_offer else 0,
        text_key=_text_key(plain, links),
    )


def sketch(words: Sequence[str]) -> int:
    """Return a 64-bit simhash of words and pairs of words: much the same text, few differing bits."""
    words = words[:_LONGEST]
    if len(words) < _SHORTEST_SKETCH:
        return 0
    said, pairs = set(words), {f"{one} {other}" for one, other in pairwise(words)}
    total = (sum(map(_spread_word, said)) + sum(map(_spread, pairs))).to_bytes(2 * _BITS, "little")
    half = (len(said) + len(pairs)) // 2
    bits = (1 << bit for bit, count in enumerate(memoryview(total).cast("H")) if count > half)
    return sum(bits) or 1


def _spread(part: str) -> int:
    """Return a hash of 64 bits as 64 numbers of 16 bits, each one or zero, in one integer."""
    digest = hashlib.blake2b(part.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(b"".join(map(_LANES.__getitem__, digest)), "little")


_spread_word = lru_cache(maxsize=20_000)(_spread)
"""Words come again; two in a row seldom do."""


def distance(one: int, other: int) -> int:
    """Count the bits in which two sketches differ."""
    return (one ^ other).bit_count()


def _text_key(words: Sequence[str], links: Sequence[Found]) -> str | None:
    if len(words) < _SHORTEST_KEY and not links:
        return None
    letters = "".join(words)
    if not letters.isalnum():
        letters = "".join(filter(str.isalnum, letters))
    return short_hash("\n".join((letters, *sorted(link.canonical for link in links))))


def short_hash(text: str) -> str:
    """Return 16 hex digits that stand for the text."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()

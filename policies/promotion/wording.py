"""A small linear model over hashed pieces of words: what wording says of promotion, and of each kind.

A piece is a run of three to five letters of a word with its ends marked, a whole word, or two words in a row; kinds are
told by whole words and their beginnings alone. Weights add up, divided by the square root of how many pieces a text
has, so that length alone says nothing; a long text counts as its average of thirty words. A word's pieces are hashed
once and remembered: talk repeats itself. The tables are trained (`make train`), eight bits a weight.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import exp, sqrt
from operator import add
from typing import Final
from zlib import crc32

BUCKETS: Final = 1 << 18
KIND_BUCKETS: Final = 1 << 14
SHORTEST: Final = 3
LONGEST: Final = 5
"""Letters of a piece."""
MOST_PIECES: Final = 600
MOST_STEMS: Final = 60
"""About thirty words."""
_UNSPACED: Final = "\u3040"
_UNSPACED_LAST: Final = "\u9fff"


def pieces(word: str) -> tuple[int, ...]:
    """Return the hashes of a word's pieces."""
    if _UNSPACED <= word[0] <= _UNSPACED_LAST:
        found = [word[i : i + n] for n in (1, 2, 3) for i in range(len(word) - n + 1)]
    else:
        marked = f" {word[:24]} "
        found = [marked[i : i + n] for n in range(SHORTEST, LONGEST + 1) for i in range(len(marked) - n + 1)]
    return tuple(crc32(piece.encode("utf-8", "surrogatepass")) for piece in (*found, f"={word[:24]}"))


def stems(word: str) -> tuple[int, int]:
    """Return the hashes by which a word tells kinds apart: itself, and its first letters."""
    return tuple(crc32(piece.encode("utf-8", "surrogatepass")) for piece in (f"={word[:24]}", f"^{word[:5]}"))  # type: ignore[return-value]


def pairs(words: Sequence[str]) -> Iterator[int]:
    """Yield the hashes of two words in a row."""
    for i in range(len(words) - 1):
        yield crc32(f"{words[i][:16]}_{words[i + 1][:16]}".encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Wording:
    """The trained table: a weight for each bucket, and for each kind a weight for each of fewer buckets."""

    scale: float
    weights: "array[int]"
    kinds: tuple[str, ...]
    kind_scales: tuple[float, ...]
    kind_bias: tuple[float, ...]
    kind_weights: "array[int]"
    """All kinds' weights of a bucket side by side."""


@lru_cache(maxsize=1)
def wording() -> Wording:
    """Return the table that ships."""
    folder = resources.files("policies.promotion")
    head = json.loads((folder / "wording.json").read_text(encoding="utf-8"))
    body: array[int] = array("b")
    body.frombytes((folder / "wording.bin").read_bytes())
    return Wording(
        scale=head["scale"],
        weights=body[:BUCKETS],
        kinds=tuple(head["kinds"]),
        kind_scales=tuple(head["kind_scales"]),
        kind_bias=tuple(head["kind_bias"]),
        kind_weights=body[BUCKETS:],
    )


def root(count: int, most: int) -> float:
    """Return what a sum over pieces is divided by: the root of their number, up to `most` of them."""
    return sqrt(count) if count <= most else count / sqrt(most)


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> tuple[int, int]:
    """Return the sum of a word's weights, and how many pieces it has."""
    table, hashes = wording().weights, pieces(word)
    return sum(table[piece % BUCKETS] for piece in hashes), len(hashes)


def log_odds(words: Sequence[str]) -> float:
    """Return what the wording says of promotion."""
    if not words:
        return 0.0
    table, total, count = wording().weights, 0, 0
    for word in words:
        weight, number = _of_word(word)
        total += weight
        count += number
    for pair in pairs(words):
        total += table[pair % BUCKETS]
        count += 1
    return wording().scale * total / root(count, MOST_PIECES)


@lru_cache(maxsize=20_000)
def _kinds_of_word(word: str) -> tuple[int, ...]:
    table = wording()
    number = len(table.kinds)
    one, two = (piece % KIND_BUCKETS * number for piece in stems(word))
    return tuple(map(add, table.kind_weights[one : one + number], table.kind_weights[two : two + number]))


def kinds(words: Sequence[str]) -> Mapping[str, float]:
    """Return what the wording says of each kind, in log-odds that are comparable with one another."""
    table = wording()
    divisor = root(2 * len(words), MOST_STEMS) if words else 1.0
    totals = map(sum, zip(*map(_kinds_of_word, words), strict=True)) if words else [0] * len(table.kinds)
    parts = zip(table.kinds, table.kind_bias, table.kind_scales, totals, strict=True)
    return {kind: bias + scale * total / divisor for kind, bias, scale, total in parts}


def shares(points: Mapping[str, float], among: Iterable[str]) -> dict[str, float]:
    """Return the share of each of some kinds, from their log-odds."""
    some = {kind: points[kind] for kind in among if kind in points}
    if not some:
        return {}
    top = max(some.values())
    parts = {kind: exp(value - top) for kind, value in some.items()}
    total = sum(parts.values())
    return {kind: part / total for kind, part in parts.items()}

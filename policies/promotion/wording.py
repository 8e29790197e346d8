"""A small linear model over hashed pieces of words: what wording says of promotion, and of each kind.

A piece is a run of two to five letters of a word with its ends marked, a whole word, or two words in a row. Their
weights add up, divided by the square root of how many pieces a text has, so that length alone says nothing. A word's
pieces are hashed once and remembered: talk repeats itself. The table is trained (`make train`), eight bits a weight.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import exp, sqrt
from typing import Final
from zlib import crc32

BUCKETS: Final = 1 << 18
KIND_BUCKETS: Final = 1 << 14
SHORTEST: Final = 2
LONGEST: Final = 5
"""Letters of a piece."""
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
    kind_weights: "tuple[array[int], ...]"


@lru_cache(maxsize=1)
def wording() -> Wording:
    """Return the table that ships."""
    folder = resources.files("policies.promotion")
    head = json.loads((folder / "wording.json").read_text(encoding="utf-8"))
    body: "array[int]" = array("b")
    body.frombytes((folder / "wording.bin").read_bytes())
    rest = body[BUCKETS:]
    return Wording(
        scale=head["scale"],
        weights=body[:BUCKETS],
        kinds=tuple(head["kinds"]),
        kind_scales=tuple(head["kind_scales"]),
        kind_bias=tuple(head["kind_bias"]),
        kind_weights=tuple(rest[i * KIND_BUCKETS : (i + 1) * KIND_BUCKETS] for i in range(len(head["kinds"]))),
    )


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
    return wording().scale * total / sqrt(count)


@lru_cache(maxsize=20_000)
def _kinds_of_word(word: str) -> tuple[float, ...]:
    table = wording()
    buckets = [piece % KIND_BUCKETS for piece in pieces(word)]
    return tuple(
        scale * sum(weights[bucket] for bucket in buckets)
        for scale, weights in zip(table.kind_scales, table.kind_weights, strict=True)
    )


def kinds(words: Sequence[str]) -> Mapping[str, float]:
    """Return what the wording says of each kind, in log-odds that are comparable with one another."""
    table = wording()
    totals, count = list(table.kind_bias), sum(_of_word(word)[1] for word in words)
    for word in words:
        for i, value in enumerate(_kinds_of_word(word)):
            totals[i] += value / sqrt(count)
    return dict(zip(table.kinds, totals, strict=True))


def shares(points: Mapping[str, float], among: Iterable[str]) -> dict[str, float]:
    """Return the share of each of some kinds, from their log-odds."""
    some = {kind: points[kind] for kind in among if kind in points}
    if not some:
        return {}
    top = max(some.values())
    parts = {kind: exp(value - top) for kind, value in some.items()}
    total = sum(parts.values())
    return {kind: part / total for kind, part in parts.items()}

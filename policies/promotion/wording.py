"""A small linear model over hashed pieces of words: what wording says of promotion, and of each kind.

Two sets of pieces count: runs of three to five letters of a word with its ends marked, and whole words, two words in
a row, how a text begins and ends, and (of a message that answers another) its words once more, because "I do" says
something else there. The weights of each set add up, divided by the square root of how many pieces there are, so that
length alone says nothing; a long text counts as its average. Kinds are told by whole words and their beginnings alone.
A word's pieces are hashed once and remembered: talk repeats itself. The tables are trained (`make train`), eight bits
a weight.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import exp, sqrt
from operator import add
from typing import Any, Final
from zlib import crc32

BUCKETS: Final = 1 << 18
KIND_BUCKETS: Final = 1 << 14
SHORTEST: Final = 3
LONGEST: Final = 5
"""Letters of a piece."""
MOST_PIECES: Final = 600
MOST_PHRASES: Final = 100
MOST_STEMS: Final = 60
"""About thirty words."""
ENDS: Final = (("^", slice(1)), ("^", slice(2)), ("$", slice(-2, None)), ("$", slice(-3, None)))
"""Marks of a text's first one and two words, and of its last two and three."""
_LONGEST_WORD: Final = 24
_UNSPACED: Final = "\u3040"
_UNSPACED_LAST: Final = "\u9fff"


def pieces(word: str) -> tuple[int, ...]:
    """Return the hashes of a word's runs of letters."""
    if _UNSPACED <= word[0] <= _UNSPACED_LAST:
        found = [word[i : i + n] for n in (1, 2, 3) for i in range(len(word) - n + 1)]
    else:
        marked = f" {word[:_LONGEST_WORD]} "
        if word.isascii():  # the same hashes, with one encoding for all
            line = marked.encode()
            ends_at = range(len(line) + 1)
            return tuple([crc32(line[i : i + n]) for n in range(SHORTEST, LONGEST + 1) for i in ends_at[:-n]])
        found = [marked[i : i + n] for n in range(SHORTEST, LONGEST + 1) for i in range(len(marked) - n + 1)]
    return tuple([_hash(piece) for piece in found])


def phrases(words: Sequence[str], *, answers: bool) -> Iterator[int]:
    """Yield the hashes of whole words, of two in a row, and of how the text begins and ends."""
    for word in words:
        yield whole(word)
        if answers:
            yield answering(word)
    yield from pairs(words)
    yield from ends(words)


def whole(word: str) -> int:
    """Return the hash of a word."""
    return _hash(f"={word[:_LONGEST_WORD]}")


def answering(word: str) -> int:
    """Return the hash of a word in a message that answers another."""
    return _hash(f"r={word[:_LONGEST_WORD]}")


def pairs(words: Sequence[str]) -> Iterator[int]:
    """Yield the hashes of two words in a row."""
    for one, other in pairwise(words):
        yield _hash(f"{one[:16]}_{other[:16]}")


def ends(words: Sequence[str]) -> Iterator[int]:
    """Yield the hashes of a text's first words and of its last."""
    for mark, part in ENDS:
        yield _hash(mark + "_".join(words[part]))


def _hash(piece: str) -> int:
    return crc32(piece.encode("utf-8", "surrogatepass"))


def stems(word: str) -> tuple[int, int]:
    """Return the hashes by which a word tells kinds apart: itself, and its first letters."""
    return whole(word), _hash(f"^{word[:5]}")


class Wording:
    """The trained table: a weight for each bucket, and for each kind a weight for each of fewer buckets."""

    def __init__(self, head: Mapping[str, Any], body: bytes) -> None:
        """Take the table apart: `head` names scales and kinds, `body` holds eight bits a weight."""
        table: array[int] = array("b")
        table.frombytes(body)
        self._scale: float = head["scale"]
        self._weights = table[:BUCKETS]
        self._kinds: tuple[str, ...] = tuple(head["kinds"])
        self._kind_scales: tuple[float, ...] = tuple(head["kind_scales"])
        self._kind_bias: tuple[float, ...] = tuple(head["kind_bias"])
        self._kind_weights = table[BUCKETS:]  # all kinds' weights of a bucket side by side
        self._of_word = lru_cache(maxsize=50_000)(self._weigh_word)
        self._kinds_of_word = lru_cache(maxsize=20_000)(self._weigh_kinds)

    def log_odds(self, words: Sequence[str], *, answers: bool = False) -> float:
        """Return what the wording says of promotion."""
        if not words:
            return 0.0
        table, letters, count, said = self._weights, 0, 0, 0
        for word in words:
            of_letters, number, plain, in_answer = self._of_word(word)
            letters += of_letters
            count += number
            said += plain + in_answer if answers else plain
        said += sum(table[piece % BUCKETS] for piece in (*pairs(words), *ends(words)))
        phrases_said = len(words) * (3 if answers else 2) - 1 + len(ENDS)
        return self._scale * (letters / root(count, MOST_PIECES) + said / root(phrases_said, MOST_PHRASES))

    def _weigh_word(self, word: str) -> tuple[int, int, int, int]:
        """Return the sum of a word's weights and how many pieces it has, and its own weight, plain and answering."""
        table, hashes = self._weights, pieces(word)
        total = sum(table[piece % BUCKETS] for piece in hashes)
        return total, len(hashes), table[whole(word) % BUCKETS], table[answering(word) % BUCKETS]

    def kinds(self, words: Sequence[str]) -> Mapping[str, float]:
        """Return what the wording says of each kind, in log-odds that are comparable with one another."""
        divisor = root(2 * len(words), MOST_STEMS) if words else 1.0
        totals = map(sum, zip(*map(self._kinds_of_word, words), strict=True)) if words else [0] * len(self._kinds)
        parts = zip(self._kinds, self._kind_bias, self._kind_scales, totals, strict=True)
        return {kind: bias + scale * total / divisor for kind, bias, scale, total in parts}

    def _weigh_kinds(self, word: str) -> tuple[int, ...]:
        number = len(self._kinds)
        one, two = (piece % KIND_BUCKETS * number for piece in stems(word))
        return tuple(map(add, self._kind_weights[one : one + number], self._kind_weights[two : two + number]))


def root(count: int, most: int) -> float:
    """Return what a sum over pieces is divided by: the root of their number, up to `most` of them."""
    return sqrt(count) if count <= most else count / sqrt(most)


def shares(points: Mapping[str, float], among: Iterable[str]) -> dict[str, float]:
    """Return the share of each of some kinds, from their log-odds."""
    some = {kind: points[kind] for kind in among if kind in points}
    if not some:
        return {}
    top = max(some.values())
    parts = {kind: exp(value - top) for kind, value in some.items()}
    total = sum(parts.values())
    return {kind: part / total for kind, part in parts.items()}

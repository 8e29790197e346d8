"""A small linear model over hashed pieces of words: what wording says of promotion, and of each kind.

Three sets of pieces count: runs of three to five letters of a word with its ends marked; and whole words, two words
in a row, how a text begins and ends, and once more, each time as something of its own, the first words, the words of
the last sentence (an advert's call stands there) and all words of an answer, because "I do" says something else
there; and what words mean (`meanings.py`), with what stands beside them. The weights of each set add up, divided by
the square root of how many pieces there are, so that length alone says nothing; a long text counts as its average.
Kinds are told by whole words and their beginnings alone. A word's pieces are hashed once and remembered: talk repeats
itself. The tables are trained (`make train`), eight bits a weight.
"""

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import exp, sqrt
from typing import Any, Final, NamedTuple
from zlib import crc32

from policies.promotion.folding import BOUNDARIES
from policies.promotion.meanings import meanings

BUCKETS: Final = 1 << 18
KIND_BUCKETS: Final = 1 << 14
SHORTEST: Final = 3
LONGEST: Final = 5
"""Letters of a piece."""
MOST_PIECES: Final = 300
MOST_PHRASES: Final = 50
MOST_MEANINGS: Final = 30
MOST_STEMS: Final = 60
"""About thirty words."""
ENDS: Final = (("^", slice(1)), ("^", slice(2)), ("$", slice(-2, None)), ("$", slice(-3, None)))
"""Marks of a text's first one and two words, and of its last two and three."""
OPENING: Final = 8
CLOSING: Final = 16
"""How many words are looked at as a text's beginning, and of its last sentence."""
_STEP: Final = 0x9E3779B1
"""Knuth's multiplier: two words in the other order are another pair."""
_LONGEST_WORD: Final = 24
_LANE: Final = 4
_LIFT: Final = 128
"""Bytes of a sum in a packed integer, and what makes each of its summands positive."""
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
    yield from map(opening, words[:OPENING])
    yield from map(closing, words[last_sentence(words) :])


@lru_cache(maxsize=50_000)
def whole(word: str) -> int:
    """Return the hash of a word."""
    return _hash(f"={word[:_LONGEST_WORD]}")


def answering(word: str) -> int:
    """Return the hash of a word in a message that answers another."""
    return _hash(f"r={word[:_LONGEST_WORD]}")


def opening(word: str) -> int:
    """Return the hash of a word near the beginning of a text."""
    return _hash(f"^={word[:_LONGEST_WORD]}")


def closing(word: str) -> int:
    """Return the hash of a word in a text's last sentence."""
    return _hash(f"$={word[:_LONGEST_WORD]}")


def pairs(words: Sequence[str]) -> Iterator[int]:
    """Yield the hashes of two words in a row, made of the words' own."""
    return (one * _STEP + other for one, other in pairwise(map(whole, words)))


def ends(words: Sequence[str]) -> Iterator[int]:
    """Yield the hashes of a text's first words and of its last."""
    for mark, part in ENDS:
        yield _hash(mark + "_".join(words[part]))


def meant(words: Sequence[str]) -> list[int]:
    """Return the hashes of what words mean, and of two in a row of which at least one stands for its meaning."""
    marks = [meaning and _of_meaning(meaning) for meaning in meanings().of(words)]
    stand_for = [mark or whole(word) for mark, word in zip(marks, words, strict=True)]
    found = [mark for mark in marks if mark]
    found += [stand_for[at] * _STEP + stand_for[at + 1] for at in range(len(marks) - 1) if marks[at] or marks[at + 1]]
    return found


@lru_cache(maxsize=1_000)
def _of_meaning(name: str) -> int:
    return _hash(f"<{name}")


def last_sentence(words: Sequence[str]) -> int:
    """Return where the last sentence begins; of a long one, where its last words begin."""
    earliest = max(0, len(words) - CLOSING)
    for index in range(len(words) - 2, earliest - 1, -1):
        if words[index] in BOUNDARIES:
            return index + 1
    return earliest


def _hash(piece: str) -> int:
    return crc32(piece.encode("utf-8", "surrogatepass"))


def stems(word: str) -> tuple[int, int]:
    """Return the hashes by which a word tells kinds apart: itself, and its first letters."""
    return whole(word), _hash(f"^{word[:5]}")


class _Word(NamedTuple):
    """What a word weighs, wherever it stands."""

    pieces: int
    """How many runs of letters it has."""
    letters: int
    """The sum of their weights."""
    plain: int
    answering: int
    opening: int
    closing: int


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
        self._kinds_of_word = lru_cache(maxsize=20_000)(self._weigh_kinds_of_word)
        self._kinds_of_piece = lru_cache(maxsize=KIND_BUCKETS)(self._weigh_kinds)

    def log_odds(self, words: Sequence[str], means: Sequence[int], *, answers: bool = False) -> float:
        """Return what the wording says of promotion; `means` is `meant(words)`."""
        if not words:
            return 0.0
        table = self._weights
        each = [self._of_word(word) for word in words]
        last = each[last_sentence(words) :]
        letters = sum([word.letters for word in each])
        said = sum([word.plain for word in each])
        said += sum([word.opening for word in each[:OPENING]]) + sum([word.closing for word in last])
        said += sum([word.answering for word in each]) if answers else 0
        said += sum([table[piece % BUCKETS] for piece in (*pairs(words), *ends(words))])
        meaning = sum([table[piece % BUCKETS] for piece in means])
        pieces_said = sum([word.pieces for word in each])
        phrases_said = len(words) * (3 if answers else 2) - 1 + len(ENDS) + min(len(words), OPENING) + len(last)
        return self._scale * (
            letters / root(pieces_said, MOST_PIECES)
            + said / root(phrases_said, MOST_PHRASES)
            + meaning / root(len(means), MOST_MEANINGS)
        )

    def _weigh_word(self, word: str) -> "_Word":
        table, hashes = self._weights, pieces(word)
        return _Word(
            pieces=len(hashes),
            letters=sum([table[piece % BUCKETS] for piece in hashes]),
            plain=table[whole(word) % BUCKETS],
            answering=table[answering(word) % BUCKETS],
            opening=table[opening(word) % BUCKETS],
            closing=table[closing(word) % BUCKETS],
        )

    def kinds(self, words: Sequence[str], means: Sequence[int]) -> Mapping[str, float]:
        """Return what the wording says of each kind and stance, in log-odds that are comparable with one another."""
        of_words = self._unpack(sum(map(self._kinds_of_word, words)), 2 * len(words))
        of_means = self._unpack(sum([self._kinds_of_piece(piece % KIND_BUCKETS) for piece in means]), len(means))
        by_words, by_means = 1 / root(2 * len(words), MOST_STEMS), 1 / root(len(means), MOST_STEMS)
        parts = zip(self._kinds, self._kind_bias, self._kind_scales, of_words, of_means, strict=True)
        return {
            kind: bias + scale * (said * by_words + meaning * by_means) for kind, bias, scale, said, meaning in parts
        }

    def _weigh_kinds_of_word(self, word: str) -> int:
        return sum([self._kinds_of_piece(piece % KIND_BUCKETS) for piece in stems(word)])

    def _weigh_kinds(self, bucket: int) -> int:
        """Return a bucket's weights side by side in one integer, each lifted above zero: adding adds them all."""
        number = len(self._kinds)
        weights = self._kind_weights[bucket * number : (bucket + 1) * number]
        return int.from_bytes(array("I", [weight + _LIFT for weight in weights]).tobytes(), sys.byteorder)

    def _unpack(self, total: int, summands: int) -> list[int]:
        lanes = memoryview(total.to_bytes(_LANE * len(self._kinds), sys.byteorder)).cast("I")
        lifted = _LIFT * summands
        return [lane - lifted for lane in lanes]


def root(count: int, most: int) -> float:
    """Return what a sum over pieces is divided by: the root of their number, up to `most` of them."""
    return sqrt(count or 1) if count <= most else count / sqrt(most)


def shares(points: Mapping[str, float], among: Iterable[str]) -> dict[str, float]:
    """Return the share of each of some kinds, from their log-odds."""
    some = {kind: points[kind] for kind in among if kind in points}
    if not some:
        return {}
    top = max(some.values())
    parts = {kind: exp(value - top) for kind, value in some.items()}
    total = sum(parts.values())
    return {kind: part / total for kind, part in parts.items()}

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
from policies.promotion.remembered import Remembered

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
_EXTRA: Final = 4
"""Sums that stand before those of the kinds: how many pieces, their letters, the whole word, the word as an answer."""
_UNSPACED: Final = "\u3040"
_UNSPACED_LAST: Final = "\u9fff"


def pieces(word: str) -> tuple[int, ...]:
    """Return the hashes of a word's runs of letters."""
    if _UNSPACED <= word[0] <= _UNSPACED_LAST:
        return _runs(word, (1, 2, 3))
    return _runs(f" {word[:_LONGEST_WORD]} ", range(SHORTEST, LONGEST + 1))


def _runs(written: str, lengths: Iterable[int]) -> tuple[int, ...]:
    """Hash all runs of these lengths, with one encoding for all of them."""
    line = written.encode("utf-8", "surrogatepass")
    cuts = [at for at, byte in enumerate(line) if byte & 0xC0 != 0x80]  # where a letter begins
    cuts.append(len(line))
    return tuple([crc32(line[at:end]) for n in lengths for at, end in zip(cuts, cuts[n:], strict=False)])


def phrases(words: Sequence[str], *, answers: bool) -> Iterator[int]:
    """Yield the hashes of whole words, of two in a row, and of how the text begins and ends."""
    for word in words:
        yield whole(word)
        if answers:
            yield answering(word)
    yield from pairs([whole(word) for word in words])
    yield from ends(words)
    yield from map(opening, words[:OPENING])
    yield from map(closing, words[last_sentence(words) :])


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


def pairs(hashes: Sequence[int]) -> list[int]:
    """Return the hashes of two words in a row, made of the words' own."""
    return [one * _STEP + other for one, other in pairwise(hashes)]


def ends(words: Sequence[str]) -> Iterator[int]:
    """Yield the hashes of a text's first words and of its last."""
    for mark, part in ENDS:
        yield _hash(mark + "_".join(words[part]))


def meant(words: Sequence[str]) -> list[int]:
    """Return the hashes of what words mean, and of two in a row of which at least one stands for its meaning."""
    return _meant(words, [mark_of(word) for word in words], [whole(word) for word in words])


def mark_of(word: str) -> int:
    """Return the hash of what a word means, 0 where it means nothing that is known."""
    meaning = meanings().of_word(word)
    return _of_meaning(meaning) if meaning else 0


def _meant(words: Sequence[str], marks: list[int], hashes: Sequence[int]) -> list[int]:
    for at, meaning in meanings().of_pairs(words):
        marks[at] = marks[at + 1] = _of_meaning(meaning)
    found = [mark for mark in marks if mark]
    if found:
        stand_for = [mark or hashed for mark, hashed in zip(marks, hashes, strict=True)]
        beside = zip(marks, marks[1:], stand_for, stand_for[1:], strict=False)
        found += [one * _STEP + other for mark, next_mark, one, other in beside if mark or next_mark]
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

    sums: int
    """What is summed up over all words of a text, side by side in one integer: adding adds it all."""
    hashed: int
    mark: int
    """The hash of what it means."""
    opening: int
    closing: int


class Said(NamedTuple):
    """What the wording says, in log-odds: of promotion, and of each kind and stance."""

    promotion: float
    kinds: Mapping[str, float]
    """Comparable with one another."""


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
        lanes = array("I", [weight + _LIFT for weight in table[BUCKETS:]])  # all kinds' weights of a bucket together
        self._kind_lanes = lanes.tobytes()
        self._bytes_of_kinds = _LANE * len(self._kinds)
        self._words = Remembered(self._weigh_word)

    def said(self, words: Sequence[str], *, answers: bool = False) -> Said:
        """Return what the wording of a message says."""
        known = self._words
        each = [known[word] for word in words]
        means = _meant(words, [word.mark for word in each], [word.hashed for word in each])
        sums = self._unpack(sum([word.sums for word in each]), _EXTRA + len(self._kinds))
        return Said(
            self._log_odds(words, each, means, sums, answers=answers) if words else 0.0,
            self._of_kinds(sums[_EXTRA:], len(words), means),
        )

    def _log_odds(
        self, words: Sequence[str], each: Sequence[_Word], means: Sequence[int], sums: Sequence[int], *, answers: bool
    ) -> float:
        table, count = self._weights, len(words)
        last = each[last_sentence(words) :]
        pieces_said, letters, plain, answering = sums[:_EXTRA]
        said = plain - _LIFT * count
        said += sum([word.opening for word in each[:OPENING]]) + sum([word.closing for word in last])
        said += answering - _LIFT * count if answers else 0
        said += sum([table[(one.hashed * _STEP + other.hashed) % BUCKETS] for one, other in pairwise(each)])
        said += sum([table[piece % BUCKETS] for piece in ends(words)])
        meaning = sum([table[piece % BUCKETS] for piece in means])
        phrases_said = count * (3 if answers else 2) - 1 + len(ENDS) + min(count, OPENING) + len(last)
        return self._scale * (
            (letters - _LIFT * pieces_said) / root(pieces_said, MOST_PIECES)
            + said / root(phrases_said, MOST_PHRASES)
            + meaning / root(len(means), MOST_MEANINGS)
        )

    def _weigh_word(self, word: str) -> _Word:
        table, hashes, hashed = self._weights, pieces(word), whole(word)
        extra = (
            len(hashes),
            sum([table[piece % BUCKETS] for piece in hashes]) + _LIFT * len(hashes),
            table[hashed % BUCKETS] + _LIFT,
            table[answering(word) % BUCKETS] + _LIFT,
        )
        kinds = sum(map(self._kinds_of_piece, stems(word)))
        return _Word(
            sums=int.from_bytes(array("I", extra).tobytes(), sys.byteorder) + (kinds << 8 * _LANE * _EXTRA),
            hashed=hashed,
            mark=mark_of(word),
            opening=table[opening(word) % BUCKETS],
            closing=table[closing(word) % BUCKETS],
        )

    def _of_kinds(self, of_words: Sequence[int], count: int, means: Sequence[int]) -> Mapping[str, float]:
        of_means = self._unpack(sum(map(self._kinds_of_piece, means)), len(self._kinds))
        by_words, by_means = 1 / root(2 * count, MOST_STEMS), 1 / root(len(means), MOST_STEMS)
        lifted = _LIFT * (2 * count * by_words + len(means) * by_means)
        parts = zip(self._kinds, self._kind_bias, self._kind_scales, of_words, of_means, strict=True)
        return {
            kind: bias + scale * (said * by_words + meaning * by_means - lifted)
            for kind, bias, scale, said, meaning in parts
        }

    def _kinds_of_piece(self, piece: int) -> int:
        """Return a bucket's weights side by side in one integer, each lifted above zero."""
        start = piece % KIND_BUCKETS * self._bytes_of_kinds
        return int.from_bytes(self._kind_lanes[start : start + self._bytes_of_kinds], sys.byteorder)

    @staticmethod
    def _unpack(total: int, lanes: int) -> memoryview:
        return memoryview(total.to_bytes(_LANE * lanes, sys.byteorder)).cast("I")


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

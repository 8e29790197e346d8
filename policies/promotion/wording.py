"""A small linear model over hashed pieces of words: what wording says of promotion, and of each kind.

The weights of each set of pieces (`pieces.py`) add up, divided by the square root of how many there are, so that
length alone says nothing; a long text counts as its average. Kinds are told by how words begin and what they mean.
What a word weighs by itself is worked out once and remembered: talk repeats itself. The tables are trained
(`make train`), eight bits a weight.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from policies.promotion import pieces

BUCKET_BITS: Final = 18
KIND_BITS: Final = 14
BUCKETS: Final = 1 << BUCKET_BITS
KIND_BUCKETS: Final = 1 << KIND_BITS
MOST_PIECES: Final = 300
MOST_PHRASES: Final = 50
MOST_MEANINGS: Final = 30
MOST_STEMS: Final = 30
_MOST_WORDS: Final = 30_000
"""That are remembered; full, all are forgotten."""
_FIRST_WORDS: Final = 4_096
_COUNT, _LETTERS, _PLAIN, _ANSWERING, _OPENING, _CLOSING, _KINDS = range(7)
"""What is kept of a word, side by side: how many runs of letters, their weights, its own weight in each place, and
from there on a weight for every kind."""


class Said(NamedTuple):
    """What the wording says, in log-odds: of promotion, and of each kind and stance."""

    promotion: float
    kinds: Mapping[str, float]
    """Comparable with one another."""


@dataclass(frozen=True, slots=True)
class _Texts:
    """Some texts, a row or a number for each."""

    counts: NDArray[np.int64]
    """How many words each has: one at least."""
    last: NDArray[np.int64]
    """At which word its last sentence begins."""
    answers: NDArray[np.bool]
    sums: NDArray[np.int64]
    """What is kept of words, added up; of places in a text, over the words that stand there."""
    beside: pieces.Owned
    means: pieces.Owned


class Wording:
    """The trained table: a weight for each bucket, and for each kind a weight for each of fewer buckets."""

    def __init__(self, head: Mapping[str, Any], body: bytes) -> None:
        """Take the table apart: `head` names scales and kinds, `body` holds eight bits a weight."""
        self.scale: float = head["scale"]
        """Log-odds of a weight of one."""
        self._kinds: tuple[str, ...] = tuple(head["kinds"])
        self._kind_scales = np.array(head["kind_scales"])
        self._kind_bias = np.array(head["kind_bias"])
        self.weights = np.frombuffer(body, dtype=np.int8, count=BUCKETS)
        """Of the buckets, of promotion."""
        self._of_kinds = np.frombuffer(body, dtype=np.int8, offset=BUCKETS).reshape(KIND_BUCKETS, len(self._kinds))
        self._forget()

    def said(self, texts: Sequence[Sequence[str]], answers: Sequence[bool]) -> list[Said]:
        """Return what the wording of each message says, of its words and whether it answers another.

        Many at once are a few operations on long arrays; what is said of one is the same alone and among others.
        """
        spoken = [number for number, words in enumerate(texts) if words]
        found = [Said(0.0, dict(zip(self._kinds, self._kind_bias.tolist(), strict=True)))] * len(texts)
        if spoken:
            text = self._lay_out([texts[number] for number in spoken], [answers[number] for number in spoken])
            log_odds, of_kinds = self._log_odds(text).tolist(), self._log_odds_of_kinds(text).tolist()
            for number, promotion, kinds in zip(spoken, log_odds, of_kinds, strict=True):
                found[number] = Said(promotion, dict(zip(self._kinds, kinds, strict=True)))
        return found

    def _lay_out(self, texts: Sequence[Sequence[str]], answers: Sequence[bool]) -> "_Texts":
        counts = np.array([len(words) for words in texts])
        starts = counts.cumsum() - counts
        last = starts + [pieces.last_sentence(text) for text in texts]
        words = [word for text in texts for word in text]
        at = self._find(words)
        place = np.arange(len(at))
        owner = np.arange(len(texts)).repeat(counts)
        hashes, each = self._hashes[at], self._each[at]
        each[:, _OPENING] *= place < (starts + pieces.OPENING)[owner]
        each[:, _CLOSING] *= place >= last[owner]
        return _Texts(
            counts=counts,
            last=last - starts,
            answers=np.array(answers),
            sums=np.add.reduceat(each, starts, axis=0, dtype=np.int64),
            beside=pieces.beside(hashes, starts, counts, owner),
            means=pieces.meant(words, hashes, self._marks[at], owner),
        )

    def _log_odds(self, text: "_Texts") -> NDArray[np.float64]:
        counts, sums = text.counts, text.sums
        said = sums[:, _PLAIN] + sums[:, _OPENING] + sums[:, _CLOSING] + sums[:, _ANSWERING] * text.answers
        phrases = counts * (3 + text.answers) + np.minimum(counts, pieces.OPENING) - text.last + pieces.ENDS - 1
        meanings = np.bincount(text.means.owner, minlength=len(counts))
        return self.scale * np.asarray(
            sums[:, _LETTERS] / root(sums[:, _COUNT], MOST_PIECES)
            + (said + self._weigh(text.beside, len(counts))) / root(phrases, MOST_PHRASES)
            + self._weigh(text.means, len(counts)) / root(meanings, MOST_MEANINGS)
        )

    def _weigh(self, some: pieces.Owned, count: int) -> NDArray[np.float64]:
        weights = self.weights[pieces.bucket(some.hashes, BUCKET_BITS)]
        return np.bincount(some.owner, weights, count).astype(np.float64)

    def _log_odds_of_kinds(self, text: "_Texts") -> NDArray[np.float64]:
        order = text.means.owner.argsort(kind="stable")
        means = self._of_kinds[pieces.bucket(text.means.hashes[order], KIND_BITS)]
        many = np.bincount(text.means.owner, minlength=len(text.counts))
        upto = np.zeros((len(means) + 1, len(self._kinds)), dtype=np.int64)
        means.cumsum(axis=0, out=upto[1:])
        of_means = np.diff(upto[np.concatenate(((0,), many.cumsum()))], axis=0) / root(many, MOST_STEMS)[:, None]
        of_words = text.sums[:, _KINDS:] / root(text.counts, MOST_STEMS)[:, None]
        return np.asarray(self._kind_bias + self._kind_scales * (of_words + of_means))

    def _find(self, words: Sequence[str]) -> NDArray[np.intp]:
        """Return where the words are remembered."""
        rows = list(map(self._rows.get, words))
        if None in rows:
            self._remember([word for word in dict.fromkeys(words) if word not in self._rows], words)
            rows = list(map(self._rows.__getitem__, words))
        return np.array(rows, dtype=np.intp)

    def _remember(self, new: list[str], words: Sequence[str]) -> None:
        """Work out what new words weigh, all of them at once."""
        first = len(self._rows)
        if first + len(new) > _MOST_WORDS:
            self._forget()
            first, new = 0, list(dict.fromkeys(words))
        while first + len(new) > len(self._hashes):
            self._grow()
        rows = slice(first, first + len(new))
        hashes = self._hashes[rows] = pieces.whole(new)
        self._marks[rows] = pieces.marks(new)
        runs, each = pieces.letters(new), self._each[rows]
        each[:, _COUNT] = np.bincount(runs.owner, minlength=len(new))
        each[:, _LETTERS] = self._weigh(runs, len(new))
        places = (hashes, pieces.answering(hashes), pieces.opening(hashes), pieces.closing(hashes))
        each[:, _PLAIN:_KINDS] = self.weights[pieces.bucket(np.array(places), BUCKET_BITS)].T
        each[:, _KINDS:] = self._of_kinds[pieces.bucket(pieces.stems(new), KIND_BITS)]
        self._rows.update(zip(new, range(rows.start, rows.stop), strict=True))

    def _forget(self) -> None:
        self._rows: dict[str, int] = {}
        self._each = np.zeros((_FIRST_WORDS, _KINDS + len(self._kinds)), dtype=np.int16)
        self._hashes = np.zeros(_FIRST_WORDS, dtype=np.uint32)
        self._marks = np.zeros(_FIRST_WORDS, dtype=np.uint32)

    def _grow(self) -> None:
        self._each = np.concatenate((self._each, np.zeros_like(self._each)))
        self._hashes = np.concatenate((self._hashes, np.zeros_like(self._hashes)))
        self._marks = np.concatenate((self._marks, np.zeros_like(self._marks)))


def root(counts: NDArray[np.int64], most: int) -> NDArray[np.float64]:
    """Return what sums over pieces are divided by: the roots of their numbers, up to `most` of them."""
    return np.asarray(np.sqrt(np.maximum(counts, 1) * np.maximum(counts / most, 1.0)))


def shares(points: Mapping[str, float], among: Iterable[str]) -> dict[str, float]:
    """Return the share of each of some kinds, from their log-odds."""
    some = {kind: points[kind] for kind in among if kind in points}
    if not some:
        return {}
    top = max(some.values())
    parts = {kind: exp(value - top) for kind, value in some.items()}
    total = sum(parts.values())
    return {kind: part / total for kind, part in parts.items()}

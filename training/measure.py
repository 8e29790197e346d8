"""Figures of a model on labelled rows, at the fixed thresholds, with intervals."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from chat.context import ALONE, Asked, Context
from policies.promotion import Reading, act, main_kind, read_all, weigh
from policies.promotion.weights import Model
from training.corpus import Row, message

_Z: Final = 1.96
"""Of 95 % intervals."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the model said of one row."""

    row: Row
    act: str
    kind: str | None
    stance: str
    score: float
    solicited: bool

    @property
    def promotes(self) -> bool:
        """What the label says."""
        return bool(self.row["label"] == "promo")


def outcomes(rows: Iterable[Row], model: Model | None = None) -> list[Outcome]:
    """Classify rows as the bot would: with the message answered as context, where there is one."""
    some = list(rows)
    readings = read_all([message(row) for row in some], model)
    asked = read_all([message({"text": row.get("reply_to") or ""}) for row in some], model)
    return [_outcome(*each) for each in zip(some, readings, asked, strict=True)]


def _outcome(row: Row, reading: Reading, asked: Reading) -> Outcome:
    found = weigh(reading, Context(asked=Asked(asks_for=asked.asks_for)) if row.get("reply_to") else ALONE)
    return Outcome(row, act(found), main_kind(found), str(found.stance), found.score, bool(found.solicited))


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with Wilson's 95 % interval (Wilson, 1927)."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share; of nothing, zero."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lowest and highest that it may well be."""
        if not self.whole:
            return 0.0, 1.0
        n, p = self.whole, self.value
        middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:6.1%} [{low:5.1%}, {high:5.1%}] of {self.whole:,}" if self.whole else "-"


def recall(found: Iterable[Outcome], levels: tuple[str, ...] = ("ask", "act")) -> Share:
    """Return the share of promotions that were found."""
    promotions = [one for one in found if one.promotes]
    return Share(sum(one.act in levels for one in promotions), len(promotions))


def false_positives(found: Iterable[Outcome], levels: tuple[str, ...] = ("ask", "act")) -> Share:
    """Return the share of everything else that was taken for promotion."""
    others = [one for one in found if not one.promotes]
    return Share(sum(one.act in levels for one in others), len(others))


def precision(found: Iterable[Outcome], levels: tuple[str, ...] = ("ask", "act")) -> Share:
    """Return the share of what was found that promotes."""
    taken = [one for one in found if one.act in levels]
    return Share(sum(one.promotes for one in taken), len(taken))


def kinds_right(found: Iterable[Outcome]) -> Share:
    """Return the share of promotions found whose kind is right."""
    taken = [one for one in found if one.promotes and one.act != "none" and one.row.get("kind")]
    return Share(sum(one.kind == one.row["kind"] for one in taken), len(taken))


def solicited_right(found: Iterable[Outcome]) -> Share:
    """Return the share of promotions that answer a message of which it is told rightly whether they were asked for."""
    answering = [one for one in found if one.promotes and one.row.get("reply_to")]
    return Share(sum(one.solicited == one.row["solicited"] for one in answering), len(answering))


def stances_right(found: Iterable[Outcome]) -> Share:
    """Return the share of rows whose stance is right."""
    told = [one for one in found if one.row.get("stance")]
    return Share(sum(one.stance == one.row["stance"] for one in told), len(told))


def confusion(found: Iterable[Outcome], right: str, said: Callable[[Outcome], str | None]) -> Counter[tuple[str, str]]:
    """Count pairs of what is right and what was said."""
    return Counter((str(one.row[right]), str(said(one) or "none")) for one in found if one.row.get(right))


def slices(found: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Cut outcomes by language, kind, hard case and source."""
    cut: dict[str, list[Outcome]] = {}
    for one in found:
        row = one.row
        names = [f"lang {row['lang']}"] if row.get("lang") else []
        names += [f"kind {row['kind']}"] if row.get("kind") else []
        names += [f"hard {case}" for case in row.get("hard", ())]
        names += [f"source {row['source']}"] if row.get("source") else []
        names += ["with a link"] if "http" in row["text"] or "www." in row["text"] else []
        for name in names:
            cut.setdefault(name, []).append(one)
    return dict(sorted(cut.items()))

"""The model card: what was learned from, and what it can and can't do, measured on messages that it never saw."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from training import measure
from training.corpus import TEST_THEMES, rows, split
from training.extra import LEARNABLE, Extra
from training.measure import Outcome, Share

_ACTS: Final = ("act",)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a twin said of the corpus's test part, and of the held-out rows of others."""

    test: list[Outcome]
    extra: list[Outcome]

    @property
    def merit(self) -> float:
        """What decides which ships: recall less false positives, five to one, on both together."""
        parts = [self.test, *([self.extra] if self.extra else [])]
        return sum(measure.recall(part).value - 5 * measure.false_positives(part).value for part in parts)


def render(
    alone: Figures,
    with_extra: Figures | None,
    extra: Extra | None,
    unseen: Sequence[Outcome],
    *,
    used: bool,
    size: int,
) -> str:
    """Return the card as Markdown."""
    shown = with_extra if used and with_extra else alone
    parts = [
        _head(size, used=used),
        _data(extra, used=used),
        _totals(alone, with_extra),
        _of_others(unseen),
        _slices("By language, kind and hard case, on the test themes", shown.test),
    ]
    return "\n\n".join([*parts, _WEAKNESSES]) + "\n"


def _head(size: int, *, used: bool) -> str:
    origin = "the project's corpus and rows of others named below" if used else "the project's corpus alone"
    return f"""# Model card: recognition of promotion

Written by `make train`; do not edit. {size:,} bytes in `policies/promotion/`: `wording.bin`, `wording.json`,
`weights.json`.

An additive linear model over named signals (price, first-person offer, link beside an offer ...) and hashed pieces of
words, calibrated on themes that it did not see; it says how probable it is that a message promotes something, of what
kind, and whose. Learned from {origin}. For groups whose members do business with each other; not for e-mail, reviews
or telling who is a bot."""


def _data(extra: Extra | None, *, used: bool) -> str:
    everything = rows()
    train, test = split(everything)
    lines = [
        "## Data",
        f"The corpus: {len(everything):,} messages written for it (CC0), {len(train):,} to learn from and "
        f"{len(test):,} of {len(TEST_THEMES)} other themes to measure on "
        f"({', '.join(sorted(TEST_THEMES))}). What ships learned from "
        "all of them; the figures below are of a twin that never saw the test part.",
    ]
    if extra is not None:
        verb = "learned from too" if used else "tried, and left out because it made things worse"
        listed = "\n".join(
            f"| {name} | {count:,} | {LEARNABLE[name]} |" for name, count in sorted(extra.sources.items())
        )
        lines += [
            f"Rows of others, {verb} (not part of the project; `{extra.name}`, SHA-256 `{extra.sha256}`), one in five "
            "held out:",
            f"| source | rows | licence |\n|---|---:|---|\n{listed}",
            f"Of other sources in that file {sum(extra.refused.values()):,} rows were left alone: their licences let "
            "nobody learn from them.",
        ]
    return "\n\n".join(lines)


def _totals(alone: Figures, with_extra: Figures | None) -> str:
    columns = [("corpus alone", alone)] + ([("with rows of others", with_extra)] if with_extra else [])
    head = f"| | {' | '.join(name for name, _ in columns)} |\n|---|{'---|' * len(columns)}"
    table = [head]
    for title, take in _TOTALS:
        table.append(f"| {title} | {' | '.join(str(take(figures)) for _, figures in columns)} |")
    return "## Figures\n\nAt the fixed thresholds, with 95 % intervals.\n\n" + "\n".join(table)


_TOTALS: Final[tuple[tuple[str, Callable[[Figures], Share]], ...]] = (
    ("test themes: found (asked or acted on)", lambda f: measure.recall(f.test)),
    ("test themes: acted on", lambda f: measure.recall(f.test, _ACTS)),
    ("test themes: others asked about or acted on", lambda f: measure.false_positives(f.test)),
    ("test themes: others acted on", lambda f: measure.false_positives(f.test, _ACTS)),
    ("test themes: precision of acting", lambda f: measure.precision(f.test, _ACTS)),
    ("test themes: kind right, of those found", lambda f: measure.kinds_right(f.test)),
    ("test themes: solicited told rightly", lambda f: measure.solicited_right(f.test)),
    ("test themes: stance right", lambda f: measure.stances_right(f.test)),
    ("held-out rows of others: found", lambda f: measure.recall(f.extra)),
    ("held-out rows of others: acted on", lambda f: measure.recall(f.extra, _ACTS)),
    ("held-out rows of others: ham asked about or acted on", lambda f: measure.false_positives(f.extra)),
    ("held-out rows of others: ham acted on", lambda f: measure.false_positives(f.extra, _ACTS)),
)


def _of_others(unseen: Sequence[Outcome]) -> str:
    """Say how what ships does on messages as people expect them, where the corpus is as hard as its writers could."""
    totals = [
        f"| found (asked or acted on) | {measure.recall(unseen)} |",
        f"| acted on | {measure.recall(unseen, _ACTS)} |",
        f"| others asked about or acted on | {measure.false_positives(unseen)} |",
        f"| others acted on | {measure.false_positives(unseen, _ACTS)} |",
        f"| kind right, of those found | {measure.kinds_right(unseen)} |",
        f"| solicited told rightly | {measure.solicited_right(unseen)} |",
        f"| stance right | {measure.stances_right(unseen)} |",
    ]
    slices = _slices("The same by language, kind and hard case", unseen)
    return (
        f"## On {len(unseen):,} messages of writers who never saw the corpus\n\n"
        "What ships, on `data/unseen.jsonl`: networking messages, promotional and not, of three writers who knew "
        "the task alone. Nothing learns from them.\n\n| | |\n|---|---|\n" + "\n".join(totals) + f"\n\n{slices}"
    )


def _slices(title: str, found: Sequence[Outcome]) -> str:
    lines = ["| slice | found | acted on | others asked about or acted on |", "|---|---|---|---|"]
    for name, some in measure.slices(found).items():
        cells = (measure.recall(some), measure.recall(some, _ACTS), measure.false_positives(some))
        lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
    return f"## {title}\n\n" + "\n".join(lines)


_WEAKNESSES = """## Known weaknesses

- Promotion in ordinary words (a story that ends in an offer, a boast, a question that sells) is found far less often
  than adverts with prices and links: see the hard cases above.
- Languages other than English have a few hundred messages each; intervals are wide.
- The corpus was written for the project, not collected: real groups differ. Calibrate on your own with `potluck tune`.
- What a picture, a voice message or a file says is not read."""

"""`classify`: what each message of a file is, at the default thresholds. An interface that others build on."""

import json
import math
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bot.collector import relax
from bot.commandline import console
from chat.context import ALONE, Asked, Context
from chat.errors import PotluckError, UsageError
from chat.events import MessagePosted, Person
from chat.promotions import Promotion
from policies.promotion import act, main_kind, read_all, weigh

_AT: Final = datetime(2026, 1, 14, 12, tzinfo=UTC)
_SOMEBODY: Final = Person(id="author", name="The author")
_MOST_SIGNALS: Final = 3
_AT_ONCE: Final = 256
"""Rows that are read together."""

Row = dict[str, Any]


class RowError(PotluckError):
    """A row can't be read."""


def classify(file: Path, *, as_json: bool) -> int:
    """Print a row for each row of a file, in order. A row that can't be read ends it: file and line are named."""
    relax()
    for rows in _batches(_rows(file)):
        for row, result in zip(rows, classified(rows), strict=True):
            if as_json:
                console.print_json(result)
            else:
                _show(row, result)
    return 0


def classified(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Yield what each message is; the messages that some of them answer are read with them."""
    answered = [str(row["reply_to"]) for row in rows if row.get("reply_to")]
    readings = read_all([*map(_message, rows), *(_message({"text": text}) for text in answered)])
    parents = iter(readings[len(rows) :])
    for row, reading in zip(rows, readings[: len(rows)], strict=True):
        context = Context(asked=Asked(asks_for=next(parents).asks_for)) if row.get("reply_to") else ALONE
        yield _result(row, weigh(reading, context))


def _message(row: Row) -> MessagePosted:
    return MessagePosted(
        at=_AT,
        chat="file",
        message_id=str(row.get("id", "")),
        author=_SOMEBODY,
        text=row["text"],
        reply_to="parent" if row.get("reply_to") else None,
    )


def _result(row: Row, promotion: Promotion) -> dict[str, Any]:
    return {
        "id": row.get("id"),
        "act": act(promotion),
        "kind": main_kind(promotion),
        "stance": str(promotion.stance),
        "score": round(promotion.score, 6),
        "solicited": bool(promotion.solicited),
        "signals": [{"name": signal.name, "weight": round(signal.weight, 4)} for signal in promotion.signals],
    }


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Gather rows; what stands before one that can't be read comes first."""
    batch: list[Row] = []
    try:
        for row in rows:
            batch.append(row)
            if len(batch) == _AT_ONCE:
                yield batch
                batch = []
    except RowError:
        yield batch
        raise
    yield batch


def _rows(file: Path) -> Iterator[Row]:
    try:
        lines = file.open("rb")
    except OSError as error:
        raise UsageError(f"{file} can't be read: {error.strerror}") from None
    with lines:
        for number, line in enumerate(lines, 1):
            text = _text(line.removeprefix(BOM_UTF8) if number == 1 else line, f"{file}:{number}")
            if text.strip():
                yield _row(text, f"{file}:{number}")


def _text(line: bytes, where: str) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise RowError(f"{where}: not UTF-8 text") from None


def _row(line: str, where: str) -> Row:
    try:
        row = json.loads(line, parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError):
        raise RowError(f'{where}: no JSON: one object a line, like {{"text": "..."}}') from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise RowError(f'{where}: no \'text\': one object a line, like {{"text": "..."}}')
    return row


def _finite(number: str) -> float:
    """Return a number that JSON can say. Raises ValueError for NaN and what is beyond all floats."""
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(number)
    return value


def _show(row: Row, result: dict[str, Any]) -> None:
    style = {"act": "red", "ask": "yellow"}.get(result["act"], "")
    telling = sorted(result["signals"], key=lambda signal: -abs(signal["weight"]))[:_MOST_SIGNALS]
    why = ", ".join(f"{signal['name']} {signal['weight']:+.1f}" for signal in telling)
    text = console.safe(" ".join(row["text"].split()))[:60]
    console.out().print(f"{result['act']:<4} {result['score']:.2f} {result['kind'] or '-':<16} {text}", style=style)
    if result["act"] != "none":
        console.out().print(f"          {why}", style="dim")

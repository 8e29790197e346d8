"""Reads the corpus and splits it by theme: no theme stands on both sides."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from chat.events import MessagePosted, Person

FOLDER: Final = Path(__file__).parents[1] / "data" / "corpus"
UNSEEN: Final = FOLDER.parent / "unseen.jsonl"
"""Messages of writers who never saw the corpus: nothing learns from them, and what ships is measured on them."""
TEST_THEMES: Final = frozenset(
    {"photography", "legal", "handmade_crafts", "logistics", "publishing_writing", "beauty", "it_security"}
)
"""Held out: nobody looks at these messages one by one."""
_AT: Final = datetime(2026, 1, 14, 12, tzinfo=UTC)
_SOMEBODY: Final = Person(id="author", name="The author")

Row = dict[str, Any]


def rows(folder: Path = FOLDER) -> list[Row]:
    """Return every row of the corpus, files in the order of their names."""
    return [row for file in sorted(folder.glob("*.jsonl")) for row in read_rows(file)]


def read_rows(file: Path) -> Iterator[Row]:
    """Yield the rows of one file."""
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def split(all_rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Return the rows to train on and the rows to test on."""
    train: list[Row] = []
    test: list[Row] = []
    for row in all_rows:
        (test if row["theme"] in TEST_THEMES else train).append(row)
    return train, test


def message(row: Row) -> MessagePosted:
    """Return a row as a message."""
    reply_to = "parent" if row.get("reply_to") else None
    return MessagePosted(
        at=_AT, chat="corpus", message_id=str(row.get("id", "")), author=_SOMEBODY, text=row["text"], reply_to=reply_to
    )

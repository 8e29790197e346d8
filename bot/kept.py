"""What a replay writes as it goes: a ledger of its own, and a file of rows."""

import json
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO, Any

from chat.errors import UsageError


@contextmanager
def ledger_url(wanted: str | None) -> Iterator[str]:
    """Yield the URL wanted, or that of a ledger which lasts as long as the block, however that ends."""
    if wanted is not None:
        yield wanted
        return
    with _ended_as_by_ctrl_c(), tempfile.TemporaryDirectory(prefix="potluck-") as folder:
        yield f"sqlite+aiosqlite:///{folder}/replay.db"


@contextmanager
def rows_file(path: Path | None) -> Iterator[IO[str] | None]:
    """Open the file for rows. Raises UsageError where it can't be written."""
    if path is None:
        yield None
        return
    try:
        file = path.open("w", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror}") from None
    with file:
        yield file


def write_row(file: IO[str], row: dict[str, Any]) -> None:
    """Write a row on a line of its own."""
    file.write(json.dumps(row, ensure_ascii=False) + "\n")


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Take SIGTERM for Ctrl-C, which tidies up on its way out."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Do what Ctrl-C does now; where a shell has it ignored, as in the background, what it does by default."""
    on_ctrl_c = signal.getsignal(signal.SIGINT)
    (on_ctrl_c if callable(on_ctrl_c) else signal.default_int_handler)(number, frame)

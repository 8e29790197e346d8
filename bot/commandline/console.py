"""Printing: tables and colours for people on a terminal, plain text in a pipe, JSON for programs."""

import json
import re
import sys
from functools import cache
from typing import Any, Final

from rich.console import Console

_HALF: Final = re.compile("[\ud800-\udfff]")


@cache
def out() -> Console:
    """Return the console for results. In a pipe it is plain and as wide as needs be."""
    plain = not sys.stdout.isatty()
    return Console(highlight=False, soft_wrap=plain, width=None if not plain else 100, emoji=False, markup=False)


@cache
def err() -> Console:
    """Return the console for progress and errors."""
    return Console(stderr=True, highlight=False, emoji=False, markup=False)


def print_json(value: Any) -> None:
    """Print one JSON value on one line. Half a character, which UTF-8 can't say, is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    sys.stdout.write(_HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text) + "\n")


def safe(text: str) -> str:
    """Return hostile text without control characters, so that it can't move a terminal's cursor or turn the line."""
    return "".join(character if character.isprintable() or character == "\n" else "�" for character in text)

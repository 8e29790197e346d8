"""Words of members made safe to stand inside ours: names and short quotes, however they were chosen.

Kept as text: what reads like markup or a mention stays what it is, and only adapters escape it. Letters that run from
right to left are isolated so that they can't turn the words around them.
"""

import re
import unicodedata
from itertools import islice
from typing import Final

from chat.posts import Run, Style

LONGEST_NAME: Final = 64
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_TURNING: Final = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Invisible marks that change the direction of text, or hide in it. The joiners of emoji and scripts stay."""
_STACKED: Final = 3
"""Marks on one letter beyond this are dropped."""


def name(shown: str) -> Run:
    """Return a member's name as a run: on one line, whole up to 64 characters, never a mention."""
    return Run(_isolated(_shortened(clean(shown), LONGEST_NAME)) or "somebody", Style.NAME)


def excerpt(text: str, longest: int) -> str:
    """Return the beginning of what somebody wrote, on one line, cut between words."""
    return _isolated(_shortened(clean(text), longest, at_words=True))


def clean(text: str) -> str:
    """Return a text on one line without control characters, marks of direction and stacks of accents."""
    text = _TURNING.sub("", text)
    shown = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs") else letter for letter in text)
    return " ".join(_unstacked(shown).split())


def _unstacked(text: str) -> str:
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks <= _STACKED:
            kept.append(letter)
    return "".join(kept)


def _shortened(text: str, longest: int, *, at_words: bool = False) -> str:
    """Cut a text that is too long; never between a letter and its marks or inside a joined emoji."""
    if len(text) <= longest:
        return text
    end = longest - 1
    while (end and _holds_on(text[end])) or (end and text[end - 1] == "\u200d"):
        end -= 1
    cut = text[:end]
    if at_words and (space := cut.rfind(" ")) > longest // 2:
        cut = cut[:space]
    return cut.rstrip(" ,;:-") + "…"


def _holds_on(letter: str) -> bool:
    return letter in "\u200d\ufe0f" or unicodedata.category(letter) in ("Mn", "Me", "Mc", "Sk")


def _isolated(text: str) -> str:
    if any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in islice(text, 400)):
        return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"
    return text

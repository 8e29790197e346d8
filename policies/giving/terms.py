"""What a text is about: its telling words, folded. Enough to match a question to somebody who answered such before."""

import re
import unicodedata
from functools import cache
from importlib import resources
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_SHORTEST: Final = 4
_MOST: Final = 24
"""Terms of one text: long texts are about little more than their first sentences."""


def terms(text: str) -> tuple[str, ...]:
    """Return the telling words of a text: folded, without endings of number, in order, no doubles."""
    found: dict[str, None] = {}
    for match in _WORD.finditer(unicodedata.normalize("NFKC", text).casefold()):
        word = match[0]
        if _is_unspaced(word):
            found |= dict.fromkeys(word[i : i + 2] for i in range(len(word) - 1))
        elif len(word) >= _SHORTEST and word not in stop_words():
            found[stem(word)] = None
        if len(found) >= _MOST:
            break
    return tuple(found)[:_MOST]


def stem(word: str) -> str:
    """Drop what marks number or form in the languages of Latin letters; crude, and the same for both sides."""
    for ending in ("ations", "ation", "ing", "ers", "ies", "es", "er", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


def _is_unspaced(word: str) -> bool:
    return "\u3040" <= word[0] <= "\u9fff"


@cache
def stop_words() -> frozenset[str]:
    """Return the words that tell nothing about a text's subject, of all languages together."""
    text = (resources.files("policies.giving") / "stop_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())

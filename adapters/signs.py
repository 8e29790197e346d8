"""Text as people see it: where it may be cut, how long it is, and what turns a line's direction. Knows no platform."""

import re
import unicodedata
from typing import Final

WORD_JOINER: Final = "\u2060"
_TURNS: Final = re.compile("[\u061c\u202a-\u202e\u200e\u200f]")
"""Marks that turn the direction of a line; isolates, which can't reach beyond their end, stay where they have one."""
_OPENS, _CLOSES = "\u2066\u2067\u2068", "\u2069"
_JOINER: Final = "\u200d"
_MODIFIES: Final = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
"""Colours of skin, and the letters that make a region's flag of a black one."""
_FLAG_HALVES_AT_END: Final = re.compile("[\U0001f1e6-\U0001f1ff]+$")


def first(text: str, most: int) -> str:
    """Return the beginning of a text, never half of what is seen as one sign: cut between words where there are any."""
    kept = text.encode("utf-16-le", "surrogatepass")[: max(0, most) * 2].decode("utf-16-le", "ignore")
    end = len(kept)
    while 0 < end < len(text) and _is_within_a_sign(text, end):
        end -= 1
    space = text.rfind(" ", 0, end)
    return text[:space] if end < len(text) and space > end // 2 else text[:end]


def _is_within_a_sign(text: str, place: int) -> bool:
    """Whether a cut would part a letter from its marks, an emoji from what it is joined to, or a flag's two halves."""
    before, after = text[place - 1], text[place]
    if _is_flag_half(before) and _is_flag_half(after):
        return (place - len(_FLAG_HALVES_AT_END.sub("", text[:place]))) % 2 == 1
    joined = before == _JOINER or after in (_JOINER, WORD_JOINER)
    return joined or unicodedata.category(after).startswith("M") or bool(_MODIFIES.match(after))


def _is_flag_half(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def units(text: str) -> int:
    """Return how many UTF-16 units a text has."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def straight(text: str) -> str:
    """Return whole signs that turn no line."""
    return _closed(_TURNS.sub("", text.encode("utf-8", "replace").decode()))


def _closed(text: str) -> str:
    """Leave out isolates that never end, and ends of none."""
    kept, open_at = list(text), list[int]()
    for place, sign in enumerate(text):
        if sign in _OPENS:
            open_at.append(place)
        elif sign == _CLOSES and open_at:
            open_at.pop()
        elif sign == _CLOSES:
            kept[place] = ""
    for place in open_at:
        kept[place] = ""
    return "".join(kept)

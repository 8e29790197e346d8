"""One spelling for matching: case, accents and interchangeable letters are folded, then the text is cut into tokens.

Only for comparing: what people read is always the original. Lexicons and messages pass through the same two functions,
so a phrase is written in a language file as anybody would write it.
"""

import re
import unicodedata
from functools import lru_cache

BOUNDARIES = frozenset(".!?\n")
"""Tokens that end a sentence: no phrase reaches over one."""

EACH_LETTER = "\u0e00-\u0e7f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Thai, Japanese and Chinese write no spaces: there every letter is a token."""
MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u200c\u200d"
"""Combining marks that belong to a word although Python's `\\w` leaves them out."""
_WORD = rf"(?:(?![{EACH_LETTER}_])[\w{MARKS}])+"
_SPACED_WORD = rf"(?:[^\W_]|[{MARKS}])+"
_ASCII_WORD = "[a-z0-9]+"
_ELISION = r"(?:[jldcnsmt]|qu|un|dell|nell|all|sull|dall|quell)'"
_END = r"[.!?\n\u3002\u061f\u0964\u2026]|%"
_TOKEN = re.compile(rf"[{EACH_LETTER}]|<[a-z]+>|{_ELISION}(?=\w)|{_WORD}(?:'{_WORD})*|{_END}")
_SPACED_TOKEN = re.compile(rf"<[a-z]+>|{_ELISION}(?=\w)|{_SPACED_WORD}(?:'{_SPACED_WORD})*|{_END}")
_ASCII_TOKEN = re.compile(rf"<[a-z]+>|{_ELISION}(?=\w)|{_ASCII_WORD}(?:'{_ASCII_WORD})*|[.!?\n]|%")
"""The same tokens three times: where every letter is ASCII, or none is a word by itself, less has to be looked at."""
_UNSPACED_LETTER = re.compile(f"[{EACH_LETTER}]")
_CONTRACTED = re.compile(r"(?<=\w)'(?:m|re|ve|ll|d)\b|(?<=\w)n't\b|\bim(?= (?:\w+ing|a|an|the|so|not|here|new)\b)")
_WHOLE = {"'m": " am", "'re": " are", "'ve": " have", "'ll": " will", "'d": " would", "n't": " not", "im": "i am"}
_ENDS = {"\u3002": ".", "\u061f": "?", "\u0964": ".", "\u2026": "."}


def _fold_table() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        bare = unicodedata.normalize("NFKD", chr(code))
        if bare and "a" <= bare[0].lower() <= "z" and len(bare) > 1:
            table[code] = bare[0].lower()
    table |= {ord("ı"): "i", ord("ø"): "o", ord("ł"): "l", ord("đ"): "d", ord("ё"): "е", ord("’"): "'", ord("ʼ"): "'"}
    table |= {ord("‘"): "'", ord("`"): "'", ord("´"): "'"}
    table |= {ord(letter): "ا" for letter in "أإآٱ"} | {ord("ة"): "ه", ord("ى"): "ي", ord("ک"): "ك", ord("ی"): "ي"}
    table |= dict.fromkeys((*range(0x64B, 0x660), 0x640, 0x670, 0x93C, 0x200C, 0x200D, 0x307))
    table[0x901] = "ं"
    return table


@lru_cache(maxsize=1)
def _table() -> dict[int, str | None]:
    return _fold_table()


def fold(text: str) -> str:
    """Casefold, and make letters equal that people use for one another."""
    folded = text.lower() if text.isascii() else text.casefold().translate(_table())
    return _CONTRACTED.sub(lambda match: _WHOLE[match.group()], folded) if "'" in folded or "im " in folded else folded


def tokens(folded: str) -> list[str]:
    """Cut folded text into words, single letters of unspaced scripts, and sentence ends."""
    if folded.isascii():
        return _ASCII_TOKEN.findall(folded)
    pattern = _TOKEN if _UNSPACED_LETTER.search(folded) else _SPACED_TOKEN
    return [_ENDS.get(token, token) for token in pattern.findall(folded)]

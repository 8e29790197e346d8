"""How a message looks: its length, lines, capitals, emoji, lists."""

import re
from dataclasses import dataclass

_UNSPACED = re.compile("[\u0e00-\u0e7f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]")
_BULLET = re.compile(
    r"^\s*(?:[-*\u2022\u25aa\u25cf\u2705\u2714\u27a1\u2b50\u2013\u00b7>]|\d{1,2}[.)]|[\U0001f300-\U0001faff\u2600-\u27bf])\s?\S",
    re.MULTILINE,
)
_CODE = re.compile(
    r"```|`[^`\n]+`|[{};]\s*$|^\s*(?:\$|>>>|#include|import |def |class |\w+\(.*\)\s*[;{]?$)|"
    r"\w+::\w+|=>|</?\w+>|\b\w+\.\w+\(|0x[0-9a-f]+",
    re.MULTILINE,
)


_CODE_SIGN = re.compile("[`{};$>#(<]")
_CODE_WORDS = ("::", "0x", "import ", "def ", "class ")
"""What costs little to look for, and must be there."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Counts over the whole message as it was written."""

    words: int
    lines: int
    capitals: int
    """Words of capitals only, of at least four letters."""
    emoji: int
    shouts: int
    """Exclamation marks."""
    bullets: int
    code: int


def look_at(text: str) -> Layout:
    """Count."""
    return Layout(
        words=count_words(text),
        lines=sum([1 for line in text.splitlines() if line.strip()]),
        capitals=len([word for word in text.split() if word.isupper() and len(word) > 3 and word.isalpha()]),
        emoji=0 if text.isascii() else len(_EMOJI.findall(text)),
        shouts=text.count("!") + text.count("\uff01"),
        bullets=len(_BULLET.findall(text)) if "\n" in text else 0,
        code=len(_CODE.findall(text)) if _may_be_code(text) else 0,
    )


def _may_be_code(text: str) -> bool:
    return _CODE_SIGN.search(text) is not None or any(word in text for word in _CODE_WORDS)


def count_words(text: str) -> int:
    """Count words between spaces; of scripts without spaces two letters are a word."""
    if text.isascii():
        return len(text.split())
    letters = len(_UNSPACED.findall(text))
    if not letters:
        return len(text.split())
    return len(_UNSPACED.sub(" ", text).split()) + -(-letters // 2)

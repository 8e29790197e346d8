"""Words by which people welcome somebody, reply without answering, or promise. Data: `phrases.txt`, by language."""

import re
from functools import cache
from importlib import resources
from typing import Final

_LONGEST_NO_ANSWER: Final = 8
"""Words: a longer reply says more than that it doesn't know."""

_CHINESE: Final = "\u2e80"
"""From here on characters are Chinese, Japanese or Korean."""
_TIMES: Final = {7: "next week", 2: "in two days", 1: "tomorrow"}
"""Days, and the section of words that means so; the longest come first, since they may hold the shorter ones."""


def is_welcome(text: str) -> bool:
    """Tell whether a text welcomes somebody."""
    return _phrases("welcome").search(text.casefold()) is not None


def is_no_answer(text: str) -> bool:
    """Tell whether a reply says nothing that could help: no idea, following, same here, or no words at all."""
    folded = text.casefold().strip()
    if not any(character.isalnum() for character in folded):
        return True
    return len(folded.split()) <= _LONGEST_NO_ANSWER and _phrases("no answer").search(folded) is not None


def is_promise(text: str) -> bool:
    """Tell whether a text promises to do something for whom it answers, and does not ask or deny it."""
    folded = text.casefold().replace("\u2019", "'")
    if "?" in folded or _phrases("no promise").search(folded):
        return False
    return _phrases("promise").search(folded) is not None


def promised_in(text: str) -> int | None:
    """Return in how many days something is promised; None where the text doesn't say."""
    folded = text.casefold().replace("\u2019", "'")
    return next((days for days, name in _TIMES.items() if _phrases(name).search(folded)), None)


@cache
def _phrases(section: str) -> re.Pattern[str]:
    text = (resources.files("policies.giving") / "phrases.txt").read_text(encoding="utf-8")
    found: list[str] = []
    current = ""
    for line in text.splitlines():
        if line.startswith("["):
            current = line.strip("[]")
        elif line and not line.startswith("#") and current == section:
            found += [phrase.strip() for phrase in line.split("|")]
    return re.compile("|".join(_bounded(phrase) for phrase in found))


def _bounded(phrase: str) -> str:
    """Return a phrase as a pattern that holds for whole words; Chinese sets no space between its words."""
    before, after = (r"(?<!\w)" if phrase[0] < _CHINESE else ""), (r"(?!\w)" if phrase[-1] < _CHINESE else "")
    return before + re.escape(phrase) + after

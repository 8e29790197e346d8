"""Words by which people welcome somebody, reply without answering, or promise. Data: `phrases.txt`, by language."""

import re
from functools import cache
from importlib import resources
from typing import Any, Final

_LONGEST_NO_ANSWER: Final = 8
"""Words: a longer reply says more than that it doesn't know."""

_CHINESE: Final = "\u2e80"
"""From here on characters are Chinese, Japanese or Korean."""
_TIMES: Final = {7: "next week", 2: "in two days", 1: "tomorrow"}
"""Days, and the section of words that means so; the longest come first, since they may hold the shorter ones."""


def is_welcome(text: str) -> bool:
    """Tell whether a text welcomes somebody."""
    return _says("welcome", text.casefold())


def is_no_answer(text: str) -> bool:
    """Tell whether a reply says nothing that could help: no idea, following, same here, or no words at all."""
    folded = text.casefold().strip()
    if not any(character.isalnum() for character in folded):
        return True
    return len(folded.split()) <= _LONGEST_NO_ANSWER and _says("no answer", folded)


def is_promise(text: str) -> bool:
    """Tell whether a text promises to do something for whom it answers, and does not ask or deny it."""
    folded = text.casefold().replace("\u2019", "'")
    return "?" not in folded and not _says("no promise", folded) and _says("promise", folded)


def promised_in(text: str) -> int | None:
    """Return in how many days something is promised; None where the text doesn't say."""
    folded = text.casefold().replace("\u2019", "'")
    return next((days for days, name in _TIMES.items() if _says(name, folded)), None)


def _says(section: str, folded: str) -> bool:
    """Tell whether a text holds a phrase of a section.

    Asked of every message, of a hundred phrases: few have the letters of one, and an automaton tells that at once.
    """
    clue, exact = _expressions(section)
    return clue.search(folded.encode("utf-8", "replace")) is not None and exact.search(folded) is not None


@cache
def _expressions(section: str) -> tuple[Any, re.Pattern[str]]:
    import re2  # heavy, and a policy is checked without it

    phrases = _phrases(section)
    return re2.compile("|".join(map(re2.escape, phrases))), re.compile("|".join(map(_bounded, phrases)))


def _phrases(section: str) -> list[str]:
    text = (resources.files("policies.giving") / "phrases.txt").read_text(encoding="utf-8")
    found: list[str] = []
    current = ""
    for line in text.splitlines():
        if line.startswith("["):
            current = line.strip("[]")
        elif line and not line.startswith("#") and current == section:
            found += [phrase.strip() for phrase in line.split("|")]
    return found


def _bounded(phrase: str) -> str:
    """Return a phrase as a pattern that holds for whole words; Chinese sets no space between its words."""
    before, after = (r"(?<!\w)" if phrase[0] < _CHINESE else ""), (r"(?!\w)" if phrase[-1] < _CHINESE else "")
    return before + re.escape(phrase) + after

"""Words by which people welcome somebody, or reply without answering. Data: `phrases.txt`, by language."""

import re
from functools import cache
from importlib import resources
from typing import Final

_LONGEST_NO_ANSWER: Final = 8
"""Words: a longer reply says more than that it doesn't know."""


def is_welcome(text: str) -> bool:
    """Tell whether a text welcomes somebody."""
    return _phrases("welcome").search(text.casefold()) is not None


def is_no_answer(text: str) -> bool:
    """Tell whether a reply says nothing that could help: no idea, following, same here, or no words at all."""
    folded = text.casefold().strip()
    if not any(character.isalnum() for character in folded):
        return True
    return len(folded.split()) <= _LONGEST_NO_ANSWER and _phrases("no answer").search(folded) is not None


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
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in found) + r")(?!\w)")

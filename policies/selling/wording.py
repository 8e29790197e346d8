"""Words and patterns that an admin wrote, found in a text. Patterns run in a linear-time engine."""

import re
from functools import lru_cache
from typing import Any, Final

from policies.promotion.folding import EACH_LETTER, MARKS
from policies.promotion.normalise import normalise

_APOSTROPHES: Final = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc`\u00b4", "'"))
"""Telephones write another one than policies."""
_WORD: Final = rf"(?![{EACH_LETTER}])[\w{MARKS}]"
"""A letter of a word: scripts without spaces have no word borders, so there a phrase is found anywhere."""


def says(text: str, phrases: tuple[str, ...]) -> bool:
    """Tell whether any of the phrases stands in a text as whole words, whatever the case, and however disguised."""
    pattern = _phrases(phrases)
    return any(pattern.search(some) is not None for some in _readings(text))


def matches(text: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether any of an admin's patterns matches a text, as it is written or without disguises."""
    return any(pattern.search(some) is not None for pattern in _compiled(patterns) for some in _readings(text))


@lru_cache(maxsize=1)
def _readings(text: str) -> tuple[str, ...]:
    """Return a text as it is written and without disguises; only the one in hand is kept: texts are not for keeping."""
    written = text.encode("utf-8", "replace").decode()  # half of an emoji is no text for the engine
    return tuple(dict.fromkeys(some.translate(_APOSTROPHES) for some in (written, normalise(written).text)))


@lru_cache(maxsize=512)
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_phrase(phrase.translate(_APOSTROPHES)) for phrase in phrases), re.IGNORECASE)


def _phrase(phrase: str) -> str:
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    begin = rf"(?<!\w)(?<![{MARKS}])" if re.match(_WORD, phrase) else ""
    return begin + words + (rf"(?!{_WORD})" if re.match(_WORD, phrase[-1:]) else "")


@lru_cache(maxsize=512)
def _compiled(patterns: tuple[str, ...]) -> tuple[Any, ...]:
    """Return an admin's patterns, compiled; `load` has refused those that the engine doesn't take."""
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    return tuple(re2.compile(pattern, options=options) for pattern in patterns)

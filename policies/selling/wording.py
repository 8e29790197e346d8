"""Words and patterns that an admin wrote, found in a text. Patterns run in a linear-time engine."""

import re
from functools import lru_cache
from typing import Any


def says(text: str, phrases: tuple[str, ...]) -> bool:
    """Tell whether any of the phrases stands in a text as whole words, whatever the case."""
    return _phrases(phrases).search(text) is not None


@lru_cache(maxsize=512)
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_phrase(phrase) for phrase in phrases), re.IGNORECASE)


def _phrase(phrase: str) -> str:
    """Scripts without spaces have no word borders, so there a phrase is found anywhere."""
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    begin = r"(?<!\w)" if phrase[:1].isascii() else ""
    return begin + words + (r"(?!\w)" if phrase[-1:].isascii() else "")


@lru_cache(maxsize=512)
def compiled(patterns: tuple[str, ...]) -> tuple[Any, ...]:
    """Return an admin's patterns, compiled; `load` has refused those that the engine doesn't take."""
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    return tuple(re2.compile(pattern, options=options) for pattern in patterns)

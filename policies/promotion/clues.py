"""One look over a text for everything that might be worth a closer one.

Most messages have no price, no telephone number and no disguise, and expressions that tell those exactly are dear.
So each comes with a clue: a plain expression, in RE2's syntax, that finds whatever the exact one finds and perhaps
more. All clues are looked for at once, in time that depends on the length of the text alone. A clue that counts
(`x{5}`) makes the automaton larger by more than what it spares.
"""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any, Final, TypeAlias

Clues: TypeAlias = Collection[int]
"""Those that a text has."""

LETTER: Final = r"\pL"
ALPHANUMERIC: Final = r"[\pL\pN]"
"""RE2's own `\\w` knows ASCII only."""
NO_WORD: Final = r"[^\pL\pN_]"

_known: Final[list[Callable[[], str]]] = []


def clue(pattern: str | Callable[[], str]) -> int:
    """Add something to look for, a pattern or what makes one at the first message; return what stands for it."""
    _known.append((lambda: pattern) if isinstance(pattern, str) else pattern)
    return len(_known) - 1


def find_clues(text: str) -> Clues:
    """Return the clues that a text has."""
    found: Clues | None = _all().Match(text.encode("utf-8", "replace"))
    return found or ()


@lru_cache(maxsize=1)
def _all() -> Any:
    import re2  # heavy, and a policy is checked without it

    patterns = re2.Set.SearchSet()
    for pattern in _known:
        patterns.Add(pattern())
    patterns.Compile()
    return patterns

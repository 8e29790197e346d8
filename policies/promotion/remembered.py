"""What was worked out for a word, kept: talk repeats itself, and a look into a dictionary costs no call."""

from collections.abc import Callable
from typing import Final, TypeVar

_MOST: Final = 30_000

Value = TypeVar("Value")


class Remembered(dict[str, Value]):
    """What a function makes of words: `remembered[word]` calls it the first time. Full, it forgets all."""

    def __init__(self, make: Callable[[str], Value]) -> None:
        """Keep what `make` returns for each word."""
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> Value:
        """Work it out."""
        if len(self) >= _MOST:
            self.clear()
        value = self[word] = self._make(word)
        return value

"""A table by how words begin: `design*` holds for designer and designing."""

from typing import Final, Generic, TypeVar

_STEM: Final = 3
"""Letters: no language has many beginnings of words with the same three."""
_SHORT: Final = (1, 2)

Value = TypeVar("Value")


class Beginnings(Generic[Value]):
    """Values, each for a beginning of words."""

    def __init__(self) -> None:
        """Begin empty."""
        self._values: dict[str, Value] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        """Of the beginnings with the same first letters, in order: few are worth a look for any word."""

    def setdefault(self, beginning: str, value: Value) -> Value:
        """Enter a value unless one is known, and return the one that is known then."""
        if len(beginning) >= _STEM:
            stem = beginning[:_STEM]
            self._lengths[stem] = tuple(sorted({*self._lengths.get(stem, ()), len(beginning)}))
        return self._values.setdefault(beginning, value)

    def of(self, word: str, *, shortest: int = 1) -> list[Value]:
        """Return the values of all beginnings of a word, of so many letters at least, the shortest first."""
        values, most = self._values, len(word)
        return [
            values[word[:length]]
            for length in (*_SHORT, *self._lengths.get(word[:_STEM], ()))
            if shortest <= length <= most and word[:length] in values
        ]

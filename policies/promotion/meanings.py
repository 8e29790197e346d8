"""What a word means, across languages: "bake", "nähe" and "делаю" are all making something.

`meanings.txt` says it. One meaning stands for all its words, so what is learned of them in one language helps in the
others, and with words that no message of the corpus has.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from policies.promotion.beginnings import Beginnings
from policies.promotion.folding import fold, tokens
from policies.promotion.lexicon import data_file

_UNSPACED: Final = "\u3040"
_UNSPACED_LAST: Final = "\u9fff"
_LONGEST_NUMBER: Final = 4


class Meanings:
    """The words of all languages, and the beginnings of words, each with its meaning."""

    def __init__(self, text: str) -> None:
        """Read the file's text."""
        self._words: dict[str, str] = {}
        self._beginnings = Beginnings[str]()
        meaning = ""
        for line in text.splitlines():
            if line.startswith("["):
                meaning = line[1:-1]
            elif line and not line.startswith("#"):
                self._enter(line.partition(":")[2], meaning)

    def _enter(self, words: str, meaning: str) -> None:
        for word in words.split():
            folded = fold(word)
            if folded.endswith("*"):
                self._beginnings.setdefault(folded[:-1], meaning)
            else:
                self._words.setdefault("".join(tokens(folded)), meaning)

    def of(self, words: Sequence[str]) -> list[str | None]:
        """Return the meaning of every word, where it has one; of two Chinese letters that are a word, of both."""
        found = [self.of_word(word) for word in words]
        for at, meaning in self.of_pairs(words):
            found[at] = found[at + 1] = meaning
        return found

    def of_word(self, word: str) -> str | None:
        """Return what a word by itself means."""
        if word.isdigit():
            return f"{min(len(word), _LONGEST_NUMBER)} digits"
        if word in self._words:
            return self._words[word]
        known = self._beginnings.of(word)
        return known[-1] if known else None

    def of_pairs(self, words: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Yield where two Chinese letters are one word, and its meaning."""
        if words and max(words) >= _UNSPACED:
            yield from self._read_pairs(words)

    def _read_pairs(self, words: Sequence[str]) -> Iterator[tuple[int, str]]:
        for index in range(len(words) - 1):
            if _UNSPACED <= words[index][0] <= _UNSPACED_LAST:
                both = self._words.get(words[index] + words[index + 1])
                if both is not None:
                    yield index, both


@lru_cache(maxsize=1)
def meanings() -> Meanings:
    """Read the file, once."""
    return Meanings(data_file("meanings.txt"))

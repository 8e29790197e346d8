"""The languages: their files read once, at the first message, and matched all together.

A file of `languages/` has sections, `[seeks]` for an intent and `[<trade>]` for a class of words, and phrases on lines
(or with `;` between them) in the grammar of `phrases.py`. `[common]` holds the function words that tell the language.
English is always listened to: every language's advertising speaks some.
"""

import pkgutil
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policies.promotion.folding import fold
from policies.promotion.phrases import Heard, Phrases

LANGUAGES = ("en", "es", "pt", "de", "fr", "it", "ru", "tr", "id", "hi", "ar", "zh")
_EVERY = (1 << len(LANGUAGES)) - 1
_ENGLISH = 1
_VOTE = 16
"""Bits of a count of words."""
_VOTES = struct.Struct(f"<{len(LANGUAGES)}H")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every phrase and function word that the language files hold."""

    phrases: Phrases
    common: Mapping[str, int]
    """Function words, each with a vote for every language that uses it: counts side by side in one integer."""

    def hear(self, words: Sequence[str]) -> Heard:
        """Find what each category matches, in the languages that the words seem to be of."""
        return self.phrases.hear(words, self.languages(words))

    def languages(self, words: Sequence[str]) -> int:
        """Guess the languages as bits; all of them where nothing tells."""
        votes = self.common
        said = sum([votes[word] for word in words if word in votes])
        if not said:
            return _EVERY
        counts = _VOTES.unpack(said.to_bytes(_VOTES.size, "little"))
        most = max(counts)
        return _ENGLISH | sum([1 << index for index, count in enumerate(counts) if 2 * count >= most])

    def known(self, word: str) -> bool:
        """Tell whether any language file holds this word (folded)."""
        return word in self.common or self.phrases.known(word)

    def spells(self, word: str) -> bool:
        """Tell whether this (folded) is a word of some language file, and not merely begins with a letter of one."""
        return word in self.common or self.phrases.spells(word)


def sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield (section, phrase) for every phrase of a language file."""
    section = ""
    for line in text.splitlines():
        line = line.partition("#")[0].strip()
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif line:
            yield from ((section, phrase.strip()) for phrase in line.split(";") if phrase.strip())


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read every language file."""
    phrases, common = Phrases(), dict[str, int]()
    for index, language in enumerate(LANGUAGES):
        said: list[tuple[str, str]] = []
        for section, phrase in sections(data_file(f"languages/{language}.txt")):
            if section == "common":
                for word in fold(phrase).split():
                    common[word] = common.get(word, 0) | 1 << _VOTE * index
            elif section.startswith("<"):
                phrases.add_class(section[1:-1], phrase.split())
            else:
                said.append((section, phrase))
        phrases.add(1 << index, said)
    return Lexicon(phrases, common)


def data_file(name: str) -> str:
    """Return a data file that ships beside this module."""
    data = pkgutil.get_data(__package__, name)
    if data is None:
        raise FileNotFoundError(name)
    return data.decode()

"""What a group talked about: words by the number of distinct members who wrote them, never by how often.

Keeps words and who wrote them for the length of a count, and no text.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final

from policies.giving.facts import Topic
from policies.giving.terms import stop_words, terms

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LINK: Final = re.compile(r"\S*(?://|www\.|\w\.\w{2,}/)\S*|\S+@\S+\.\w+")
"""An address says where something is, not what is talked about."""
_MOST: Final = 12
_EVERYBODYS: Final = 0.6
"""A word that more than this share of all authors wrote is how the group speaks, not what it speaks about."""
_SMALL: Final = 10
"""Below this many authors every word may be a topic."""


def topics(said: Iterable[tuple[str, str]], *, names: Iterable[str] = ()) -> tuple[Topic, ...]:
    """Return the topics of (author, text), by distinct authors. Members' names are none."""
    authors: dict[str, set[str]] = {}
    spellings: dict[str, Counter[str]] = {}
    everybody: set[str] = set()
    for author, text in said:
        everybody.add(author)
        for word in _WORD.findall(_LINK.sub(" ", unicodedata.normalize("NFKC", text).casefold())):
            if word not in stop_words():
                for term in terms(word):
                    authors.setdefault(term, set()).add(author)
                    spellings.setdefault(term, Counter())[word] += 1
    barred = {term for name in names for term in terms(name)}
    most = len(everybody) * _EVERYBODYS if len(everybody) > _SMALL else len(everybody)
    found = [term for term, who in authors.items() if term not in barred and 1 < len(who) <= most]
    found.sort(key=lambda term: (-len(authors[term]), term))
    return tuple(Topic(word=_spelling(spellings[term]), authors=len(authors[term])) for term in found[:_MOST])


def _spelling(counted: Counter[str]) -> str:
    return min(counted, key=lambda word: (-counted[word], len(word), word))

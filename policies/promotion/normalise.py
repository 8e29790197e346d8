"""Undo what is done to a text so that machines misread it. Honest text in any script passes unchanged, up to NFKC.

Look-alike letters are undone only inside words that mix scripts, spaced letters and leet only where a word that a
language file knows comes out. The result is for machines: people are always shown the original.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from policies.promotion.clues import ALPHANUMERIC, LETTER, NO_WORD, Clues, clue, find_clues
from policies.promotion.disguises import GLYPHS, LEET, LEET_L, TO_CYRILLIC, TO_LATIN
from policies.promotion.folding import fold
from policies.promotion.lexicon import lexicon
from policies.promotion.numbers import SAYS_NUMBERS, SAYS_NUMBERS_IN_HAN, undo_numbers

LONGEST = 4_000
"""Characters that are looked at; a longer message is judged by its beginning."""

_INVISIBLE = re.compile(
    r"(?<=[^\W_])[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]+(?=[^\W_])"
)
_JOINED_SCRIPTS = re.compile(r"[\u0600-\u0e7f]")
_TRICKS = clue(
    "[\u00ad\u0305\u0332-\u0338\u034f\u0489\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u20e3\ufeff"
    "\U0001f1e6-\U0001f1ff\U000e0000-\U000e007f" + "".join(GLYPHS) + "]"
)
"""Any letter or mark that one of the five expressions around looks for: without any, none of them finds something."""
_STRUCK = re.compile(r"(?<=[^\W\d_])[\u0332-\u0338\u0305\u0336\u0489]+")
_GLYPHS = re.compile("(?:(?<=[^\\W_])[{0}]|[{0}](?=[{0}]|[^\\W_]))[{0}]*".format("".join(GLYPHS)))
"""One such sign by itself is a sign: a car park, a blood group."""
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff](?:[\\s\u200b\u200c\u200d\ufe0f]*[\U0001f1e6-\U0001f1ff])+")
_KEYCAPS = re.compile("(?:[0-9]\ufe0f?\u20e3\\s?){4,}")
_MIXED = re.compile(r"[^\W\d_]*(?:[a-zA-Z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][a-zA-Z])[^\W\d_]*")
_BOTH_SCRIPTS = clue("[a-zA-Z][\u0370-\u04ff]|[\u0370-\u04ff][a-zA-Z]")
_TWO_WORDS = re.compile(
    r"[a-zA-Z]{2,}[\u0370-\u04ff]{2,}|[\u0370-\u04ff]{2,}[a-zA-Z]{2,}|[a-zA-Z]{3,}[\u0370-\u04ff]|n+[\u0370-\u04ff]+|"
    r"[\u0370-\u04ff]+n+[\u0370-\u04ff]*"
)
_UNITS = re.compile("[kKMGm\u03bc]?[\u03a9\u2126]|\u03bc[a-zA-Z]{1,2}")
"""Ohms, and millionths of something, are Greek by right."""
_SPACED = re.compile(r"(?<![\w.])([^\W\d_])([ .\-_*\u00b7\u2022|~]{1,2})[^\W_](?:\2[^\W_])+(?![\w'])")
_SPACES = r"[ .\-_*\x{b7}\x{2022}|~]"
_MAY_BE_SPACED = clue(rf"{_SPACES}{ALPHANUMERIC}{_SPACES}{{1,2}}{ALPHANUMERIC}(?:{NO_WORD}|$)")
_LEET = re.compile(
    r"(?<![\w@#$/.:+\u2044-])(?![@!|+]|\d\d)(?=[\w@$!|+]*[^\W\d_])(?=[\w@$!|+]*[0-9@$!|+])[\w@$!|+]{4,20}(?![\w@/(])"
)
_MAY_BE_LEET = clue(rf"[0-9@$|+]{LETTER}|{LETTER}[0-9@$|+]|{ALPHANUMERIC}!{ALPHANUMERIC}")
"""A name with its @, an ordinal and an amount begin otherwise: `@leo`, `10th`, `150ml`."""
_NUMBERED = re.compile(r"[^\W\d_]+\d|[^\W\d_]\d\ds|\d[^\W\d_]{1,3}")
"""A word with one figure behind it, `top4`; several of a kind, `U14s`; so many of something, `4bit`."""
_DOT = re.compile(
    r"\b([\w-]{2,})\s?(?:[\[({<]\s?(?:\.|dot|punkt|punto|ponto|point|nokta|titik|точка|тчк)\s?[\])}>]|\sdot\s|\sточка\s)\s?"
    r"(com|net|org|io|co|info|biz|ru|de|me|shop|store|online|site|app|xyz|рф|ру|in|uk|fr|es|it|br|top|club|ai|dev)\b",
    re.IGNORECASE,
)
_SAYS_DOT = clue(
    r"(?i)dot|точка|"
    r"[\[({<]\s?(?:\.|punkt|punto|ponto|point|nokta|titik|тчк|at|собака|arroba|chiocciola|ät)\s?[\])}>]"
)
_NO_NAMES = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "this",
        "that",
        "every",
        "some",
        "any",
        "my",
        "your",
        "its",
        "old",
        "during",
        "pre",
        "post",
    ]
)
_AT = re.compile(r"\b([\w.+-]+)\s?[\[({<]\s?(?:at|собака|arroba|chiocciola|ät)\s?[\])}>]\s?([\w-]+\.)", re.IGNORECASE)
_SAID_AT = re.compile(r"\b([\w.+-]+) at ([\w-]+) dot (com|net|org|io|de|ru)\b", re.IGNORECASE)
_MAILBOXES = frozenset(
    ["info", "hello", "hi", "contact", "mail", "sales", "support", "office", "team", "bookings", "orders"]
)
_DEFANGED = re.compile(r"\bh(?:xx|\*\*|tt)ps?\s?(?:\[:\]|:)\s?/\s?/\s?", re.IGNORECASE)
_MAY_BE_DEFANGED = clue(r"(?i)h(?:xx|\*\*|tt)ps?[\s\pZ]?(?:\[:\]|:)[\s\pZ]?/")
_DONE = (
    _TRICKS,
    _BOTH_SCRIPTS,
    _MAY_BE_SPACED,
    SAYS_NUMBERS,
    SAYS_NUMBERS_IN_HAN,
    _MAY_BE_LEET,
    _SAYS_DOT,
    _MAY_BE_DEFANGED,
)
"""Where a text has none of these clues, nothing was done to it."""
_ROUNDS = 4


class Normalised(NamedTuple):
    """A text without tricks."""

    text: str
    """Case is kept."""
    disguised: bool
    """Was more done to it than honest people's texts need: NFKC, and marks left out that nobody sees?"""
    clues: Clues


def normalise(written: str) -> Normalised:
    """Undo what was done to a text."""
    text = first = unicodedata.normalize("NFKC", written[:LONGEST])[:LONGEST]
    clues = find_clues(text)
    for _ in range(_ROUNDS):
        plainer = _undo(text, clues)
        if plainer == text:
            break
        text, clues = plainer, find_clues(plainer)
    return Normalised(text, text != first and text != plain(written[:LONGEST]), clues)


def plain(text: str) -> str:
    """Return the text as honest people's would come out: NFKC, without marks that nobody sees."""
    if text.isascii():
        return text[:LONGEST]
    return _INVISIBLE.sub(_drop_invisible, unicodedata.normalize("NFKC", text))[:LONGEST]


def _undo(text: str, clues: Clues) -> str:
    if not any(clue in _DONE for clue in clues):
        return text
    text = _undo_letters(text, clues)
    if _MAY_BE_SPACED in clues:
        text = _SPACED.sub(_join, text)
    text = undo_numbers(text, clues)
    if _MAY_BE_LEET in clues:
        text = _LEET.sub(_unleet, text)
    if _SAYS_DOT in clues:
        text = _AT.sub(r"\1@\2", _DOT.sub(_undot, _SAID_AT.sub(_unsay, text)))
    if _MAY_BE_DEFANGED in clues:
        text = _DEFANGED.sub(lambda m: "https://" if "s" in m.group().lower() else "http://", text)
    return text


def _undo_letters(text: str, clues: Clues) -> str:
    if _TRICKS in clues:
        text = _INVISIBLE.sub(_drop_invisible, text)
        text = _STRUCK.sub("", text)
        text = _GLYPHS.sub(lambda m: "".join(GLYPHS[letter] for letter in m.group()), text)
        text = _FLAGS.sub(_flags, text)
        text = _KEYCAPS.sub(lambda m: "".join(letter for letter in m.group() if letter.isdigit()), text)
    if _BOTH_SCRIPTS in clues:
        text = _MIXED.sub(lambda m: _unmix(m.group(), text), text)
    return unicodedata.normalize("NFKC", text)


def _drop_invisible(match: re.Match[str]) -> str:
    """Joiners belong to the writing of Arabic and Indian scripts."""
    before = match.string[match.start() - 1]
    return match.group() if _JOINED_SCRIPTS.match(before) else ""


def _unmix(word: str, text: str) -> str:
    """Bring a word of mixed scripts into the one script that can write all of it; leave it where none can."""
    if _UNITS.fullmatch(word):
        return word
    latin, other = word.translate(TO_LATIN), word.translate(TO_CYRILLIC)
    to_latin, to_cyrillic = not _has_lookalike_script(latin), not re.search("[a-zA-Z]", other)
    spells = lexicon().spells
    if to_latin and to_cyrillic and not spells(fold(latin)):
        strange = sum("\u0370" <= letter <= "\u04ff" for letter in text)
        to_latin = strange * 2 < sum(letter.isalpha() for letter in text)
    if to_latin:
        return latin
    return other if to_cyrillic and (spells(fold(other)) or not _glued(word)) else word


def _glued(word: str) -> bool:
    """Tell whether a word of two scripts may be two words without their space, or a break that an export wrote as n."""
    return bool(_TWO_WORDS.fullmatch(word))


def _has_lookalike_script(word: str) -> bool:
    return any("\u0370" <= letter <= "\u04ff" for letter in word)


def _flags(match: re.Match[str]) -> str:
    """Letters drawn as half flags: only where they spell a known word, flags are flags."""
    word = "".join(chr(ord(letter) - 0x1F1E6 + ord("a")) for letter in match.group() if letter >= "\U0001f1e6")
    again = word[:2] * (len(word) // 2) == word  # one flag several times
    return word if len(word) > 3 and not again and lexicon().spells(word) else match.group()


def _join(match: re.Match[str]) -> str:
    letters = re.sub(r"[^\w]|_", "", match.group())
    words = _segment(fold(letters), lexicon().spells) if len(letters) > 3 and len(set(letters)) > 2 else None
    if words is None or "".join(words) != fold(letters):
        return match.group()
    pieces, start = [], 0
    for word in words:
        pieces.append(letters[start : start + len(word)])
        start += len(word)
    return " ".join(pieces)


def _segment(letters: str, known: Callable[[str], bool]) -> list[str] | None:
    """Cut letters into known words, the fewest; None where they can't be."""
    best: list[list[str] | None] = [[]] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 16), end):
            before, word = best[start], letters[start:end]
            if before is not None and (len(word) > 2 or word in _SHORT) and known(word):
                longer = [*before, word]
                current = best[end]
                if current is None or len(longer) < len(current):
                    best[end] = longer
    return best[-1]


_SHORT = frozenset(
    [
        "i",
        "a",
        "me",
        "my",
        "us",
        "we",
        "to",
        "in",
        "on",
        "at",
        "by",
        "or",
        "of",
        "up",
        "dm",
        "it",
        "is",
        "no",
        "do",
        "go",
    ]
)


def _unleet(match: re.Match[str]) -> str:
    written = match.group()
    core = written.rstrip("!+|")
    tail = written[len(core) :]
    if len(core) < 4 or core.isalpha() or _NUMBERED.fullmatch(core) or lexicon().spells(fold(core)):
        return written
    for table in (LEET, LEET_L):
        word = core.translate(table)
        if word.isalpha() and lexicon().spells(fold(word)) and sum(letter.isalpha() for letter in core) >= 2:
            return word + tail
    return written


def _unsay(match: re.Match[str]) -> str:
    """Tell a mailbox ("ana at acme dot com") from a place to look at ("find us at acme dot com")."""
    box = fold(match[1])
    said = box in _MAILBOXES or not lexicon().spells(box)
    return f"{match[1]}@{match[2]}.{match[3]}" if said else match.group()


def _undot(match: re.Match[str]) -> str:
    if match[1].lower() in _NO_NAMES:
        return match.group()
    return f"{match[1]}.{match[2]}"

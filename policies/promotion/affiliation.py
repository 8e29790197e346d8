"""Whom an author says to speak for: "I work for Acme", "Acme team here", a signature with a firm's name.

A name is known by its capitals, its quotes or its legal form; where none tells, nothing is said. What a member
says outweighs what the ledger guessed from links.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from policies.promotion.clues import Clues, clue, find_clues
from policies.promotion.lexicon import data_file

_WORDS: Final = r"(?:[^\s,;:!?]+[ \u00a0]){0,4}[^\s,;:!?]+"
_SHORT: Final = r"[^\W\d_][^\s,;:!?']*(?:[ ][^\s,;:!?']+){0,2}?"
_QUOTED: Final = "[\"“«„'](?P<quoted>[^\"”»“'\n]{2,30})[\"”»“']"
_UNSPACED: Final = re.compile(
    r"我在(\w{2,10}?)公司(?:工作|上班|任职)|我们(\w{2,10}?)公司|我是(\w{2,10}?)公司的|"
    r"(?:أعمل|اعمل|أشتغل|اشتغل) (?:في|لدى|ب) ?شركة (\w{2,20})|نحن في شركة (\w{2,20})|"
    r"(\w{2,20}) कंपनी (?:में|मे) काम करत"
)
"""Where letters have no capitals, the word for a firm tells."""
_SIGNED: Final = re.compile(r"\n\s*(?:[\u2014\u2013~-]{1,2}|\|)?\s*[^\W\d_][\w. ]{1,30}[,|/]\s*([^\n,|]{2,40})\s*$")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One way to say it."""

    clue: str
    """What the folded text must hold for it to be worth a look."""
    pattern: re.Pattern[str]
    wants_form: bool


def affiliation(text: str, clues: Clues | None = None) -> str | None:
    """Return the organisation that an author says to speak for, in one spelling."""
    clues = find_clues(text) if clues is None else clues
    if _SPEAKS_FOR in clues:
        lower = text.lower()
        for phrase in _phrases():
            if phrase.clue in lower and (name := _named(phrase, text)) is not None:
                return name
    firm = _UNSPACED.search(text) if _NAMES_A_FIRM in clues else None
    if firm is not None:
        return next(group for group in firm.groups() if group).casefold()
    signed = _SIGNED.search(text) if "\n" in text else None
    return _name(signed[1], wants_form=True) if signed else None


def _named(phrase: _Phrase, text: str) -> str | None:
    for match in phrase.pattern.finditer(text):
        asked = text[match.end() :].lstrip().startswith("?") or match.group().endswith("?")
        name = _name(match["name"], quoted=match["quoted"], wants_form=phrase.wants_form)
        if name is not None and not asked:
            return name
    return None


@lru_cache(maxsize=1)
def _phrases() -> tuple[_Phrase, ...]:
    return tuple(_phrase(written.strip()) for line in _lines("say") for written in line.split(";") if written.strip())


def _any_clue() -> str:
    return "(?i)" + "|".join(re.escape(phrase.clue) for phrase in _phrases())


_SPEAKS_FOR = clue(_any_clue)
_NAMES_A_FIRM = clue("公司|شركة|कंपनी")


@lru_cache(maxsize=2)
def _set(section: str) -> frozenset[str]:
    return frozenset(" ".join(_lines(section)).split())


def _lines(section: str) -> list[str]:
    """Return what stands under a heading of the data file."""
    _, _, rest = data_file("affiliations.txt").partition(f"[{section}]\n")
    return [line for line in rest.partition("\n[")[0].splitlines() if line and not line.startswith("#")]


def _phrase(written: str) -> _Phrase:
    """Make an expression of a phrase: its name is framed by it, or follows it."""
    plain = written.removeprefix("!")
    before, _, after = plain.partition("...")
    start = rf"(?<!\w)(?i:{re.escape(before)})" if before else r"(?:^|[.!\n,]\s*)"
    if after:
        pattern = rf"{start}(?:{_QUOTED}|(?P<name>{_SHORT}))(?i:{re.escape(after)})(?!\w)"
    else:
        pattern = rf"{start}\s+(?:{_QUOTED}|(?P<name>{_WORDS}))"
    return _Phrase(max(before, after, key=len).strip(), re.compile(pattern), written.startswith("!"))


def _name(written: str | None, *, quoted: str | None = None, wants_form: bool) -> str | None:
    """Take the words that make a name, and leave out the legal form."""
    words = (quoted or written or "").split()
    taken: list[str] = []
    formal = False
    for word in words:
        bare = word.strip(".,()'\"").casefold()
        if bare.replace(".", "") in _set("legal forms") and taken:
            formal = True
            break
        if not bare or bare in _set("no names") or not (quoted or word[0].isupper() or (taken and word == "&")):
            break
        taken.append(bare)
        if word.endswith("."):
            break
    named = bool(taken) and (formal or not wants_form)
    return " ".join(taken) if named and len("".join(taken)) > 1 else None

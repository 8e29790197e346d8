"""The languages of the bot's words: every sentence is written in English where it is said, and looked up here.

A sentence is found under its English words in the group's own wording (`words:` of the policy), then in the catalogue
of the group's language (`languages/de.po`, as gettext's tools read and write it), else it stays English. What members
wrote stands beside our words as runs of their own: nothing of theirs is ever looked up, or read as a placeholder.
"""

import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Final

from chat.posts import Run

ENGLISH: Final = "en"
LANGUAGES: Final = (ENGLISH, "es", "pt", "de", "fr", "ru")
PLACE: Final = re.compile(r"\{(\w+)\}")
"""Where something stands in a sentence: `{name}`."""
Part = str | int | Run
Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """A language, and the wording that a group's admins gave some sentences."""

    language: str = ENGLISH
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sentences of a language by their English ones, and which of a number's forms is meant."""

    sentences: Mapping[str, str | tuple[str, ...]]
    form: Callable[[int], int]


_PLAIN_ENGLISH: Final = Speech()
_speech: ContextVar[Speech] = ContextVar("speech", default=_PLAIN_ENGLISH)


@contextmanager
def speaking(language: str, own: Mapping[str, str] | None = None) -> Iterator[None]:
    """Speak a language within; one that nobody has translated is English."""
    token = _speech.set(Speech(_spoken(language), own or {}))
    try:
        yield
    finally:
        _speech.reset(token)


@contextmanager
def in_english() -> Iterator[None]:
    """Speak English within: to admins, whose cards and notes are not translated."""
    with speaking(ENGLISH):
        yield


def language() -> str:
    """Return the language that is spoken."""
    return _speech.get().language


def _spoken(language: str) -> str:
    base = language.replace("_", "-").partition("-")[0].casefold()
    return base if base in LANGUAGES else ENGLISH


def mark(sentence: str) -> str:
    """Return a sentence that is looked up later, with `said`: so that the catalogues have it."""
    return sentence


def forms(one: str, more: str) -> tuple[str, str]:
    """Return the forms of a number that `many` looks up later: so that the catalogues have them."""
    return one, more


def say(sentence: str, /, **parts: Part) -> Line:
    """Return a sentence as runs: our words, and the runs that were given where they belong."""
    return _filled(_found(sentence), parts)


def said(sentence: str, /, **parts: str | int) -> str:
    """Return a sentence, or a part of one, as plain text."""
    return "".join(run.text for run in _filled(_found(sentence), parts))


def many(number: int, one: str, more: str, /, **parts: str | int) -> str:
    """Return what fits a number, `{n}`: "1 answer", "2 answers"; in languages with more forms, the right one."""
    return "".join(run.text for run in _filled(_form(number, one, more), {"n": number, **parts}))


def _found(sentence: str) -> str:
    speech = _speech.get()
    own = speech.own.get(sentence)
    if own is not None:
        return own
    if speech.language == ENGLISH:
        return sentence
    found = catalogue(speech.language).sentences.get(sentence)
    return found if isinstance(found, str) else sentence


def _form(number: int, one: str, more: str) -> str:
    speech = _speech.get()
    if speech.language != ENGLISH:
        known = catalogue(speech.language)
        found = known.sentences.get(one)
        if isinstance(found, tuple):
            return found[min(known.form(number), len(found) - 1)]
    return one if number == 1 else more


def _filled(sentence: str, parts: Mapping[str, Part]) -> Line:
    """Put parts into a sentence in one pass: what is in a part is no placeholder."""
    runs: list[Run] = []
    for number, piece in enumerate(PLACE.split(sentence)):
        given = piece if number % 2 == 0 else parts.get(piece, "")
        run = given if isinstance(given, Run) else Run(str(given))
        if runs and not isinstance(given, Run) and _is_plain(runs[-1]):
            runs[-1] = Run(runs[-1].text + run.text)
        elif run.text:
            runs.append(run)
    return tuple(runs) or (Run(""),)


def _is_plain(run: Run) -> bool:
    return run == Run(run.text)


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> Catalogue:
    """Return a language's catalogue. Read when it is first spoken."""
    from babel.messages.pofile import read_po

    with (resources.files("bot.texts") / "languages" / f"{language}.po").open("rb") as file:
        read = read_po(file, locale=language)
    found: dict[str, str | tuple[str, ...]] = {}
    for message in read:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key and message.string:
            found[key] = message.string if isinstance(message.string, str) else tuple(message.string)
    return Catalogue(found, gettext.c2py(read.plural_expr))

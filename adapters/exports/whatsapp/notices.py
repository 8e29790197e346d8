"""What WhatsApp's own words in a chat mean: who joined or left, what was left out, deleted or edited. No I/O.

The phrases are in `phrases`; here is only how they are looked for.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from adapters.exports.whatsapp.lines import MARKS
from adapters.exports.whatsapp.phrases import LANGUAGES, STICKERS, Language

_OWN = "\u200e"
"""What an iPhone puts before WhatsApp's own words."""

# A quotation mark ends what can be a name: a group called "Bob left" makes nobody leave.
_NAME = r"[^\"“”„«»\n]{1,200}?"
_NAMES = r"[^\"“”„«»\n]{1,4000}?"
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".gif"})
_STICKER = re.compile(r"STK-|.*-STICKER-", re.IGNORECASE)
_FILE = r"(?P<file>[^<>:\n]{1,200}\.\w{1,8})"
_ON_ANDROID = re.compile(
    rf"(?:{_FILE} \((?:{'|'.join(language.attached for language in LANGUAGES)})\)"
    # WhatsApp's own names for files tell in any language.
    r"|(?P<own>(?:IMG|VID|AUD|PTT|STK|DOC)-\d{8}-WA\d{4,}\.\w{1,8}) \([^()]{1,40}\))",
    re.IGNORECASE,
)
_ON_IPHONE = re.compile(rf"<[^<>:\n]{{2,30}}\s?: ?{_FILE}>")
_QUOTES = re.compile(r"[\"“”„«»]")


@dataclass(frozen=True, slots=True)
class Members:
    """A notice about members, by the names it tells."""

    joined: bool
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A message's text without WhatsApp's own words, and what those told."""

    text: str
    pictures: int = 0
    files: int = 0
    unknown: int = 0
    """Of the pictures, those of which the export doesn't say what they were."""
    edited: bool = False


def _any(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases), re.IGNORECASE)


def _notice(template: str) -> re.Pattern[str]:
    """Return the pattern of a notice; German doubles braces where a count is meant."""
    pattern = template.replace("{m}", f"(?P<m>{_NAME})").replace("{M}", f"(?P<M>{_NAMES})").replace("{a}", _NAME)
    return re.compile(pattern.replace("{{", "{").replace("}}", "}") + r"\.?", re.IGNORECASE)


def _notices() -> Iterator[tuple[bool, re.Pattern[str], Language]]:
    """Yield leaving before joining: some languages' joins begin like it."""
    for language in LANGUAGES:
        yield from ((False, _notice(template), language) for template in language.left)
        yield from ((True, _notice(template), language) for template in language.joined)


_NOTICES = tuple(_notices())
_YOU = frozenset(word for language in LANGUAGES for word in language.you)
_DELETED = frozenset(phrase for language in LANGUAGES for phrase in language.deleted if ".*" not in phrase)
_DELETED_BY = _any(phrase for language in LANGUAGES for phrase in language.deleted if ".*" in phrase)
_EDITED = re.compile(rf"[ {_OWN}]*<(?:{'|'.join(language.edited for language in LANGUAGES)})\.?>$", re.IGNORECASE)
# Looked up rather than searched: every message's first line is.
_LEFT_OUT = {
    phrase: kind
    for language in LANGUAGES
    for kind, phrases in (("picture", language.picture), ("media", language.media), ("file", language.file))
    for phrase in phrases
} | {"null": "media"}  # a one-time picture is exported as "null"
_STICKER_LEFT_OUT = _any(STICKERS)
_LONGEST_OWN = 250
_OTHER = _any(phrase for language in LANGUAGES for phrase in language.other)


def members(line: str) -> Members | None:
    """Return whom a notice says to have joined or left; None for a notice about anything else."""
    line = line.strip(MARKS + " ")
    for joined, pattern, language in _NOTICES:
        if found := pattern.fullmatch(line):
            named = found.groupdict()
            names = [named["m"]] if named.get("m") else _listed(named.get("M") or "", language.lists_end)
            told = tuple(name for name in names if name.strip(MARKS + " ").lower() not in _YOU)
            return Members(joined, told)
    return None


def _listed(names: str, last: str) -> list[str]:
    *first, end = names.split(", ")
    return [*first, *re.split(rf",? {last} ", end)]


def is_deleted(text: str) -> bool:
    """Whether a message's text says that it was deleted."""
    if len(text) > _LONGEST_OWN:
        return False
    own = text.strip(MARKS + " ").removesuffix(".").lower()
    return own in _DELETED or _DELETED_BY.fullmatch(own) is not None


def is_notice_with_colon(sender: str) -> bool:
    """Whether what stands before a colon is no name but a notice, such as `Ana changed the subject to "To sell`."""
    return len(_QUOTES.findall(sender)) % 2 == 1 and _OTHER.search(sender) is not None


def is_own_notice(text: str) -> bool:
    """Whether an iPhone's text after a name is WhatsApp's own and about the group."""
    if not text.startswith(_OWN) or _media(text.strip(MARKS + " ")) is not None:
        return False
    return members(text) is not None or _OTHER.search(text) is not None


def names_group(text: str) -> bool:
    """Whether an iPhone puts the group's name before this line: it does so where it speaks of encryption."""
    return text.startswith(_OWN) and "\n" not in text and _ENCRYPTION.search(text) is not None


_ENCRYPTION = _any(language.other[0] for language in LANGUAGES)


def content(text: str) -> Content:
    """Take WhatsApp's own words out of a message's text."""
    bare, edits = _EDITED.subn("", text) if text.endswith(">") else (text, 0)
    lines = bare.split("\n")
    pictures = files = unknown = 0
    kept = []
    for number, line in enumerate(lines):
        words, own = _split_own(line, first=number == 0)
        what = _media(own) if own else None
        if what is None:
            kept.append(line)
            continue
        pictures += what in {"picture", "media"}
        files += what == "file"
        unknown += what == "media"
        if words:
            kept.append(words)
    return Content("\n".join(kept).rstrip("\n"), pictures, files, unknown, edited=edits > 0)


def _split_own(line: str, *, first: bool) -> tuple[str, str]:
    """Return a line's words and what may be WhatsApp's own: after its mark, or on Android all of the first line."""
    words, mark, own = line.rpartition(_OWN)
    if mark:
        # "List.pdf • ‎2 pages ‎document omitted" is all about the file.
        return words.strip(MARKS + " "), own.strip(MARKS + " ")
    return "", line.strip(MARKS + " ") if first else ""


def _media(own: str) -> str | None:
    """Return `picture`, `file`, `media` or `sticker` for words that stand for one, else None."""
    if len(own) > _LONGEST_OWN:
        return None
    if own.endswith(")") and (attached := _ON_ANDROID.fullmatch(own)):
        return _kind_of(attached["file"] or attached["own"])
    if own.endswith(">") and (attached := _ON_IPHONE.fullmatch(own)):
        return _kind_of(attached["file"])
    words = own.removeprefix("<").removesuffix(">").lower()
    return _LEFT_OUT.get(words) or ("sticker" if _STICKER_LEFT_OUT.fullmatch(words) else None)


def _kind_of(name: str) -> str:
    if _STICKER.match(name):
        return "sticker"
    return "picture" if PurePath(name).suffix.lower() in _PICTURES else "file"

"""Where a line of WhatsApp's text begins a message: a date and time in one of many layouts. No I/O, no languages.

An export keeps one layout throughout, so that a line in another one is part of a message, such as a pasted chat.
"""

import re
from dataclasses import dataclass

from adapters.exports.whatsapp.phrases import AFTERNOON, MORNING

MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Invisible marks of direction, which WhatsApp puts around dates, names and its own words."""

_MARK = f"[{MARKS}]*"
_SPACE = "[ \u00a0\u2009\u202f]"
_WORDS = "|".join(sorted({re.escape(word) for word in (*MORNING, *AFTERNOON) if not word.isascii()}, key=len)[::-1])
_HALF = rf"[AaPp]\.?{_SPACE}?[Mm]\.?|[Ss][Aa]|[Cc][Hh]|{_WORDS}"
_HEADER = re.compile(
    rf"{_MARK}(?P<bracket>\[)?{_MARK}"
    rf"(?P<a>\d{{1,4}}){_MARK}(?P<mark>[./-]){_MARK} ?(?P<b>\d{{1,2}}){_MARK}(?P=mark){_MARK} ?(?P<c>\d{{1,4}})\.?"
    rf"{_MARK}(?:[,،]|{_SPACE}(?:à|um|a las|às|alle|om|kl\.?|в))?{_SPACE}{{1,2}}{_MARK}"
    rf"(?:(?P<before>{_HALF}){_SPACE}?)?"
    rf"(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})(?:[:.](?P<second>\d{{2}}))?"
    rf"(?:{_SPACE}?(?P<after>{_HALF}))?{_MARK}"
    rf"(?(bracket)\]{_SPACE}?|{_SPACE}[-\u2013]{_SPACE}?)(?P<body>.*)",
    re.DOTALL | re.IGNORECASE,
)
_NOT_LETTERS = re.compile(rf"[.{MARKS}\s]")
# Somebody who forwards an export may put words before it.
_LINES_TO_SNIFF = 50
_LONGEST_NAME = 200


Layout = tuple[bool, str, bool, bool]
"""Whether in brackets, the mark between a date's numbers, whether with seconds, whether the year comes first."""


@dataclass(frozen=True, slots=True)
class Header:
    """The beginning of a message. `date` holds its three numbers as written, in an order still to be settled."""

    date: tuple[str, str, str]
    hour: int
    minute: int
    second: int
    layout: Layout
    body: str


def read_header(line: str) -> Header | None:
    """Return the header that a line begins with, or None."""
    found = _HEADER.match(line)
    if found is None:
        return None
    bracket, a, mark, b, c, before, hour, minute, second, after, body = found.groups()
    half = before or after
    return Header(
        date=(a, b, c),
        hour=_hour(int(hour), half) if half else int(hour),
        minute=int(minute),
        second=int(second or 0),
        layout=(bracket is not None, mark, second is not None, len(a) == 4),
        body=body,
    )


def _hour(hour: int, half: str) -> int:
    """Return the hour of 24; hours that no 12-hour clock shows stay as they are."""
    half = _NOT_LETTERS.sub("", half).lower()
    if half in MORNING:
        return 0 if hour == 12 else hour
    return hour + 12 if hour < 12 else hour


def split_name(body: str, names: frozenset[str]) -> tuple[str | None, str]:
    """Return the sender and the text; no sender for WhatsApp's own lines. `names` are those with a colon in them."""
    for name in names:
        if body.startswith(f"{name}: "):
            return name, body[len(name) + 2 :]
    first, feed, rest = body.partition("\n")
    name, colon, text = first.partition(": ")
    if not colon and first.endswith(":"):
        name, colon, text = first[:-1], ":", ""
    return (name, text + feed + rest) if colon and name.strip() and len(name) <= _LONGEST_NAME else (None, body)


def looks_like_a_chat(text: str) -> bool:
    """Whether one of the first lines begins a message."""
    return any(read_header(line) for line in text.split("\n", _LINES_TO_SNIFF)[:_LINES_TO_SNIFF])

"""JSON that the parser would stop at though its meaning is plain, made such that it goes on. Knows bytes only."""

import re
from collections.abc import Iterator

# After a backslash may stand: both halves of a pair, half a pair alone, or anything else, which is left as it is.
_HIGH, _LOW = rb"u[dD][89abAB][0-9a-fA-F]{2}", rb"u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rb"\\(?:(?P<pair>%s\\%s)|(?P<alone>%s|%s)|.)" % (_HIGH, _LOW, _HIGH, _LOW), re.DOTALL)
_LONE = rb"\u003f"  # a question mark, in as many bytes
# Beyond 64 bits a number is an error to the parser. Only a key is followed by a colon outside of texts.
_LONG_NUMBER = re.compile(rb'("\w*"[ \t\r\n]*:[ \t\r\n]*)(-?\d{19,})(?![\d.eE])')


def mended(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the same with `?` for halves of surrogate pairs, and with numbers that are too long as texts."""
    rest = b""
    for chunk in chunks:
        whole, rest = _cut(rest + chunk)
        if whole:
            yield _mend(whole)
    if rest:
        yield _mend(rest)


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """Cut where nothing is split: no escape or number goes on after a comma; without any, it is a long text."""
    for mark in (b",", b" "):
        whole, found, rest = data.rpartition(mark)
        if found:
            return whole + found, rest
    return data, b""


def _mend(data: bytes) -> bytes:
    if rb"\ud" in data or rb"\uD" in data:
        data = _ESCAPE.sub(lambda found: _LONE if found["alone"] else found[0], data)
    return _LONG_NUMBER.sub(rb'\1"\2"', data)

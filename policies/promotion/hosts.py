"""Names of hosts: one spelling each, whose they are, and whether one is made to look like another."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from policies.promotion.disguises import LOOKALIKES

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_PREFIXES: Final = ("www.", "m.", "mobile.", "old.")
_NUMBERS: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_CODED: Final = "xn--"
_PASSES_ON: Final = {
    "l.facebook.com": "u",
    "lm.facebook.com": "u",
    "l.instagram.com": "u",
    "google.com": "q",
    "youtube.com": "q",
    "vk.com": "to",
    "linkedin.com": "url",
    "out.reddit.com": "url",
    "steamcommunity.com": "url",
    "t.umblr.com": "z",
}
"""Pages that only lead on, with the parameter that says where to."""
_PASSING: Final = re.compile(r"/(?:l\.php|url|redirect|away(?:\.php)?|redir/redirect|linkfilter/?)?", re.IGNORECASE)


def split_address(url: str) -> SplitResult | None:
    """Take an address apart as browsers do: a backslash is a slash, what stands before an @ is no host."""
    url = url.replace("\\", "/")
    try:
        parts = urlsplit(url if "://" in url else f"//{url}")
        host = parts.hostname
    except ValueError:
        return None
    return parts if host else None


def plain_host(host: str) -> str:
    """Return a host in one spelling: letters for Punycode, without what only says how it is shown."""
    host = host.rstrip(".")
    if _CODED in host:
        host = ".".join(map(_letters, host.split(".")))
    for prefix in _PREFIXES:
        if host.startswith(prefix) and host.count(".") > 1:
            return host.removeprefix(prefix)
    return host


def _letters(label: str) -> str:
    if not label.startswith(_CODED):
        return label
    try:
        return label.removeprefix(_CODED).encode("ascii").decode("punycode").lower()
    except (UnicodeError, ValueError, OverflowError):
        return label


def looks_latin(host: str) -> bool:
    """Tell whether a name in another script, under an ending in Latin letters, can only be read as a Latin one."""
    *labels, ending = host.split(".")
    strange = [label for label in labels if not label.isascii()]
    letters = [letter for label in strange for letter in label if letter.isalpha() and not letter.isascii()]
    return bool(letters) and ending.isascii() and all(letter in LOOKALIKES for letter in letters)


@lru_cache(maxsize=4096)
def registrable(host: str) -> str:
    """Return the part of a host that somebody registers; of a number, all of it."""
    if _NUMBERS.fullmatch(host):
        return host
    try:
        domain = _suffixes().privatesuffix(host)
    except (UnicodeError, ValueError):
        domain = None
    return str(domain or host)


@lru_cache(maxsize=1)
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def passed_on(host: str, path: str, parameters: Iterable[tuple[str, str]]) -> str | None:
    """Return where a page that only leads on leads to; one that leads to such a page again is left alone."""
    wanted = _PASSES_ON.get(host)
    if wanted is None or not _PASSING.fullmatch(path):
        return None
    behind = next((value for name, value in parameters if name in (wanted, "url")), "")
    parts = split_address(behind) if behind.startswith(("http://", "https://")) else None
    return behind if parts is not None and plain_host(parts.hostname or "") not in _PASSES_ON else None

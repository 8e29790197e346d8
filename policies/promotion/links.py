"""Links: found in the text or marked by the platform, made comparable, and told what they lead to.

Nothing is ever fetched: a shortened link stays what it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from chat.events import Link
from policies.promotion.clues import ALPHANUMERIC, Clues, clue, find_clues
from policies.promotion.hosts import looks_latin, passed_on, plain_host, registrable, split_address
from policies.promotion.lexicon import data_file, lexicon, sections

_PLAIN_TLDS = (
    "com|net|org|info|biz|io|co|ai|app|dev|shop|store|online|site|website|blog|club|xyz|tech|agency|studio|design|digital|"
    "media|marketing|events|academy|coach|consulting|email|live|life|world|space|pro|page|link|ly|eu|uk|de|fr|es|pt|br|mx|ar|cl|"
    "pe|ru|рф|ua|by|kz|tr|id|in|pk|bd|ae|sa|eg|ma|cn|tw|hk|jp|kr|sg|my|ph|th|vn|au|nz|ca|us|ie|nl|be|ch|at|it|pl|cz|se|no|dk|fi|"
    "gr|ro|hu|il|za|ng|ke|gh|me|tv|cc|so|gg|to|fm|la|vip|top|fund|finance|travel|health|fitness|photography|restaurant|cafe|earth|day"
)
_WORD_TLDS = frozenset(
    [
        "in",
        "it",
        "me",
        "so",
        "to",
        "at",
        "be",
        "no",
        "is",
        "us",
        "my",
        "la",
        "live",
        "life",
        "day",
        "pro",
        "page",
        "link",
        "email",
        "top",
        "world",
        "space",
        "be",
        "as",
        "am",
        "by",
    ]
)
"""Endings that are also words: "done.so" is a missing space unless a path follows or the name is no word."""
_FIND = re.compile(
    r"(?P<whole>(?:https?|tg)://[^\s<>\"'`»“”]+|(?<![\w@.-])www\.[^\s<>\"'`»“”]+)"
    r"|(?P<mail>[\w.+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+)"
    rf"|(?<![\w@./\\-])(?P<bare>(?:[^\W_](?:[\w-]{{0,61}}[^\W_])?\.)+(?P<tld>{_PLAIN_TLDS}))(?P<path>(?::\d+)?/[^\s<>\"'`»“”]*|\?[^\s<>\"'`»“”]+)?(?![\w@-])",
    re.IGNORECASE,
)
_MAY_BE_ADDRESS = clue(rf"://|\.{ALPHANUMERIC}")
"""Every address has one, but for a host that its scheme announces."""
_SHUT = ".,;:!?)]}*_~'\"…。，！？）】、"
_NO_SITES = frozenset(
    (
        "asp.net",
        "vb.net",
        "ado.net",
        "node.js",
        "next.js",
        "socket.io",
        "a.m",
        "p.m",
        "b.sc",
        "m.sc",
        "ph.d",
        "co.uk",
        "co.in",
    )
)
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|igsh|mc_[ce]id|si|ref_src|feature|_hs\w+|spm|scm|share_\w+|trk\w*"
)
_REFERRAL = re.compile(
    r"ref|referral|referrer|refer|ref_?(?:id|code)|aff|aff_?id|affiliate|tag|invite|invite_?code|invitecode|partner|via|r|rc|promo|coupon|start_?ref"
)
_REFERRAL_PATH = re.compile(r"(?:^|/)(?:ref|refer|referral|r|invite|aff|i|join)/[\w-]+$", re.IGNORECASE)
_DEEPER = frozenset(
    [
        "watch",
        "shorts",
        "playlist",
        "p",
        "reel",
        "reels",
        "posts",
        "groups",
        "events",
        "e",
        "forms",
        "document",
        "spreadsheets",
        "presentation",
        "in",
        "company",
        "channel",
        "c",
        "user",
        "status",
        "pulse",
        "feed",
        "dp",
        "gp",
        "product",
        "listing",
        "app",
        "store",
        "shop",
        "d",
        "file",
        "folders",
        "pub",
        "s",
        "joinchat",
        "invite",
        "questions",
    ]
)
"""First path parts that say nothing about whose the page is: one more part belongs to the key."""


@dataclass(frozen=True, slots=True)
class Found:
    """One link of a message."""

    canonical: str
    key: str
    """Registrable domain, or shared host with its first path part."""
    host: str
    hints: frozenset[str] = frozenset()
    """Sections of `hosts.txt` that it belongs to, and `referral`."""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A text whose addresses were taken out, and the addresses."""

    text: str
    urls: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _hosts() -> dict[str, frozenset[str]]:
    hints: dict[str, set[str]] = {}
    for section, line in sections(data_file("hosts.txt")):
        for host in line.split():
            hints.setdefault(host, set()).add(section)
    return {host: frozenset(found) for host, found in hints.items()}


def cut(text: str, clues: Clues | None = None) -> Cut:
    """Put `<link>` and `<mail>` in the place of every address written in the text."""
    if _MAY_BE_ADDRESS not in (find_clues(text) if clues is None else clues):
        return Cut(text)
    urls: list[str] = []
    mails: list[str] = []

    def replace(match: re.Match[str]) -> str:
        written = match.group()
        if match["mail"]:
            mails.append(written)
            return " <mail> "
        if match["bare"] and not _is_site(match):
            return written
        url = _without_end(written)
        urls.append(url)
        return f" <link> {written[len(url) :]}"

    return Cut(_FIND.sub(replace, text), tuple(urls), tuple(mails))


def _without_end(written: str) -> str:
    """Leave out what belongs to the sentence: a bracket too, unless it was opened inside the address."""
    url = written.rstrip(_SHUT)
    rest = written[len(url) :]
    while rest.startswith(")") and url.count("(") > url.count(")"):
        url, rest = f"{url})", rest[1:]
    return url


def _is_site(match: re.Match[str]) -> bool:
    """Tell "acme.io" from "e.g.", a file's name and a forgotten space."""
    bare, tld = match["bare"].lower(), match["tld"].lower()
    if bare in _NO_SITES or match["bare"].rpartition(".")[2] not in (tld, tld.upper()):
        return False
    if match["path"] and "/" in match["path"]:
        return True
    name = bare.split(".")[0]
    return len(name) > 1 and (
        tld not in _WORD_TLDS or (not (name.isalpha() and lexicon().spells(name)) and len(bare) < 40)
    )


def read_links(urls: Iterable[str], marked: Iterable[Link]) -> tuple[Found, ...]:
    """Describe the links of a text and those that the platform marked, without doubles."""
    found: dict[str, Found] = {}
    for url in urls:
        if link := describe(url):
            found.setdefault(link.canonical, link)
    for mark in marked:
        if not mark.url.lower().startswith(("mailto:", "tel:")) and (link := describe(mark.url, shown=mark.shown)):
            known = found.get(link.canonical)
            found[link.canonical] = known or link
    return tuple(found.values())


@lru_cache(maxsize=4096)
def describe(url: str, shown: str | None = None) -> Found | None:
    """Make a link comparable and say what it leads to; None for what is no address."""
    parts = split_address(url)
    if parts is None or "." not in (host := plain_host(parts.hostname or "")):
        return None
    parameters = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)[:50]
    behind = passed_on(host, parts.path, parameters)
    if behind is not None:
        return describe(behind, shown)
    host, path, parameters = _same_place(host, parts.path.rstrip("/"), parameters)
    kept = sorted((n, value) for n, value in parameters if not _TRACKING.fullmatch(n) and not _refers(n, value))
    query = f"?{urlencode(kept)}" if kept else ""
    hints = _hints(host, path)
    if any(_refers(name, value) for name, value in parameters) or (
        _REFERRAL_PATH.search(path) and "invite" not in hints
    ):
        hints |= {"referral"}
    hidden = looks_latin(host) or (shown is not None and _shows_another(shown, host))
    return Found(f"{host}{path}{query}", _key(host, path, kept, hints), host, hints, hidden)


def _shows_another(shown: str, host: str) -> bool:
    """Tell whether the words of a link name an address, and another one than it leads to."""
    parts = [split_address(address) for address in cut(shown).urls]
    hosts = [plain_host(part.hostname or "") for part in parts if part is not None]
    return bool(hosts) and registrable(host) not in map(registrable, hosts)


def _same_place(host: str, path: str, parameters: list[tuple[str, str]]) -> tuple[str, str, list[tuple[str, str]]]:
    """Give short and long forms of one address one spelling."""
    if host == "youtu.be" and path:
        return "youtube.com", "/watch", [("v", path[1:]), *parameters]
    return {"telegram.me": "t.me", "telegram.dog": "t.me", "twitter.com": "x.com"}.get(host, host), path, parameters


def _refers(name: str, value: str) -> bool:
    """Tell whether a parameter pays somebody."""
    return bool(value) and bool(_REFERRAL.fullmatch(name.lower()))


def _hints(host: str, path: str) -> frozenset[str]:
    hosts = _hosts()
    first = path.split("/")[1] if path.count("/") else ""
    hints = hosts.get(host, frozenset()) | hosts.get(f"{host}/{first}", frozenset())
    if not hints and host.count(".") > 1:
        hints = hosts.get(host.partition(".")[2], frozenset())
    if host == "t.me" and first.startswith("+"):
        hints |= {"invite"}
    return hints - {"profile"} if "invite" in hints else hints


def _key(host: str, path: str, parameters: list[tuple[str, str]], hints: frozenset[str]) -> str:
    if host in _hosts():
        parts = [part.lower() for part in path.split("/") if part]
        if parts and parts[0] in _DEEPER:
            parts = parts[:2] if len(parts) > 1 else [*parts, *(value for name, value in parameters if name == "v")][:2]
        else:
            parts = parts[:1]
        return "/".join((host, *parts))
    if hints and host.count(".") > 1 and host.partition(".")[2] in _hosts():
        return host
    return registrable(host)

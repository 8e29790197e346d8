"""Text in `parse_mode` HTML, taken apart as strictly as the real server does."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.standin.telegram.entities import Entity, in_order, utf16_length
from tests.standin.telegram.refusal import bad_request

PLAIN_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
TAGS = frozenset(PLAIN_TAGS) | {"a", "span", "blockquote", "tg-emoji", "tg-time"}
CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_ATTRIBUTE = re.compile(
    r"""\s*(?P<name>[^\s=<>/"']+)(?:\s*(?P<equal>=)\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[\w.-]+)))?"""
)
_ADDRESS = re.compile(r"(?:(?:https?|tg|ton|mailto|tel):\S+|(?:[\w-]+\.)+\w{2,}\S*)", re.IGNORECASE)
_MENTION = re.compile(r"tg://user\?id=(\d+)")


@dataclass
class _Open:
    name: str
    offset: int
    attributes: dict[str, str] = field(default_factory=dict)


def parse_html(html: str) -> tuple[str, list[Entity]]:
    """The visible text, and what the tags made of it."""
    return _Parser(html).parse()


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space around it: the server cuts it off."""
    ahead = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    end = utf16_length(text)
    kept = []
    for one in entities:
        start = max(0, one["offset"] - ahead)
        length = min(end, one["offset"] + one["length"] - ahead) - start
        if length > 0:
            kept.append({**one, "offset": start, "length": length})
    return text, kept


class _Parser:
    def __init__(self, html: str) -> None:
        self._html = html
        self._at = 0
        self._text: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._html):
            match self._html[self._at]:
                case "<":
                    self._end_tag() if self._html.startswith("</", self._at) else self._start_tag()
                case "&":
                    self._reference()
                case _:
                    self._plain()
        if self._open:
            raise self._wrong(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return "".join(self._text), in_order(self._entities)

    def _wrong(self, what: str) -> Exception:
        return bad_request(f"can't parse entities: {what}")

    def _byte(self, at: int | None = None) -> int:
        return len(self._html[: self._at if at is None else at].encode())

    def _say(self, text: str) -> None:
        self._text.append(text)
        self._length += utf16_length(text)

    def _plain(self) -> None:
        end = re.compile(r"[<&]").search(self._html, self._at)
        stop = end.start() if end else len(self._html)
        self._say(self._html[self._at : stop])
        self._at = stop

    def _reference(self) -> None:
        """One that the server doesn't know stays as it is written."""
        match = _CHARACTER.match(self._html, self._at)
        self._say(_decoded(match) if match else "&")
        self._at = match.end() if match else self._at + 1

    def _start_tag(self) -> None:
        begin = self._at
        name_end = begin + 1
        while name_end < len(self._html) and not self._html[name_end].isspace() and self._html[name_end] != ">":
            name_end += 1
        name = self._html[begin + 1 : name_end].lower()
        if name_end == len(self._html):
            raise self._wrong(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if name not in TAGS:
            raise self._wrong(f'Unsupported start tag "{name}" at byte offset {self._byte(begin)}')
        self._at = name_end
        attributes = self._attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self._open.append(_Open(name, self._length, attributes))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            while self._at < len(self._html) and self._html[self._at].isspace():
                self._at += 1
            if self._at >= len(self._html):
                raise self._wrong(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
            if self._html[self._at] == ">":
                self._at += 1
                return found
            match = _ATTRIBUTE.match(self._html, self._at)
            if match is None:
                raise self._wrong(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
            if match["equal"] is None and match["name"] != "expandable":
                raise self._wrong(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" '
                    f"at byte offset {self._byte(begin)}"
                )
            value = next((match[kind] for kind in ("double", "single", "bare") if match[kind] is not None), "")
            found[match["name"].lower()] = _CHARACTER.sub(_decoded, value)
            self._at = match.end()

    def _end_tag(self) -> None:
        close = self._html.find(">", self._at)
        if close < 0:
            raise self._wrong(f"Unclosed end tag at byte offset {self._byte()}")
        name = self._html[self._at + 2 : close].strip().lower()
        if not self._open:
            raise self._wrong(f"Unexpected end tag at byte offset {self._byte()}")
        opened = self._open.pop()
        if name and name != opened.name:
            raise self._wrong(
                f'Unmatched end tag at byte offset {self._byte()}, expected "</{opened.name}>", found "</{name}>"'
            )
        self._at = close + 1
        if self._length > opened.offset:
            self._mark(opened)

    def _mark(self, opened: _Open) -> None:
        made = self._made(opened)
        if made is not None:
            self._entities.append({**made, "offset": opened.offset, "length": self._length - opened.offset})

    def _made(self, opened: _Open) -> dict[str, Any] | None:
        match opened.name:
            case "a":
                return _link(opened.attributes.get("href") or self._since(opened))
            case "span":
                return {"type": "spoiler"}
            case "blockquote":
                return {"type": "expandable_blockquote" if "expandable" in opened.attributes else "blockquote"}
            case "tg-emoji":
                return {"type": "custom_emoji", "custom_emoji_id": opened.attributes.get("emoji-id", "")}
            case "tg-time":
                return _moment(opened.attributes.get("unix", ""))
            case "code" if self._open and self._open[-1].name == "pre" and "class" in opened.attributes:
                self._open[-1].attributes["language"] = opened.attributes["class"].removeprefix("language-")
                return None
            case "pre" if "language" in opened.attributes:
                return {"type": "pre", "language": opened.attributes["language"]}
            case name:
                return {"type": PLAIN_TAGS[name]}

    def _since(self, opened: _Open) -> str:
        units = "".join(self._text).encode("utf-16-le")[opened.offset * 2 :]
        return units.decode("utf-16-le")


def _decoded(match: re.Match[str]) -> str:
    if match[3]:
        return CHARACTERS[match[3]]
    number = int(match[1]) if match[1] else int(match[2], 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]


def _link(address: str) -> dict[str, Any] | None:
    """A link that leads nowhere is dropped without a word, as by the real server."""
    if member := _MENTION.fullmatch(address):
        return {"type": "text_mention", "user": int(member[1])}
    return {"type": "text_link", "url": _whole(address)} if _ADDRESS.fullmatch(address) else None


def _whole(address: str) -> str:
    """As the server writes it: with a protocol, and a path if only of one stroke."""
    address = address if re.match(r"[a-z]+:", address, re.IGNORECASE) else f"http://{address}"
    return f"{address}/" if re.fullmatch(r"https?://[^/?#]+", address, re.IGNORECASE) else address


def _moment(unix: str) -> dict[str, Any] | None:
    return {"type": "date_time", "unix_time": int(unix)} if unix.isdecimal() else None

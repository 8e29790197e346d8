"""From a path to the reader that understands it, decided by content. Raises `ExportError` with what was found instead.

Reads heads only, except to count the messages of a Telegram account's chats and to settle WhatsApp's dates.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from adapters.exports.discord.source import DiscordSource
from adapters.exports.heads import Head, read_head
from adapters.exports.parts import READ_ERRORS, Part, parts_of, utf8
from adapters.exports.source import Meter, Source
from adapters.exports.telegram.source import TelegramSource
from adapters.exports.whatsapp.lines import looks_like_a_chat
from adapters.exports.whatsapp.source import WhatsAppSource
from chat.errors import ExportError

_UNDERSTOOD = (
    "understood are Telegram Desktop's result.json, WhatsApp's exported text or zip, and DiscordChatExporter's JSON "
    "or a folder of it"
)
_GROUPS = frozenset({"private_group", "private_supergroup", "public_supergroup"})
_SNIFF = 1 << 16
_MOST_NAMES = 30
_CLOCKS_DIFFER = timedelta(days=3650)
"""A machine's clock may be years behind those of the telephones that a whole chat was written on."""


def open_export(path: Path, *, dates: Literal["dmy", "mdy"] | None = None, now: datetime | None = None) -> Source:
    """Return a reader of the exported chat at `path`, a file, a zip or a folder.

    `dates` says how WhatsApp's dates are to be read. Much later than `now` nothing can have happened.
    Raises `ExportError`.
    """
    source = _opened(path, dates)
    if now is not None:
        source.latest = now + _CLOCKS_DIFFER
    return source


def _opened(path: Path, dates: Literal["dmy", "mdy"] | None) -> Source:
    parts = parts_of(path)
    texts = [part for part in parts if _is_whatsapp(part)]
    heads = [read_head(part) for part in parts if part not in texts and _is_json(part)]
    kinds = {head.kind for head in heads} - {None} | ({"whatsapp"} if texts else set())
    if len(kinds) != 1:
        raise ExportError(_what_is_wrong(parts, heads, kinds), file=str(path))
    if texts:
        return WhatsAppSource(_only(texts, path), asked=path, dates=dates)
    known = [head for head in heads if head.kind]
    if kinds == {"discord"}:
        return DiscordSource(_of_one_guild(known, path), unread=list(_unread(parts, heads)))
    return _telegram(known, path)


def _telegram(heads: list[Head], path: Path) -> Source:
    head = heads[0] if len(heads) == 1 else None
    if head is None:
        names = _listed(head.part.name for head in heads)
        raise ExportError(f"it holds several Telegram exports: give one of {names}", file=str(path))
    if not head.is_account:
        return TelegramSource(head.part, head.told)
    groups = [chat for chat in head.chats if chat.told.get("type") in _GROUPS]
    if len(groups) != 1:
        names = _listed(chat.told.get("name", "?") for chat in groups or head.chats)
        raise ExportError(
            f"it is the export of a whole account; export one group by itself (its menu, then 'Export chat history'). "
            f"In it are: {names}",
            file=str(path),
        )
    return TelegramSource(head.part, groups[0].told, chat=groups[0], cut=head.broken)


def _of_one_guild(heads: list[Head], path: Path) -> list[Head]:
    guilds = {head.told.get("guild.id", ""): head.told.get("guild.name", "?") for head in heads}
    if len(guilds) > 1:
        raise ExportError(f"it holds several Discord servers, give one: {_listed(guilds.values())}", file=str(path))
    return heads


def _unread(parts: list[Part], heads: list[Head]) -> Iterator[ExportError]:
    """Yield what is wrong with files that may have been channels: cut before their messages, or empty."""
    yield from (head.broken for head in heads if head.broken and not head.kind)
    for part in parts:
        if part.size == 0 and part.name.lower().endswith(".json"):
            yield ExportError("it is empty", file=part.name)


def _only(parts: list[Part], path: Path) -> Part:
    """Return the one chat. A file that WhatsApp named goes before texts that a member sent as attachments."""
    named = [part for part in parts if re.search(r"(^|/)(_chat|[^/]*whatsapp[^/]*)\.txt$", part.name, re.IGNORECASE)]
    parts = named or parts
    if len(parts) > 1:
        raise ExportError(
            f"it holds several WhatsApp chats, give one: {_listed(part.name for part in parts)}", file=str(path)
        )
    return parts[0]


def _what_is_wrong(parts: list[Part], heads: list[Head], kinds: set[str | None]) -> str:
    if kinds:
        return f"it holds exports of several platforms, give one: {_listed(sorted(str(kind) for kind in kinds))}"
    broken = next((head.broken for head in heads if head.broken), None)
    if broken is not None:
        return f"it is JSON that breaks before any message ({broken}); {_UNDERSTOOD}"
    if any(part.size for part in parts):
        found = "JSON of another kind" if heads else "text of another kind"
        return f"it is no chat export: {found} ({_listed(part.name for part in parts)}); {_UNDERSTOOD}"
    return f"{'it is empty' if parts else 'there is no text or JSON in it'}; {_UNDERSTOOD}"


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more


def _beginning(part: Part) -> str:
    """Return the first 64 KB as text; "" where nothing can be read."""
    try:
        return next((text for text in utf8(part.chunks(Meter())) if text), b"")[:_SNIFF].decode("utf-8", "replace")
    except READ_ERRORS:
        return ""


def _is_whatsapp(part: Part) -> bool:
    return looks_like_a_chat(_beginning(part))


def _is_json(part: Part) -> bool:
    return _beginning(part).lstrip()[:1] in {"{", "["}

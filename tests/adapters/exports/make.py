"""Short ways to write small exports and to read them back. Every text here is made up."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from adapters.exports import open_export
from adapters.exports.telegram.translate import HIDES as TELEGRAM_HIDES
from adapters.exports.whatsapp.translate import HIDES as WHATSAPP_HIDES
from chat.errors import ExportError
from chat.events import MessagePosted, Person

BERLIN = ZoneInfo("Europe/Berlin")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def read(path: Path, *, dates: Any = None, zone: Any = UTC) -> list[Any]:
    return list(open_export(path, dates=dates).events(zone))


def read_until_broken(path: Path) -> tuple[list[Any], str | None]:
    """Return what could be read and what the error said, None if the end was reached."""
    events: list[Any] = []
    try:
        for event in open_export(path).events(UTC):
            events.append(event)  # noqa: PERF402  (extend would lose what came before the error)
    except ExportError as error:
        return events, str(error)
    return events, None


def texts(events: list[Any]) -> list[str]:
    return [event.text for event in events if isinstance(event, MessagePosted)]


def telegram(path: Path, *rows: dict[str, Any], **head: Any) -> Path:
    """Write a `result.json` of a supergroup called Potters."""
    export = {"name": "Potters", "type": "private_supergroup", "id": 77} | head | {"messages": list(rows)}
    path.write_text(json.dumps(export, indent=1, ensure_ascii=False), encoding="utf-8")
    return path


def row(number: int, text: Any = "hello", *, at: str = "2024-03-01T12:00:00", **more: Any) -> dict[str, Any]:
    """Return a message of Ana, who is user 5."""
    message = {"id": number, "type": "message", "date": at, "from": "Ana", "from_id": "user5", "text": text}
    return message | more


def service(number: int, action: str, *, at: str = "2024-03-01T12:00:00", **more: Any) -> dict[str, Any]:
    """Return a service message of Ana."""
    return {"id": number, "type": "service", "date": at, "actor": "Ana", "actor_id": "user5", "action": action} | more


ANA = Person(id="5", name="Ana")
NOON = utc(2024, 3, 1, 12)


def told(number: int, text: str = "hello", *, at: datetime = NOON, **more: Any) -> MessagePosted:
    """Return what `row` says, read in UTC."""
    given: dict[str, Any] = {"author": ANA, "hidden": TELEGRAM_HIDES} | more
    return MessagePosted(at=at, chat="-10077", message_id=str(number), text=text, **given)


def whatsapp(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def said(number: int, name: str, text: str, *, at: datetime, chat: str = "chat", **more: Any) -> MessagePosted:
    """Return a message of WhatsApp's that begins in line `number`."""
    author = more.pop("author", Person(id=name, name=name))
    return MessagePosted(
        at=at, chat=chat, message_id=str(number), author=author, text=text, hidden=WHATSAPP_HIDES, **more
    )


def discord(path: Path, *rows: dict[str, Any], channel: dict[str, Any] | None = None, guild: str = "9") -> Path:
    """Write a channel's file of the server Makers."""
    place = {"id": "31", "type": "GuildTextChat", "categoryId": "30", "category": "Text", "name": "general"}
    export = {"guild": {"id": guild, "name": "Makers"}, "channel": place | (channel or {}), "messages": list(rows)}
    path.write_text(json.dumps(export, indent=1), encoding="utf-8")
    return path


def post(number: int, content: str = "hello", *, at: str = "2024-03-01T12:00:00+00:00", **more: Any) -> dict[str, Any]:
    """Return a Discord message of Ana, an organiser."""
    author = {"id": "5", "name": "ana", "nickname": "Ana", "isBot": False, "roles": [{"id": "8", "name": "Organiser"}]}
    return {"id": str(number), "type": "Default", "timestamp": at, "content": content, "author": author} | more

"""A row of Telegram Desktop's `result.json` in our words. What Telegram calls things is known here only; no I/O."""

import re
from collections.abc import Iterator
from datetime import datetime

from adapters.exports.clock import LocalClock, unix
from adapters.exports.rows import Row, mapping, mappings, string
from chat.events import Link, MessagePosted, Person

HIDES = frozenset({"role", "deletion", "place"})

_PEER = re.compile(r"(user|channel|chat)?(-?\d+)")
# As the Bot API writes them, so that a policy written for the live group fits.
_PEER_PREFIX = {"channel": "-100", "chat": "-"}
_SUPERGROUPS = frozenset({"private_supergroup", "public_supergroup", "private_channel", "public_channel"})
# A sticker is an emoji of sorts, no file that anybody sends round.
_NO_FILE = frozenset({"sticker"})


def chat_ids(bare: str, kind: str) -> tuple[str, ...]:
    """Return the ids that a policy may use, the Bot API's first; the export has the bare one."""
    if not bare:
        return ()
    if kind in _SUPERGROUPS:
        return (f"-100{bare}", bare, f"-{bare}")
    return (f"-{bare}", bare) if kind == "private_group" else (bare,)


def moment(row: Row, clock: LocalClock) -> datetime | None:
    """Return when a row happened: by its count of seconds where it has one (since 2021), else by its local time."""
    return unix(string(row, "date_unixtime")) or clock.iso(string(row, "date"))


def person(row: Row, *, label: str = "from") -> Person:
    """Return who stands under `from` or `actor`. A deleted account has an id and no name."""
    shown = string(row, label)
    return Person(id=peer_id(string(row, f"{label}_id")) or shown, name=shown or "Deleted Account")


def peer_id(peer: str) -> str:
    """Return `123` for `user123` and for the bare number of older exports."""
    found = _PEER.fullmatch(peer)
    return _PEER_PREFIX.get(found[1] or "", "") + found[2] if found else peer


def is_chat(row: Row) -> bool:
    """Whether a channel or the group itself wrote it: an anonymous admin or an automatic forward."""
    return string(row, "from_id").startswith(("channel", "chat"))


def posted(
    row: Row, *, at: datetime, chat: str, album: str | None = None, topic: tuple[str, str] | None = None
) -> MessagePosted:
    """Return the message; `topic` is the id and name of its place, where that is known."""
    text = _text(row)
    return MessagePosted(
        at=at,
        chat=chat,
        message_id=string(row, "id"),
        author=person(row),
        text=text if "poll" not in row else _with_poll(text, mapping(row, "poll")),
        links=tuple(_links(row)),
        mentions=tuple(_mentions(row)),
        place=topic[0] if topic else None,
        place_name=topic[1] if topic else None,
        reply_to=answered(row) if topic is None or answered(row) != topic[0] else None,
        album=album,
        pictures=int(_is_picture(row)),
        files=int(_is_file(row)),
        forwarded="forwarded_from" in row or "saved_from" in row,
        sent_as_chat=is_chat(row),
        hidden=HIDES if topic is None else HIDES - {"place"},
    )


def answered(row: Row) -> str | None:
    """Return the id of the message answered; None too if that stands in another chat."""
    return None if "reply_to_peer_id" in row else string(row, "reply_to_message_id") or None


def has_media(row: Row) -> bool:
    """Whether a row may be part of an album."""
    return _is_picture(row) or _is_file(row)


def _is_picture(row: Row) -> bool:
    """Tell a picture, also one whose file was not included."""
    return "photo" in row or ("file" in row and string(row, "mime_type").startswith("image/") and _sent_as_file(row))


def _is_file(row: Row) -> bool:
    return "file" in row and not _is_picture(row) and _sent_as_file(row)


def _sent_as_file(row: Row) -> bool:
    return string(row, "media_type") not in _NO_FILE


def _pieces(row: Row) -> Iterator[Row]:
    """Yield the text's pieces: it is one text, a list of texts and entities, or only in `text_entities`."""
    text = row.get("text", row.get("text_entities"))
    for piece in text if isinstance(text, list) else [text]:
        if isinstance(piece, str):
            yield {"type": "plain", "text": piece}
        elif isinstance(piece, dict):
            yield piece


def _text(row: Row) -> str:
    text = row.get("text")
    return text if isinstance(text, str) else "".join(string(piece, "text") for piece in _pieces(row))


def _entities(row: Row) -> Iterator[Row]:
    """Yield marked pieces; where `text` is plain, `text_entities` may still know more."""
    marked = mappings(row, "text_entities") or ([] if isinstance(row.get("text"), str) else _pieces(row))
    return (piece for piece in marked if piece.get("type") != "plain")


def _links(row: Row) -> Iterator[Link]:
    for piece in _entities(row):
        if piece.get("type") == "text_link" and string(piece, "href"):
            yield Link(url=string(piece, "href"), shown=string(piece, "text"))
        elif piece.get("type") == "link" and string(piece, "text"):
            yield Link(url=string(piece, "text"))
    lines = row.get("inline_bot_buttons")
    for line in lines if isinstance(lines, list) else ():
        for button in mappings({"line": line}, "line"):
            if button.get("type") == "url" and string(button, "data"):
                yield Link(url=string(button, "data"), shown=string(button, "text"))


def _mentions(row: Row) -> Iterator[str]:
    for piece in _entities(row):
        if piece.get("type") == "mention":
            yield string(piece, "text").removeprefix("@")
        elif piece.get("type") == "mention_name" and string(piece, "user_id"):
            yield peer_id(string(piece, "user_id"))


def _with_poll(text: str, poll: Row) -> str:
    """Return a poll as its question and options, a line each; their texts are written as messages' texts are."""
    question = _text({"text": poll.get("question")})
    options = [_text({"text": answer.get("text")}) for answer in mappings(poll, "answers")]
    return "\n".join(line for line in (text, question, *options) if line)

"""A row of DiscordChatExporter's JSON in our words. What that tool calls things is known here only; no I/O."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from adapters.exports.rows import Row, mapping, mappings, string
from chat.events import Link, MessagePosted, Person, Reacted

HIDES = frozenset({"deletion"})

# Numbers are kinds that the tool has no word for: the answer to a slash command and to a menu command.
POSTS = frozenset({"Default", "Reply", "20", "23"})

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".heic", ".avif"})
_EVERYONE = re.compile(r"@(?:everyone|here)\b")
_MASKED_LINK = re.compile(
    r"\[(?P<shown>[^\[\]\n]{1,500})\]\(<?(?P<url>https?://[^\s<>()]{1,2000})>?(?: \"[^\"\n]*\")?\)"
)


@dataclass(frozen=True, slots=True)
class Channel:
    """Where a file's messages stand."""

    id: str
    place: str
    place_name: str | None
    thread: str | None


def channel_of(told: dict[str, str]) -> Channel:
    """Return the channel of a file's head.

    A thread, also a forum's post, stands in its parent, which the tool calls its category.
    """
    channel, name = told.get("channel.id", ""), told.get("channel.name")
    if "Thread" in told.get("channel.type", "") and "channel.categoryId" in told:
        return Channel(channel, told["channel.categoryId"], told.get("channel.category"), channel)
    return Channel(channel, channel, name, None)


def person(row: Row) -> Person:
    """Return an author, a mentioned member or one who reacted. Older exports show no roles."""
    name = string(row, "name")
    return Person(
        id=string(row, "id") or name,
        name=string(row, "nickname") or name,
        handle=name or None,
        is_bot=row.get("isBot") is True,
        roles=tuple(text for role in mappings(row, "roles") for text in (string(role, "name"), string(role, "id"))),
    )


def posted(row: Row, *, at: datetime, chat: str, channel: Channel) -> MessagePosted:
    """Return the message. A forwarded one carries the words of the message it forwards."""
    forwarded = mapping(row, "forwardedMessage")
    text = "\n".join(part for part in (string(row, "content"), string(forwarded, "content")) if part)
    names = [string(file, "fileName") for one in (row, forwarded) for file in mappings(one, "attachments")]
    pictures = sum(PurePath(name).suffix.lower() in _PICTURES for name in names)
    return MessagePosted(
        at=at,
        chat=chat,
        message_id=string(row, "id"),
        author=person(mapping(row, "author")),
        text=text,
        links=tuple(_links(row, text)),
        mentions=tuple(string(member, "id") for member in mappings(row, "mentions") if string(member, "id")),
        mentions_everyone=bool(_EVERYONE.search(text)),
        place=channel.place or None,
        place_name=channel.place_name,
        thread=channel.thread,
        reply_to=_answered(row, channel),
        pictures=pictures,
        files=len(names) - pictures,
        forwarded=_is_forwarded(row, channel),
        hidden=HIDES if "roles" in mapping(row, "author") else HIDES | {"role"},
    )


def reactions(row: Row, *, at: datetime, chat: str) -> Iterator[Reacted]:
    """Yield a reaction for each member named; exports don't say when, so it is at the message's time."""
    for reaction in mappings(row, "reactions"):
        for member in mappings(reaction, "users"):
            emoji = string(mapping(reaction, "emoji"), "name")
            if person(member).id:
                yield Reacted(at=at, chat=chat, message_id=string(row, "id"), member=person(member), emoji=emoji)


def unnamed_reactions(row: Row) -> int:
    """Return how many reactions are counted without saying whose."""
    told = (
        (reaction.get("count"), sum(bool(person(one).id) for one in mappings(reaction, "users")))
        for reaction in mappings(row, "reactions")
    )
    return sum(max(0, count - named) for count, named in told if isinstance(count, int))


def referred(row: Row) -> str:
    """Return the id of the message that a row points at, such as the pinned one; "" if it points at none."""
    return string(mapping(row, "reference"), "messageId")


def _answered(row: Row, channel: Channel) -> str | None:
    """Return the message answered; older exports write replies as ordinary messages with a reference."""
    return None if _is_forwarded(row, channel) else referred(row) or None


def _is_forwarded(row: Row, channel: Channel) -> bool:
    """Tell a forward, and a post that a followed channel sent here: both point at a message elsewhere."""
    elsewhere = string(mapping(row, "reference"), "channelId") not in {"", channel.id}
    return ("forwardedMessage" in row and bool(mapping(row, "forwardedMessage"))) or (elsewhere and bool(referred(row)))


def _links(row: Row, text: str) -> Iterator[Link]:
    """Yield links hidden behind words, and those of embeds (bots' mostly) that don't stand in the text."""
    for masked in _MASKED_LINK.finditer(text):
        yield Link(url=masked["url"], shown=masked["shown"])
    for embed in mappings(row, "embeds"):
        url = string(embed, "url")
        if url and url not in text:
            yield Link(url=url, shown=string(embed, "title") or None)

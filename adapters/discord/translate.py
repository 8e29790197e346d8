"""Discord's messages, reactions and people in our words, known here only; no I/O, no clock.

The same conversation becomes the same events here as in an export of it (`adapters/exports/discord`).
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Final

import discord

from chat.events import Event, Link, MessageEdited, MessageKept, MessagePosted, Person, Reacted

POSTS: Final = frozenset(
    {
        discord.MessageType.default,
        discord.MessageType.reply,
        discord.MessageType.chat_input_command,
        discord.MessageType.context_menu_command,
    }
)
"""Kinds of message that somebody wrote; all others are the platform's own lines."""
_MAY_DECIDE: Final = ("administrator", "manage_guild", "manage_messages")
_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".heic", ".avif"})
_EVERYONE: Final = re.compile(r"@(?:everyone|here)\b")
_TOKEN: Final = re.compile(
    r"<(?:(?P<kind>@[!&]?|#)(?P<id>\d{1,20})|a?:(?P<emoji>\w{1,32}):\d{1,20}"
    r"|t:(?P<time>-?\d{1,13})(?::[a-zA-Z])?|/(?P<command>[^<>:\n]{1,100}):\d{1,20})>"
)
"""How Discord writes members, roles, channels, own emoji, times and commands."""
_MASKED_LINK: Final = re.compile(
    r"\[(?P<shown>[^\[\]\n]{1,500})\]\(<?(?P<url>https?://[^\s<>()]{1,2000})>?(?: \"[^\"\n]*\")?\)"
)


def person(user: discord.abc.User, *, webhook: bool = False) -> Person:
    """Return an author or a member. Of somebody who has left, Discord shows no roles."""
    is_member = isinstance(user, discord.Member)
    return Person(
        id=str(user.id),
        name=user.display_name,
        handle=user.name,
        is_bot=user.bot or webhook,
        is_admin=isinstance(user, discord.Member) and may_decide(user),
        roles=tuple(_roles(user)) if is_member and isinstance(user, discord.Member) else (),
    )


def may_decide(member: discord.Member) -> bool:
    """Tell who is an admin: whoever may manage the server, or remove what others post."""
    return any(getattr(member.guild_permissions, right) for right in _MAY_DECIDE)


def _roles(member: discord.Member) -> Iterator[str]:
    for role in member.roles:
        if not role.is_default():
            yield from (role.name, str(role.id))


def posted(message: discord.Message) -> MessagePosted | None:
    """Return what somebody wrote; None for the platform's own lines, and outside of guilds."""
    if message.guild is None or message.type not in POSTS:
        return None
    parts = (message.content, *_forwarded_words(message), *_poll(message))
    text = "\n".join(_readable(part, message) for part in parts if part)
    names = [file.filename for file in (*message.attachments, *_forwarded_files(message))]
    pictures = sum(PurePath(name).suffix.lower() in _PICTURES for name in names)
    place, thread = where(message.channel)
    known = isinstance(message.author, discord.Member)
    return MessagePosted(
        at=message.created_at,
        chat=str(message.guild.id),
        message_id=str(message.id),
        author=person(message.author, webhook=message.webhook_id is not None),
        text=text,
        links=tuple(_links(message, text)),
        mentions=tuple(str(user.id) for user in message.mentions),
        mentions_everyone=message.mention_everyone or bool(_EVERYONE.search(text)),
        place=place,
        place_name=_name_of(message.channel),
        thread=thread,
        reply_to=_answered(message),
        pictures=pictures,
        files=len(names) - pictures,
        forwarded=_is_forwarded(message),
        hidden=frozenset() if known else frozenset({"role"}),
    )


def where(channel: object) -> tuple[str | None, str | None]:
    """Return the place and the thread of what stands in a channel: a thread stands in its parent."""
    if isinstance(channel, discord.Thread):
        return str(channel.parent_id), str(channel.id)
    return (str(channel.id) if isinstance(channel, discord.abc.Snowflake) else None), None


def _name_of(channel: object) -> str | None:
    if isinstance(channel, discord.Thread):
        return channel.parent.name if channel.parent else None
    return getattr(channel, "name", None)


def edited(before: discord.Message | None, message: discord.Message) -> MessageEdited | None:
    """Return an edit; None where only a preview, a pin or a thread was added, or the same edit is told again."""
    now = posted(message)
    if now is None or message.edited_at is None:
        return None
    if before is not None and before.edited_at == message.edited_at:
        return None
    return MessageEdited(at=message.edited_at, message=now)


def kept(message: discord.Message) -> MessageKept | None:
    """Return that an admin pinned a message, which a line of the platform's tells."""
    if message.guild is None or message.type is not discord.MessageType.pins_add or message.reference is None:
        return None
    by = person(message.author)
    if not by.is_admin or message.reference.message_id is None:
        return None
    chat, pinned = str(message.guild.id), str(message.reference.message_id)
    return MessageKept(at=message.created_at, chat=chat, message_id=pinned, by=by)


def events_of(message: discord.Message) -> tuple[Event, ...]:
    """Return what a message in a guild says."""
    event = posted(message) or kept(message)
    return () if event is None else (event,)


def reacted(payload: discord.RawReactionActionEvent, member: discord.Member | None, at: datetime) -> Reacted | None:
    """Return a reaction, or that it was taken back. `member` is who, where Discord doesn't say it by itself."""
    who = payload.member or member
    if payload.guild_id is None or (who is not None and who.bot):
        return None
    known = person(who) if who is not None else Person(id=str(payload.user_id), name=str(payload.user_id))
    return Reacted(
        at=at,
        chat=str(payload.guild_id),
        message_id=str(payload.message_id),
        member=known,
        emoji=payload.emoji.name,
        withdrawn=payload.event_type == "REACTION_REMOVE",
    )


def _readable(text: str, message: discord.Message) -> str:
    """Return a text with what Discord writes as numbers in words, so that no id is read as a telephone's number.

    Of members only the handle is written: a name of their own choice would be words in somebody else's mouth.
    """

    def word(found: re.Match[str]) -> str:
        kind, ident = found["kind"] or "", int(found["id"] or 0)
        if kind in ("@", "@!"):
            handle = next((user.name for user in message.mentions if user.id == ident), "member")
            return f"@{handle.replace('.', '_')}"
        if kind == "@&":
            role = message.guild.get_role(ident) if message.guild else None
            return f"@{role.name if role else 'role'}"
        if kind == "#":
            channel = message.guild.get_channel(ident) if message.guild else None
            return f"#{channel.name if channel else 'thread'}"
        if found["time"]:
            return _moment(int(found["time"]))
        return f":{found['emoji']}:" if found["emoji"] else f"/{found['command']}"

    return _TOKEN.sub(word, text)


def _moment(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return ""


def _answered(message: discord.Message) -> str | None:
    reference = message.reference
    if reference is None or reference.message_id is None or _is_forwarded(message):
        return None
    return str(reference.message_id)


def _is_forwarded(message: discord.Message) -> bool:
    """Tell a forward, and a post that a followed channel sent here: both point at a message elsewhere."""
    reference = message.reference
    elsewhere = reference is not None and reference.channel_id != message.channel.id
    return bool(message.message_snapshots) or (elsewhere and reference is not None and bool(reference.message_id))


def _forwarded_words(message: discord.Message) -> Iterator[str]:
    for snapshot in message.message_snapshots:
        yield snapshot.content


def _forwarded_files(message: discord.Message) -> Iterator[discord.Attachment]:
    for snapshot in message.message_snapshots:
        yield from snapshot.attachments


def _poll(message: discord.Message) -> Iterator[str]:
    """Yield the lines of a poll: its words stand in no text."""
    if message.poll is not None:
        yield message.poll.question
        yield from (answer.text for answer in message.poll.answers)


def _links(message: discord.Message, text: str) -> Iterator[Link]:
    """Yield links hidden behind words, and those of embeds (bots' mostly) that don't stand in the text."""
    for masked in _MASKED_LINK.finditer(text):
        yield Link(url=masked["url"], shown=masked["shown"])
    forwarded = (embed for snapshot in message.message_snapshots for embed in snapshot.embeds)
    for embed in (*message.embeds, *forwarded):
        if embed.url and embed.url not in text:
            yield Link(url=embed.url, shown=embed.title)

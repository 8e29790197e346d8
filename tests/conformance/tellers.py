"""The same conversation as each platform tells it: raw payloads and files, read by the adapters themselves."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import discord
from telegram import Update

from adapters.discord import translate as of_discord
from adapters.exports import open_export
from adapters.telegram.translate import translate
from chat.events import Event, MemberJoined
from tests.conformance.conversation import EVERYBODY, Edited, Joins, Reacts, Said, Step, Who

GUILD: Final = 9_000_001
CHANNELS: Final = {"general": 9_000_011, "offers": 9_000_012}
TOPICS: Final = {"general": 9041, "offers": 9042}
SUPERGROUP: Final = 9_000_077
_DISCORD_EPOCH: Final = 1_420_070_400_000


@dataclass(slots=True)
class Told:
    """A conversation as one platform told it: its events, and what its ids are called in the conversation."""

    platform: str
    chat: str
    places: dict[str, str]
    events: list[Event] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)


def ids_in_order(steps: Sequence[Step]) -> dict[str, int]:
    return {step.label: 900_100 + number for number, step in enumerate(steps) if isinstance(step, Said)}


# Telegram, live.


def telegram(steps: Sequence[Step]) -> Told:
    ids = ids_in_order(steps)
    told = Told("telegram", f"-100{SUPERGROUP}", {name: str(number) for name, number in TOPICS.items()})
    told.labels = {str(number): label for label, number in ids.items()}
    said = {step.label: step for step in steps if isinstance(step, Said)}
    admins = {who.id: "" for who in EVERYBODY if who.admin}
    for number, step in enumerate(steps):
        update = Update.de_json({"update_id": number, **_update(step, ids, said)}, None)
        told.events += translate(update, admins=lambda _chat: admins, bot_username="potluck_bot")
    return told


_CHAT: Final = {"id": int(f"-100{SUPERGROUP}"), "type": "supergroup", "title": "Makers", "is_forum": True}


def _user(who: Who) -> dict[str, Any]:
    return {"id": who.id, "is_bot": False, "first_name": who.name, "username": who.handle}


def _update(step: Step, ids: dict[str, int], said: dict[str, Said]) -> dict[str, Any]:
    date = int(step.at.timestamp())
    match step:
        case Said():
            return {"message": _message(step, ids, said)}
        case Edited():
            changed = _message(said[step.label], ids, said) | {"text": step.text, "edit_date": date, "entities": []}
            return {"edited_message": changed}
        case Reacts():
            new = [{"type": "emoji", "emoji": step.emoji}]
            about = {"chat": _CHAT, "message_id": ids[step.label], "user": _user(step.by), "date": date}
            return {"message_reaction": about | {"old_reaction": [], "new_reaction": new}}
        case Joins():
            member = {"user": _user(step.by)}
            change = {"old_chat_member": member | {"status": "left"}, "new_chat_member": member | {"status": "member"}}
            return {"chat_member": {"chat": _CHAT, "from": _user(step.by), "date": date} | change}
    raise AssertionError(step)


def _message(step: Said, ids: dict[str, int], said: dict[str, Said]) -> dict[str, Any]:
    head = {"message_id": ids[step.label], "date": int(step.at.timestamp()), "chat": _CHAT, "from": _user(step.by)}
    head |= {"message_thread_id": TOPICS[step.place], "is_topic_message": True}
    words = "caption" if step.pictures else "text"
    found: dict[str, Any] = head | {
        words: step.text,
        f"{words}_entities" if step.pictures else "entities": _entities(step),
    }
    if step.to is not None:
        found["reply_to_message"] = _message(said[step.to], ids, said)
    if step.pictures:
        found["photo"] = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    if step.forwarded:
        found["forward_origin"] = {"type": "hidden_user", "date": head["date"], "sender_user_name": "Somebody"}
    return found


def _entities(step: Said) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if step.link is not None:
        offset = len(step.text[: step.text.index("here")].encode("utf-16-le")) // 2
        found.append({"type": "text_link", "offset": offset, "length": 4, "url": step.link})
    found += [{"type": "text_mention", "offset": 0, "length": 1, "user": _user(who)} for who in step.mentions]
    return found


# Discord, live.


def discord_live(steps: Sequence[Step]) -> Told:
    told = Told("discord", str(GUILD), {name: str(number) for name, number in CHANNELS.items()})
    said = {step.label: step for step in steps if isinstance(step, Said)}
    ids = {label: _snowflake(step.at) for label, step in said.items()}
    told.labels = {str(number): label for label, number in ids.items()}
    told.events = [event for step in steps for event in _of_discord(step, ids, said)]
    return told


def _snowflake(at: datetime) -> int:
    return (int(at.timestamp() * 1000) - _DISCORD_EPOCH) << 22


def _guild(state: Any) -> discord.Guild:
    def role(number: int, rights: int) -> dict[str, Any]:
        shape = {"color": 0, "colors": {"primary_color": 0}, "hoist": False, "managed": False, "mentionable": False}
        return {"id": str(number), "name": "r", "permissions": str(rights), "position": 1, "flags": 0} | shape

    members = [
        {"user": _discord_user(who), "roles": ["9000099"] if who.admin else [], "nick": None, "flags": 0}
        | {"joined_at": "2025-06-01T00:00:00+00:00", "deaf": False, "mute": False}
        for who in EVERYBODY
    ]
    channels = [
        {"id": str(number), "name": name, "type": 0, "position": 0, "permission_overwrites": []}
        for name, number in CHANNELS.items()
    ]
    roles = [role(GUILD, 0x400), role(9000099, 0x2000)]
    payload: Any = {"id": str(GUILD), "name": "Makers", "owner_id": "1", "roles": roles, "channels": channels}
    return discord.Guild(data=payload | {"members": members, "threads": []}, state=state)


def _discord_user(who: Who) -> dict[str, Any]:
    return {"id": str(who.id), "username": who.handle, "global_name": who.name, "discriminator": "0", "avatar": None}


def _of_discord(step: Step, ids: dict[str, int], said: dict[str, Said]) -> Iterator[Event]:
    state: Any = discord.Client(intents=discord.Intents.all())._connection
    guild = _guild(state)
    state._add_guild(guild)
    match step:
        case Said():
            posted = of_discord.posted(_discord_message(step, ids, guild, state))
            assert posted is not None
            yield posted
        case Edited():
            now = {"content": step.text, "edited_timestamp": step.at.isoformat()}
            edited = of_discord.edited(None, _discord_message(said[step.label], ids, guild, state, **now))
            assert edited is not None
            yield edited
        case Reacts():
            about = {"channel_id": CHANNELS["general"], "guild_id": GUILD, "message_id": ids[step.label]}
            raw: Any = about | {"user_id": step.by.id, "type": 0, "burst": False}
            emoji = discord.PartialEmoji(name=step.emoji)
            payload = discord.RawReactionActionEvent(raw, emoji, "REACTION_ADD")
            reacted = of_discord.reacted(payload, guild.get_member(step.by.id), step.at)
            assert reacted is not None
            yield reacted
        case Joins():
            member = guild.get_member(step.by.id)
            assert member is not None
            yield MemberJoined(at=step.at, chat=str(GUILD), member=of_discord.person(member))


def _discord_message(step: Said, ids: dict[str, int], guild: discord.Guild, state: Any, **more: Any) -> discord.Message:
    place = CHANNELS[step.place]
    text = step.text if step.link is None else step.text.replace("here", f"[here]({step.link})")
    payload: dict[str, Any] = {
        "id": str(ids[step.label]),
        "channel_id": str(place),
        "guild_id": str(GUILD),
        "author": _discord_user(step.by),
        "content": "" if step.forwarded else text,
        "timestamp": step.at.isoformat(),
        "edited_timestamp": None,
        "type": 19 if step.to else 0,
        "mentions": [_discord_user(who) for who in step.mentions],
        "attachments": [_file(number) for number in range(step.pictures)],
        **{name: [] for name in ("mention_roles", "embeds", "components")},
        **dict.fromkeys(("tts", "mention_everyone", "pinned"), False),
    }
    if step.to is not None:
        payload["message_reference"] = {
            "message_id": str(ids[step.to]),
            "channel_id": str(place),
            "guild_id": str(GUILD),
        }
    if step.forwarded:
        payload["message_reference"] = {"type": 1, "message_id": "1", "channel_id": "1"}
        inner = {"type": 0, "content": text, "timestamp": step.at.isoformat(), "edited_timestamp": None, "flags": 0}
        lists: dict[str, Any] = {
            name: [] for name in ("mentions", "mention_roles", "attachments", "embeds", "components")
        }
        payload["message_snapshots"] = [{"message": inner | lists}]
    found: Any = guild.get_channel(place)
    data: Any = payload | more
    return discord.Message(state=state, channel=found, data=data)


def _file(number: int) -> dict[str, Any]:
    shape = {"size": 1, "content_type": "image/png", "proxy_url": ""}
    return {"id": str(31 + number), "filename": "a.png", "url": "https://cdn.example/a.png"} | shape


# Exports.


def telegram_export(steps: Sequence[Step], folder: Path) -> Told:
    ids = ids_in_order(steps)
    told = Told("telegram", f"-100{SUPERGROUP}", {})
    told.labels = {str(number): label for label, number in ids.items()}
    rows = [_row(step, ids) for step in steps if isinstance(step, Said)]
    head = {"name": "Makers", "type": "private_supergroup", "id": SUPERGROUP, "messages": rows}
    path = folder / "result.json"
    path.write_text(json.dumps(head), encoding="utf-8")
    told.events = list(open_export(path).events(UTC))
    return told


def _row(step: Said, ids: dict[str, int]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": ids[step.label],
        "type": "message",
        "date": step.at.replace(tzinfo=None).isoformat(),
        "date_unixtime": str(int(step.at.timestamp())),
        "from": step.by.name,
        "from_id": f"user{step.by.id}",
        "text": step.text,
    }
    if step.link is not None:
        before, after = step.text.split("here", 1)
        row["text"] = [before, {"type": "text_link", "text": "here", "href": step.link}, after]
    if step.mentions:
        who = step.mentions[0]
        row["text"] = [{"type": "mention_name", "text": step.text[0], "user_id": who.id}, step.text[1:]]
    if step.to is not None:
        row["reply_to_message_id"] = ids[step.to]
    if step.pictures:
        row["photo"] = "photos/a.jpg"
    if step.forwarded:
        row["forwarded_from"] = "Somebody"
    return row


def discord_export(steps: Sequence[Step], folder: Path) -> Told:
    told = Told("discord", str(GUILD), {name: str(number) for name, number in CHANNELS.items()})
    said = [step for step in steps if isinstance(step, Said)]
    ids = {step.label: _snowflake(step.at) for step in said}
    told.labels = {str(number): label for label, number in ids.items()}
    for name, number in CHANNELS.items():
        rows = [_post(step, ids) for step in said if step.place == name]
        channel = {"id": str(number), "type": "GuildTextChat", "categoryId": "30", "category": "Text", "name": name}
        head = {"guild": {"id": str(GUILD), "name": "Makers"}, "channel": channel, "messages": rows}
        (folder / f"{name}.json").write_text(json.dumps(head), encoding="utf-8")
    told.events = list(open_export(folder).events(UTC))
    return told


def _post(step: Said, ids: dict[str, int]) -> dict[str, Any]:
    text = step.text if step.link is None else step.text.replace("here", f"[here]({step.link})")
    row: dict[str, Any] = {
        "id": str(ids[step.label]),
        "type": "Reply" if step.to else "Default",
        "timestamp": step.at.isoformat(),
        "content": "" if step.forwarded else text,
        "author": _author(step.by),
        "mentions": [_author(who) for who in step.mentions],
        "attachments": [{"id": "31", "fileName": "a.png", "url": "https://cdn.example/a.png"}] * step.pictures,
    }
    if step.to is not None:
        row["reference"] = {
            "messageId": str(ids[step.to]),
            "channelId": str(CHANNELS[step.place]),
            "guildId": str(GUILD),
        }
    if step.forwarded:
        row["reference"] = {"messageId": "1", "channelId": "1", "guildId": "1"}
        row["forwardedMessage"] = {"content": text}
    return row


def _author(who: Who) -> dict[str, Any]:
    return {"id": str(who.id), "name": who.handle, "nickname": who.name, "isBot": False, "roles": []}

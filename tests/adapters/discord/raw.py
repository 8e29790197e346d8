"""Raw payloads as Discord documents them, and the library's objects made of them without any connection."""

from typing import Any

import discord

GUILD, GENERAL, OFFERS, FORUM, THREAD = 1000, 11, 12, 13, 14
ANA, BO, PRIYA = 7, 8, 9
HOST, MAKERS = 21, 22
FIVE = 1_461_000_000_000_000_005
"""A message's id, of 14 January 2026."""
RIGHTS = {"everyone": 0x400 | 0x800, "manage_messages": 0x2000}


def user(number: int, name: str, **more: Any) -> dict[str, Any]:
    named = {"username": name, "global_name": name.title(), "discriminator": "0", "avatar": None}
    return {"id": str(number), **named, **more}


def member(number: int, name: str, *roles: int, nick: str | None = None) -> dict[str, Any]:
    held = [str(role) for role in roles]
    joined = "2025-06-01T00:00:00+00:00"
    return {"user": user(number, name), "roles": held, "nick": nick, "joined_at": joined, "flags": 0} | {
        "deaf": False,
        "mute": False,
    }


def role(number: int, name: str, rights: int) -> dict[str, Any]:
    shape = {"color": 0, "colors": {"primary_color": 0}, "hoist": False, "managed": False, "mentionable": False}
    return {"id": str(number), "name": name, "permissions": str(rights), "position": 1, "flags": 0} | shape


def channel(number: int, name: str, kind: int = 0, **more: Any) -> dict[str, Any]:
    return {"id": str(number), "name": name, "type": kind, "position": 0, "permission_overwrites": []} | more


def guild(state: Any) -> discord.Guild:
    thread = channel(THREAD, "Bread for sale", 11, parent_id=str(FORUM), owner_id=str(ANA), message_count=1)
    meta = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": "2026-01-14T00:00:00+00:00"}
    payload: Any = {
        "id": str(GUILD),
        "name": "Makers",
        "owner_id": "1",
        "roles": [
            role(GUILD, "@everyone", RIGHTS["everyone"]),
            role(HOST, "Host", RIGHTS["manage_messages"]),
            role(MAKERS, "Maker", 0),
        ],
        "channels": [channel(GENERAL, "general"), channel(OFFERS, "offers"), channel(FORUM, "market", 15)],
        "threads": [thread | {"member_count": 1, "thread_metadata": meta | {"locked": False}}],
        "members": [
            member(ANA, "ana", MAKERS, nick="Ana P"),
            member(BO, "bo"),
            member(PRIYA, "priya", HOST),
            member(1, "potluck"),
        ],
    }
    return discord.Guild(data=payload, state=state)


def client() -> tuple[Any, discord.Guild]:
    """A state that knows one guild."""
    state: Any = discord.Client(intents=discord.Intents.all())._connection
    state.user = discord.ClientUser(state=state, data=user(1, "potluck", bot=True))  # type: ignore[arg-type]
    made = guild(state)
    state._add_guild(made)
    return state, made


def message(where: int = GENERAL, author: dict[str, Any] | None = None, **more: Any) -> discord.Message:
    state, made = client()
    payload: Any = {
        "id": str(FIVE),
        "channel_id": str(where),
        "guild_id": str(GUILD),
        "author": author or user(ANA, "ana"),
        "content": "",
        "timestamp": "2026-01-14T12:00:00+00:00",
        "edited_timestamp": None,
        "type": 0,
        **{name: [] for name in ("mentions", "mention_roles", "attachments", "embeds", "components")},
        **dict.fromkeys(("tts", "mention_everyone", "pinned"), False),
    }
    found: Any = made.get_channel_or_thread(where)
    return discord.Message(state=state, channel=found, data=payload | more)


def file(name: str, kind: str) -> dict[str, Any]:
    return {"id": "31", "filename": name, "size": 1, "url": f"https://cdn.example/{name}", "content_type": kind} | {
        "proxy_url": "",
    }

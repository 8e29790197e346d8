"""Messages: put together, kept, changed and taken away, and told to whoever listens."""

import re
from datetime import datetime
from typing import Any

from tests.standin.discord.objects import iso, member_json, message_json, user_json
from tests.standin.discord.people import User
from tests.standin.discord.places import Channel, Guild, Json, Posted
from tests.standin.discord.rights import Intent
from tests.standin.discord.world import World

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
REPLY = 19
ALL_PINGS: Json = {"parse": ["users", "roles", "everyone"], "replied_user": True}


def compose(
    world: World,
    channel: Channel,
    author: User,
    content: str,
    *,
    at: datetime | None = None,
    pings: Json | None = None,
    **more: Any,
) -> Json:
    """Its JSON without what only the gateway adds; `more` are fields of it."""
    number = world.snowflake(at)
    allowed = ALL_PINGS if pings is None else pings
    body: Json = {
        "id": str(number),
        "type": 0,
        "channel_id": str(channel.id),
        "author": user_json(author),
        "content": content,
        "timestamp": iso(at or world.now()),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": "everyone" in allowed.get("parse", ()) and ("@everyone" in content or "@here" in content),
        "mentions": [user_json(user) for user in _mentioned(world, content, allowed)],
        "mention_roles": _mentioned_roles(content, allowed),
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "flags": 0,
        "components": [],
    }
    return body | {name: value for name, value in more.items() if value is not None}


def keep(world: World, channel: Channel, body: Json, author: int, *, shown_to: int | None = None) -> Posted:
    """Let it stand, and tell of it unless only one member sees it."""
    posted = Posted(body=body, channel=channel.id, author=author, shown_to=shown_to)
    channel.messages[posted.id] = posted
    if shown_to is None:
        tell_message(world, "MESSAGE_CREATE", channel, posted)
    return posted


def change(world: World, posted: Posted, **fields: Any) -> None:
    channel = world.channels[posted.channel]
    posted.body = posted.body | fields
    if posted.shown_to is None:
        tell_message(world, "MESSAGE_UPDATE", channel, posted)


def remove(world: World, *gone: Posted) -> None:
    """One by one; see `remove_together`."""
    for posted in gone:
        posted.deleted = True
        if posted.shown_to is None:
            channel = world.channels[posted.channel]
            tell_in(world, "MESSAGE_DELETE", channel, {"id": str(posted.id), "channel_id": str(channel.id)})


def remove_together(world: World, channel: Channel, gone: list[Posted]) -> None:
    for posted in gone:
        posted.deleted = True
    ids = [str(posted.id) for posted in gone]
    tell_in(world, "MESSAGE_DELETE_BULK", channel, {"ids": ids, "channel_id": str(channel.id)})


def tell_message(world: World, event: str, channel: Channel, posted: Posted) -> None:
    told = message_json(world, posted)
    guild = world.guild_of(channel)
    if guild is not None and (seat := guild.members.get(posted.author)) and "webhook_id" not in told:
        told = told | {"member": member_json(seat, with_user=False)}
    tell_in(world, event, channel, told)


def tell_in(
    world: World,
    event: str,
    channel: Channel,
    data: Json,
    intents: tuple[Intent, Intent] = (Intent.GUILD_MESSAGES, Intent.DIRECT_MESSAGES),
) -> None:
    """`intents` are that for guilds and that for direct channels."""
    guild: Guild | None = world.guild_of(channel)
    if guild is None:
        world.tell(event, data, None, intents[1], channel)
    else:
        world.tell(event, data | {"guild_id": str(guild.id)}, guild, intents[0], channel)


def reply_fields(channel: Channel, answered: Posted) -> Json:
    without = {name: value for name, value in answered.body.items() if name != "referenced_message"}
    reference: Json = {"type": 0, "channel_id": str(channel.id), "message_id": str(answered.id)}
    if channel.guild is not None:
        reference["guild_id"] = str(channel.guild)
    return {"type": REPLY, "message_reference": reference, "referenced_message": without}


def file_json(world: World, channel: Channel, name: str, content: bytes, kind: str, description: str | None) -> Json:
    """Kept, to be fetched from its address."""
    number = world.snowflake()
    path = f"/attachments/{channel.id}/{number}/{name}"
    world.files[path] = content
    told: Json = {
        "id": str(number),
        "filename": name,
        "size": len(content),
        "url": world.base + path,
        "proxy_url": world.base + path,
        "content_type": kind,
    }
    told |= {"description": description} if description else {}
    return told | ({"width": 1, "height": 1} if kind.startswith("image/") else {})


def _mentioned(world: World, content: str, allowed: Json) -> list[User]:
    found = dict.fromkeys(int(number) for number in _USER.findall(content))
    named = {int(user) for user in allowed.get("users") or ()}
    all_of_them = "users" in allowed.get("parse", ())
    return [world.users[n] for n in found if n in world.users and (all_of_them or n in named)]


def _mentioned_roles(content: str, allowed: Json) -> list[str]:
    found = dict.fromkeys(_ROLE.findall(content))
    all_of_them = "roles" in allowed.get("parse", ())
    return [role for role in found if all_of_them or role in {str(one) for one in allowed.get("roles") or ()}]

"""Scheduled events, as they change, and who is interested."""

from datetime import datetime

from tests.standin.discord.objects import iso, user_json
from tests.standin.discord.places import STAGE, Channel, Guild, Json
from tests.standin.discord.rights import Intent
from tests.standin.discord.world import World

SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
ON_STAGE, IN_VOICE, ELSEWHERE = 1, 2, 3


def new_event(
    world: World,
    guild: Guild,
    creator: int,
    name: str,
    start: datetime,
    end: datetime | None,
    channel: Channel | None,
    location: str | None,
    description: str | None,
) -> Json:
    """At a place, which needs an end, or in a voice channel or on a stage."""
    within = (ON_STAGE if channel.type == STAGE else IN_VOICE) if channel else ELSEWHERE
    event: Json = {
        "id": str(world.snowflake()),
        "guild_id": str(guild.id),
        "channel_id": str(channel.id) if channel else None,
        "creator_id": str(creator),
        "creator": user_json(world.users[creator]),
        "name": name,
        "description": description,
        "scheduled_start_time": iso(start),
        "scheduled_end_time": iso(end),
        "privacy_level": 2,
        "status": SCHEDULED,
        "entity_type": within,
        "entity_id": None,
        "entity_metadata": {"location": location} if location else None,
        "image": None,
        "recurrence_rule": None,
    }
    guild.events[int(event["id"])] = event
    guild.interested[int(event["id"])] = []
    tell(world, guild, "GUILD_SCHEDULED_EVENT_CREATE", event)
    return event


def change_event(world: World, guild: Guild, event: Json, **fields: object) -> Json:
    """What is over is kept no longer."""
    fresh = event | fields
    guild.events[int(event["id"])] = fresh
    tell(world, guild, "GUILD_SCHEDULED_EVENT_UPDATE", fresh)
    if fresh["status"] in {COMPLETED, CANCELED}:
        del guild.events[int(event["id"])]
    return fresh


def remove_event(world: World, guild: Guild, event: Json) -> None:
    del guild.events[int(event["id"])]
    tell(world, guild, "GUILD_SCHEDULED_EVENT_DELETE", event)


def interest(world: World, guild: Guild, event: Json, user: int, *, now: bool) -> None:
    users = guild.interested[int(event["id"])]
    if now == (user in users):
        return
    (users.append if now else users.remove)(user)
    what = "GUILD_SCHEDULED_EVENT_USER_ADD" if now else "GUILD_SCHEDULED_EVENT_USER_REMOVE"
    told = {"guild_scheduled_event_id": event["id"], "user_id": str(user), "guild_id": str(guild.id)}
    tell(world, guild, what, told)


def tell(world: World, guild: Guild, event: str, data: Json) -> None:
    world.tell(event, data, guild, Intent.GUILD_SCHEDULED_EVENTS)

"""Scheduled events of a guild and who is interested in them."""

from datetime import datetime

from tests.standin.discord.calls.request import Request
from tests.standin.discord.happenings import ELSEWHERE, change_event, new_event, remove_event
from tests.standin.discord.objects import member_json, user_json
from tests.standin.discord.places import Guild, Json
from tests.standin.discord.refusal import Refusal, unknown, wrong_field
from tests.standin.discord.rights import Right

MOST_EVENTS = 100
YES = {"1", "true", "True"}


def list_events(request: Request) -> list[Json]:
    guild = request.guild()
    return [_told(request, guild, event) for event in guild.events.values()]


def get_event(request: Request) -> Json:
    guild = request.guild()
    return _told(request, guild, _event(request, guild))


def create_event(request: Request) -> Json:
    guild, given = request.guild(Right.CREATE_EVENTS), request.given
    if len(guild.events) >= MOST_EVENTS:
        raise Refusal(400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)")
    place = (given.get("entity_metadata") or {}).get("location")
    if given["entity_type"] == ELSEWHERE and not (place and given.get("scheduled_end_time")):
        raise wrong_field("scheduled_end_time", "BASE_TYPE_REQUIRED", "This field is required")
    if given["entity_type"] != ELSEWHERE and int(given.get("channel_id") or 0) not in guild.channels:
        raise wrong_field("channel_id", "BASE_TYPE_REQUIRED", "This field is required")
    start, end = (given.get(f"scheduled_{which}_time") for which in ("start", "end"))
    return new_event(
        request.world,
        guild,
        request.world.bot.id,
        given["name"],
        datetime.fromisoformat(start),
        datetime.fromisoformat(end) if end else None,
        guild.channels[int(given["channel_id"])] if given["entity_type"] != ELSEWHERE else None,
        place,
        given.get("description"),
    )


def edit_event(request: Request) -> Json:
    """One's own needs no more than the right to make them."""
    guild = request.guild()
    event = _event(request, guild)
    mine = event["creator_id"] == str(request.world.bot.id)
    request.guild(Right.CREATE_EVENTS if mine else Right.MANAGE_EVENTS)
    return change_event(request.world, guild, event, **request.given)


def delete_event(request: Request) -> None:
    guild = request.guild(Right.MANAGE_EVENTS)
    remove_event(request.world, guild, _event(request, guild))


def list_interested(request: Request) -> list[Json]:
    guild = request.guild()
    event, most = _event(request, guild), request.limit(100, 100)
    after, before = int(request.query.get("after", 0)), int(request.query.get("before", 1 << 63))
    users = [user for user in sorted(guild.interested[int(event["id"])]) if after < user < before]
    users = users[-most:] if "before" in request.query and "after" not in request.query else users[:most]
    told = []
    for user in users:
        one: Json = {"guild_scheduled_event_id": event["id"], "user": user_json(request.world.users[user])}
        if request.query.get("with_member") in YES and user in guild.members:
            one["member"] = member_json(guild.members[user])
        told.append(one)
    return told


def _event(request: Request, guild: Guild) -> Json:
    event = guild.events.get(request.number("event"))
    if event is None:
        raise unknown("Guild Scheduled Event")
    return event


def _told(request: Request, guild: Guild, event: Json) -> Json:
    counted = request.query.get("with_user_count") in YES
    return event | ({"user_count": len(guild.interested[int(event["id"])])} if counted else {})

"""Bans: put, lifted, read."""

from datetime import timedelta

from tests.standin.discord import composing
from tests.standin.discord.audit import Entry
from tests.standin.discord.calls.request import Request
from tests.standin.discord.comings import banned, unbanned
from tests.standin.discord.objects import user_json
from tests.standin.discord.places import Guild, Json
from tests.standin.discord.refusal import unknown, wrong_field
from tests.standin.discord.rights import Right

MOST_SECONDS = 604_800


def put_ban(request: Request) -> None:
    """Also of somebody who isn't there."""
    guild = request.guild(Right.BAN_MEMBERS)
    user = request.world.users.get(request.number("user"))
    if user is None:
        raise unknown("User")
    request.check_rank(guild, request.world.member(guild, user.id))
    back = _how_far_back(request)
    banned(request.world, guild, user, request.reason)
    _delete_messages(request, guild, user.id, back)
    request.audit(guild, Entry.BANNED, user.id)


def _how_far_back(request: Request) -> timedelta:
    """The library sends it in the address."""
    seconds = int(request.given.get("delete_message_seconds") or request.query.get("delete_message_seconds") or 0)
    if not 0 <= seconds <= MOST_SECONDS:
        words = f"int value should be less than or equal to {MOST_SECONDS}."
        raise wrong_field("delete_message_seconds", "NUMBER_TYPE_MAX", words)
    return timedelta(seconds=seconds)


def _delete_messages(request: Request, guild: Guild, author: int, back: timedelta) -> None:
    oldest = request.world.snowflake(request.world.now() - back)
    for channel in guild.channels.values():
        for posted in channel.standing:
            if posted.author == author and posted.id > oldest:
                composing.remove(request.world, posted)


def lift_ban(request: Request) -> None:
    guild = request.guild(Right.BAN_MEMBERS)
    user = _banned(request, guild)
    unbanned(request.world, guild, request.world.users[user])
    request.audit(guild, Entry.UNBANNED, user)


def get_ban(request: Request) -> Json:
    guild = request.guild(Right.BAN_MEMBERS)
    return _ban_json(request, guild, _banned(request, guild))


def list_bans(request: Request) -> list[Json]:
    guild, most = request.guild(Right.BAN_MEMBERS), request.limit(1000, 1000)
    after, before = int(request.query.get("after", 0)), int(request.query.get("before", 1 << 63))
    chosen = [user for user in sorted(guild.bans) if after < user < before]
    chosen = chosen[-most:] if "before" in request.query else chosen[:most]
    return [_ban_json(request, guild, user) for user in chosen]


def _banned(request: Request, guild: Guild) -> int:
    user = request.number("user")
    if user not in guild.bans:
        raise unknown("Ban")
    return user


def _ban_json(request: Request, guild: Guild, user: int) -> Json:
    return {"reason": guild.bans[user], "user": user_json(request.world.users[user])}

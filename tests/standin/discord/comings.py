"""Members change, go and are banned, by whomever, and the sessions hear of it."""

from tests.standin.discord.objects import member_json, user_json
from tests.standin.discord.people import Member, User
from tests.standin.discord.places import Guild
from tests.standin.discord.rights import Intent
from tests.standin.discord.world import World


def member_changed(world: World, guild: Guild, member: Member) -> None:
    told = member_json(member) | {"guild_id": str(guild.id)}
    world.tell("GUILD_MEMBER_UPDATE", told, guild, Intent.GUILD_MEMBERS)


def gone(world: World, guild: Guild, user: User) -> None:
    """Left or kicked: the event doesn't say."""
    del guild.members[user.id]
    told = {"guild_id": str(guild.id), "user": user_json(user)}
    world.tell("GUILD_MEMBER_REMOVE", told, guild, Intent.GUILD_MEMBERS)


def banned(world: World, guild: Guild, user: User, reason: str | None) -> None:
    """Also one who isn't there."""
    guild.bans[user.id] = reason
    told = {"guild_id": str(guild.id), "user": user_json(user)}
    world.tell("GUILD_BAN_ADD", told, guild, Intent.GUILD_MODERATION)
    if user.id in guild.members:
        gone(world, guild, user)


def unbanned(world: World, guild: Guild, user: User) -> None:
    del guild.bans[user.id]
    told = {"guild_id": str(guild.id), "user": user_json(user)}
    world.tell("GUILD_BAN_REMOVE", told, guild, Intent.GUILD_MODERATION)

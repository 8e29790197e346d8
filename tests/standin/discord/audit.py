"""The audit log of a guild."""

from enum import IntEnum
from typing import Any

from tests.standin.discord.places import Guild, Json
from tests.standin.discord.rights import Intent, Right, rights_of
from tests.standin.discord.world import World


class Entry(IntEnum):
    """Kinds of entries, as documented."""

    KICKED = 20
    BANNED = 22
    UNBANNED = 23
    MEMBER_CHANGED = 24
    ROLES_CHANGED = 25
    MESSAGE_DELETED = 72
    MESSAGES_DELETED_TOGETHER = 73
    RULE_MADE = 140
    RULE_CHANGED = 141
    RULE_DELETED = 142


def record(
    world: World, guild: Guild, by: int, action: Entry, target: int | None, reason: str | None = None, **options: Any
) -> None:
    """Who did what to whom, told to a bot that may look into the log."""
    entry: Json = {
        "id": str(world.snowflake()),
        "user_id": str(by),
        "target_id": str(target) if target else None,
        "action_type": action,
        "changes": [],
    }
    entry |= {"reason": reason} if reason else {}
    entry |= {"options": {name: str(value) for name, value in options.items()}} if options else {}
    world.audit.append(entry | {"guild_id": str(guild.id)})
    if (seat := guild.members.get(world.bot.id)) and rights_of(guild, seat) & Right.VIEW_AUDIT_LOG:
        told = entry | {"guild_id": str(guild.id)}
        world.tell("GUILD_AUDIT_LOG_ENTRY_CREATE", told, guild, Intent.GUILD_MODERATION)

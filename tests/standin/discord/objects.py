"""What the server knows, as the JSON that it tells."""

from datetime import datetime

from tests.standin.discord.people import Member, User
from tests.standin.discord.places import DM, FORUM, NEWS, TEXT, VOCAL, Channel, Guild, Json, Posted, Role
from tests.standin.discord.rights import Intent, rights_of
from tests.standin.discord.words import readable
from tests.standin.discord.world import World


def iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="microseconds") if at else None


def user_json(user: User) -> Json:
    return {
        "id": str(user.id),
        "username": user.name,
        "global_name": user.display_name,
        "discriminator": "0000" if user.bot else "0",
        "avatar": None,
        "bot": user.bot,
        "public_flags": 0,
    }


def member_json(member: Member, *, with_user: bool = True) -> Json:
    told: Json = {
        "nick": member.nick,
        "avatar": None,
        "roles": [str(role) for role in member.roles],
        "joined_at": iso(member.joined),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": iso(member.muted_until),
    }
    return told | {"user": user_json(member.user)} if with_user else told


def role_json(role: Role) -> Json:
    return {
        "id": str(role.id),
        "name": role.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": role.position,
        "permissions": str(int(role.rights)),
        "managed": role.managed_by is not None,
        "mentionable": False,
        "flags": 0,
        "tags": {"bot_id": str(role.managed_by)} if role.managed_by else {},
    }


def channel_json(world: World, channel: Channel) -> Json:
    if channel.type == DM:
        return _direct_json(world, channel)
    if channel.is_thread:
        return _thread_json(world, channel)
    told: Json = {
        "id": str(channel.id),
        "type": channel.type,
        "guild_id": str(channel.guild),
        "name": channel.name,
        "position": channel.position,
        "parent_id": str(channel.parent) if channel.parent else None,
        "nsfw": False,
        "flags": 0,
        "permission_overwrites": [
            {"id": str(target), "type": rule.kind, "allow": str(int(rule.allow)), "deny": str(int(rule.deny))}
            for target, rule in channel.overwrites.items()
        ],
    }
    return told | _of_its_kind(channel)


def _of_its_kind(channel: Channel) -> Json:
    last = max(channel.messages, default=None)
    if channel.type in VOCAL:
        return {"bitrate": 64000, "user_limit": 0, "rtc_region": None, "last_message_id": str(last) if last else None}
    if channel.type in {TEXT, NEWS}:
        return {
            "topic": channel.topic,
            "last_message_id": str(last) if last else None,
            "rate_limit_per_user": channel.slow_seconds,
        }
    if channel.type == FORUM:
        return {
            "topic": channel.topic,
            "last_message_id": None,
            "rate_limit_per_user": channel.slow_seconds,
            "available_tags": channel.tags,
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
        }
    return {}


def _direct_json(world: World, channel: Channel) -> Json:
    last = max(channel.messages, default=None)
    return {
        "id": str(channel.id),
        "type": DM,
        "last_message_id": str(last) if last else None,
        "flags": 0,
        "recipients": [user_json(world.users[channel.recipient or 0])],
    }


def _thread_json(world: World, thread: Channel) -> Json:
    last = max(thread.messages, default=None)
    standing = len(thread.standing)
    mine = thread.in_thread.get(world.bot.id)
    return {
        "id": str(thread.id),
        "type": thread.type,
        "guild_id": str(thread.guild),
        "parent_id": str(thread.parent),
        "owner_id": str(thread.owner),
        "name": thread.name,
        "last_message_id": str(last) if last else None,
        "message_count": standing,
        "total_message_sent": len(thread.messages),
        "member_count": min(50, len(thread.in_thread)),
        "rate_limit_per_user": thread.slow_seconds,
        "flags": 0,
        "applied_tags": [str(tag) for tag in thread.applied_tags],
        "thread_metadata": {
            "archived": thread.archived,
            "locked": thread.locked,
            "auto_archive_duration": thread.archive_minutes,
            "archive_timestamp": iso(thread.archived_at),
        },
    } | ({"member": thread_member_json(thread, world.bot.id)} if mine else {})


def thread_member_json(thread: Channel, user: int) -> Json:
    return {
        "id": str(thread.id),
        "user_id": str(user),
        "join_timestamp": iso(thread.in_thread[user]),
        "flags": 0,
    }


def guild_json(guild: Guild) -> Json:
    """As GET /guilds tells it: without channels and members."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "owner_id": str(guild.owner),
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "roles": [role_json(role) for role in guild.roles.values()],
        "emojis": [],
        "stickers": [],
        "features": ["COMMUNITY"],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": guild.locale,
        "nsfw_level": 0,
        "max_members": 500_000,
        "max_video_channel_users": 25,
    }


def whole_guild_json(world: World, guild: Guild, *, everybody: bool) -> Json:
    """As GUILD_CREATE tells it. Without presences only the bot and those in voice channels are named."""
    seat = guild.members[world.bot.id]
    named = [m for m in guild.members.values() if everybody or m is seat or m.user.id in guild.voices]
    threads = [c for c in guild.channels.values() if c.is_thread and not c.archived and world.sees(c)]
    return guild_json(guild) | {
        "joined_at": iso(seat.joined),
        "large": len(guild.members) > 250,
        "unavailable": False,
        "member_count": len(guild.members),
        "voice_states": list(guild.voices.values()),
        "members": [member_json(member) for member in named],
        "channels": [channel_json(world, c) for c in guild.channels.values() if not c.is_thread],
        "threads": [channel_json(world, thread) for thread in threads],
        "presences": [],
        "stage_instances": [],
        "soundboard_sounds": [],
        "guild_scheduled_events": list(guild.events.values()),
    }


def readable_json(world: World, posted: Posted) -> Json:
    """As REST tells it: with the words only if they are switched on in the developer portal, or need not be."""
    told = message_json(world, posted)
    private = world.channels[posted.channel].guild is None
    return told if private or world.enabled & Intent.MESSAGE_CONTENT else readable(told, world.bot.id)


def message_json(world: World, posted: Posted) -> Json:
    """With the reactions as they are now."""
    if not posted.reactions:
        return posted.body
    told = [
        {
            "emoji": emoji_json(name),
            "count": len(users),
            "count_details": {"normal": len(users), "burst": 0},
            "me": world.bot.id in users,
            "me_burst": False,
            "burst_colors": [],
        }
        for name, users in posted.reactions.items()
    ]
    return posted.body | {"reactions": told}


def emoji_json(written: str) -> Json:
    """An own one is written `name:id`."""
    name, _, number = written.partition(":")
    return {"id": number or None, "name": name}


def seat_json(guild: Guild, member: Member, channel: Channel) -> Json:
    """A member with its rights there, as interactions tell it."""
    return member_json(member) | {"permissions": str(int(rights_of(guild, member, channel)))}

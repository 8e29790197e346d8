"""Guilds, their channels, roles and audit log, to read; and what the bot may change of a channel."""

from tests.standin.discord.calls.request import Request
from tests.standin.discord.objects import channel_json, guild_json, role_json, user_json
from tests.standin.discord.places import DM, Channel, Json
from tests.standin.discord.rights import Intent, Right


def get_guild(request: Request) -> Json:
    guild = request.guild()
    count = {"approximate_member_count": len(guild.members), "approximate_presence_count": 1}
    return guild_json(guild) | (count if request.query.get("with_counts", "0") in {"1", "true"} else {})


def list_channels(request: Request) -> list[Json]:
    """Without threads."""
    channels = request.guild().channels.values()
    return [channel_json(request.world, channel) for channel in channels if not channel.is_thread]


def list_roles(request: Request) -> list[Json]:
    return [role_json(role) for role in request.guild().roles.values()]


def get_channel(request: Request) -> Json:
    return channel_json(request.world, request.channel())


def edit_channel(request: Request) -> Json:
    """A thread is archived and locked by this too."""
    channel = request.channel()
    if channel.type != DM:
        mine = channel.is_thread and channel.owner == request.world.bot.id and not request.given.get("locked")
        wanted = Right.MANAGE_THREADS if channel.is_thread else Right.MANAGE_CHANNELS
        request.check_rights(channel, *([] if mine else [wanted]))
    change_channel(request, channel)
    return channel_json(request.world, channel)


def change_channel(request: Request, channel: Channel) -> None:
    given = request.given
    channel.name = given.get("name") or channel.name
    channel.topic = given.get("topic", channel.topic)
    channel.slow_seconds = given.get("rate_limit_per_user", channel.slow_seconds) or 0
    channel.locked = given.get("locked", channel.locked)
    if given.get("archived", channel.archived) != channel.archived:
        channel.archived, channel.archived_at = given["archived"], request.world.now()
    event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
    request.world.tell(event, channel_json(request.world, channel), request.world.guild_of(channel), Intent.GUILDS)


def show_typing(request: Request) -> None:
    request.channel(Right.SEND_MESSAGES)


def audit_log(request: Request) -> Json:
    """Newest first."""
    guild, most = request.guild(Right.VIEW_AUDIT_LOG), request.limit(100, 50)
    query, before, after = request.query, int(request.query.get("before", 1 << 63)), int(request.query.get("after", 0))
    entries = [
        entry
        for entry in reversed(request.world.audit)
        if entry["guild_id"] == str(guild.id)
        and after < int(entry["id"]) < before
        and str(entry["action_type"]) == query.get("action_type", str(entry["action_type"]))
        and entry["user_id"] == query.get("user_id", entry["user_id"])
    ]
    people = {entry["user_id"] for entry in entries} | {entry["target_id"] for entry in entries}
    return {
        "audit_log_entries": entries[:most],
        "users": [user_json(user) for user in request.world.users.values() if str(user.id) in people],
        **{name: [] for name in ("webhooks", "integrations", "threads", "application_commands")},
        **{name: [] for name in ("guild_scheduled_events", "auto_moderation_rules")},
    }

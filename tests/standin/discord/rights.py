"""Permissions and intents as bits, and what a member may do in a channel."""

from enum import IntFlag

from tests.standin.discord.people import Member
from tests.standin.discord.places import Channel, Guild


class Right(IntFlag):
    """Permissions; the names are the documentation's."""

    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    CREATE_EVENTS = 1 << 44
    PIN_MESSAGES = 1 << 51


class Intent(IntFlag):
    """What a connection wants to be told of."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_MODERATION = 1 << 2
    GUILD_EXPRESSIONS = 1 << 3
    GUILD_INTEGRATIONS = 1 << 4
    GUILD_WEBHOOKS = 1 << 5
    GUILD_INVITES = 1 << 6
    GUILD_VOICE_STATES = 1 << 7
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    DIRECT_MESSAGE_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15
    GUILD_SCHEDULED_EVENTS = 1 << 16
    AUTO_MODERATION_CONFIGURATION = 1 << 20
    AUTO_MODERATION_EXECUTION = 1 << 21
    GUILD_MESSAGE_POLLS = 1 << 24
    DIRECT_MESSAGE_POLLS = 1 << 25


ALL_INTENTS = sum(Intent)
PRIVILEGED = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT
ALL_RIGHTS = (1 << 53) - 1
EVERYBODYS = (
    Right.CREATE_INSTANT_INVITE
    | Right.ADD_REACTIONS
    | Right.VIEW_CHANNEL
    | Right.SEND_MESSAGES
    | Right.EMBED_LINKS
    | Right.ATTACH_FILES
    | Right.READ_MESSAGE_HISTORY
    | Right.CONNECT
    | Right.SPEAK
    | Right.CHANGE_NICKNAME
    | Right.USE_APPLICATION_COMMANDS
    | Right.CREATE_PUBLIC_THREADS
    | Right.SEND_MESSAGES_IN_THREADS
)
"""What @everyone has in a new guild."""
USUAL_RIGHTS = (
    EVERYBODYS
    | Right.KICK_MEMBERS
    | Right.BAN_MEMBERS
    | Right.MANAGE_GUILD
    | Right.MANAGE_MESSAGES
    | Right.MANAGE_THREADS
    | Right.MODERATE_MEMBERS
    | Right.VIEW_AUDIT_LOG
)
"""What a guild that wants moderation gives the bot."""
IN_TIME_OUT = Right.VIEW_CHANNEL | Right.READ_MESSAGE_HISTORY


def rights_of(guild: Guild, member: Member, channel: Channel | None = None) -> int:
    """In the guild, or in one channel of it; a thread has those of its parent."""
    if guild.owner == member.user.id:
        return ALL_RIGHTS
    held = guild.roles[guild.id].rights
    for role in member.roles:
        held |= guild.roles[role].rights
    if held & Right.ADMINISTRATOR:
        return ALL_RIGHTS
    if channel is not None:
        held = _with_overwrites(held, guild, member, guild.channels[channel.parent] if channel.is_thread else channel)
    return held & IN_TIME_OUT if member.muted else held


def _with_overwrites(held: int, guild: Guild, member: Member, channel: Channel) -> int:
    """Those for everyone, then those of the roles together, then the member's own."""
    allow = deny = 0
    for role in member.roles:
        if role in channel.overwrites:
            allow |= channel.overwrites[role].allow
            deny |= channel.overwrites[role].deny
    if guild.id in channel.overwrites:
        first = channel.overwrites[guild.id]
        held = (held & ~first.deny) | first.allow
    held = (held & ~deny) | allow
    if member.user.id in channel.overwrites:
        last = channel.overwrites[member.user.id]
        held = (held & ~last.deny) | last.allow
    return held


def rank(guild: Guild, member: Member) -> float:
    """The position of the highest role; the owner stands above all."""
    if guild.owner == member.user.id:
        return float("inf")
    return max((guild.roles[role].position for role in member.roles), default=0)

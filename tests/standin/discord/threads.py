"""Threads come and change, by whomever, and the sessions hear of it."""

from tests.standin.discord import composing
from tests.standin.discord.objects import channel_json
from tests.standin.discord.people import User
from tests.standin.discord.places import FORUM, NEWS, NEWS_THREAD, THREAD, Channel, Posted
from tests.standin.discord.rights import Intent
from tests.standin.discord.world import World

STARTER, CREATED = 21, 18
"""Kinds of system messages."""
HAS_THREAD = 1 << 5


def open_thread(
    world: World,
    parent: Channel,
    owner: User,
    name: str,
    *,
    on: Posted | None = None,
    kind: int | None = None,
    tags: list[int] | None = None,
    minutes: int = 4320,
) -> Channel:
    """One opened on a message has its id; in the parent another one tells that it was opened otherwise."""
    guild = world.guilds[parent.guild or 0]
    usual = NEWS_THREAD if parent.type == NEWS else THREAD
    thread = Channel(id=on.id if on else world.snowflake(), type=kind or usual, name=name, guild=guild.id)
    thread.parent, thread.owner, thread.archive_minutes = parent.id, owner.id, minutes
    thread.applied_tags, thread.archived_at = tags or [], world.now()
    thread.in_thread[owner.id] = world.now()
    world.channels[thread.id] = guild.channels[thread.id] = thread
    told = channel_json(world, thread) | {"newly_created": True}
    world.tell("THREAD_CREATE", told, guild, Intent.GUILDS, thread)
    _tell_in_parent(world, parent, thread, owner, on)
    return thread


def _tell_in_parent(world: World, parent: Channel, thread: Channel, owner: User, on: Posted | None) -> None:
    if on is not None:
        fields = {"flags": on.body["flags"] | HAS_THREAD, "thread": channel_json(world, thread)}
        composing.change(world, on, **fields)
    elif parent.type != FORUM:
        reference = {"channel_id": str(thread.id), "guild_id": str(parent.guild)}
        body = composing.compose(world, parent, owner, thread.name, type=CREATED, message_reference=reference)
        composing.keep(world, parent, body, owner.id)


def revive(world: World, channel: Channel) -> None:
    """Whoever writes in an archived thread opens it again."""
    if channel.archived:
        channel.archived, channel.archived_at = False, world.now()
        thread_changed(world, channel)


def enter(world: World, thread: Channel, user: User) -> None:
    if user.id not in thread.in_thread:
        thread.in_thread[user.id] = world.now()
        thread_changed(world, thread)


def thread_changed(world: World, thread: Channel) -> None:
    world.tell("THREAD_UPDATE", channel_json(world, thread), world.guild_of(thread), Intent.GUILDS, thread)

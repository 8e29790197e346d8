"""A guild's calendar in our words: events that members put there, who is interested, and who was seen there. No I/O."""

from collections.abc import Iterator
from datetime import datetime

import discord

from adapters.discord.translate import person
from chat.events import CommandGiven, Gathered, Gathering

_OVER = (discord.EventStatus.cancelled,)


def announced(event: discord.ScheduledEvent) -> CommandGiven | None:
    """Return what somebody put into a guild's calendar as the command that announces it."""
    host = event.creator or (event.guild.get_member(event.creator_id or 0) if event.guild else None)
    if host is None or host.bot or event.guild is None:
        return None
    where = event.location or (event.channel.name if event.channel is not None else "")
    words = (" ".join(part.replace("|", "/").split()) for part in (event.name, event.start_time.isoformat(), where))
    known = event.guild.get_member(host.id) or host
    return CommandGiven(
        at=discord.utils.snowflake_time(event.id),
        chat=str(event.guild.id),
        message_id=str(event.id),
        member=person(known),
        name="event",
        argument=" | ".join(words),
    )


def interested(
    event: discord.ScheduledEvent, user: discord.abc.User, at: datetime, *, coming: bool
) -> Iterator[Gathered]:
    """Say that somebody is interested, or not any more."""
    yield from _told(event, user, at, Gathering.COMING if coming else Gathering.NOT_COMING)


def came(member: discord.Member, channel: object, at: datetime) -> Iterator[Gathered]:
    """Say that a member came to where an event takes place; whether it is on is for the ledger to know."""
    for event in member.guild.scheduled_events:
        if event.channel is not None and event.channel == channel:
            yield from _told(event, member, at, Gathering.HERE)


def changed(event: discord.ScheduledEvent, at: datetime) -> Iterator[Gathered]:
    """Say who is there already when an event begins, or that it is called off."""
    if event.status in _OVER:
        yield from called_off(event, at)
    elif event.status is discord.EventStatus.active and event.channel is not None:
        for member in event.channel.members:
            yield from _told(event, member, at, Gathering.HERE)


def called_off(event: discord.ScheduledEvent, at: datetime) -> Iterator[Gathered]:
    """Say that an event is called off."""
    host = event.creator or (event.guild.get_member(event.creator_id or 0) if event.guild else None)
    if host is not None:
        yield from _told(event, host, at, Gathering.CALLED_OFF)


def _told(event: discord.ScheduledEvent, user: discord.abc.User, at: datetime, what: Gathering) -> Iterator[Gathered]:
    if not user.bot:
        member = event.guild.get_member(user.id) if event.guild is not None else None
        who = person(member or user)
        yield Gathered(at=at, chat=str(event.guild_id), occasion=str(event.id), member=who, what=what)

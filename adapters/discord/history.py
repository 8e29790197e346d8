"""What was said in a guild while nobody listened: each channel's history, in the order in which it was posted."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from typing import Final

import discord

AT_ONCE: Final = 5
"""Channels that are read at the same time."""
ARCHIVES_AFTER: Final = timedelta(hours=1)
"""No thread is archived by itself sooner."""
Readable = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread


async def since(guild: discord.Guild, after: datetime, at: datetime) -> list[discord.Message]:
    """Return what was posted after an instant wherever the bot may read, oldest first."""
    channels = [channel async for channel in _channels(guild, after, at)]
    gate = asyncio.Semaphore(AT_ONCE)
    found = await asyncio.gather(*(_of(channel, after, gate) for channel in channels))
    return sorted((message for some in found for message in some), key=lambda message: message.id)


async def _of(channel: Readable, after: datetime, gate: asyncio.Semaphore) -> list[discord.Message]:
    async with gate:
        try:
            return [message async for message in channel.history(limit=None, after=after, oldest_first=True)]
        except (discord.Forbidden, discord.NotFound):
            return []


async def _channels(guild: discord.Guild, after: datetime, at: datetime) -> AsyncIterator[Readable]:
    """Yield where something was posted since; threads that were archived meanwhile too."""
    for channel in (*guild.channels, *guild.threads):
        if isinstance(channel, Readable) and _may_read(channel) and _has_news(channel, after):
            yield channel
    if at - after > ARCHIVES_AFTER:
        for parent in _parents(guild):
            async for thread in _archived(parent, after):
                yield thread


def _may_read(channel: Readable) -> bool:
    if isinstance(channel, discord.Thread) and channel.parent is None:  # of a channel that the bot doesn't see
        return False
    rights = channel.permissions_for(channel.guild.me)
    return rights.view_channel and rights.read_message_history


def _has_news(channel: Readable, after: datetime) -> bool:
    last = channel.last_message_id
    return last is not None and discord.utils.snowflake_time(last) > after


def _parents(guild: discord.Guild) -> Iterator[discord.TextChannel | discord.ForumChannel]:
    for channel in guild.channels:
        if isinstance(channel, discord.TextChannel | discord.ForumChannel):
            rights = channel.permissions_for(guild.me)
            if rights.view_channel and rights.read_message_history:
                yield channel


async def _archived(
    parent: discord.TextChannel | discord.ForumChannel, after: datetime
) -> AsyncIterator[discord.Thread]:
    try:
        async for thread in parent.archived_threads(limit=None):
            if thread.archive_timestamp < after:
                return
            yield thread
    except (discord.Forbidden, discord.NotFound):
        return

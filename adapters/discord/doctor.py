"""What stands between a bot and its work on Discord: asked of Discord itself, each finding with what to press."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp
import discord
from discord.http import Route

from adapters.discord.entering import PRIVILEGED, look
from adapters.discord.errors import ours
from adapters.findings import Finding, Watched

CLOCKS_APART: Final = timedelta(seconds=30)
_NEEDED: Final = {
    "view_channel": "View Channels",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
_TO_ENFORCE: Final = {
    "manage_messages": "Manage Messages",
    "moderate_members": "Timeout Members",
    "kick_members": "Kick Members",
    "ban_members": "Ban Members",
}
_ROLE: Final = "Server Settings, Roles, the bot's role"


async def examine(
    token: str, groups: Iterable[Watched], wants: frozenset[str], now: datetime
) -> AsyncIterator[Finding]:
    """Yield findings: the bot itself first, then each group."""
    try:
        entered = await look(token, wants)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        mend = "copy the token from the developer portal, under Bot, and set POTLUCK_DISCORD_TOKEN"
        yield Finding("Discord token", str(ours(error)), mend)
        return
    yield Finding("Discord token", f"it is {entered.name}'s")
    for intent in sorted(wants):
        yield _intent(PRIVILEGED[intent], missing=intent in entered.missing)
    yield await _clock(now)
    client = discord.Client(intents=discord.Intents.none())
    try:
        await client.login(token)
        for group in groups:
            async for finding in _group(client, group):
                yield finding
    finally:
        await client.close()


def _intent(name: str, *, missing: bool) -> Finding:
    if not missing:
        return Finding(name, "on")
    return Finding(name, "off, and the policy needs it", f"in the developer portal, under Bot, switch on “{name}”")


async def _clock(now: datetime) -> Finding:
    try:
        async with aiohttp.ClientSession() as session, session.get(f"{Route.BASE}/gateway") as answer:
            apart = abs(parsedate_to_datetime(answer.headers["date"]) - now)
    except (aiohttp.ClientError, OSError, KeyError, ValueError):
        return Finding("clock", "Discord's could not be asked")
    if apart > CLOCKS_APART:
        mend = "let the machine keep time: timedatectl set-ntp true"
        return Finding("clock", f"this machine's is {int(apart.total_seconds())} seconds off", mend)
    return Finding("clock", "right")


async def _group(client: discord.Client, group: Watched) -> AsyncIterator[Finding]:
    about = f"group {group.name}"
    if group.chat is None or not group.chat.isdecimal():
        yield Finding(about, "the policy names no server", "write `chat:` with the server's id under the group's name")
        return
    try:
        guild = await client.fetch_guild(int(group.chat), with_counts=False)
        me = await guild.fetch_member(client.user.id if client.user else 0)
        channels = await guild.fetch_channels()
    except discord.HTTPException as error:
        yield Finding(about, f"out of reach: {error}", f"invite the bot to the server, or correct `chat: {group.chat}`")
        return
    yield _rights(about, guild, me, enforces=group.enforces)
    yield _admins_chat(about, group, channels)
    known = {str(one.id) for one in channels} | {one.name for one in channels}
    for place in group.places:
        if place not in known:
            mend = "correct it under `places:`, by the channel's name or id; or let the bot see the channel"
            yield Finding(f"{about}, place {place}", "no such channel", mend)


def _rights(about: str, guild: discord.Guild, me: discord.Member, *, enforces: bool) -> Finding:
    needed = _NEEDED | (_TO_ENFORCE if enforces else {})
    held = me.guild_permissions
    missing = [shown for name, shown in needed.items() if not getattr(held, name) and not held.administrator]
    if missing:
        named = ", ".join(missing)
        return Finding(about, f"“{guild.name}”: the bot lacks {named}", f"in {_ROLE}, Permissions, switch on {named}")
    if enforces and me.top_role.is_default():
        mend = "in Server Settings, Roles, pull the bot's role above those of the members it is to restrict"
        return Finding(about, f"“{guild.name}”: the bot has no role of its own", mend)
    return Finding(about, f"“{guild.name}”: the rights it needs")


def _admins_chat(about: str, group: Watched, channels: Iterable[discord.abc.GuildChannel]) -> Finding:
    named = f"{about}, admins' channel"
    if group.admins_chat is None:
        mend = "write `admins_chat:` with the id of a channel that the admins and the bot see"
        return Finding(named, "none: nobody sees cards, appeals and alerts", mend)
    found = next((one for one in channels if str(one.id) == group.admins_chat), None)
    if found is None:
        mend = "let the bot see it, or correct `admins_chat:`"
        return Finding(named, f"no channel {group.admins_chat} in this server", mend)
    return Finding(named, f"#{found.name}")

"""Threads that the bot opens, enters and finds."""

from dataclasses import replace
from datetime import datetime

from tests.standin.discord import composing, threads
from tests.standin.discord.calls import messages
from tests.standin.discord.calls.request import Request
from tests.standin.discord.objects import channel_json, message_json, thread_member_json
from tests.standin.discord.places import FORUM, PRIVATE_THREAD, Channel, Json
from tests.standin.discord.refusal import Refusal, unknown, wrong_field
from tests.standin.discord.rights import Right


def on_message(request: Request) -> Json:
    channel = request.channel(Right.CREATE_PUBLIC_THREADS)
    posted = request.posted(channel)
    if posted.id in request.world.channels:
        raise Refusal(400, 160004, "A thread has already been created for this message")
    minutes = request.given.get("auto_archive_duration") or 4320
    name = request.given["name"]
    return channel_json(
        request.world, threads.open_thread(request.world, channel, request.world.bot, name, on=posted, minutes=minutes)
    )


def without_message(request: Request) -> Json:
    """In a forum it begins with a message."""
    channel = request.channel()
    if channel.type == FORUM:
        return _in_forum(request, channel)
    private = request.given.get("type", PRIVATE_THREAD) == PRIVATE_THREAD
    request.check_rights(channel, Right.CREATE_PRIVATE_THREADS if private else Right.CREATE_PUBLIC_THREADS)
    minutes = request.given.get("auto_archive_duration") or 4320
    kind = PRIVATE_THREAD if private else None
    bot = request.world.bot
    thread = threads.open_thread(request.world, channel, bot, request.given["name"], kind=kind, minutes=minutes)
    return channel_json(request.world, thread)


def _in_forum(request: Request, forum: Channel) -> Json:
    request.check_rights(forum, Right.SEND_MESSAGES)
    if not request.given.get("message"):
        raise wrong_field("message", "BASE_TYPE_REQUIRED", "This field is required")
    tags = [int(tag) for tag in request.given.get("applied_tags") or ()]
    within = replace(request, given=request.given["message"])
    messages.check_something_said(within)
    bot = request.world.bot
    thread = threads.open_thread(request.world, forum, bot, request.given["name"], tags=tags)
    first = messages.said_by_bot(within, thread) | {"id": str(thread.id)}
    posted = composing.keep(request.world, thread, first, bot.id)
    return channel_json(request.world, thread) | {"message": message_json(request.world, posted)}


def enter(request: Request) -> None:
    thread = _thread(request)
    threads.enter(request.world, thread, request.world.bot)


def leave(request: Request) -> None:
    _thread(request).in_thread.pop(request.world.bot.id, None)


def list_thread_members(request: Request) -> list[Json]:
    thread = _thread(request)
    return [thread_member_json(thread, user) for user in thread.in_thread]


def list_active(request: Request) -> Json:
    """Of a guild; newest first."""
    guild = request.guild()
    found = [c for c in guild.channels.values() if c.is_thread and not c.archived and request.world.sees(c)]
    return _listed(request, sorted(found, key=lambda thread: -thread.id), more=None)


def list_archived(request: Request) -> Json:
    """Public ones of a channel, the last archived first."""
    channel, most = request.channel(Right.READ_MESSAGE_HISTORY), request.limit(100, 50)
    guild = request.world.guilds[channel.guild or 0]
    found = [c for c in guild.channels.values() if c.parent == channel.id and c.archived and c.type != PRIVATE_THREAD]
    found.sort(key=lambda thread: thread.archived_at or request.world.now(), reverse=True)
    if "before" in request.query:
        before = datetime.fromisoformat(request.query["before"])
        found = [thread for thread in found if thread.archived_at and thread.archived_at < before]
    return _listed(request, found[:most], more=len(found) > most)


def _listed(request: Request, found: list[Channel], *, more: bool | None) -> Json:
    mine = [thread_member_json(t, request.world.bot.id) for t in found if request.world.bot.id in t.in_thread]
    told: Json = {"threads": [channel_json(request.world, thread) for thread in found], "members": mine}
    return told if more is None else told | {"has_more": more}


def _thread(request: Request) -> Channel:
    channel = request.channel()
    if not channel.is_thread:
        raise unknown("Channel")
    return channel

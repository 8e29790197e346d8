"""What stands between a bot and its work on Telegram: asked of Telegram itself, each finding with what to press."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import httpx
from telegram import Bot, ChatMember, ChatMemberAdministrator, ChatMemberOwner
from telegram.error import ChatMigrated, TelegramError

from adapters.findings import Finding, Watched
from adapters.telegram.errors import ours

CLOCKS_APART: Final = timedelta(seconds=30)


async def examine(
    bot: Bot, api: str, groups: Iterable[Watched], now: datetime, *, webhook: bool = False
) -> AsyncIterator[Finding]:
    """Yield findings: the bot itself first, then each group."""
    try:
        me = await bot.get_me()
    except TelegramError as error:
        mend = "ask @BotFather for the token and set POTLUCK_TELEGRAM_TOKEN"
        yield Finding("token", str(ours(error)), mend)
        return
    yield Finding("token", f"it is @{me.username}'s")
    if not me.can_read_all_group_messages:
        yield Finding("privacy mode", "on: only as an admin does the bot see every message", None)
    yield await _updates(bot, webhook=webhook)
    yield await _clock(api, now)
    for group in groups:
        async for finding in _group(bot, group, me.id):
            yield finding


async def _updates(bot: Bot, *, webhook: bool) -> Finding:
    info = await bot.get_webhook_info()
    if info.url and not webhook:
        return Finding(
            "updates",
            f"a webhook is set ({info.url}), so long polling gets nothing",
            "run with --webhook, or press it away: call deleteWebhook once",
        )
    trouble = f"; the last error: {info.last_error_message}" if info.last_error_message else ""
    return Finding("updates", ("a webhook" if info.url else "long polling") + trouble)


async def _clock(api: str, now: datetime) -> Finding:
    try:
        async with httpx.AsyncClient(timeout=10) as client:
            answer = await client.head(api)
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (httpx.HTTPError, KeyError, ValueError):
        return Finding("clock", "Telegram's could not be asked")
    apart = abs(theirs - now)
    if apart > CLOCKS_APART:
        seconds = int(apart.total_seconds())
        return Finding(
            "clock", f"this machine's is {seconds} seconds off", "let the machine keep time: timedatectl set-ntp true"
        )
    return Finding("clock", "right")


async def _group(bot: Bot, group: Watched, me: int) -> AsyncIterator[Finding]:
    about = f"group {group.name}"
    if group.chat is None:
        yield Finding(about, "the policy names no chat", "write `chat: -100…` under the group's name")
        return
    try:
        chat = await bot.get_chat(group.chat)
        member = await bot.get_chat_member(group.chat, me)
    except ChatMigrated as moved:
        yield Finding(about, f"its id is {moved.new_chat_id} now", f"write `chat: {moved.new_chat_id}` in the policy")
        return
    except TelegramError as error:
        yield Finding(about, f"out of reach: {error}", f"add the bot to the group, or correct `chat: {group.chat}`")
        return
    yield _rights(about, chat.title or group.name, member)
    yield await _admins_chat(bot, group, about)


def _rights(about: str, title: str, member: ChatMember) -> Finding:
    if isinstance(member, ChatMemberOwner):
        return Finding(about, f"“{title}”: all rights")
    if not isinstance(member, ChatMemberAdministrator):
        return Finding(
            about,
            f"“{title}”: the bot is no admin",
            "in the group: its name, Administrators, Add Administrator, the bot, with Delete messages and Ban users",
        )
    missing = [
        name
        for name, held in (("Delete messages", member.can_delete_messages), ("Ban users", member.can_restrict_members))
        if not held
    ]
    if missing:
        return Finding(
            about,
            f"“{title}”: the bot lacks {' and '.join(missing)}",
            f"in the group: its name, Administrators, the bot, switch on {' and '.join(missing)}",
        )
    return Finding(about, f"“{title}”: admin with the rights it needs")


async def _admins_chat(bot: Bot, group: Watched, about: str) -> Finding:
    if group.admins_chat is None:
        return Finding(
            f"{about}, admins' chat",
            "none: nobody sees cards, appeals and alerts",
            "write `admins_chat:` with the id of a group of the admins and the bot",
        )
    try:
        chat = await bot.get_chat(group.admins_chat)
    except TelegramError as error:
        return Finding(
            f"{about}, admins' chat", f"out of reach: {error}", "add the bot to it, or correct `admins_chat:`"
        )
    return Finding(f"{about}, admins' chat", f"“{chat.title or chat.id}”")

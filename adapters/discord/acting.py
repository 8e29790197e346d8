"""Doing something on Discord: deleting, timing out, kicking, banning; each with its reason in the audit log."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

import discord

from adapters.discord.listening import Listener
from chat.actions import BanMember, KickMember, LiftBan, MuteMember, RemoveMessages
from chat.errors import Gone

BULK_REACHES: Final = timedelta(days=14) - timedelta(minutes=10)
LONGEST_TIME_OUT: Final = timedelta(days=28)
RENEWED_BEFORE: Final = timedelta(hours=1)
_MOST: Final = 100
_REASON: Final = 512


class Acting:
    """The bot's hands."""

    def __init__(self, client: Listener, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock

    async def remove(self, action: RemoveMessages) -> None:
        """Take messages down, in bulk where Discord lets us."""
        told = dict(action.places)
        ids = [(self._where(one, told.get(one)), int(one)) for one in action.message_ids]
        ours = self._client.memory.ours
        ours.update(message for _, message in ids)
        try:
            for place, some in groupby(sorted(ids), key=lambda pair: pair[0]):
                await self._remove_in(place, [message for _, message in some], action)
        except BaseException:
            ours.difference_update(message for _, message in ids)
            raise

    def _where(self, message: str, told: str | None) -> int:
        known = self._client.memory.places.get(int(message))
        return known or int(told or 0)

    async def _remove_in(self, place: int, messages: list[int], action: RemoveMessages) -> None:
        oldest = self._clock() - BULK_REACHES
        young: list[str | int] = [one for one in messages if discord.utils.snowflake_time(int(one)) > oldest]
        single = [one for one in messages if one not in young]
        for start in range(0, len(young), _MOST):
            some = young[start : start + _MOST]
            if len(some) == 1:
                single.append(int(some[0]))
            else:
                reason = action.reason[:_REASON]
                await self._client.http.delete_messages(place, some, reason=reason)
        for one in single:
            await self._remove_one(place, one, action)

    async def _remove_one(self, place: int, message: int, action: RemoveMessages) -> None:
        """Take one down. Where only its thread's parent is known, it is looked for in the threads."""
        async for where in self._candidates(place, action.chat, message):
            try:
                await self._client.http.delete_message(where, message, reason=action.reason[:_REASON])
            except discord.NotFound:
                continue
            return
        self._client.memory.ours.discard(message)

    async def _candidates(self, place: int, chat: str, message: int) -> AsyncIterator[int]:
        """Yield where it may stand. Discord is asked: what the client remembers of threads may be behind."""
        yield place
        if message not in self._client.memory.places:
            active = await self._client.http.get_active_threads(int(chat))
            for thread in active["threads"]:
                if int(thread["parent_id"]) == place:
                    yield int(thread["id"])

    async def mute(self, action: MuteMember) -> timedelta | None:
        """Stop a member from writing, and return after what time to go on with it, where Discord ends it too early."""
        at = self._clock()
        if action.until is not None and action.until <= at:
            return None
        if action.renews and not await self._is_muted(action, at):
            return None
        latest = at + LONGEST_TIME_OUT
        until = latest if action.until is None else min(action.until, latest)
        await self._client.http.edit_member(
            int(action.chat),
            int(action.member),
            communication_disabled_until=until.isoformat(),
            reason=action.reason[:_REASON],
        )
        return LONGEST_TIME_OUT - RENEWED_BEFORE if until is latest else None

    async def _is_muted(self, action: MuteMember, at: datetime) -> bool:
        found = await self._client.http.get_member(int(action.chat), int(action.member))
        until = discord.utils.parse_time(found.get("communication_disabled_until"))
        return until is not None and until > at

    async def kick(self, action: KickMember) -> None:
        """Put a member out."""
        await self._client.http.kick(int(action.member), int(action.chat), reason=action.reason[:_REASON])

    async def ban(self, action: BanMember) -> timedelta | None:
        """Put a member out for good, and return after what time to let them in again."""
        if action.until is not None and action.until <= self._clock():
            return None
        reason = action.reason[:_REASON]
        await self._client.http.ban(int(action.member), int(action.chat), delete_message_seconds=0, reason=reason)
        return None if action.until is None else max(timedelta(0), action.until - self._clock())

    async def lift(self, action: LiftBan) -> None:
        """Let a member in again. Raises Gone where an admin did so before."""
        try:
            await self._client.http.unban(int(action.member), int(action.chat), reason=action.reason[:_REASON])
        except discord.NotFound as error:
            raise Gone(str(error)) from error

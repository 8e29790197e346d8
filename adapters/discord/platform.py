"""Discord, live: what comes in as events, and our actions as calls of its API. No decision is made here."""

import asyncio
import contextlib
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import aiohttp
import discord

from adapters.discord import commands, translate
from adapters.discord.acting import Acting
from adapters.discord.arriving import Arriving
from adapters.discord.entering import enter
from adapters.discord.errors import Uncertain, ours
from adapters.discord.listening import Listener
from adapters.discord.marks import Marks
from adapters.discord.render import escaped
from adapters.discord.speaking import Speaking
from chat.actions import (
    Action,
    AskAdmins,
    AskPeer,
    AskWelcomer,
    BanMember,
    DecideByDefault,
    EditCard,
    EditSummary,
    KickMember,
    LiftBan,
    MuteMember,
    NudgeMember,
    Posted,
    PostSummary,
    PostToGroup,
    RemoveMessages,
    TellAdmins,
    TellMember,
)
from chat.arrivals import Arrival
from chat.errors import Forbidden, Gone, PlatformError, Retryable
from chat.posts import Post, Run, Section

_PUBLIC_EVERY: Final = timedelta(minutes=10)
_PUBLIC_FOR: Final = timedelta(minutes=1)
_AGAIN: Final = timedelta(seconds=5)
_SAYS: Final = (TellMember, NudgeMember, AskAdmins, TellAdmins, PostSummary, PostToGroup)
Names = Mapping[str, Mapping[str, str]]


class Later(Protocol):
    """What the service makes a follow-up of."""

    def __call__(self, action: Action, after: timedelta) -> Any:
        """Return it."""
        ...


class Discord:
    """One bot on Discord."""

    name = "discord"
    numbered = False

    def __init__(
        self,
        token: str,
        *,
        wants: frozenset[str],
        marks: Marks,
        names: Names,
        clock: Callable[[], datetime],
        later: Later,
        mark: Callable[[str, str], str],
    ) -> None:
        """Make the bot; `open` speaks to Discord first.

        `wants` are the intents' names, `names` the commands' in other languages, `mark` puts a guild's id on a
        button's data.
        """
        self._token = token
        self._wants = wants
        self._marks = marks
        self._names = names
        self._clock = clock
        self._later = later
        self._mark = mark
        self._arriving = Arriving(marks, clock)
        self._said_in_public: dict[str, datetime] = {}
        self._gateway: asyncio.Task[None] | None = None
        self.missing: frozenset[str] = frozenset()

    async def open(self) -> None:
        """Log in, and begin to listen. Raises Forbidden for a wrong token, or without the content of messages."""
        try:
            entered = await enter(self._token, self._wants)
            self.missing = entered.missing
            self._client = Listener(intents=entered.intents, clock=self._clock, gate=self._arriving)
            self._speaking = Speaking(self._client, self._marks, self._mark)
            self._acting = Acting(self._client, self._clock)
            await self._client.login(self._token)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            raise ours(error) from error
        self._gateway = asyncio.create_task(self._stay_connected(), name="gateway")

    async def _stay_connected(self) -> None:
        """Keep the connection; the library mends what breaks after the first time."""
        while not self._client.is_closed():
            try:
                await self._client.connect()
            except (discord.GatewayNotFound, aiohttp.ClientError, OSError):
                await asyncio.sleep(_AGAIN.total_seconds())

    async def close(self) -> None:
        """Let go of connections."""
        await self._arriving.close()
        if self._gateway is not None:
            self._gateway.cancel()
        self._client.pending.close()
        with contextlib.suppress(aiohttp.ClientError, OSError):
            await self._client.close()

    # What comes in.

    async def arrivals(self) -> Sequence[Arrival]:
        """Wait for what comes next; asking again acknowledges it."""
        assert self._gateway is not None  # noqa: S101 - opened before
        taking = asyncio.create_task(self._arriving.take())
        try:
            await asyncio.wait({taking, self._gateway}, return_when=asyncio.FIRST_COMPLETED)
            if not taking.done():
                raise _why(self._gateway)
        finally:
            taking.cancel()
        return taking.result()

    async def admins(self, chat: str) -> Mapping[str, str]:
        """Return who may decide in a guild, with the highest role of each."""
        guild = self._client.get_guild(int(chat)) if chat.isdecimal() else None
        members = guild.members if guild is not None else []
        cached = {str(one.id): one.top_role.name for one in members if not one.bot and translate.may_decide(one)}
        return cached | self._client.memory.admins.get(chat, {})

    async def announce(self, menus: Mapping[str, tuple[commands.Menu, commands.Menu]]) -> None:
        """Register the commands, in every language at once."""
        made: Any = commands.payloads(menus, self._names)
        await self._call(self._client.http.bulk_upsert_global_commands(self._client.application_id or 0, made))

    async def current_id(self, chat: str) -> str:
        """Return the guild's id, which never changes. Raises Gone where the bot is not in it."""
        await self._call(self._client.http.get_guild(int(chat), with_counts=False))
        return chat

    async def answer_press(self, press_id: str, words: str, outcome: str | None) -> None:
        """Answer a button, and show the outcome on its card, without buttons."""
        interaction = await self._client.pending.find(press_id)
        if interaction is None:
            return
        self._client.pending.answered(press_id)
        if outcome is not None and interaction.message is not None:
            shown = f"{interaction.message.content}\n\n**{escaped(outcome)}**"
            await self._call(interaction.edit_original_response(content=shown[-2_000:], view=None))
        if words:
            await self._call(interaction.followup.send(words[:2_000], ephemeral=True))

    # What is done.

    def free_at(self, action: Action, admins_chat: str | None, key: str, at: datetime) -> datetime:
        """Return now: the library keeps to Discord's limits by itself, call by call."""
        del action, admins_chat, key
        return at

    async def perform(self, action: Action, admins_chat: str | None) -> Any:
        """Carry an action out. Raises PlatformError."""
        try:
            return await self._perform(action, admins_chat)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            known = ours(error)
            if isinstance(known, Uncertain) and not isinstance(action, _SAYS):
                raise Retryable(str(known), after=timedelta(seconds=1)) from error
            raise known from error

    async def _perform(self, action: Action, admins_chat: str | None) -> Any:
        match action:
            case RemoveMessages():
                await self._acting.remove(action)
            case MuteMember():
                return self._again(action, await self._acting.mute(action))
            case KickMember():
                await self._acting.kick(action)
            case BanMember():
                after = await self._acting.ban(action)
                lift = LiftBan(chat=action.chat, member=action.member, reason=f"its time is over: {action.reason}")
                return None if after is None else self._later(lift, after)
            case LiftBan():
                await self._acting.lift(action)
            case DecideByDefault() | AskWelcomer() | AskPeer():
                raise AssertionError("decided before it comes here")
            case _:
                return await self._say(action, admins_chat)
        return None

    def _again(self, action: MuteMember, after: timedelta | None) -> Any:
        if after is None:
            return None
        more = MuteMember(chat=action.chat, member=action.member, until=action.until, reason=action.reason, renews=True)
        return self._later(more, after)

    async def _say(self, action: Action, admins_chat: str | None) -> Any:
        speaking = self._speaking
        match action:
            case TellMember():
                return await self._tell(action)
            case NudgeMember():
                await speaking.directly(action.member, action.words, chat=action.chat)
            case AskAdmins():
                card = await speaking.post(speaking.channel(_there(admins_chat)), action.card, chat=action.chat)
                return _posted(card)
            case TellAdmins():
                await speaking.post(speaking.channel(_there(admins_chat)), action.note, chat=action.chat)
            case PostSummary():
                return await self._post_summary(action)
            case PostToGroup():
                where = await speaking.place(action.chat, action.place)
                await speaking.post(where, action.words, chat=action.chat)
            case EditSummary():
                await speaking.edit(action.message_id, action.summary, chat=action.chat, rich=True)
            case EditCard():
                await speaking.edit(action.message_id, action.card, chat=action.chat)
            case _:
                raise AssertionError("not said")
        return None

    async def _post_summary(self, action: PostSummary) -> Posted:
        where = await self._speaking.place(action.chat, action.place)
        nonce = hashlib.blake2b(f"{action.chat} {action.period}".encode(), digest_size=12).hexdigest()
        sent = await self._speaking.post(where, action.summary, chat=action.chat, nonce=nonce, rich=True)
        return _posted(sent)

    async def _tell(self, action: TellMember) -> Any:
        """Say it where it was asked; else directly; else, rarely, that there is something to hear."""
        if (interaction := await self._client.pending.find(action.about)) is not None:
            with contextlib.suppress(discord.NotFound):
                self._client.pending.answered(action.about)
                await self._speaking.answer(interaction, action.words, chat=action.chat)
                return None
        try:
            await self._speaking.directly(action.member, action.words, chat=action.chat)
        except (Forbidden, Gone):
            return await self._say_in_public(action)
        return None

    async def _say_in_public(self, action: TellMember) -> Any:
        at, before = self._clock(), self._said_in_public.get(action.chat)
        if not action.in_public or action.place is None or (before is not None and at - before < _PUBLIC_EVERY):
            raise Forbidden("no private way to this member is open")
        self._said_in_public[action.chat] = at
        where = await self._speaking.place(action.chat, action.place)
        line = Post(sections=(Section(lines=((Run(action.in_public),),)),))
        sent = await self._speaking.post(where, line, chat=action.chat)
        ids = (str(sent.id),)
        places = ((str(sent.id), str(sent.channel.id)),)
        gone = RemoveMessages(chat=action.chat, message_ids=ids, reason="our own line", places=places)
        return self._later(gone, _PUBLIC_FOR)

    async def _call(self, call: Any) -> Any:
        try:
            return await call
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            raise ours(error) from error


def _posted(message: discord.Message) -> Posted:
    """Return what a post is found by later: no message is found without its channel."""
    return Posted(f"{message.channel.id}/{message.id}")


def _there(chat: str | None) -> int:
    if chat is None or not chat.isdecimal():
        raise Forbidden("the policy names no channel as `admins_chat`")
    return int(chat)


def _why(gateway: asyncio.Task[None]) -> PlatformError:
    """Return why the connection has ended for good."""
    error = None if gateway.cancelled() else gateway.exception()
    return ours(error) if isinstance(error, Exception) else Forbidden("the connection to Discord has ended")

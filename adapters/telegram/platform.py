"""Telegram, live: what comes in as events, and our actions as calls of its Bot API. No decision is made here."""

import contextlib
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any, Final, Protocol

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    ChatPermissions,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    Message,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import ChatMigrated, TelegramError
from telegram.request import HTTPXRequest

from adapters.telegram import translate
from adapters.telegram.admins import Admins
from adapters.telegram.errors import Uncertain, ours
from adapters.telegram.limits import Limits
from adapters.telegram.listening import Polling
from adapters.telegram.render import render
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
from chat.errors import Blocked, Forbidden, Gone, Retryable
from chat.events import ButtonPressed, Event
from chat.posts import Button, Post

API: Final = "https://api.telegram.org"
LONGEST: Final = 4096
LONGEST_CAPTION: Final = 1024
GENERAL: Final = "1"
"""Id of a forum's first topic, which is left out when sending."""
_SHORTEST_RESTRICTION: Final = timedelta(seconds=31)
"""Telegram reads anything under 30 seconds as for ever."""
_PUBLIC_EVERY: Final = timedelta(minutes=10)
_PUBLIC_FOR: Final = timedelta(minutes=1)
_PRIVATE_KEPT: Final = 1_000
"""Private messages of which it is remembered that they were private."""
_SAYS: Final = (TellMember, NudgeMember, AskAdmins, TellAdmins, PostSummary, EditSummary, EditCard, PostToGroup)
Menu = Sequence[tuple[str, str]]
"""Commands, with what each does."""
_CALLS: Final = 48
"""Connections at once."""


class Source(Protocol):
    """Where updates come from: polling, or a webhook."""

    async def updates(self) -> Sequence[Update]:
        """Wait for updates; asking again acknowledges."""
        ...

    async def close(self) -> None:
        """Stop."""
        ...


class Later(Protocol):
    """What the service makes a follow-up of."""

    def __call__(self, action: Action, after: timedelta) -> Any:
        """Return it."""
        ...


class Telegram:
    """One bot on Telegram."""

    name = "telegram"
    numbered = True

    def __init__(
        self,
        token: str,
        *,
        api: str = API,
        clock: Callable[[], datetime],
        later: Later,
        mark: Callable[[str, str], str],
    ) -> None:
        """Make the bot; `open` speaks to Telegram first. `mark` puts a group's id on a button's data."""
        self.bot = make_bot(token, api)
        self.source: Source = Polling(self.bot)
        self._clock = clock
        self._later = later
        self._mark = mark
        self._admins = Admins(self.bot)
        self._limits = Limits()
        self._moved: dict[str, str] = {}
        self._seen_by_one_works: bool | None = None
        self._said_in_public: dict[str, datetime] = {}
        self._pressed: dict[str, Message] = {}
        self._in_private: deque[tuple[str, str]] = deque(maxlen=_PRIVATE_KEPT)

    async def open(self) -> None:
        """Ask Telegram who we are. Raises Forbidden for a wrong token."""
        try:
            await self.bot.initialize()
        except TelegramError as error:
            raise ours(error) from error

    async def close(self) -> None:
        """Let go of connections."""
        await self.source.close()
        with contextlib.suppress(TelegramError, RuntimeError):
            await self.bot.shutdown()

    # What comes in.

    async def arrivals(self) -> Sequence[Arrival]:
        """Wait for what comes next; asking again acknowledges it."""
        updates = await self.source.updates()
        for update in updates:
            await self._know(update)
        return [self._arrival(update) for update in updates]

    async def _know(self, update: Update) -> None:
        """Know a group's admins before its messages are read, and who opened a private chat."""
        chat, user = update.effective_chat, update.effective_user
        if chat is None:
            return
        if chat.type == chat.PRIVATE:
            if user is not None and update.effective_message is not None:
                about = update.callback_query.id if update.callback_query else update.effective_message.message_id
                self._in_private.append((str(user.id), str(about)))
            return
        if update.chat_member is not None or update.my_chat_member is not None:
            self._admins.forget(chat.id)
        await self._admins.load(chat.id, self._clock())

    def _arrival(self, update: Update) -> Arrival:
        chat, query = update.effective_chat, update.callback_query
        if query is not None and isinstance(query.message, Message):
            self._pressed[query.id] = query.message
            while len(self._pressed) > _PRIVATE_KEPT:
                self._pressed.pop(next(iter(self._pressed)))
        moved = translate.moved(update)
        events = translate.translate(update, admins=self._admins.of, bot_username=self.bot.username)
        return Arrival(
            number=update.update_id,
            chat=moved[0] if moved else str(chat.id) if chat else "",
            events=tuple(self._timed(event) for event in events),
            moved_to=moved[1] if moved else None,
            presence=translate.presence(update),
        )

    def _timed(self, event: Event) -> Event:
        """Give a pressed button the time that Telegram does not tell."""
        return replace(event, at=self._clock()) if isinstance(event, ButtonPressed) else event

    async def admins(self, chat: str) -> Mapping[str, str]:
        """Return who may decide in a chat."""
        found = await self._admins.load(int(chat), self._clock())
        return {str(user): title for user, title in found.items()}

    async def announce(self, menus: Mapping[str, tuple[Menu, Menu]]) -> None:
        """Put commands into the menus: admins of a group see theirs besides."""
        try:
            for language, (members, admins) in menus.items():
                for scope, commands in (
                    (BotCommandScopeAllPrivateChats(), members),
                    (BotCommandScopeAllGroupChats(), members),
                    (BotCommandScopeAllChatAdministrators(), admins),
                ):
                    listed = [BotCommand(name, does[:256]) for name, does in commands]
                    await self.bot.set_my_commands(listed, scope=scope, language_code=language or None)
        except TelegramError as error:
            raise ours(error) from error

    async def current_id(self, chat: str) -> str:
        """Return the id that a chat has now."""
        try:
            await self.bot.get_chat(int(chat))
        except ChatMigrated as moved:
            return str(moved.new_chat_id)
        except TelegramError as error:
            raise ours(error) from error
        return chat

    async def answer_press(self, press_id: str, words: str, outcome: str | None) -> None:
        """Answer a button, and show the outcome on its card, without buttons."""
        try:
            if outcome is not None and (card := self._pressed.get(press_id)) is not None:
                shown = f"{card.text_html}\n\n<b>{escape(outcome, quote=False)}</b>"
                await card.edit_text(shown, parse_mode=ParseMode.HTML)
            await self.bot.answer_callback_query(press_id, words[:200])
        except TelegramError as error:
            raise ours(error) from error

    # What is done.

    def free_at(self, action: Action, admins_chat: str | None, key: str, at: datetime) -> datetime:
        """Take a place within Telegram's limits."""
        if not isinstance(action, _SAYS):
            return self._limits.opens(action.chat, at)
        there = admins_chat if isinstance(action, AskAdmins | TellAdmins | EditCard) else action.chat
        return self._limits.take(there or "", at, key)

    async def perform(self, action: Action, admins_chat: str | None) -> Any:
        """Carry an action out. Raises PlatformError."""
        try:
            return await self._perform(action, admins_chat)
        except ChatMigrated as moved:
            raise Retryable(f"the chat is {moved.new_chat_id} now", after=timedelta(seconds=1)) from moved
        except TelegramError as error:
            known = ours(error)
            if isinstance(known, Retryable):
                self._limits.close(action.chat, self._clock() + known.after)
            if isinstance(known, Uncertain) and not isinstance(action, _SAYS):
                raise Retryable(str(known), after=timedelta(seconds=1)) from error
            raise known from error

    async def _perform(self, action: Action, admins_chat: str | None) -> Any:
        match action:
            case RemoveMessages():
                await self._remove(action)
            case MuteMember():
                await self._mute(action)
            case KickMember():
                await self.bot.unban_chat_member(int(action.chat), int(action.member), only_if_banned=False)
            case BanMember():
                until = self._until(action.until)
                await self.bot.ban_chat_member(int(action.chat), int(action.member), until_date=until)
            case LiftBan():
                await self.bot.unban_chat_member(int(action.chat), int(action.member), only_if_banned=True)
            case TellMember():
                return await self._tell(action)
            case NudgeMember():
                await self._nudge(action)
            case AskAdmins():
                return await self._ask(action, admins_chat)
            case TellAdmins():
                await self._send(_there(admins_chat), action.note)
            case PostSummary():
                sent = await self._send(action.chat, action.summary, place=action.place, silent=True)
                return Posted(str(sent.message_id))
            case PostToGroup():
                await self._send(action.chat, action.words, place=action.place, about=action.chat)
            case EditSummary():
                await self._edit(action)
            case EditCard():
                shown = render(action.card, limit=LONGEST, chat=action.chat)
                there = int(_there(admins_chat))
                await self.bot.edit_message_text(shown.html, there, int(action.message_id), parse_mode=ParseMode.HTML)
            case DecideByDefault() | AskWelcomer() | AskPeer():
                raise AssertionError("decided before it comes here")
        return None

    async def _remove(self, action: RemoveMessages) -> None:
        ids = [int(one) for one in action.message_ids]
        if len(ids) == 1:
            await self.bot.delete_message(int(action.chat), ids[0])
        else:
            await self.bot.delete_messages(int(action.chat), ids)

    async def _mute(self, action: MuteMember) -> None:
        if action.until is not None and action.until <= self._clock():
            return
        nothing = ChatPermissions.no_permissions()
        until = self._until(action.until)
        await self.bot.restrict_chat_member(int(action.chat), int(action.member), nothing, until_date=until)

    def _until(self, until: datetime | None) -> datetime | None:
        return None if until is None else max(until, self._clock() + _SHORTEST_RESTRICTION).astimezone(UTC)

    async def _tell(self, action: TellMember) -> Any:
        """Say it by the first private way that is open; else, rarely, that there is something to hear."""
        ways = [self._tell_in_group, self._tell_directly]
        if (action.member, action.about) in self._in_private:  # asked there, answered there
            ways.reverse()
        for way in ways:
            with contextlib.suppress(Forbidden, Gone):
                await way(action)
                return None
        return await self._say_in_public(action)

    async def _nudge(self, action: NudgeMember) -> None:
        words = TellMember(chat=action.chat, member=action.member, words=action.words, about="")
        try:
            await self._tell_directly(words)
        except Blocked:
            raise
        except Forbidden:
            await self._tell_in_group(words)

    async def _tell_directly(self, action: TellMember) -> None:
        try:
            await self._send(action.member, action.words, about=action.chat)
        except TelegramError as error:
            raise ours(error) from error

    async def _tell_in_group(self, action: TellMember) -> None:
        """Send what one member alone sees; a server that doesn't know how posts it in public: then take it down."""
        if self._seen_by_one_works is False or not action.chat.startswith("-"):
            raise Forbidden("nothing can be said to one member alone in this group")
        to = {"ephemeral_message_parameters": {"receiver_user_id": int(action.member)}}
        try:
            sent = await self._send(action.chat, action.words, place=action.place, about=action.chat, api_kwargs=to)
        except TelegramError as error:
            raise ours(error) from error
        if "ephemeral_message_id" in (sent.api_kwargs or {}):
            self._seen_by_one_works = True
            return
        self._seen_by_one_works = False
        await self.bot.delete_message(int(action.chat), sent.message_id)
        raise Forbidden("this server shows to everybody what one member alone should see")

    async def _say_in_public(self, action: TellMember) -> Any:
        at, before = self._clock(), self._said_in_public.get(action.chat)
        if (
            not action.in_public
            or not action.chat.startswith("-")
            or (before is not None and at - before < _PUBLIC_EVERY)
        ):
            raise Forbidden("no private way to this member is open")
        self._said_in_public[action.chat] = at
        sent = await self.bot.send_message(
            int(action.chat),
            action.in_public.replace("{bot}", f"@{self.bot.username}"),
            message_thread_id=_thread(action.place),
            disable_notification=True,
        )
        taken_down = RemoveMessages(chat=action.chat, message_ids=(str(sent.message_id),), reason="our own line")
        return self._later(taken_down, _PUBLIC_FOR)

    async def _ask(self, action: AskAdmins, admins_chat: str | None) -> Posted:
        sent = await self._send(_there(admins_chat), action.card, about=action.chat)
        return Posted(str(sent.message_id))

    async def _edit(self, action: EditSummary) -> None:
        chat, message, post = int(action.chat), int(action.message_id), action.summary
        if post.picture is None:
            shown = render(post, limit=LONGEST, chat=action.chat)
            await self.bot.edit_message_text(shown.html, chat, message, parse_mode=ParseMode.HTML)
            return
        shown = render(post, limit=LONGEST_CAPTION, chat=action.chat)
        picture = InputMediaPhoto(post.picture.png, caption=shown.html, parse_mode=ParseMode.HTML)
        await self.bot.edit_message_media(picture, chat, message)

    async def _send(
        self,
        chat: str,
        post: Post,
        *,
        place: str | None = None,
        about: str | None = None,
        silent: bool = False,
        api_kwargs: dict[str, Any] | None = None,
    ) -> Message:
        limit = LONGEST_CAPTION if post.picture else LONGEST
        shown = render(post, limit=limit, chat=about or chat)
        common: dict[str, Any] = {
            "parse_mode": ParseMode.HTML,
            "message_thread_id": _thread(place),
            "disable_notification": silent or None,
            "reply_markup": self._keyboard(shown.buttons, about or chat),
            "api_kwargs": api_kwargs,
        }
        if post.picture is None:
            return await self.bot.send_message(int(chat), shown.html, **common)
        picture = InputFile(post.picture.png, filename="summary.png", attach=True)
        return await self.bot.send_photo(int(chat), picture, caption=shown.html, **common)

    def _keyboard(self, rows: Sequence[Sequence[Button]], about: str) -> InlineKeyboardMarkup | None:
        if not rows:
            return None
        return InlineKeyboardMarkup(
            [
                [InlineKeyboardButton(one.label, callback_data=self._mark(one.data, about)) for one in buttons]
                for buttons in rows
            ]
        )


def make_bot(token: str, api: str) -> Bot:
    """Return the library's bot for a Bot API server."""
    return Bot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=HTTPXRequest(connection_pool_size=_CALLS, read_timeout=20, pool_timeout=20),
        get_updates_request=HTTPXRequest(connection_pool_size=2, read_timeout=10),
    )


def _there(chat: str | None) -> str:
    if chat is None:
        raise Forbidden("the policy names no `admins_chat`")
    return chat


def _thread(place: str | None) -> int | None:
    return int(place) if place and place.isdecimal() and place != GENERAL else None

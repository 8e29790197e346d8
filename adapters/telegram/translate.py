"""Telegram's updates in our words. What Telegram calls things is known here only; no I/O, no clock."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final

from telegram import (
    CallbackQuery,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberOwner,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    MessageEntity,
    MessageReactionUpdated,
    ReactionTypeEmoji,
    Update,
    User,
)
from telegram.constants import ChatType

from chat.arrivals import Presence
from chat.events import (
    ButtonPressed,
    CommandGiven,
    Event,
    Link,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessageKept,
    MessagePosted,
    Person,
    Reacted,
)

AdminsOf = Callable[[int], Mapping[int, str]]
"""Who is an admin of a chat: user id and custom title, "" where there is none."""
GENERAL: Final = "1"
"""The place of what stands in no topic: a forum's first topic, and all of a group without topics."""
HIDES: Final = frozenset({"deletion"})
"""Members' deletions never arrive."""
_GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)


def translate(update: Update, *, admins: AdminsOf, bot_username: str) -> tuple[Event, ...]:
    """Return what an update says: usually one event, of a message with several new members none (see `_joined`)."""
    found = _Translator(admins, bot_username)
    if update.message is not None:
        return tuple(found.message(update.message))
    if update.edited_message is not None:
        return tuple(found.edited(update.edited_message))
    if update.callback_query is not None:
        return tuple(found.pressed(update.callback_query))
    if update.chat_member is not None:
        return tuple(found.member(update.chat_member))
    return tuple(found.reacted(update.message_reaction)) if update.message_reaction is not None else ()


def moved(update: Update) -> tuple[str, str] | None:
    """Return a group's old and new id where it became a supergroup; both chats say so."""
    message = update.message
    if message is None:
        return None
    if message.migrate_to_chat_id is not None:
        return str(message.chat.id), str(message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return str(message.migrate_from_chat_id), str(message.chat.id)
    return None


def presence(update: Update) -> Presence | None:
    """Return what became of the bot itself in a group."""
    change = update.my_chat_member
    if change is None or change.chat.type not in _GROUPS:
        return None
    now = change.new_chat_member
    rights = now if isinstance(now, ChatMemberAdministrator) else None
    return Presence(
        title=change.chat.title or "",
        present=_is_in(now),
        is_admin=rights is not None or isinstance(now, ChatMemberOwner),
        can_delete=rights is not None and rights.can_delete_messages,
        can_restrict=rights is not None and rights.can_restrict_members,
        by=_person(change.from_user, {}),
    )


class _Translator:
    """Translates what one bot sees."""

    def __init__(self, admins: AdminsOf, bot_username: str) -> None:
        self._admins = admins
        self._bot_username = bot_username.casefold()

    def message(self, message: Message) -> Iterator[Event]:
        if message.pinned_message is not None:
            yield from self._kept(message)
        elif self._says_something(message):
            command = self._command(message) or self._said_alone(message)
            if command is None or not command.private:  # in a group an advert may stand behind a command
                yield self._posted(message)
            if command is not None:
                yield command

    def edited(self, message: Message) -> Iterator[Event]:
        if message.chat.type in _GROUPS and self._says_something(message):
            yield MessageEdited(at=message.edit_date or message.date, message=self._posted(message))

    def _kept(self, message: Message) -> Iterator[Event]:
        pinned, by = message.pinned_message, message.from_user
        if pinned is None or by is None:
            return
        person = self._who(by, message.chat.id)
        if person.is_admin or message.sender_chat is not None:
            yield MessageKept(at=message.date, chat=str(message.chat.id), message_id=str(pinned.message_id), by=person)

    @staticmethod
    def _says_something(message: Message) -> bool:
        """Leave out service messages: who joined or left is told by `chat_member`, once."""
        parts = (message.text, message.caption, message.effective_attachment, message.poll, message.checklist)
        return message.from_user is not None and any(part for part in parts)

    def _posted(self, message: Message) -> MessagePosted:
        chat = message.chat.id
        assert message.from_user is not None  # noqa: S101 - looked at before
        return MessagePosted(
            at=message.date,
            chat=str(chat),
            message_id=str(message.message_id),
            author=self._who(message.from_user, chat),
            text=message.text or message.caption or _listed(message),
            links=tuple(_links(message)),
            mentions=tuple(_mentions(message)),
            place=_place(message),
            thread=None,
            reply_to=_reply_to(message),
            album=message.media_group_id,
            pictures=int(_is_picture(message)),
            files=int(_is_file(message)),
            forwarded=message.forward_origin is not None,
            sent_as_chat=message.sender_chat is not None or bool(message.is_automatic_forward),
            hidden=HIDES,
        )

    def _command(self, message: Message) -> CommandGiven | None:
        """Return a command to this bot; one for another bot, or in somebody else's words, is an ordinary message."""
        if _is_borrowed(message):
            return None
        entity = next((one for one in message.entities if one.type == MessageEntity.BOT_COMMAND), None)
        if entity is None or entity.offset != 0 or message.from_user is None or not message.text:
            return None
        written = message.parse_entity(entity)
        name, _, bot = written.removeprefix("/").partition("@")
        if bot and bot.casefold() != self._bot_username:
            return None
        return CommandGiven(
            at=message.date,
            chat=str(message.chat.id),
            message_id=str(message.message_id),
            member=self._who(message.from_user, message.chat.id),
            name=name.casefold(),
            argument=message.text[len(written) :].strip(),
            reply_to=_reply_to(message),
            private=message.chat.type == ChatType.PRIVATE,
        )

    def _said_alone(self, message: Message) -> CommandGiven | None:
        """Return plain words to the bot alone: a command without a name, for whatever it asked last."""
        if message.chat.type != ChatType.PRIVATE or _is_borrowed(message) or message.from_user is None:
            return None
        return CommandGiven(
            at=message.date,
            chat=str(message.chat.id),
            message_id=str(message.message_id),
            member=self._who(message.from_user, message.chat.id),
            name="",
            argument=(message.text or "").strip(),
            private=True,
        )

    def pressed(self, query: CallbackQuery) -> Iterator[Event]:
        if query.data is None:
            return
        message = query.message
        chat = message.chat.id if message is not None else query.from_user.id
        # A press has no time of its own; the update's order is what counts, and the message is older.
        at = message.date if isinstance(message, Message) else _UNKNOWN
        yield ButtonPressed(
            at=at, chat=str(chat), press_id=query.id, member=self._who(query.from_user, chat), data=query.data
        )

    def member(self, change: ChatMemberUpdated) -> Iterator[Event]:
        was, now = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
        who, chat = self._who(change.new_chat_member.user, change.chat.id), str(change.chat.id)
        if now and not was:
            yield MemberJoined(at=change.date, chat=chat, member=who)
        elif was and not now:
            yield MemberLeft(at=change.date, chat=chat, member=who)

    def reacted(self, change: MessageReactionUpdated) -> Iterator[Event]:
        """Say what was added and what was taken back; custom emoji and anonymous admins say nothing."""
        if change.user is None:
            return
        before, after = _emoji(change.old_reaction), _emoji(change.new_reaction)
        for emoji, withdrawn in [
            *((one, False) for one in after if one not in before),
            *((one, True) for one in before if one not in after),
        ]:
            yield Reacted(
                at=change.date,
                chat=str(change.chat.id),
                message_id=str(change.message_id),
                member=self._who(change.user, change.chat.id),
                emoji=emoji,
                withdrawn=withdrawn,
            )

    def _who(self, user: User, chat: int) -> Person:
        return _person(user, self._admins(chat))


_UNKNOWN: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _person(user: User, admins: Mapping[int, str]) -> Person:
    title = admins.get(user.id)
    return Person(
        id=str(user.id),
        name=user.full_name,
        handle=user.username,
        is_bot=user.is_bot,
        is_admin=title is not None,
        roles=(title,) if title else (),
    )


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in (ChatMember.LEFT, ChatMember.BANNED)


def _place(message: Message) -> str:
    """Return the topic. Replies elsewhere carry a thread's id that is no topic's, so only `is_topic_message` counts."""
    if message.is_topic_message and message.message_thread_id is not None:
        return str(message.message_thread_id)
    return GENERAL


def _reply_to(message: Message) -> str | None:
    """Return what a message answers; in a topic every message "answers" the one that opened it."""
    parent = message.reply_to_message
    if parent is None or (parent.forum_topic_created is not None and message.is_topic_message):
        return None
    return str(parent.message_id)


def _entities(message: Message) -> Mapping[MessageEntity, str]:
    """Return entities with their texts; their offsets count UTF-16 units, which the library minds."""
    return message.parse_entities() if message.text else message.parse_caption_entities()


def _links(message: Message) -> Iterator[Link]:
    for entity, shown in _entities(message).items():
        if entity.type == MessageEntity.TEXT_LINK and entity.url:
            yield Link(url=entity.url, shown=shown)
    # What was sent through an inline bot may carry addresses on buttons, as in exports.
    for row in message.reply_markup.inline_keyboard if message.reply_markup else ():
        for button in row:
            if button.url:
                yield Link(url=button.url, shown=button.text)


def _mentions(message: Message) -> Iterator[str]:
    for entity, shown in _entities(message).items():
        if entity.type == MessageEntity.MENTION:
            yield shown.removeprefix("@")
        elif entity.type == MessageEntity.TEXT_MENTION and entity.user is not None:
            yield str(entity.user.id)


def _emoji(reactions: object) -> list[str]:
    return [one.emoji for one in reactions if isinstance(one, ReactionTypeEmoji)]  # type: ignore[attr-defined]


def _is_borrowed(message: Message) -> bool:
    """Tell words that their sender didn't type: nobody orders by forwarding, or as a chat that can't be answered."""
    return message.forward_origin is not None or message.via_bot is not None or message.sender_chat is not None


def _is_picture(message: Message) -> bool:
    """Tell pictures, those that are sent as files too, as in exports."""
    document = message.document
    as_file = document is not None and (document.mime_type or "").startswith("image/")
    return bool(message.photo) or message.video is not None or message.animation is not None or as_file


def _is_file(message: Message) -> bool:
    """Tell a file. An animation has a `document` besides, for old bots: it is a picture already."""
    return (message.document is not None or message.audio is not None) and not _is_picture(message)


def _listed(message: Message) -> str:
    """Return a poll or a checklist, a line each: their words stand in no text and no caption."""
    if message.poll is not None:
        return "\n".join([message.poll.question, *(option.text for option in message.poll.options)])
    if message.checklist is not None:
        return "\n".join([message.checklist.title, *(task.text for task in message.checklist.tasks)])
    return ""

"""What people say and press in the chats, as a test has them do it."""

from collections.abc import Iterable
from typing import Any

from tests.standin.telegram.entities import with_found
from tests.standin.telegram.keyboards import has_button
from tests.standin.telegram.objects import (
    ANONYMOUS_ADMIN,
    CHANNEL_VOICE,
    SERVICE_ACCOUNT,
    chat_json,
    known,
    user_json,
)
from tests.standin.telegram.people import Member, User
from tests.standin.telegram.pictures import PIXEL, photo_sizes
from tests.standin.telegram.placing import current, placed, without_reply
from tests.standin.telegram.world import Chat, Json, Posted, Press, World, words


class Talking:
    """Every act is told to the bot as far as the real server would tell it."""

    def __init__(self, world: World) -> None:
        self.world = world

    def post(
        self,
        group: Chat,
        user: User,
        text: str = "",
        *,
        thread: int | None = None,
        reply_to: Json | None = None,
        entities: Iterable[Json] | None = None,
        forward_from: User | Chat | str | None = None,
        photo: bool | bytes = False,
        caption: str | None = None,
        media_group: str | None = None,
        via_bot: User | None = None,
        anonymous: bool = False,
        as_channel: Chat | None = None,
        automatic_forward: bool = False,
    ) -> Json:
        """`text` is the caption of a photo that has none. Who may not write there can't: PermissionError.

        Posted `as_channel` with `automatic_forward`, it is what the linked channel published.
        """
        with self.world.lock:
            if not (as_channel or anonymous):
                self._admit(group, user, "can_send_photos" if photo else "can_send_messages")
            content = self._content(caption if caption is not None else text, entities or (), photo=photo)
            message: Json = {
                "message_id": self.world.next_id(group),
                **self._sender(group, user, as_channel, anonymous=anonymous, automatic=automatic_forward),
                "chat": chat_json(self.world, group),
                "date": self.world.now(),
                **placed(self.world, group, thread, reply_to),
                **known(
                    forward_origin=self._origin(forward_from or (as_channel if automatic_forward else None)),
                    is_automatic_forward=automatic_forward or None,
                    via_bot=user_json(via_bot) if via_bot else None,
                    media_group_id=media_group,
                ),
                **content,
            }
            self.world.keep(group, message, user)
            self._tell(group, user, "message", message)
            return message

    def edit(self, message: Json, text: str, *, entities: Iterable[Json] | None = None) -> Json:
        """Its author changes its words; the new message."""
        with self.world.lock:
            chat, posted = self._at(message)
            caption = "photo" in posted.message
            gone = {"caption", "caption_entities"} if caption else {"text", "entities"}
            frame = {name: value for name, value in posted.message.items() if name not in gone}
            content = self._content(text, entities or (), photo=False)
            if caption:
                content = {
                    {"text": "caption", "entities": "caption_entities"}[name]: value for name, value in content.items()
                }
            posted.message = {**frame, **content, "edit_date": self.world.now()}
            self._tell(chat, self.world.users[posted.author], "edited_message", posted.message)
            return posted.message

    def delete(self, *messages: Json) -> None:
        """By a person: no bot is told."""
        with self.world.lock:
            for message in messages:
                self._at(message)[1].deleted = True

    def react(self, message: Json, user: User, emoji: str) -> None:
        """In place of an earlier reaction of the same user."""
        self._set_reactions(message, user, [emoji])

    def unreact(self, message: Json, user: User) -> None:
        self._set_reactions(message, user, [])

    def pin(self, message: Json, by: User) -> Json:
        """The service message that tells of it."""
        with self.world.lock:
            chat, posted = self._at(message)
            chat.pinned.append(message["message_id"])
            return self.service(chat, by, pinned_message=without_reply(posted.message))

    def press(self, message: Json, user: User, data: str) -> str:
        """The id of the callback query. Such a button must be under the message now."""
        with self.world.lock:
            shown = self._shown_to(message, user)
            if not has_button(shown.get("reply_markup"), data):
                raise AssertionError(f"no button {data!r} under {shown.get('text', shown.get('caption'))!r}")
            press_id = f"{4_000_000_000 + self.world.count('press')}"
            chat = shown["chat"]["id"]
            self.world.presses[press_id] = Press(user=user.id, chat=chat, at=self.world.clock.now(), message=shown)
            query = {
                "id": press_id,
                "from": user_json(user),
                "message": shown,
                "chat_instance": str(chat * 7),
                "data": data,
            }
            self.world.updates.add("callback_query", query)
            return press_id

    def private(self, user: User, text: str, *, reply_to: Json | None = None) -> Json:
        """To the bot. Whoever writes has started, and unblocked."""
        with self.world.lock:
            user.started, user.blocked = True, False
            return self.post(self.world.chats[user.id], user, text, reply_to=reply_to)

    def poll_answer(self, group: Chat, user: User, *options: int, poll: str = "1") -> None:
        """In a poll of the bot's own; no option is a vote withdrawn. The update doesn't name the group."""
        with self.world.lock:
            self._admit(group, user, "can_send_messages")
            answer = {"poll_id": poll, "user": user_json(user), "option_ids": list(options)}
            self.world.updates.add("poll_answer", answer | {"option_persistent_ids": [str(o) for o in options]})

    def service(self, chat: Chat, by: User, **what: Any) -> Json:
        """A message that tells what happened to the chat."""
        with self.world.lock:
            message: Json = {
                "message_id": self.world.next_id(chat),
                "from": user_json(by),
                "chat": chat_json(self.world, chat),
                "date": self.world.now(),
                **what,
            }
            self.world.keep(chat, message, by, service=True)
            if by is not self.world.bot and self.world.bot_seat(chat).is_in:
                self.world.updates.add("message", message)
            return message

    def _admit(self, chat: Chat, user: User, permission: str) -> None:
        """A stranger is a member from now on; a muted or banned one is nothing of the kind."""
        if chat.type == "private":
            return
        member = self.world.member(chat, user.id)
        if member is None:
            member = chat.members[user.id] = Member(user=user)
        if not member.may_send(permission):
            raise PermissionError(f"{user.name} is {member.status} in {chat.title} and may not write there")

    def _content(self, said: str, entities: Iterable[Json], *, photo: bool | bytes) -> Json:
        found = with_found(said, entities)
        if photo is False:
            return {"text": said} | ({"entities": found} if found else {})
        picture = {"photo": photo_sizes(self.world, photo if isinstance(photo, bytes) else PIXEL)}
        if not said:
            return picture
        return picture | {"caption": said} | ({"caption_entities": found} if found else {})

    def _sender(self, chat: Chat, user: User, channel: Chat | None, *, anonymous: bool, automatic: bool) -> Json:
        if channel is not None:
            voice = SERVICE_ACCOUNT if automatic else CHANNEL_VOICE
            return {"from": voice, "sender_chat": chat_json(self.world, channel)}
        if anonymous:
            member = self.world.seat(chat, user)
            hidden = {"from": ANONYMOUS_ADMIN, "sender_chat": chat_json(self.world, chat)}
            return hidden | known(author_signature=member.title)
        return {"from": user_json(user)}

    def _origin(self, whom: User | Chat | str | None) -> Json | None:
        date = self.world.now()
        match whom:
            case User():
                return {"type": "user", "date": date, "sender_user": user_json(whom)}
            case Chat(type="channel"):
                return {"type": "channel", "date": date, "chat": chat_json(self.world, whom), "message_id": 1}
            case Chat():
                return {"type": "chat", "date": date, "sender_chat": chat_json(self.world, whom)}
            case str():
                return {"type": "hidden_user", "date": date, "sender_user_name": whom}
            case None:
                return None

    def _tell(self, chat: Chat, author: User, kind: str, message: Json) -> None:
        if self._hears(chat, author, message):
            self.world.updates.add(kind, message)

    def _hears(self, chat: Chat, author: User, message: Json) -> bool:
        """Bots never hear bots; in privacy mode one who is no admin hears only what is meant for it."""
        bot = self.world.bot
        if author.is_bot:
            return False
        if chat.type == "private":
            return not author.blocked
        seat = self.world.bot_seat(chat)
        if not seat.is_in or seat.leads or not self.world.privacy:
            return seat.is_in
        answered = message.get("reply_to_message", {}).get("from", {}).get("id")
        via = message.get("via_bot", {}).get("id")
        return bot.id in {answered, via} or self._commanded(chat, message)

    def _commanded(self, chat: Chat, message: Json) -> bool:
        """A command without a name is meant for the bot unless another spoke last."""
        first = words(message).partition(" ")[0]
        if not first.startswith("/"):
            return False
        _, at, name = first.partition("@")
        if at:
            return bool(name.lower() == (self.world.bot.username or "").lower())
        return chat.last_bot in {None, self.world.bot.id}

    def _at(self, message: Json) -> tuple[Chat, Posted]:
        chat = self.world.chats[message["chat"]["id"]]
        posted = self.world.posted(chat, message["message_id"])
        if posted is None:
            raise AssertionError(f"message {message['message_id']} no longer stands in {chat.title}")
        return chat, posted

    def _shown_to(self, message: Json, user: User) -> Json:
        if "ephemeral_message_id" not in message:
            chat, _ = self._at(message)
            return current(self.world, chat, message)
        whisper = self.world.whispers[message["ephemeral_message_id"]]
        if whisper.deleted or whisper.receiver != user.id:
            raise AssertionError(f"{user.name} is not shown this message")
        return whisper.message

    def _set_reactions(self, message: Json, user: User, emoji: list[str]) -> None:
        with self.world.lock:
            chat, posted = self._at(message)
            old = posted.reactions.get(user.id, [])
            posted.reactions[user.id] = emoji
            if old == emoji or user.is_bot or not (chat.type == "private" or self.world.bot_seat(chat).leads):
                return
            told = {
                "chat": chat_json(self.world, chat),
                "message_id": message["message_id"],
                "user": user_json(user),
                "date": self.world.now(),
                "old_reaction": [{"type": "emoji", "emoji": one} for one in old],
                "new_reaction": [{"type": "emoji", "emoji": one} for one in emoji],
            }
            self.world.updates.add("message_reaction", told)

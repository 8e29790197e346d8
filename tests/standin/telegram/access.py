"""May the bot do that there? Finding chats and messages, and refusing as the real server does."""

from typing import Any

from tests.standin.telegram.people import Member, User
from tests.standin.telegram.refusal import bad_request, forbidden
from tests.standin.telegram.world import Chat, Posted, World

DELETABLE_SECONDS = 48 * 3600


def find_chat(world: World, chat_id: Any) -> Chat:
    """The chat, wherever the bot is; refused where it has become another."""
    if isinstance(chat_id, str):
        named = (c for c in world.chats.values() if c.username and c.username.lower() == chat_id[1:].lower())
        chat = next(named, None)
    else:
        chat = world.chats.get(chat_id)
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    return chat


def own_chat(world: World, chat_id: Any) -> Chat:
    """A chat that the bot is in."""
    chat = find_chat(world, chat_id)
    if chat.type == "private":
        if not world.users[chat.id].started:
            raise bad_request("chat not found")
        return chat
    seat = world.bot_seat(chat)
    if seat.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if not seat.is_in:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def chat_to_speak_in(world: World, chat_id: Any, permission: str = "can_send_messages") -> Chat:
    chat = find_chat(world, chat_id)
    if chat.type == "private":
        _check_private(world.users[chat.id])
        return chat
    own_chat(world, chat_id)
    if not world.bot_seat(chat).may_send(permission):
        what = "text messages" if permission == "can_send_messages" else permission.removeprefix("can_send_")
        raise bad_request(f"not enough rights to send {what} to the chat")
    return chat


def _check_private(user: User) -> None:
    if user.blocked:
        raise forbidden("bot was blocked by the user")
    if user.is_bot:
        raise forbidden("bot can't send messages to bots")
    if not user.started:
        raise forbidden("bot can't initiate conversation with a user")


def supergroup(world: World, chat_id: Any) -> Chat:
    chat = own_chat(world, chat_id)
    if chat.type != "supergroup":
        raise bad_request("method is available only for supergroups")
    return chat


def find_message(world: World, chat: Chat, message_id: int, for_what: str) -> Posted:
    posted = world.posted(chat, message_id)
    if posted is None:
        raise bad_request(f"message to {for_what} not found")
    return posted


def check_deletable(world: World, chat: Chat, posted: Posted) -> None:
    """Younger than two days; and its own, or the right to."""
    mine = posted.author == world.bot.id
    allowed = mine or chat.type == "private" or world.bot_seat(chat).may("can_delete_messages")
    if not allowed or world.now() - posted.message["date"] > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted")


def target(world: World, chat: Chat, user_id: int) -> Member:
    """A member who can be restricted or banned by the bot."""
    user = world.users.get(user_id)
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if not world.bot_seat(chat).may("can_restrict_members"):
        raise bad_request("not enough rights to restrict/unrestrict chat member")
    if user is world.bot:
        raise bad_request("can't restrict self")
    member = world.seat(chat, user)
    if member.status == "creator":
        raise bad_request("can't remove chat owner")
    if member.status == "administrator":
        raise bad_request("user is an administrator of the chat")
    return member

"""What is asked of and done to a chat itself."""

from tests.standin.telegram.access import find_message, own_chat
from tests.standin.telegram.methods.request import Request
from tests.standin.telegram.objects import chat_json, full_chat_json, member_changed, member_json, user_json
from tests.standin.telegram.placing import without_reply
from tests.standin.telegram.refusal import bad_request
from tests.standin.telegram.world import Json

_REACTIONS = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 "
    "❤️‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 "
    "😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂️ 🤷 🤷‍♀️ "
    "😡 "
)
REACTIONS = frozenset(_REACTIONS.split())


def get_chat(request: Request) -> Json:
    return full_chat_json(request.world, own_chat(request.world, request.given["chat_id"]))


def leave_chat(request: Request) -> bool:
    chat = own_chat(request.world, request.given["chat_id"])
    if chat.type == "private":
        raise bad_request("chat is not a group or channel")
    seat = request.world.bot_seat(chat)
    old = member_json(seat)
    seat.status = "left"
    member_changed(request.world, chat, request.world.bot, old, member_json(seat))
    return True


def pin_chat_message(request: Request) -> bool:
    """A service message of the bot's own tells of it in the chat."""
    world = request.world
    chat = own_chat(world, request.given["chat_id"])
    if chat.type != "private" and not world.bot_seat(chat).may("can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    posted = find_message(world, chat, request.given["message_id"], "pin")
    chat.pinned = [number for number in chat.pinned if number != request.given["message_id"]]
    chat.pinned.append(request.given["message_id"])
    notice = {
        "message_id": world.next_id(chat),
        "from": user_json(world.bot),
        "chat": chat_json(world, chat),
        "date": world.now(),
        "pinned_message": without_reply(posted.message),
    }
    world.keep(chat, notice, world.bot, service=True)
    return True


def set_message_reaction(request: Request) -> bool:
    """A bot has one at most, and not of its own design."""
    chat = own_chat(request.world, request.given["chat_id"])
    posted = find_message(request.world, chat, request.given["message_id"], "react")
    reactions = request.given.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one["type"] != "emoji" or one.get("emoji") not in REACTIONS for one in reactions):
        raise bad_request("REACTION_INVALID")
    posted.reactions[request.world.bot.id] = [one["emoji"] for one in reactions]
    return True

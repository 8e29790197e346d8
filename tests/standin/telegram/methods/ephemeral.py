"""Messages that one member of a group alone is shown."""

from tests.standin.telegram.access import own_chat
from tests.standin.telegram.methods.request import Request
from tests.standin.telegram.methods.texts import text_fields
from tests.standin.telegram.objects import chat_json, user_json
from tests.standin.telegram.placing import check_thread
from tests.standin.telegram.refusal import bad_request
from tests.standin.telegram.world import Chat, Json, Whisper, World

GROUPS = frozenset({"group", "supergroup"})


def whisper(request: Request, chat: Chat, to: Json, content: Json) -> Json:
    world = request.world
    receiver = _receiver(world, chat, to["receiver_user_id"])
    _check_occasion(request, chat, to)
    thread = request.given.get("message_thread_id")
    if thread is not None:
        check_thread(chat, thread)
        content |= {"message_thread_id": thread, "is_topic_message": True}
    message: Json = {
        "message_id": 0,
        "ephemeral_message_id": world.count("ephemeral message"),
        "from": user_json(world.bot),
        "receiver_user": receiver,
        "chat": chat_json(world, chat),
        "date": world.now(),
        **content,
    }
    world.whispers[message["ephemeral_message_id"]] = Whisper(
        message=message, chat=chat.id, receiver=to["receiver_user_id"]
    )
    return message


def edit_text(request: Request) -> bool:
    kept = _standing(request)
    text = text_fields(request)
    keyboard = request.keyboard()
    frame = {name: value for name, value in kept.message.items() if name not in {*CONTENT, "reply_markup"}}
    new = frame | text | ({"reply_markup": keyboard} if keyboard else {})
    if new == kept.message:
        raise bad_request("message is not modified")
    kept.message = new
    return True


CONTENT = ("text", "entities", "link_preview_options")


def delete(request: Request) -> bool:
    _standing(request).deleted = True
    return True


def _receiver(world: World, chat: Chat, user_id: int) -> Json:
    """Somebody in the group, and no bot."""
    user = world.users.get(user_id)
    member = world.member(chat, user_id)
    if chat.type not in GROUPS or user is None or user.is_bot or member is None or not member.is_in:
        raise bad_request("USER_NOT_PARTICIPANT" if chat.type in GROUPS else "BOT_NOT_ADMIN")
    return user_json(user)


def _check_occasion(request: Request, chat: Chat, to: Json) -> None:
    """An admin needs none; others answer a press, soon, or an ephemeral message."""
    world = request.world
    if "callback_query_id" in to:
        press = world.presses.get(to["callback_query_id"])
        late = press is None or world.clock.now() - press.at > world.answer_within
        if press is None or late or (press.user, press.chat) != (to["receiver_user_id"], chat.id):
            raise bad_request("QUERY_ID_INVALID")
    elif not world.bot_seat(chat).leads:
        answered = world.whispers.get(request.given.get("reply_parameters", {}).get("ephemeral_message_id", 0))
        if answered is None or answered.receiver != to["receiver_user_id"]:
            raise bad_request("BOT_NOT_ADMIN")


def _standing(request: Request) -> Whisper:
    chat = own_chat(request.world, request.given["chat_id"])
    kept = request.world.whispers.get(request.given["ephemeral_message_id"])
    if kept is None or kept.deleted or (kept.chat, kept.receiver) != (chat.id, request.given["receiver_user_id"]):
        raise bad_request("MESSAGE_ID_INVALID")
    return kept

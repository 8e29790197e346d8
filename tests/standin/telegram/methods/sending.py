"""sendMessage and sendPhoto, in public or to one member alone."""

from tests.standin.telegram.access import chat_to_speak_in
from tests.standin.telegram.methods.ephemeral import whisper
from tests.standin.telegram.methods.request import Request
from tests.standin.telegram.methods.texts import caption_fields, text_fields
from tests.standin.telegram.objects import chat_json, user_json
from tests.standin.telegram.pictures import given_photo
from tests.standin.telegram.placing import placed
from tests.standin.telegram.refusal import bad_request
from tests.standin.telegram.world import Chat, Json

EPHEMERAL = "ephemeral_message_parameters"


def send_message(request: Request) -> Json:
    chat = chat_to_speak_in(request.world, request.given["chat_id"])
    return _send(request, chat, text_fields(request))


def send_photo(request: Request) -> Json:
    chat = chat_to_speak_in(request.world, request.given["chat_id"], "can_send_photos")
    caption = caption_fields(request, request.given)
    return _send(
        request, chat, {"photo": given_photo(request.world, request.given.get("photo"), request.files)} | caption
    )


def _send(request: Request, chat: Chat, content: Json) -> Json:
    if keyboard := request.keyboard():
        content["reply_markup"] = keyboard
    if EPHEMERAL in request.given and request.world.ephemeral is False:
        raise bad_request(f"unknown parameter {EPHEMERAL}")
    if EPHEMERAL in request.given and request.world.ephemeral is True:
        return whisper(request, chat, request.given[EPHEMERAL], content)
    place = placed(request.world, chat, request.given.get("message_thread_id"), _answered(request, chat))
    return request.sent(
        chat,
        {
            "message_id": request.world.next_id(chat),
            "from": user_json(request.world.bot),
            "chat": chat_json(request.world, chat),
            "date": request.world.now(),
            **place,
            **content,
        },
    )


def _answered(request: Request, chat: Chat) -> Json | None:
    reply = request.given.get("reply_parameters", {})
    if "message_id" not in reply:
        return None
    elsewhere = request.world.chats.get(reply.get("chat_id", chat.id))
    posted = request.world.posted(elsewhere, reply["message_id"]) if elsewhere else None
    if posted is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return posted.message if posted and elsewhere is chat else None

"""Changing what the bot itself posted."""

from tests.standin.telegram.access import chat_to_speak_in, find_message
from tests.standin.telegram.methods.request import Request
from tests.standin.telegram.methods.texts import caption_fields, text_fields
from tests.standin.telegram.pictures import given_photo
from tests.standin.telegram.refusal import bad_request
from tests.standin.telegram.world import Chat, Json, Posted

TEXT = frozenset({"text", "entities", "link_preview_options"})
CAPTION = frozenset({"caption", "caption_entities"})
KEYBOARD = frozenset({"reply_markup"})
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_text(request: Request) -> Json:
    posted = _own_message(request)
    if "text" not in posted.message:
        raise bad_request("there is no text in the message to edit")
    return _change(request, posted, TEXT, text_fields(request))


def edit_caption(request: Request) -> Json:
    posted = _own_message(request)
    if "photo" not in posted.message:
        raise bad_request("there is no caption in the message to edit")
    return _change(request, posted, CAPTION, caption_fields(request, request.given))


def edit_keyboard(request: Request) -> Json:
    return _change(request, _own_message(request), frozenset(), {})


def edit_media(request: Request) -> Json:
    posted = _own_message(request)
    media = request.given["media"]
    if media["type"] != "photo":
        raise bad_request("this server has no media but photos")
    photo = given_photo(request.world, media["media"], request.files)
    return _change(request, posted, TEXT | CAPTION | {"photo"}, {"photo": photo} | caption_fields(request, media))


def _own_message(request: Request) -> Posted:
    chat = _chat(request)
    if "message_id" not in request.given:
        raise bad_request("message identifier is not specified")
    posted = find_message(request.world, chat, request.given["message_id"], "edit")
    if posted.author != request.world.bot.id or posted.service:
        raise bad_request("message can't be edited")
    return posted


def _chat(request: Request) -> Chat:
    if "inline_message_id" in request.given:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in request.given:
        raise bad_request("message identifier is not specified")
    return chat_to_speak_in(request.world, request.given["chat_id"])


def _change(request: Request, posted: Posted, instead_of: frozenset[str], content: Json) -> Json:
    """A keyboard that isn't given again is taken away."""
    keyboard = request.keyboard()
    gone = instead_of | KEYBOARD
    frame = {name: value for name, value in posted.message.items() if name not in gone}
    new = frame | content | ({"reply_markup": keyboard} if keyboard else {})
    if new == posted.message:
        raise bad_request(NOT_MODIFIED)
    posted.message = new | {"edit_date": request.world.now()}
    return posted.message

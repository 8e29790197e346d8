"""The words of a message: parsed, trimmed, counted in UTF-16 units, which is the strictest way."""

from typing import Any

from tests.standin.telegram.entities import Entity, utf16_length, with_found
from tests.standin.telegram.markup import parse_html, trimmed
from tests.standin.telegram.methods.request import Request
from tests.standin.telegram.objects import user_json
from tests.standin.telegram.refusal import bad_request
from tests.standin.telegram.world import Json

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


def text_fields(request: Request) -> Json:
    text, entities = _parsed(request, request.given["text"], request.given.get("entities", []), request.given)
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    fields: Json = {"text": text} | ({"entities": entities} if entities else {})
    if "link_preview_options" in request.given:
        fields["link_preview_options"] = request.given["link_preview_options"]
    return fields


def caption_fields(request: Request, given: Json) -> Json:
    """`given` is the call's, or that of a medium in it. No caption, no fields."""
    text, entities = _parsed(request, given.get("caption", ""), given.get("caption_entities", []), given)
    if utf16_length(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def _parsed(request: Request, text: str, entities: list[Entity], given: Json) -> tuple[str, list[Entity]]:
    match given.get("parse_mode", "").lower():
        case "":
            _check_entities(text, entities)
        case "html":
            text, entities = parse_html(text)
        case mode:
            request.note(f"this server does not read parse_mode {mode}")
            raise bad_request("unsupported parse_mode")
    text, entities = trimmed(text, entities)
    named = [_with_user(request, one) for one in entities]
    return text, with_found(text, [one for one in named if one is not None])


def _check_entities(text: str, entities: list[Entity]) -> None:
    end = utf16_length(text)
    for one in entities:
        if one["offset"] < 0 or one["length"] < 0 or one["offset"] + one["length"] > end:
            raise bad_request("entity begins or ends outside of the text")


def _with_user(request: Request, one: Entity) -> Entity | None:
    """A mention by id is one of somebody whom the server knows, or none."""
    if one["type"] != "text_mention":
        return one
    mentioned: Any = one.get("user")
    number = mentioned.get("id") if isinstance(mentioned, dict) else mentioned
    user = request.world.users.get(number or 0)
    return None if user is None else {**one, "user": user_json(user)}

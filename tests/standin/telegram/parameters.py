"""What each method takes: names, types, and which are required. Written `name:type`, with `!` where required.

Types: int, bool, str, chat (an id or @name), file, json (an object not looked into), one of `OBJECTS`, or a list of
them in brackets.
"""

from dataclasses import dataclass

Fields = dict[str, "Parameter"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kind` is one of the types above."""

    kind: str
    required: bool = False


def fields(written: str) -> Fields:
    pairs = (word.split(":") for word in written.split())
    return {name.removesuffix("!"): Parameter(kind, name.endswith("!")) for name, kind in pairs}


_MESSAGE = "business_connection_id:str chat_id:chat message_id:int inline_message_id:str"
_SENDING = (
    "business_connection_id:str chat_id!:chat message_thread_id:int direct_messages_topic_id:int "
    "ephemeral_message_parameters:ephemeral disable_notification:bool protect_content:bool allow_paid_broadcast:bool "
    "message_effect_id:str suggested_post_parameters:json reply_parameters:reply reply_markup:json"
)
_TEXT = "text!:str parse_mode:str entities:[entity] link_preview_options:links"
_CAPTION = "caption:str parse_mode:str caption_entities:[entity] show_caption_above_media:bool"
_WHISPER = "chat_id!:chat receiver_user_id!:int ephemeral_message_id!:int"
_ONE_MEMBER = "chat_id!:chat user_id!:int"

METHODS: dict[str, Fields] = {
    name: fields(written)
    for name, written in {
        "getMe": "",
        "getUpdates": "offset:int limit:int timeout:int allowed_updates:[str]",
        "setWebhook": "url!:str certificate:file ip_address:str max_connections:int allowed_updates:[str] "
        "drop_pending_updates:bool secret_token:str",
        "deleteWebhook": "drop_pending_updates:bool",
        "getWebhookInfo": "",
        "getChat": "chat_id!:chat",
        "getChatAdministrators": "chat_id!:chat return_bots:bool",
        "getChatMember": _ONE_MEMBER,
        "getChatMemberCount": "chat_id!:chat",
        "sendMessage": f"{_SENDING} {_TEXT}",
        "sendPhoto": f"{_SENDING} {_CAPTION} photo!:file has_spoiler:bool",
        "editMessageText": f"{_MESSAGE} {_TEXT} reply_markup:json",
        "editMessageCaption": f"{_MESSAGE} {_CAPTION} reply_markup:json",
        "editMessageReplyMarkup": f"{_MESSAGE} reply_markup:json",
        "editMessageMedia": f"{_MESSAGE} media!:media reply_markup:json",
        "deleteMessage": "chat_id!:chat message_id!:int",
        "deleteMessages": "chat_id!:chat message_ids!:[int]",
        "restrictChatMember": f"{_ONE_MEMBER} permissions!:permissions use_independent_chat_permissions:bool "
        "until_date:int",
        "banChatMember": f"{_ONE_MEMBER} until_date:int revoke_messages:bool",
        "unbanChatMember": f"{_ONE_MEMBER} only_if_banned:bool",
        "answerCallbackQuery": "callback_query_id!:str text:str show_alert:bool url:str cache_time:int",
        "setMyCommands": "commands!:[command] scope:scope language_code:str",
        "getMyCommands": "scope:scope language_code:str",
        "deleteMyCommands": "scope:scope language_code:str",
        "setMessageReaction": "chat_id!:chat message_id!:int reaction:[reaction] is_big:bool",
        "pinChatMessage": "business_connection_id:str chat_id!:chat message_id!:int disable_notification:bool",
        "leaveChat": "chat_id!:chat",
        "getFile": "file_id!:str",
        "setMyDescription": "description:str language_code:str",
        "editEphemeralMessageText": f"{_WHISPER} {_TEXT} reply_markup:json",
        "deleteEphemeralMessage": _WHISPER,
    }.items()
}
BY_LOWER_NAME = {name.lower(): name for name in METHODS}

OBJECTS: dict[str, Fields] = {
    "ephemeral": fields("receiver_user_id!:int callback_query_id:str replace_callback_query_message:bool"),
    "reply": fields(
        "message_id:int ephemeral_message_id:int chat_id:chat allow_sending_without_reply:bool quote:str "
        "quote_parse_mode:str quote_entities:[entity] quote_position:int checklist_task_id:int poll_option_id:str"
    ),
    "links": fields("is_disabled:bool url:str prefer_small_media:bool prefer_large_media:bool show_above_text:bool"),
    "permissions": fields(
        "can_send_messages:bool can_send_audios:bool can_send_documents:bool can_send_photos:bool "
        "can_send_videos:bool can_send_video_notes:bool can_send_voice_notes:bool can_send_polls:bool "
        "can_send_other_messages:bool can_add_web_page_previews:bool can_react_to_messages:bool can_edit_tag:bool "
        "can_change_info:bool can_invite_users:bool can_pin_messages:bool can_manage_topics:bool"
    ),
    "scope": fields("type!:str chat_id:chat user_id:int"),
    "media": fields(f"type!:str media!:str {_CAPTION} has_spoiler:bool"),
    "command": fields("command!:str description!:str is_ephemeral:bool"),
    "reaction": fields("type!:str emoji:str custom_emoji_id:str"),
    "entity": fields(
        "type!:str offset!:int length!:int url:str user:json language:str custom_emoji_id:str unix_time:int "
        "date_time_format:str"
    ),
}

MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "user_id": "invalid user_id specified",
    "receiver_user_id": "invalid user_id specified",
    "photo": "there is no photo in the request",
    "file_id": "invalid file_id",
    "permissions": "can't parse permissions: expected an object",
    "commands": "can't parse commands: expected an Array",
    "media": "media must be non-empty",
}
"""How the real server words it."""

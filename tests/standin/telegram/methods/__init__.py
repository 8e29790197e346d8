"""The methods of the Bot API that this server has; getUpdates, which waits, is `polling.py`'s."""

from collections.abc import Callable
from typing import Any

from tests.standin.telegram.methods import (
    chats,
    editing,
    ephemeral,
    members,
    presses,
    profile,
    removing,
    sending,
    webhooks,
)
from tests.standin.telegram.methods.request import Request

CARRIED_OUT_BY: dict[str, Callable[[Request], Any]] = {
    "getMe": profile.get_me,
    "setWebhook": webhooks.set_webhook,
    "deleteWebhook": webhooks.delete_webhook,
    "getWebhookInfo": webhooks.get_webhook_info,
    "getChat": chats.get_chat,
    "getChatAdministrators": members.get_chat_administrators,
    "getChatMember": members.get_chat_member,
    "getChatMemberCount": members.get_chat_member_count,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageReplyMarkup": editing.edit_keyboard,
    "editMessageMedia": editing.edit_media,
    "deleteMessage": removing.delete_message,
    "deleteMessages": removing.delete_messages,
    "restrictChatMember": members.restrict_chat_member,
    "banChatMember": members.ban_chat_member,
    "unbanChatMember": members.unban_chat_member,
    "answerCallbackQuery": presses.answer_callback_query,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMessageReaction": chats.set_message_reaction,
    "pinChatMessage": chats.pin_chat_message,
    "leaveChat": chats.leave_chat,
    "getFile": profile.get_file,
    "setMyDescription": profile.set_my_description,
    "editEphemeralMessageText": ephemeral.edit_text,
    "deleteEphemeralMessage": ephemeral.delete,
}
ONLY_WITH_EPHEMERAL = frozenset({"editEphemeralMessageText", "deleteEphemeralMessage"})
"""A server without ephemeral messages doesn't know these either."""

"""Buttons under a message: well-formed, or refused."""

from collections.abc import Callable
from typing import Any

from tests.standin.telegram.refusal import bad_request

_ACTIONS = (
    "url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat "
    "switch_inline_query_chosen_chat copy_text callback_game pay"
)
ACTIONS = frozenset(_ACTIONS.split())
LOOKS = frozenset({"text", "style", "icon_custom_emoji_id", "disabled"})
OTHER_KEYBOARDS = frozenset({"keyboard", "remove_keyboard", "force_reply"})
MOST_BUTTONS = 100
LONGEST_DATA = 64
"""Bytes."""

Keyboard = dict[str, Any]


def checked_keyboard(markup: Keyboard | None, note: Callable[[str], None]) -> Keyboard | None:
    """What will stand under the message; reply keyboards leave nothing there."""
    if markup is None or (markup.keys() & OTHER_KEYBOARDS and "inline_keyboard" not in markup):
        return None
    rows = markup.get("inline_keyboard")
    if set(markup) != {"inline_keyboard"} or not isinstance(rows, list):
        raise bad_request("object expected as reply markup")
    if not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard: expected an Array of Array of InlineKeyboardButton")
    buttons = [[_checked_button(button, note) for button in row] for row in rows if row]
    if sum(map(len, buttons)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": buttons} if buttons else None


def has_button(markup: Keyboard | None, data: str) -> bool:
    return any(
        button.get("callback_data") == data for row in (markup or {}).get("inline_keyboard", []) for button in row
    )


def _checked_button(button: Any, note: Callable[[str], None]) -> Keyboard:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    for name in button.keys() - ACTIONS - LOOKS:
        note(f"a button has no field {name}")
    actions = button.keys() & ACTIONS
    if len(actions) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    _check_action(actions.pop(), button)
    return button


def _check_action(action: str, button: Keyboard) -> None:
    value = button[action]
    if action == "callback_data" and not (isinstance(value, str) and 1 <= len(value.encode()) <= LONGEST_DATA):
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url" and not (isinstance(value, str) and value.startswith(("http://", "https://", "tg://"))):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Unsupported URL protocol")

"""Words for the tests of recognition: messages with what does not matter left out, and what was said of them."""

from datetime import UTC, datetime
from typing import Any

from chat.context import ALONE, Context
from chat.events import MessagePosted, Person
from chat.promotions import Promotion
from policies.promotion import classify

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def message(text: str, **more: Any) -> MessagePosted:
    given: dict[str, Any] = {"at": NOON, "chat": "c", "message_id": "1", "author": Person(id="7", name="Ana")} | more
    return MessagePosted(text=text, **given)


def names(text: str, context: Context = ALONE, **more: Any) -> set[str]:
    """Return what is said of a text, by the names that an admin reads."""
    return {signal.name for signal in classified(text, context, **more).signals}


def classified(text: str, context: Context = ALONE, **more: Any) -> Promotion:
    return classify(message(text, **more), context)

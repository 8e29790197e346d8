"""Promises to another member in a reply: "I'll send it tomorrow". Seen by words, and until when by other words.

Finds only what could be remembered; whether it is, the one who promised says.
"""

from datetime import datetime, timedelta
from typing import Final

from chat.events import MessagePosted
from chat.exchanges import Exchange, ExchangeKind, ExchangeState
from chat.giving import Seen
from policies.giving.phrases import is_promise, promised_in

_LONGEST: Final = 40
"""Words: a longer text is about more than a promise."""
_KEPT: Final = 80


def promised(message: MessagePosted, parent: Seen | None, exchange_id: str) -> Exchange | None:
    """Return the promise that a reply makes to whom it answers; promises to oneself are none."""
    if parent is None or parent.removed or parent.author == message.author.id or message.author.is_bot:
        return None
    if len(message.text.split()) > _LONGEST or not is_promise(message.text):
        return None
    return Exchange(
        exchange_id=exchange_id,
        kind=ExchangeKind.PROMISE,
        giver=message.author.id,
        one=parent.author,
        message_id=message.message_id,
        about=" ".join(message.text.split())[:_KEPT],
        at=message.at,
        state=ExchangeState.ASKED,
        due_at=due(message.text, message.at),
    )


def due(text: str, at: datetime) -> datetime:
    """Return when a promise wants to be remembered, by what it says of the time: three days, where it says nothing."""
    return at + timedelta(days=promised_in(text) or 3)

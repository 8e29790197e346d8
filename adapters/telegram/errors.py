"""Telegram's errors as ours. A request that may have been carried out is told from one that never left."""

from datetime import timedelta
from typing import Final

import httpx
import telegram.error as theirs

from chat.errors import Blocked, Forbidden, Gone, PlatformError, Retryable

_SHORT: Final = timedelta(seconds=1)
_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_GONE: Final = ("not found", "message_id_invalid", "user_not_participant", "participant_id_invalid", "chat_id_invalid")
_BLOCKED: Final = ("blocked by the user", "user is deactivated")
_FINE: Final = ("message is not modified", "user_already_participant")


class Uncertain(PlatformError):
    """The request may have been carried out: only what may be done twice is done again."""


def ours(error: theirs.TelegramError) -> PlatformError:
    """Return our error for one of Telegram's."""
    if isinstance(error, theirs.RetryAfter):
        return Retryable(str(error), after=_length(error.retry_after))
    if isinstance(error, theirs.InvalidToken):  # whose text has the token in it
        return Forbidden("Telegram refuses the token: ask @BotFather for the right one, set POTLUCK_TELEGRAM_TOKEN")
    if isinstance(error, theirs.Forbidden):
        blocked = any(part in str(error).casefold() for part in _BLOCKED)
        return Blocked(str(error)) if blocked else Forbidden(str(error))
    if isinstance(error, theirs.BadRequest):
        said = str(error).casefold()
        return Gone(str(error)) if any(part in said for part in (*_GONE, *_FINE)) else Forbidden(str(error))
    if isinstance(error, theirs.Conflict):
        return Retryable(
            "another process, or a webhook, takes this bot's updates: run `potluck doctor`", after=timedelta(seconds=5)
        )
    if isinstance(error.__cause__, _NOT_SENT):
        return Retryable(str(error), after=_SHORT)
    return Uncertain(str(error))


def _length(after: int | timedelta) -> timedelta:
    return after if isinstance(after, timedelta) else timedelta(seconds=after)

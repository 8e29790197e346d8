"""Discord's errors as ours. A request that may have been carried out is told from one that never left."""

import asyncio
from datetime import timedelta
from typing import Final

import aiohttp
import discord

from chat.errors import Blocked, Forbidden, Gone, PlatformError, Retryable

_SHORT: Final = timedelta(seconds=1)
_BARRED: Final = timedelta(minutes=1)
_GONE: Final = frozenset({10003, 10004, 10007, 10008, 10011, 10013, 10015, 10026, 10062})
"""Unknown channel, guild, member, message, role, user, webhook, ban, interaction."""
_BLOCKED: Final = frozenset({50007, 50278})
"""Direct messages that a member doesn't take; one that shares no guild with the bot."""
_TOO_MANY_REQUESTS: Final = 429
_SERVER_ERROR: Final = 500


class Uncertain(PlatformError):
    """The request may have been carried out: only what may be done twice is done again."""


def ours(error: Exception) -> PlatformError:
    """Return our error for one of the library's."""
    if isinstance(error, PlatformError):
        return error
    if isinstance(error, discord.LoginFailure):  # whose text is about the token
        return Forbidden("Discord refuses the token: copy the right one from the portal, set POTLUCK_DISCORD_TOKEN")
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return Forbidden("a privileged intent is switched off in the developer portal: run `potluck doctor`")
    if isinstance(error, discord.RateLimited):
        return Retryable(str(error), after=timedelta(seconds=error.retry_after))
    if isinstance(error, discord.HTTPException):
        return _answered(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Retryable(str(error), after=_SHORT)
    if isinstance(error, aiohttp.ClientError | OSError | asyncio.TimeoutError):
        return Uncertain(f"{type(error).__name__}: {error}")
    return Forbidden(str(error))


def _answered(error: discord.HTTPException) -> PlatformError:
    if error.code in _BLOCKED:
        return Blocked(str(error))
    if error.code in _GONE or isinstance(error, discord.NotFound):
        return Gone(str(error))
    if error.status == _TOO_MANY_REQUESTS:  # the library waits for ordinary limits; this one bars the address
        return Retryable(str(error), after=_BARRED)
    return Uncertain(str(error)) if error.status >= _SERVER_ERROR else Forbidden(str(error))

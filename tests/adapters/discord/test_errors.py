"""Discord's errors become ours: what may be tried again, what never, and what nobody knows."""

from datetime import timedelta
from typing import Any

import discord
import pytest

from adapters.discord.errors import Uncertain, ours
from chat.errors import Blocked, Forbidden, Gone, Retryable


class Answer:
    """As much of a response as an error looks at."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.reason = "why"


def refused(kind: type[discord.HTTPException], status: int, code: int) -> discord.HTTPException:
    answer: Any = Answer(status)
    return kind(answer, {"code": code, "message": "no"})


@pytest.mark.parametrize(
    ("error", "known"),
    [
        (refused(discord.Forbidden, 403, 50007), Blocked),
        (refused(discord.Forbidden, 403, 50013), Forbidden),
        (refused(discord.NotFound, 404, 10008), Gone),
        (refused(discord.HTTPException, 400, 50035), Forbidden),
        (refused(discord.DiscordServerError, 503, 0), Uncertain),
        (refused(discord.HTTPException, 429, 0), Retryable),
        (discord.LoginFailure("Improper token has been passed."), Forbidden),
        (discord.PrivilegedIntentsRequired(None), Forbidden),
        (ConnectionResetError("gone"), Uncertain),
    ],
)
def test_each_is_one_of_ours(error: Exception, known: type[Exception]):
    assert type(ours(error)) is known


def test_a_limit_says_how_long_to_wait():
    found = ours(discord.RateLimited(31.5))

    assert isinstance(found, Retryable)
    assert found.after == timedelta(seconds=31.5)


def test_no_error_tells_the_token():
    assert "POTLUCK_DISCORD_TOKEN" in str(ours(discord.LoginFailure("a.secret.token")))
    assert "a.secret.token" not in str(ours(discord.LoginFailure("a.secret.token")))

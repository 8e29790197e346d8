"""The Bot API over bare HTTP, and what the tests of the stand-in share."""

import json
import urllib.error
import urllib.request
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update

from tests.standin.telegram import StandIn
from tests.standin.telegram.world import Json

TOKEN = "123456:secret"  # noqa: S105  nobody's


def call(server: StandIn, method: str, token: str = TOKEN, **params: Any) -> Json:
    """Over bare HTTP, as JSON."""
    request = urllib.request.Request(  # noqa: S310
        f"{server.url}/bot{token}/{method}", json.dumps(params).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        with error:
            return dict(json.load(error))


def refused(server: StandIn, method: str, **params: Any) -> str:
    answer = call(server, method, **params)
    assert not answer["ok"]
    return f"{answer['error_code']} {answer['description']}"


def keyboard(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(one, callback_data=one)] for one in data])


async def news(bot: Bot) -> list[Any]:
    """Everything that waits, acknowledged."""
    updates: list[Any] = list(await bot.get_updates(allowed_updates=Update.ALL_TYPES))
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return updates

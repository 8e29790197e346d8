"""Updates by webhook: answered with 200 only after they were taken in, so that Telegram sends again what was not.

Checks the secret in constant time and bounds the body before anything of it is read.
"""

import asyncio
import hmac
import json
from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Bot, Update

from adapters.telegram.listening import WANTED

LARGEST: Final = 1_000_000
"""Bytes of one update; Telegram's own are far smaller."""
_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
_MOST: Final = 100


class Webhook:
    """Hands over what Telegram posts, and answers once it was taken in."""

    def __init__(self, bot: Bot, *, url: str, path: str, secret: str) -> None:
        self._bot = bot
        self._url = url
        self._secret = secret
        self._waiting: asyncio.Queue[tuple[Update, asyncio.Future[None]]] = asyncio.Queue(maxsize=1_000)
        self._handed_over: list[asyncio.Future[None]] = []
        self.route = Route(path, self._receive, methods=["POST"])

    async def set_up(self) -> None:
        """Tell Telegram where to post."""
        await self._bot.set_webhook(self._url, secret_token=self._secret, allowed_updates=list(WANTED))

    async def updates(self) -> Sequence[Update]:
        """Wait for updates; what was handed over before is answered now."""
        for answered in self._handed_over:
            if not answered.done():
                answered.set_result(None)
        self._handed_over.clear()
        found = [await self._waiting.get()]
        while len(found) < _MOST and not self._waiting.empty():
            found.append(self._waiting.get_nowait())
        self._handed_over = [answered for _, answered in found]
        return sorted((update for update, _ in found), key=lambda update: update.update_id)

    async def close(self) -> None:
        """Leave what was not taken in unanswered: Telegram sends it again."""
        for answered in self._handed_over:
            answered.cancel()

    async def _receive(self, request: Request) -> Response:
        given = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return PlainTextResponse("wrong secret", status_code=401)
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                return PlainTextResponse("too large", status_code=413)
        try:
            update = Update.de_json(json.loads(bytes(body)), self._bot)
        except (ValueError, TypeError, KeyError, AttributeError):
            return PlainTextResponse("no update", status_code=400)
        taken_in: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._waiting.put((update, taken_in))
        try:
            await taken_in
        except asyncio.CancelledError:
            return PlainTextResponse("later", status_code=503)
        return PlainTextResponse("ok")

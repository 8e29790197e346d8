"""getUpdates: waits for news, and for as long as the bot said; of two at once the older is sent away."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.standin.bell import Bell
from tests.standin.telegram.refusal import conflict
from tests.standin.telegram.world import Json, World

LONGEST_SECONDS = 50
MOST = 100


class Polling:
    """On the server's loop alone."""

    def __init__(self, world: World, bell: Bell) -> None:
        self._world = world
        self._bell = bell
        self._latest: asyncio.Event | None = None

    async def get_updates(self, given: Json, gone: Callable[[], Awaitable[bool]]) -> list[Json]:
        """`gone` says whether the client hung up: then its poll is no conflict."""
        self._begin(given)
        ear, until = self._bell.ear(), asyncio.get_running_loop().time() + min(given.get("timeout", 0), LONGEST_SECONDS)
        if self._latest is not None:
            self._latest.set()
        self._latest = ear
        try:
            return await self._wait(ear, until, given, gone)
        finally:
            self._bell.let_go(ear)
            if self._latest is ear:
                self._latest = None

    def _begin(self, given: Json) -> None:
        with self._world.lock:
            self._check_webhook()
            if "allowed_updates" in given:
                self._world.updates.allow(given["allowed_updates"])
            self._world.updates.acknowledge(given.get("offset", 0))

    def _check_webhook(self) -> None:
        if self._world.webhook.url:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )

    async def _wait(
        self, ear: asyncio.Event, until: float, given: Json, gone: Callable[[], Awaitable[bool]]
    ) -> list[Json]:
        while True:
            ear.clear()
            if self._latest is not ear:
                await self._send_away(gone)
            with self._world.lock:
                self._check_webhook()
                news = self._world.updates.first(max(1, min(given.get("limit", MOST), MOST)))
            left = until - asyncio.get_running_loop().time()
            if news or left <= 0:
                return news
            try:
                await asyncio.wait_for(ear.wait(), left)
            except TimeoutError:
                continue

    async def _send_away(self, gone: Callable[[], Awaitable[bool]]) -> None:
        if not await gone():
            with self._world.lock:
                self._world.complain("getUpdates was called while another still waited")
        raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")

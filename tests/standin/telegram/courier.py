"""Posts updates to the webhook, one after another, until each is taken."""

import asyncio
import http.client
import json
from urllib.parse import urlsplit

from tests.standin.bell import Bell
from tests.standin.telegram.world import Json, Webhook, World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  a header's name
PATIENCE_SECONDS = 10.0
OK = range(200, 300)


class Courier:
    """`first_pause` doubles with every refusal, up to `longest_pause`."""

    def __init__(self, world: World, bell: Bell) -> None:
        self._world = world
        self._bell = bell
        self.first_pause = 0.1
        self.longest_pause = 5.0

    async def run(self) -> None:
        ear = self._bell.ear()
        pause = self.first_pause
        try:
            while True:
                ear.clear()
                webhook, update = self._next()
                if update is None:
                    await ear.wait()
                    continue
                error = await asyncio.to_thread(deliver, webhook, update)
                self._note(webhook, update, error)
                if error is None:
                    pause = self.first_pause
                    continue
                await asyncio.sleep(pause)
                pause = min(pause * 2, self.longest_pause)
        finally:
            self._bell.let_go(ear)

    def _next(self) -> tuple[Webhook, Json | None]:
        with self._world.lock:
            waiting = self._world.updates.first(1) if self._world.webhook.url else []
            return self._world.webhook, waiting[0] if waiting else None

    def _note(self, webhook: Webhook, update: Json, error: str | None) -> None:
        with self._world.lock:
            if error is None:
                self._world.updates.acknowledge(update["update_id"] + 1)
            else:
                webhook.error, webhook.error_at = error, self._world.now()


def deliver(webhook: Webhook, update: Json) -> str | None:
    """What went wrong, if anything did."""
    address = urlsplit(webhook.url)
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=PATIENCE_SECONDS)
    headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: webhook.secret} if webhook.secret else {})
    path = (address.path or "/") + (f"?{address.query}" if address.query else "")
    try:
        connection.request("POST", path, json.dumps(update), headers)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        return f"Connection failed: {type(error).__name__}"
    finally:
        connection.close()
    return None if answer.status in OK else f"Wrong response from the webhook: {answer.status} {answer.reason}"

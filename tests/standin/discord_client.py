"""A client of discord.py's that notes what it is told, for the tests of the stand-in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket

from tests.standin.discord import StandIn

READY_SECONDS = 10


class Client(discord.AutoShardedClient):
    """`heard` are messages; `events` all that was dispatched, by name."""

    def __init__(self, intents: discord.Intents, **options: Any) -> None:
        super().__init__(intents=intents, guild_ready_timeout=0.1, **options)
        self.heard: list[discord.Message] = []
        self.events: list[tuple[str, tuple[Any, ...]]] = []

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        self.events.append((event, args))
        super().dispatch(event, *args, **kwargs)

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.heard.append(message)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The library's own waits for five seconds, as the real gateway wants it."""

    def told(self, event: str) -> list[tuple[Any, ...]]:
        return [args for name, args in self.events if name == event]


@asynccontextmanager
async def connected(server: StandIn, intents: discord.Intents | None = None, **options: Any) -> AsyncIterator[Client]:
    """Ready, and closed at the end."""
    point_at(server)
    client = Client(intents or discord.Intents.all(), **options)
    task = asyncio.create_task(client.start(server.token))
    try:
        await server.eventually(lambda: task.done() or client.told("ready"), READY_SECONDS)
        if task.done():
            await task
        yield client
    finally:
        await client.close()
        await asyncio.gather(task, return_exceptions=True)


def point_at(server: StandIn) -> None:
    """There is no option for it."""
    discord.http.Route.BASE = server.api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway)

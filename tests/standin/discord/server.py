"""The stand-in itself: a server to point a bot at, and to ask afterwards what it saw."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from datetime import timedelta
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from tests.standin.bell import Bell
from tests.standin.clock import Clock
from tests.standin.discord.api import PREFIX, Api, Dropped
from tests.standin.discord.driver import Driver
from tests.standin.discord.gateway.connections import Connection
from tests.standin.discord.people import User
from tests.standin.discord.places import Channel, Json, Posted
from tests.standin.discord.routes import ROUTES
from tests.standin.discord.serving import HOST, Serving
from tests.standin.discord.words import said
from tests.standin.discord.world import Call, World
from tests.standin.faults import Fault, Faults, Status

LOOK_AGAIN_SECONDS = 0.01
TOLD_CALLS = 12
HEARTBEAT = timedelta(seconds=41.25)
T = TypeVar("T")


class StandIn(Driver):
    """`with StandIn() as server:` serves `server.api` and `server.gateway` from a thread of this process."""

    def __init__(
        self,
        token: str = "stand-in.discord.token",  # noqa: S107  nobody else's
        *,
        bot_id: int = 1_000_000_000_000_000_001,
        name: str = "Potluck",
        heartbeat: timedelta = HEARTBEAT,
    ) -> None:
        super().__init__(World(User(id=bot_id, name=name, bot=True)))
        self.token = token
        self.heartbeat = heartbeat
        self._bell = Bell()
        self._faults = Faults()
        self._api = Api(self.world, token, self._faults)
        self._connections: list[Connection] = []
        self._serving = Serving(self._answer, self._bell.hang, self._bell.take_down)
        self.world.sessions.changed = self._bell.ring

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def begin(self) -> None:
        """Serve; again after `end`, on the same port."""
        self._serving.start()
        self.world.base = f"http://{HOST}:{self._serving.port}"

    def end(self) -> None:
        """Be out of reach; what the server knows stays."""
        self._serving.stop()

    @property
    def api(self) -> str:
        """For POTLUCK_DISCORD_API."""
        return self.world.base + PREFIX

    @property
    def gateway(self) -> str:
        """For POTLUCK_DISCORD_GATEWAY."""
        return self.world.base.replace("http", "ws", 1) + "/gateway"

    @property
    def bot(self) -> User:
        return self.world.bot

    @property
    def clock(self) -> Clock:
        return self.world.clock

    @property
    def limits(self) -> bool:
        """Whether the bot can ask for too much."""
        return self._api.limits.on

    @limits.setter
    def limits(self, on: bool) -> None:
        self._api.limits.on = on

    @property
    def invalid_requests(self) -> int:
        """Answers of 401, 403 and 429 within ten minutes: at 10,000 the address is banned."""
        with self.world.lock:
            return self._api.limits.invalid

    def count_invalid(self) -> None:
        """One more of them."""
        with self.world.lock:
            self._api.limits.count_invalid(429)

    def fail(self, route: str, times: int = 1, status: Status = 500, *, seconds: float = 1.0) -> None:
        """The next calls of a route ("*": of any; names are in `routes.py`) go wrong.

        "drop" carries out and closes the connection, "slow" carries out and answers after `seconds`; a status refuses,
        429 for `seconds`.
        """
        if route != "*" and route not in ROUTES:
            raise ValueError(f"no such route: {route}")
        with self.world.lock:
            self._faults.plan(route, Fault(status, seconds), times)

    def limit_everything(self, seconds: float) -> None:
        """The global limit is reached."""
        with self.world.lock:
            self._api.limits.block("*", {}, seconds, everything=True)

    def mend(self) -> None:
        """No fault is left."""
        with self.world.lock:
            self._faults.clear()

    def drop(self) -> None:
        """The gateway's connections break off; their sessions can be resumed."""
        self._order("drop")

    def close_gateway(self, code: int) -> None:
        self._order("close", code)

    def reconnect(self) -> None:
        """Tell each to connect anew and to resume."""
        self._order("reconnect")

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell each that its session is over, or only that it must resume it."""
        with self.world.lock:
            for session in [] if resumable else self.world.sessions.all:
                self.world.sessions.forget(session)
        self._order("invalid", resumable)

    def expire_sessions(self) -> None:
        """Those without a connection can be resumed no more."""
        with self.world.lock:
            for session in self.world.sessions.all:
                if not session.connected:
                    self.world.sessions.forget(session)

    def stop_acknowledging(self) -> None:
        """Heartbeats of the connections that are there stay unanswered."""
        for connection in self._connections:
            connection.deaf = True

    @property
    def connected(self) -> int:
        """How many sessions have a connection."""
        return sum(1 for session in self.world.sessions.all if session.connected)

    def _order(self, what: str, more: Any = None) -> None:
        for connection in list(self._connections):
            connection.orders.append((what, more))
        self._bell.ring()

    @property
    def calls(self) -> list[Call]:
        """Everything that the bot asked for over HTTP, oldest first."""
        return self.world.calls

    @property
    def complaints(self) -> list[str]:
        """What the bot did that the documentation doesn't allow."""
        return self.world.complaints

    def called(self, route: str) -> list[Call]:
        """Each call of it."""
        with self.world.lock:
            return [call for call in self.world.calls if call.route == route]

    def standing(self, channel: Channel) -> list[str]:
        """Words of all that stands in the channel, people's and the bot's; of a message without any its embeds'."""
        with self.world.lock:
            return [said(posted.body) for posted in channel.standing]

    def said(self, channel: Channel) -> list[Posted]:
        """What the bot posted there and still stands."""
        with self.world.lock:
            return [posted for posted in channel.standing if posted.author == self.bot.id]

    def sent_to(self, user: User) -> list[str]:
        """Words that the bot showed to the user alone and didn't take back: private ones, then ephemeral ones."""
        with self.world.lock:
            return [said(posted.body) for posted in self._private(user) + self._whispers(user)]

    def private_to(self, user: User) -> list[Json]:
        """What the bot wrote to the user directly and still stands, whole."""
        with self.world.lock:
            return [posted.body for posted in self._private(user)]

    def _private(self, user: User) -> list[Posted]:
        direct = [c for c in self.world.channels.values() if c.recipient == user.id]
        return [posted for channel in direct for posted in channel.standing if posted.author == self.bot.id]

    def whispers_to(self, user: User) -> list[Json]:
        """Ephemeral messages that still stand, whole."""
        with self.world.lock:
            return [posted.body for posted in self._whispers(user)]

    def _whispers(self, user: User) -> list[Posted]:
        channels = list(self.world.channels.values())
        kept = [posted for c in channels for posted in c.messages.values() if posted.shown_to == user.id]
        return sorted((posted for posted in kept if not posted.deleted), key=lambda posted: posted.id)

    def wait_until(self, condition: Callable[[], T], seconds: float = 10) -> T:
        """For tests of a bot in another process."""
        end = time.monotonic() + seconds
        while not (result := condition()):
            if time.monotonic() > end:
                raise AssertionError(self._what_happened(seconds))
            time.sleep(LOOK_AGAIN_SECONDS)
        return result

    async def eventually(self, condition: Callable[[], T], seconds: float = 10) -> T:
        """`wait_until` for tests that run the bot on their own loop."""
        end = time.monotonic() + seconds
        while not (result := condition()):
            if time.monotonic() > end:
                raise AssertionError(self._what_happened(seconds))
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
        return result

    def _what_happened(self, seconds: float) -> str:
        with self.world.lock:
            last: list[Any] = [(call.route, call.params) for call in self.world.calls[-TOLD_CALLS:]]
            return (
                f"not within {seconds} s; {self.connected} connections; complaints: "
                f"{self.world.complaints[-TOLD_CALLS:]}; last calls: {last}"
            )

    async def _answer(self, http: web.BaseRequest) -> web.StreamResponse:
        try:
            if http.path.startswith("/gateway"):
                return await self._connect(http)
            if http.path.startswith("/attachments/"):
                return self._file(http.path)
            return await self._api.answer(http)
        except Dropped:
            if http.transport is not None:
                http.transport.abort()
            raise
        except Exception as error:
            with self.world.lock:
                self.world.complain(f"the stand-in itself broke at {http.path}: {error!r}")
            raise

    async def _connect(self, http: web.BaseRequest) -> web.StreamResponse:
        connection = Connection(self.world, self.token, self._bell, round(self.heartbeat.total_seconds() * 1000))
        self._connections.append(connection)
        try:
            return await connection.run(http)
        finally:
            with contextlib.suppress(ValueError):
                self._connections.remove(connection)

    def _file(self, path: str) -> web.Response:
        with self.world.lock:
            content = self.world.files.get(path)
        return web.Response(status=404) if content is None else web.Response(body=content)

"""One WebSocket: HELLO, IDENTIFY or RESUME, heartbeats, and the session's log as it grows."""

import asyncio
import json
import zlib
from collections import deque
from enum import IntEnum
from typing import Any

from aiohttp import WSMsgType, web

from tests.standin.bell import Bell
from tests.standin.discord.gateway.greeting import Hello, greet, identified, members_chunks, resumed
from tests.standin.discord.gateway.sessions import Session
from tests.standin.discord.world import World

Json = dict[str, Any]
NORMAL = frozenset({1000, 1001})
"""A client that closes so ends its session."""
MOST_SENT, SENT_SECONDS = 120, 60.0


class Op(IntEnum):
    """Opcodes, as documented."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE = 4
    RESUME = 6
    RECONNECT = 7
    MEMBERS = 8
    INVALID = 9
    HELLO = 10
    ACK = 11


class Closing(Exception):
    """The server closes, for the documented reason."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code


class Connection:
    """Lives on the server's loop; `orders` come from tests."""

    def __init__(self, world: World, token: str, bell: Bell, heartbeat_ms: int) -> None:
        self.session: Session | None = None
        self.orders: deque[tuple[str, Any]] = deque()
        self.deaf = False
        """Set by a test: heartbeats stay unanswered."""
        self._ordered_away = False
        self._world = world
        self._token = token
        self._bell = bell
        self._heartbeat_ms = heartbeat_ms
        self._socket = web.WebSocketResponse(autoping=True, max_msg_size=0, compress=False)
        self._http: web.BaseRequest | None = None
        self._deflate: Any = None
        self._one_at_a_time = asyncio.Lock()
        self._received: deque[float] = deque()

    async def run(self, http: web.BaseRequest) -> web.WebSocketResponse:
        self._http = http
        await self._socket.prepare(http)
        if http.query.get("compress") == "zlib-stream":
            self._deflate = zlib.compressobj()
        sending = asyncio.ensure_future(self._keep_sending())
        try:
            await self._check_address(http)
            await self._say(Op.HELLO, {"heartbeat_interval": self._heartbeat_ms})
            await self._listen()
        except Closing as closing:
            await self._socket.close(code=closing.code, message=str(closing).encode())
        except ConnectionResetError:
            pass
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            self._leave()
        return self._socket

    async def _check_address(self, http: web.BaseRequest) -> None:
        if http.query.get("v") != "10":
            raise Closing(4012, "Invalid API version")
        if http.query.get("encoding", "json") != "json":
            raise Closing(4002, "This stand-in speaks JSON alone")

    def _leave(self) -> None:
        with self._world.lock:
            if self.session is not None and self.session.carrier is self:
                self.session.carrier = None
                if self._socket.close_code in NORMAL and not self._ordered_away:
                    self._world.sessions.forget(self.session)

    async def _listen(self) -> None:
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                raise Closing(4002, "Decode error")
            self._count_received()
            try:
                told = json.loads(message.data)
            except ValueError:
                raise Closing(4002, "Decode error") from None
            await self._take(told.get("op"), told.get("d"))

    def _count_received(self) -> None:
        now = asyncio.get_running_loop().time()
        self._received.append(now)
        while self._received[0] < now - SENT_SECONDS:
            self._received.popleft()
        if len(self._received) > MOST_SENT:
            raise Closing(4008, "Rate limited")

    async def _take(self, op: Any, data: Any) -> None:
        match op:
            case Op.HEARTBEAT:
                if not self.deaf:
                    await self._say(Op.ACK)
            case Op.IDENTIFY:
                self._identify(data)
            case Op.RESUME:
                await self._resume(data)
            case Op.PRESENCE | Op.VOICE | Op.MEMBERS if self.session is None:
                raise Closing(4003, "Not authenticated")
            case Op.MEMBERS:
                self._tell_members(data)
            case Op.PRESENCE | Op.VOICE:
                pass
            case _:
                raise Closing(4001, "Unknown opcode")

    def _identify(self, data: Json) -> None:
        if self.session is not None:
            raise Closing(4005, "Already authenticated")
        with self._world.lock:
            hello = identified(self._world, self._token, data)
            if not isinstance(hello, Hello):
                raise Closing(*hello)
            self.session = greet(self._world, hello)
            self.session.carrier = self
        self._bell.ring()

    async def _resume(self, data: Json) -> None:
        if data.get("token") != self._token:
            raise Closing(4004, "Authentication failed")
        with self._world.lock:
            session = resumed(self._world, data)
            if session is not None:
                self.session = session
                session.carrier = self
        if session is None:
            await self._say(Op.INVALID, data=False)
        self._bell.ring()

    def _tell_members(self, data: Json) -> None:
        assert self.session is not None
        with self._world.lock:
            for chunk in members_chunks(self._world, self.session, data):
                self.session.add("GUILD_MEMBERS_CHUNK", chunk)
        self._bell.ring()

    async def _keep_sending(self) -> None:
        ear = self._bell.ear()
        try:
            while True:
                ear.clear()
                while self.orders:
                    await self._obey(*self.orders.popleft())
                for told in self._news():
                    await self._send(told)
                await ear.wait()
        except ConnectionResetError:
            return
        finally:
            self._bell.let_go(ear)

    def _news(self) -> list[Json]:
        with self._world.lock:
            if self.session is None or self.session.carrier is not self:
                return []
            news = self.session.log[self.session.sent :]
            self.session.sent = len(self.session.log)
            return news

    async def _obey(self, order: str, what: Any) -> None:
        self._ordered_away = True
        match order:
            case "drop":
                if self._http is not None and self._http.transport is not None:
                    self._http.transport.abort()
            case "close":
                await self._socket.close(code=what)
            case "reconnect":
                await self._say(Op.RECONNECT)
            case "invalid":
                await self._say(Op.INVALID, what)
            case _:
                raise ValueError(order)

    async def _say(self, op: Op, data: Any = None) -> None:
        await self._send({"op": op, "s": None, "t": None, "d": data})

    async def _send(self, told: Json) -> None:
        """What is compressed first must leave first."""
        text = json.dumps(told, separators=(",", ":"))
        async with self._one_at_a_time:
            if self._deflate is None:
                await self._socket.send_str(text)
                return
            packed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
            await self._socket.send_bytes(packed)

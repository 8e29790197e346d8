"""An application of aiohttp's on a port of this machine, in a thread of its own."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

HOST = "127.0.0.1"
READY_SECONDS = 10
LARGEST = 30 << 20
Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def _large(*parts: Any) -> web.BaseRequest:
    """Files come whole."""
    message, payload, protocol, writer, task = parts
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=LARGEST)


class Serving:
    """`on_start` and `on_end` are called on the server's loop."""

    def __init__(self, answer: Answer, on_start: Callable[[], None], on_end: Callable[[], None]) -> None:
        self._answer = answer
        self._on_start, self._on_end = on_start, on_end
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leaving: asyncio.Event | None = None
        self._ready = threading.Event()
        self.port = 0

    def start(self) -> None:
        """On the port that it had before, if it had one."""
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # so that nothing is delayed
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, self.port))
        listening.listen(256)
        self.port = listening.getsockname()[1]
        self._ready.clear()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(listening)), name="discord stand-in", daemon=True
        )
        self._thread.start()
        if not self._ready.wait(READY_SECONDS):
            raise TimeoutError("the stand-in did not start")

    def stop(self) -> None:
        if self._loop is None or self._leaving is None or self._thread is None:
            return
        with contextlib.suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._leaving.set)
        self._thread.join(READY_SECONDS)
        self._loop = self._leaving = self._thread = None

    async def _serve(self, listening: socket.socket) -> None:
        self._loop, self._leaving = asyncio.get_running_loop(), asyncio.Event()
        server = web.Server(self._answer, request_factory=_large, handler_cancellation=True, access_log=None)
        runner = web.ServerRunner(server, handle_signals=False)
        await runner.setup()
        site = web.SockSite(runner, listening, backlog=256)
        await site.start()
        self._on_start()
        self._ready.set()
        try:
            await self._leaving.wait()
        finally:
            self._on_end()
            await self._end(server, runner)

    async def _end(self, server: web.Server, runner: web.ServerRunner) -> None:
        """At once, connections and all: tests have no time for goodbyes."""
        for connection in list(server.connections):
            if connection.transport is not None:
                connection.transport.abort()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(runner.cleanup(), READY_SECONDS / 2)

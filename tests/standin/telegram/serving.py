"""An ASGI application on a port of this machine, in a thread of its own."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from starlette.types import ASGIApp

HOST = "127.0.0.1"
READY_SECONDS = 10


class _Server(uvicorn.Server):
    """Ends at once, connections and all: tests have no time for goodbyes."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.leaving = asyncio.Event()

    async def main_loop(self) -> None:
        await self.leaving.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002  as inherited
        for server in self.servers:
            server.close()
        for task in list(self.server_state.tasks):
            task.cancel()
        await asyncio.gather(*self.server_state.tasks, return_exceptions=True)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)


class Serving:
    """`beside` runs on the same loop for as long as the server does."""

    def __init__(self, app: ASGIApp, beside: Callable[[], Awaitable[None]]) -> None:
        self._app = app
        self._beside = beside
        self._listening: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: _Server | None = None
        self._ready = threading.Event()
        self.port = 0

    def start(self) -> None:
        """On the port that it had before, if it had one."""
        self._listening = socket.socket(
            socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
        )  # so that nothing is delayed
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listening.bind((HOST, self.port))
        self._listening.listen(256)
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve()), name="telegram stand-in", daemon=True
        )
        self._ready.clear()
        self._thread.start()
        if not self._ready.wait(READY_SECONDS):
            raise TimeoutError("the stand-in did not start")

    def stop(self) -> None:
        if self._loop is None or self._server is None or self._thread is None:
            return
        with contextlib.suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._server.leaving.set)
        self._thread.join(READY_SECONDS)
        self._loop = self._server = self._thread = None

    def hang_up(self, client: Any) -> None:
        """On the server's loop."""
        if self._server is not None:
            for connection in list(self._server.server_state.connections):
                if getattr(connection, "client", None) == client:
                    connection.transport.abort()

    async def _serve(self) -> None:
        config = uvicorn.Config(
            self._app,
            log_config=None,
            log_level="critical",
            access_log=False,
            lifespan="off",
            http="h11",
            ws="none",
            date_header=False,
            server_header=False,
            timeout_keep_alive=60,
        )
        self._loop, self._server = asyncio.get_running_loop(), _Server(config)
        beside = asyncio.ensure_future(self._beside())
        self._loop.call_soon(self._ready.set)
        try:
            await self._server.serve(sockets=[self._listening] if self._listening else None)
        finally:
            beside.cancel()
            await asyncio.gather(beside, return_exceptions=True)
            if self._listening is not None:
                self._listening.close()

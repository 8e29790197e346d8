"""HTTP in, HTTP out: whose token, which method, what parameters, and the answer."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.standin.faults import Fault, Faults
from tests.standin.telegram.limits import Limits
from tests.standin.telegram.methods import CARRIED_OUT_BY, ONLY_WITH_EPHEMERAL
from tests.standin.telegram.methods.request import Request
from tests.standin.telegram.parameters import BY_LOWER_NAME
from tests.standin.telegram.pictures import file_at
from tests.standin.telegram.polling import Polling
from tests.standin.telegram.reading import read_parameters
from tests.standin.telegram.refusal import Refusal, too_many
from tests.standin.telegram.wire import Raw, read_body
from tests.standin.telegram.world import Call, Chat, World

_METHOD = re.compile(r"/bot([^/]+)/(\w+)")
_FILE = re.compile(r"/file/bot([^/]+)/(.+)")
NOT_FOUND = Refusal(404, "Not Found")
UNAUTHORIZED = Refusal(401, "Unauthorized")

HangUp = Callable[[Any], None]


class Api:
    """An ASGI application. `hang_up` closes the connection to a client's address without a word."""

    def __init__(self, world: World, token: str, polling: Polling, faults: Faults) -> None:
        self.world = world
        self.token = token
        self.polling = polling
        self.faults = faults
        self.limits = Limits(world)
        self.hang_up: HangUp = lambda _client: None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        http = HttpRequest(scope, receive)
        try:
            response = await self._answer(http)
        except Refusal as refusal:
            response = _json(refusal.code, refusal.as_json())
        except ClientDisconnect:  # killed while it was asking
            return
        except Exception as error:
            with self.world.lock:
                self.world.complain(f"the stand-in itself broke at {scope['path']}: {error!r}")
            raise
        if response is None:
            self.hang_up(scope["client"])
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        await response(scope, receive, send)

    async def _answer(self, http: HttpRequest) -> Response | None:
        """None is none: the connection breaks."""
        path = http.scope["path"]
        if file := _FILE.fullmatch(path):
            return self._file(file[1], file[2])
        asked = _METHOD.fullmatch(path)
        if asked is None:
            raise NOT_FOUND
        if asked[1] != self.token:
            raise UNAUTHORIZED
        method = self._method(asked[2])
        raw = read_body(http.headers.get("content-type", ""), http.scope["query_string"], await http.body())
        return await self._call(http, method, raw)

    def _file(self, token: str, path: str) -> Response:
        if token != self.token:
            raise UNAUTHORIZED
        with self.world.lock:
            content = file_at(self.world, path)
        if content is None:
            raise NOT_FOUND
        return Response(content, media_type="application/octet-stream")

    def _method(self, written: str) -> str:
        """Case counts for nothing."""
        method = BY_LOWER_NAME.get(written.lower())
        if method is None or (method in ONLY_WITH_EPHEMERAL and self.world.ephemeral is not True):
            with self.world.lock:
                self.world.complain(f"this server has no method {written}")
            raise NOT_FOUND
        return method

    async def _call(self, http: HttpRequest, method: str, raw: Raw) -> Response | None:
        with self.world.lock:
            given = self._read(method, *raw)
            fault = self.faults.next(method)
        if fault is not None and not fault.carries_out:
            return self._failure(method, given, fault)
        try:
            result = await self._carried_out(http, method, given, raw[1])
            response = _json(200, {"ok": True, "result": result})
        except Refusal as refusal:
            response = _json(refusal.code, refusal.as_json())
        if fault is None:
            return response
        if fault.status == "slow":
            await asyncio.sleep(fault.seconds)
            return response
        return None

    def _read(self, method: str, raw: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
        """Every call is noted, one that can't be read as it came."""
        now = self.world.clock.now()
        try:
            given = read_parameters(method, raw, files, self.world.complain)
        except Refusal:
            self.world.calls.append(Call(now, method, raw))
            raise
        self.world.calls.append(Call(now, method, given | files))
        return given

    async def _carried_out(self, http: HttpRequest, method: str, given: dict[str, Any], files: dict[str, bytes]) -> Any:
        if method == "getUpdates":
            return await self.polling.get_updates(given, http.is_disconnected)
        with self.world.lock:
            chat = self._chat(given)
            self.limits.check(method, chat)
            result = CARRIED_OUT_BY[method](Request(self.world, method, given, files))
            self.limits.count(method, chat)
            return result

    def _failure(self, method: str, given: dict[str, Any], fault: Fault) -> Response:
        if fault.status == 429:
            seconds = max(1, round(fault.seconds))
            with self.world.lock:
                chat = self._chat(given)
                self.limits.block((method, chat.id if chat else None), seconds)
            refusal = too_many(seconds)
        else:
            refusal = Refusal(int(fault.status), "Internal Server Error" if fault.status == 500 else "Bad Gateway")
        return _json(refusal.code, refusal.as_json())

    def _chat(self, given: dict[str, Any]) -> Chat | None:
        return self.world.chats.get(given.get("chat_id", 0))


def _json(status: int, content: Any) -> Response:
    return Response(json.dumps(content, separators=(",", ":")), status, media_type="application/json")

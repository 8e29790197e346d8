"""HTTP in, HTTP out: which call, whose token, what it carries, and the answer."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from tests.standin.discord.calls.request import Request
from tests.standin.discord.limits import Headers, Limits
from tests.standin.discord.refusal import Refusal, not_found, unauthorized, wrong_field
from tests.standin.discord.routes import Found, find
from tests.standin.discord.schema.reading import check
from tests.standin.discord.wire import Body, read_body
from tests.standin.discord.world import Call, World
from tests.standin.faults import Fault, Faults

PREFIX = "/api/v10"
LONGEST_REASON = 512
ALWAYS = {"Via": "1.1 google"}
"""The library takes a 429 without it for a ban of the address."""


class Dropped(Exception):
    """The connection is to break without an answer."""


class Api:
    """The REST side."""

    def __init__(self, world: World, token: str, faults: Faults) -> None:
        self.world = world
        self.token = token
        self.faults = faults
        self.limits = Limits(world)

    async def answer(self, http: web.BaseRequest) -> web.StreamResponse:
        """Dropped is raised for none."""
        try:
            return await self._answer(http)
        except Refusal as refusal:
            with self.world.lock:
                self.limits.count_invalid(refusal.status)
            return respond(refusal.status, refusal.as_json(), refusal.headers)

    async def _answer(self, http: web.BaseRequest) -> web.StreamResponse:
        body = await read_body(http)
        with self.world.lock:
            if self.limits.banned:
                return web.Response(status=429, text="<html>error code: 1015</html>", content_type="text/html")
            found = self._found(http)
            self._check_token(http, found)
            reason = self._note(http, found, body)
            fault = self.faults.next(found.name)
            if fault is not None and not fault.carries_out:
                raise self._failure(found, fault)
            headers = self.limits.take(found.name, found.ids)
            response = self._carried_out(http, found, body, reason, headers)
        if fault is not None:
            if fault.status == "drop":
                raise Dropped
            await asyncio.sleep(fault.seconds)
        return response

    def _found(self, http: web.BaseRequest) -> Found:
        path = http.path.removeprefix(PREFIX)
        found = find(http.method, http.rel_url.raw_path.removeprefix(PREFIX)) if path != http.path else None
        if found is None:
            self.world.complain(f"this server has no {http.method} {http.path}")
            raise not_found()
        return found

    def _check_token(self, http: web.BaseRequest, found: Found) -> None:
        if not found.route.bare and http.headers.get("Authorization") != f"Bot {self.token}":
            raise unauthorized()

    def _note(self, http: web.BaseRequest, found: Found, body: Body) -> str | None:
        """Every call is noted as it came; the reason for the audit log, if it gives one."""
        reason = unquote(http.headers["X-Audit-Log-Reason"]) if "X-Audit-Log-Reason" in http.headers else None
        params = body.given if isinstance(body.given, dict) else {"": body.given} if body.given is not None else {}
        params = dict(http.query) | params | {f"file {number}": file for number, file in body.files.items()}
        path = http.path.removeprefix(PREFIX)
        self.world.calls.append(Call(self.world.clock.now(), found.name, path, params, reason))
        return reason

    def _failure(self, found: Found, fault: Fault) -> Refusal:
        if fault.status == 429:
            return self.limits.block(found.name, found.ids, fault.seconds)
        if fault.status == 403:
            return Refusal(403, 50013, "Missing Permissions")
        return Refusal(int(fault.status), 0, f"{fault.status}: said so by a test")

    def _carried_out(
        self, http: web.BaseRequest, found: Found, body: Body, reason: str | None, headers: Headers
    ) -> web.Response:
        try:
            self._check(http, found, body, reason)
            ids = {name: unquote(value) for name, value in found.ids.items()}
            given = {} if body.given is None else body.given
            request = Request(self.world, found.name, ids, given, dict(http.query), body.files, reason)
            result = found.route.act(request)
        except Refusal as refusal:
            refusal.headers = headers | refusal.headers
            raise
        if result is None:
            return web.Response(status=204, headers=headers | ALWAYS)
        return respond(201 if http.method == "POST" and found.name.endswith("/threads") else 200, result, headers)

    def _check(self, http: web.BaseRequest, found: Found, body: Body, reason: str | None) -> None:
        for name in http.query.keys() - found.route.query:
            self.world.complain(f"{found.name} has no parameter {name} in its address")
        check(found.name, found.route.kind, {} if body.given is None else body.given, self.world.complain)
        if reason is not None and len(reason) > LONGEST_REASON:
            self.world.complain(f"{found.name}: the reason for the audit log has {len(reason)} characters")
            raise wrong_field("reason", "BASE_TYPE_MAX_LENGTH", f"Must be {LONGEST_REASON} or fewer in length.")


def respond(status: int, content: Any, headers: Headers) -> web.Response:
    text = json.dumps(content, separators=(",", ":"))
    response = web.Response(status=status, body=text.encode(), headers={**ALWAYS, **headers})
    response.headers["Content-Type"] = "application/json"
    return response

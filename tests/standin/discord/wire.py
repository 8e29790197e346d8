"""The body of a call: JSON, or a form with files and the JSON as one of its fields."""

import json
import re
from typing import Any, NamedTuple

from aiohttp import web
from aiohttp.web_request import FileField

from tests.standin.discord.calls.request import Upload
from tests.standin.discord.refusal import Refusal

_FILE = re.compile(r"files\[(\d+)\]")


class Body(NamedTuple):
    """`given` is None without a body."""

    given: Any
    files: dict[str, Upload]


async def read_body(http: web.BaseRequest) -> Body:
    if http.content_type == "multipart/form-data":
        return await _form(http)
    raw = await http.read()
    return Body(_json(raw) if raw else None, {})


async def _form(http: web.BaseRequest) -> Body:
    given: Any = {}
    files: dict[str, Upload] = {}
    for name, value in (await http.post()).items():
        if isinstance(value, FileField):
            files[_number(name)] = Upload(value.filename, value.file.read(), value.content_type)
            value.file.close()
        elif name == "payload_json":
            given = _json(value)
        else:
            raise Refusal(400, 50035, f"Invalid Form Body: {name}")
    return Body(given, files)


def _number(name: str) -> str:
    match = _FILE.fullmatch(name)
    if match is None:
        raise Refusal(400, 50035, f"Invalid Form Body: {name}")
    return match[1]


def _json(raw: Any) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise Refusal(400, 50109, "The request body contains invalid JSON.") from None

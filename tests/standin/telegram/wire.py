"""The body of a call: JSON, a form, or a form with files."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from tests.standin.telegram.refusal import bad_request

Raw = tuple[dict[str, Any], dict[str, bytes]]
_FIELD = re.compile(r';\s*(name|filename)="((?:[^"\\]|\\.)*)"', re.IGNORECASE)


def read_body(content_type: str, query: bytes, body: bytes) -> Raw:
    """Parameters and files; those of the body go before those of the address."""
    parameters: dict[str, Any] = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    files: dict[str, bytes] = {}
    kind, _, rest = content_type.partition(";")
    match kind.strip().lower():
        case "application/json" if body:
            parameters |= _json(body)
        case "application/x-www-form-urlencoded":
            parameters |= dict(parse_qsl(body.decode(), keep_blank_values=True))
        case "multipart/form-data":
            more, files = _multipart(rest, body)
            parameters |= more
        case _:
            pass
    return parameters, files


def _json(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except ValueError:
        raise bad_request("can't parse request JSON object") from None
    if not isinstance(read, dict):
        raise bad_request("expected a JSON object in the request")
    return read


def _multipart(rest: str, body: bytes) -> Raw:
    boundary = re.search(r'boundary="?([^";]+)"?', rest)
    if boundary is None:
        raise bad_request("boundary parameter not found in the Content-Type header")
    fields: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        names = dict(_FIELD.findall(head.decode()))
        if "filename" in names:
            files[names["name"]] = content
        elif "name" in names:
            fields[names["name"]] = content.decode()
    return fields, files

"""Parameters of a call, from text and JSON to values of the right types; every oddity is told."""

import json
from collections.abc import Callable
from typing import Any

from tests.standin.telegram.parameters import METHODS, MISSING, OBJECTS, Fields
from tests.standin.telegram.refusal import bad_request

Note = Callable[[str], None]
YES = frozenset({"true", "yes", "1"})
NO = frozenset({"false", "no", "0", ""})


class _Wrong(Exception):
    """Its words say what was expected."""


def read_parameters(method: str, raw: dict[str, Any], files: dict[str, bytes], note: Note) -> dict[str, Any]:
    """Typed values of a call; refuse what is missing or can't be read."""
    table = METHODS[method]
    for name in raw.keys() - table.keys():
        note(f"{method} has no parameter {name}")
    attached = {str(value).removeprefix("attach://") for value in raw.values()} | set(table)
    for name in files.keys() - attached:
        if not any(f"attach://{name}" in str(value) for value in raw.values()):
            note(f"{method} was sent the file {name}, which no parameter names")
    given = {name: raw[name] for name in table if raw.get(name) is not None}
    read = {name: _read(method, name, table[name].kind, value, note) for name, value in given.items()}
    for name, parameter in table.items():
        if parameter.required and name not in read and not (parameter.kind == "file" and name in files):
            note(f"{method} was called without {name}")
            raise bad_request(MISSING.get(name, f'parameter "{name}" is required'))
    return read


def _read(method: str, name: str, kind: str, value: Any, note: Note) -> Any:
    def noted(sentence: str) -> None:
        note(f"{method}, {sentence}")

    try:
        return _typed(kind, value, name, noted)
    except _Wrong as wrong:
        note(f"{method}, {name}: {wrong}")
        if kind == "chat":
            raise bad_request("chat not found") from None
        raise bad_request(f"can't parse {name}: {wrong}") from None


def _typed(kind: str, value: Any, path: str, note: Note) -> Any:
    if kind.startswith("["):
        return _list(kind[1:-1], _from_json(value), path, note)
    match kind:
        case "int":
            return _int(value, path, note)
        case "bool":
            return _bool(value)
        case "str":
            return _str(value, path, note)
        case "chat":
            return _chat(value)
        case "file":
            return _str(value, path, note)
        case "json":
            return _object(_from_json(value))
        case _:
            return _fields(OBJECTS[kind], _object(_from_json(value)), path, note)


def _from_json(value: Any) -> Any:
    """Forms carry objects as text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise _Wrong("expected JSON") from None


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Wrong("expected an object")
    return value


def _list(kind: str, value: Any, path: str, note: Note) -> list[Any]:
    if not isinstance(value, list):
        raise _Wrong("expected an Array")
    return [_typed(kind, one, f"{path}[{number}]", note) for number, one in enumerate(value)]


def _fields(table: Fields, value: dict[str, Any], path: str, note: Note) -> dict[str, Any]:
    for name in value.keys() - table.keys():
        note(f"{path} has no field {name}")
    for name, parameter in table.items():
        if parameter.required and value.get(name) is None:
            raise _Wrong(f'{path} lacks the field "{name}"')
    return {
        name: _typed(parameter.kind, value[name], f"{path}.{name}", note)
        for name, parameter in table.items()
        if value.get(name) is not None
    }


def _int(value: Any, path: str, note: Note) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise _Wrong("expected an Integer")
    try:
        number = int(value)
    except ValueError:
        raise _Wrong("expected an Integer") from None
    if "." in path and isinstance(value, str):
        note(f"{path}: an Integer was sent as text")
    return number


def _bool(value: Any) -> bool:
    word = str(value).lower()
    if word not in YES | NO:
        raise _Wrong("expected a Boolean")
    return word in YES


def _str(value: Any, path: str, note: Note) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        note(f"{path}: text was sent as a number")
        return json.dumps(value)
    raise _Wrong("expected a String")


def _chat(value: Any) -> int | str:
    if isinstance(value, str) and value.startswith("@"):
        return value
    try:
        return int(value)
    except (TypeError, ValueError):
        raise _Wrong("expected an Integer or a name with @") from None

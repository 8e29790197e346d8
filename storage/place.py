"""Where a database is, however its URL is written: nothing is opened to know it."""

from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from sqlalchemy.engine import URL

from storage.engine import parse

_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_PORT: Final = 5432


def same_database(one: str, other: str) -> bool:
    """Tell whether two URLs name one database. Raises LedgerError where one of them is no URL."""
    urls = parse(one), parse(other)
    if urls[0].drivername != urls[1].drivername:
        return False
    if urls[0].drivername.startswith("sqlite"):
        return _same_file(*map(_file, urls))
    (here, name), (there, other_name) = map(_servers, urls)
    return name == other_name and not here.isdisjoint(there)


def _same_file(one: Path | None, other: Path | None) -> bool:
    if one is None or other is None:
        return False
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()


def _file(url: URL) -> Path | None:
    """Return the file of a SQLite database; None for one in memory."""
    (name,), options = url.get_dialect()().create_connect_args(url)
    if options.get("uri"):
        name = unquote(urlsplit(name).path)
    return None if name in ("", ":memory:") else Path(name)


def _servers(url: URL) -> tuple[set[tuple[str, int]], str]:
    """Return host and port of each server, and the database's name, which is the user's where none is told."""
    told: dict[str, Any] = dict(url.get_dialect()().create_connect_args(url)[1])
    hosts, ports = _listed(told.get("host")), _listed(told.get("port"))
    ports = ports * len(hosts) if len(ports) == 1 else ports
    servers = {(_host(host), int(port or _PORT)) for host, port in zip(hosts, ports, strict=True)}
    return servers, str(told.get("database") or told.get("user"))


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _host(name: str | None) -> str:
    """Return a host by one name; without one, or by a socket's folder, it is this machine."""
    plain = (name or "localhost").lower()
    return "localhost" if plain in _HERE or plain.startswith("/") else plain

"""`run`: the live service."""

from pathlib import Path
from typing import Final

from bot import serving
from bot.settings import read_settings
from chat.errors import UsageError

_HOST: Final = "127.0.0.1"
_PORT: Final = 8080
_HIGHEST_PORT: Final = 65_535


def run(policy: Path, webhook: str | None, listen: str | None) -> int:
    """Serve until stopped."""
    host, port = _address(listen)
    if webhook is not None and not webhook.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise UsageError("--webhook is a public address that begins with https://")
    options = serving.Options(policy=policy, webhook=webhook, host=host, port=port, must_listen=listen is not None)
    serving.run(options, read_settings())
    return 0


def _address(text: str | None) -> tuple[str, int]:
    """Read `host:port` or a port alone."""
    if text is None:
        return _HOST, _PORT
    host, _, port = text.rpartition(":")
    if not port.isdecimal() or not 0 < int(port) <= _HIGHEST_PORT:
        raise UsageError(f"'{text}' is no host and port: write it like 127.0.0.1:8080")
    return host.strip("[]") or _HOST, int(port)

"""Logs as lines of JSON, for machines: no texts of members, no tokens, whatever an error may quote."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog


def set_up(secrets: tuple[str, ...], *, debug: bool = False) -> None:
    """Write to standard error. Whatever holds a secret loses it."""

    def scrub(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {key: _without(secrets, value) for key, value in event.items()}

    level = logging.DEBUG if debug else logging.INFO
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            scrub,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    # These write addresses, and an address of Telegram's has the token in it; one of Discord's, an interaction's.
    for name in ("httpx", "httpcore", "telegram", "discord", "uvicorn"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _without(secrets: tuple[str, ...], value: Any) -> Any:
    if not isinstance(value, str):
        return value
    for secret in secrets:
        value = value.replace(secret, "***")
    return value

"""The wall clock: the only file that looks at it. Everything else is given the time."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)

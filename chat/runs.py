"""What happens once a period, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RunState(StrEnum):
    """How far something that happens once a period has come."""

    PLANNED = "planned"
    RENDERED = "rendered"
    """Its text is frozen."""
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    """It broke off while sending: it may be out, so it is not sent again."""
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Something that happens once a period."""

    chat: str
    kind: str
    period: datetime
    state: RunState
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something whose time has come."""

    chat: str
    kind: str
    at: datetime

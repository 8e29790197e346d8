"""Nudges as they are remembered: to whom, what was offered, and what came of it. No words of anybody."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reply(StrEnum):
    """What came of a nudge that was sent."""

    TAKEN = "taken"
    """[See question], [Say hello], [See event]: the member looked."""
    LATER = "later"
    NOT_ME = "not_me"
    READING = "reading"
    """[Just reading]."""
    STOP = "stop"
    BLOCKED = "blocked"
    """The member has blocked the bot: it counts as [Stop]."""
    UNREACHED = "unreached"
    """No private way to the member is open: nothing was sent."""


class Arm(StrEnum):
    """What was done with a nudge."""

    SENT = "sent"
    HELD = "held"
    """To a member of the holdout: it would have been sent, and was not."""
    PREVIEW = "preview"
    """Shown to the admins of a new group instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A nudge that was sent, held back or previewed: `at` is when."""

    member: str
    match: str
    """Id of the question, newcomer or event."""
    at: datetime
    key: str = ""
    """The same for the same member and match: 16 hex digits."""
    reason: str = ""
    """The case and what was offered, as a code."""
    arm: Arm = Arm.SENT
    reply: Reply | None = None
    replied_at: datetime | None = None

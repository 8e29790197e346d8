"""What the clock brought, as data: a nudge, a summary, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chat.posts import Post, plain
from policies.giving import summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudged:
    """A nudge that was planned. `match` is the id of the question, newcomer or event that it offers."""

    member: str
    name: str
    at: datetime
    reason: str
    why: str
    """The reason in words, for admins."""
    match: str | None
    words: Post
    key: str = ""
    preview: bool = False
    """Shown to the admins of a new group instead of being sent."""

    def row(self) -> dict[str, Any]:
        """Return it as a row of `replay --json`."""
        return {
            "type": "nudge",
            "member": self.member,
            "at": self.at.isoformat(),
            "reason": self.reason,
            "match": self.match,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Summarised:
    """A summary as it was, or would have been, posted."""

    start: datetime
    end: datetime
    digest: summary.Digest
    post: Post
    open_questions: tuple[str, ...]
    newcomers: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return it as plain text, to paste into a chat."""
        return plain(self.post)

    def row(self) -> dict[str, Any]:
        """Return it as a row of `replay --json`."""
        return {
            "type": "summary",
            "period": f"{self.start.isoformat()}/{self.end.isoformat()}",
            "text": self.text,
            "open_questions": list(self.open_questions),
            "newcomers": list(self.newcomers),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """The week as the admins alone see it. Numbers of the group; nobody is listed as the worst."""

    start: datetime
    end: datetime
    outcomes: Mapping[str, int]
    """Decisions by outcome."""
    appealed: int
    rings: tuple[tuple[str, ...], ...]
    """Shown names of members who mostly thank each other."""
    shares: tuple[tuple[int, int], ...]
    """By week, this one last: people helped, and promotions that stand."""
    reply_time: timedelta | None
    """Median wait of a question for its first answer."""
    unanswered: int
    replies: Mapping[str, int]
    """Nudges by what came of them; "silence" where nothing did."""
    undelivered: Mapping[str, int]
    """Actions that failed, or may have, by kind."""


Done = Nudged | Summarised | Noted | summary.Skipped

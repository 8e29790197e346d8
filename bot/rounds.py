"""What falls due by itself: nudges, summaries, forgetting. Found from the ledger and the clock, done once.

The clock is whoever asks: live it is the wall clock, in a replay the chat's own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.ports import Ledger
from chat.posts import Post
from policies.language.schema import Group


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
    post: Post
    text: str
    open_questions: tuple[str, ...]
    newcomers: tuple[str, ...]

    def row(self) -> dict[str, Any]:
        """Return it as a row of `replay --json`."""
        return {
            "type": "summary",
            "period": f"{self.start.isoformat()}/{self.end.isoformat()}",
            "text": self.text,
            "open_questions": list(self.open_questions),
            "newcomers": list(self.newcomers),
        }


class Rounds:
    """The clock of one group."""

    def __init__(
        self, group: Group, chat: str, ledger: Ledger, *, live: bool, on_done: Callable[[Nudged | Summarised], None]
    ) -> None:
        """Serve a group. `on_done` hears of every nudge and summary."""
        self.group = group
        self.chat = chat
        self.ledger = ledger
        self.live = live
        self.on_done = on_done

    def begin(self, at: datetime) -> None:
        """Begin the clock at the first event."""

    def next_due(self) -> datetime | None:
        """Return when the next thing falls due."""
        return None

    async def run(self) -> None:
        """Do what falls due next."""

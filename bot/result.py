"""What a replay came to: counted as it goes, gathered at its end, and as rows for others to build on."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.judged import Judged
from bot.rounds import Done, Noted, Nudged, Summarised
from bot.tally import Tally
from chat.errors import ExportError
from chat.giving import Contribution
from chat.verdicts import Outcome
from policies.giving.summary import Skipped


@dataclass(slots=True, kw_only=True)
class Result:
    """What a replay came to."""

    tally: Tally
    noted: dict[str, tuple[Outcome, str]] = field(default_factory=dict)
    """Outcome and author's shown name by message id of what was not simply allowed, where that is kept."""
    contributions: list[Contribution] = field(default_factory=list)
    """Everything that scored, in the order of time."""
    names: dict[str, str] = field(default_factory=dict)
    """Shown names by member."""
    nudges: list[Nudged] = field(default_factory=list)
    summaries: list[Summarised] = field(default_factory=list)
    skipped: int = 0
    """Weeks without a summary."""
    open_questions: list[tuple[str, datetime, str]] = field(default_factory=list)
    """Asker's name, when, and what: of the last week."""
    notes: list[str] = field(default_factory=list)
    broken: ExportError | None = None

    def note(self, done: Done) -> None:
        """Keep what the clock brought."""
        match done:
            case Nudged():
                self.nudges.append(done)
            case Summarised():
                self.summaries.append(done)
            case Skipped():
                self.skipped += 1
            case Noted():  # of a live service only
                pass

    def keep(self, judged: Judged) -> None:
        """Keep the outcome of a message for a comparison: most are allowed, and cost nothing."""
        message, outcome = judged.message, judged.verdict.outcome
        if outcome is Outcome.ALLOW:
            self.noted.pop(message.message_id, None)
        else:
            self.noted[message.message_id] = outcome, self.names[message.author.id]

    @property
    def helped(self) -> list[tuple[str, str]]:
        """Who helped whom, by shown names, once for each contribution."""
        return [
            (self.names.get(row.giver, row.giver), self.names.get(row.helped, row.helped))
            for row in self.contributions
            if row.helped is not None and row.credit > 0
        ]


def contribution_row(row: Contribution, zone: ZoneInfo) -> dict[str, Any]:
    """Return a contribution as a row."""
    return {
        "type": "contribution",
        "kind": str(row.kind),
        "giver": row.giver,
        "receiver": row.receiver,
        "messages": list(row.messages),
        "grade": str(row.grade),
        "at": row.at.astimezone(zone).isoformat(),
        "credit": row.credit,
    }

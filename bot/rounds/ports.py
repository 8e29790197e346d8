"""What rounds need of the ledger and of a live service, by shape."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.ports import Gatherings, Ledger, Purge, Reports
from bot.rounds.done import Done
from chat.ledger import DecisionRow, OutboxRow
from chat.nudges import Arm, Offered
from chat.runs import Run, RunState
from policies.language.schema import Group


class Claims(Protocol):
    """What happens once, and when it is next due."""

    async def claim(self, chat: str, kind: str, period: datetime, text: str | None = None) -> bool:
        """Tell whether this is the first to ask."""
        ...

    async def run(self, chat: str, kind: str, period: datetime) -> Run | None:
        """Return what became of it."""
        ...

    async def advance(self, run: Run, state: RunState, text: str | None = None) -> Run | None:
        """Take it one state on; None where somebody else was first."""
        ...

    async def last(self, chat: str, kind: str, most: int) -> list[Run]:
        """Return the last runs of a kind, newest first."""
        ...

    async def planned(self, chat: str, kind: str) -> datetime | None:
        """Return when something is next due."""
        ...

    async def plan(self, chat: str, kind: str, next_at: datetime) -> None:
        """Note when something is next due."""
        ...


class NudgeLog(Protocol):
    """Nudges that were sent, held back or previewed."""

    async def past(self, chat: str, since: datetime) -> list[Offered]:
        """Return what was offered since an instant, oldest first."""
        ...

    async def outcomes(
        self, chat: str, since: datetime, before: datetime, within: timedelta
    ) -> dict[Arm, tuple[int, int]]:
        """Return by arm how many nudges there were, and after how many a contribution followed."""
        ...


class RoundsReports(Reports, Protocol):
    """What rounds read of the past."""

    def decisions(
        self, chat: str, since: datetime, before: datetime, *, member: str | None = None
    ) -> AsyncIterator[DecisionRow]:
        """Go through the decisions in `[since, before)`."""
        ...

    async def reply_times(self, chat: str, start: datetime, end: datetime) -> list[timedelta | None]:
        """Return for each question how long it waited for its first answer; None: it still does."""
        ...

    async def undelivered(self, chat: str, start: datetime, end: datetime) -> dict[str, int]:
        """Return how many actions failed, or may have, by kind."""
        ...


class RoundsLedger(Ledger, Protocol):
    """The ledger as rounds see it."""

    @property
    def reports(self) -> RoundsReports:
        """What is read off the message's way."""
        ...

    @property
    def gatherings(self) -> Gatherings:
        """What is read of what members arranged."""
        ...

    @property
    def retention(self) -> Purge:
        """Forgets what is old."""
        ...

    @property
    def claims(self) -> Claims:
        """What happens once."""
        ...

    @property
    def nudges(self) -> NudgeLog:
        """What was offered to silent members."""
        ...


class Orders(Protocol):
    """What a live service makes of what falls due. A replay has none: there it is only told."""

    def now(self) -> datetime:
        """Return the time on the wall."""
        ...

    async def rows(self, done: Done) -> Sequence[OutboxRow]:
        """Return the actions that follow, to be written in the transaction that records it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One group and everything that its rounds work with."""

    group: Group
    chat: str
    """The ledger's key."""
    ledger: RoundsLedger
    secret: bytes
    """Keys holdout and jitter."""
    orders: Orders | None = None

    @property
    def imagined(self) -> bool:
        """Tell whether the group is only observed."""
        return self.group.mode == "observe"

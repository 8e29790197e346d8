"""What the service needs of a live platform and of the ledger, by shape."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.answers.ports import AnswerForgetting, AnswerReports
from bot.ports import Batch, Gatherings, Purge
from bot.rounds.ports import Claims as RoundsClaims
from bot.rounds.ports import NudgeLog, RoundsReports
from chat.actions import Action, Posted
from chat.arrivals import Arrival
from chat.nudges import Offered, Reply
from chat.reports import Claimed
from chat.runs import Run, RunState

Menu = Sequence[tuple[str, str]]
"""Commands, with what each does."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something to do later because of what was done: a public line takes itself down."""

    action: Action
    after: timedelta


class Platform(Protocol):
    """A chat service: what comes from it, and what is done on it. Every call may raise PlatformError."""

    name: str
    numbered: bool
    """Whether numbers of arrivals rise, so that what has no higher one was taken in before. Else ids tell."""

    async def arrivals(self) -> Sequence[Arrival]:
        """Wait for what comes next. Asking again acknowledges what was handed over before."""
        ...

    async def perform(self, action: Action, admins_chat: str | None) -> FollowUp | Posted | None:
        """Carry an action out, and return what is to follow, or as which message a summary was posted.

        What is for the admins goes to their chat; raises Forbidden where there is none.
        """
        ...

    def free_at(self, action: Action, admins_chat: str | None, key: str, at: datetime) -> datetime:
        """Return from when on the platform's limits leave room for an action, and keep that place under the key."""
        ...

    async def admins(self, chat: str) -> Mapping[str, str]:
        """Return who may decide in a chat: ids, with the title that each one has."""
        ...

    async def answer_press(self, press_id: str, words: str, outcome: str | None) -> None:
        """Answer a pressed button, shown to whoever pressed it; on a card, show what was decided."""
        ...

    async def announce(self, menus: Mapping[str, tuple[Menu, Menu]]) -> None:
        """Put the commands of members, and of admins, into the platform's menus, by language; "" is every other."""
        ...

    async def current_id(self, chat: str) -> str:
        """Return the id that a chat has now. Raises Gone where the bot is not in it."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class Outbox(Protocol):
    """Actions waiting in the ledger."""

    async def claim(
        self, at: datetime, until: datetime, most: int = 50, urgency: tuple[int, int] = (0, 9), platform: str = ""
    ) -> list[Claimed]:
        """Take what is due of a platform's groups, most urgent first."""
        ...

    async def recover(self, platform: str = "") -> int:
        """After a start: settle what an earlier process left claimed."""
        ...

    async def next_due(self, platform: str = "") -> datetime | None:
        """Return when the next waiting action is due."""
        ...

    async def done(self, numbers: Collection[int]) -> None:
        """Note that actions were carried out."""
        ...

    async def failed(self, numbers: Collection[int]) -> None:
        """Note that actions can't be carried out."""
        ...

    async def unknown(self, numbers: Collection[int]) -> None:
        """Note that nobody knows whether actions were carried out."""
        ...

    async def later(self, number: int, due_at: datetime) -> None:
        """Let an action wait."""
        ...

    async def told(self, chat: str, message_id: str, at: datetime) -> None:
        """Note when an author was told of the strike for a message."""
        ...

    async def counts(self) -> dict[str, int]:
        """Return how many actions there are by state."""
        ...


class Claims(RoundsClaims, Protocol):
    """What happens once."""

    async def in_state(self, state: RunState) -> list[Run]:
        """Return what stands at a state."""
        ...


class Nudges(NudgeLog, Protocol):
    """What was offered to silent members, and what they answered."""

    async def reply(self, chat: str, key: str, member: str, reply: Reply, at: datetime) -> Offered | None:
        """Note what a member answered; None for whoever was not asked."""
        ...


class AllReports(AnswerReports, RoundsReports, Protocol):
    """What is read off the message's way: by answers, and by rounds."""


class Ledger(Protocol):
    """The ledger as a whole."""

    @property
    def outbox(self) -> Outbox:
        """Actions waiting."""
        ...

    @property
    def claims(self) -> Claims:
        """What happens once."""
        ...

    @property
    def nudges(self) -> Nudges:
        """What was offered to silent members."""
        ...

    @property
    def reports(self) -> AllReports:
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
    def forgetting(self) -> AnswerForgetting:
        """Forgets whom wants it."""
        ...

    def batch(self, chat: str) -> AbstractAsyncContextManager[Batch]:
        """Open a transaction on one group's ledger."""
        ...

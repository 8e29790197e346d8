"""What the bot needs of the outside, by shape: adapters and storage fit these without knowing of them."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from chat.actions import Action
from chat.events import MessagePosted
from chat.exchanges import Attendance, Listing, Meetup
from chat.giving import Contribution
from chat.ledger import Changes, Known, Member, Wanted
from chat.reports import OpenQuestion, PeriodReport, Week
from policies.promotion.reading import Reading


class Batch(Protocol):
    """One transaction of the ledger."""

    async def read(self, wanted: Wanted) -> Known:
        """Return what is known by these keys."""
        ...

    async def cursor(self) -> str | None:
        """Return how far the platform's events of this chat have been taken in."""
        ...

    async def write(self, changes: Changes) -> None:
        """Write everything that a batch of events left behind."""
        ...


class Ledger(Protocol):
    """What has happened and what was decided, of all groups."""

    def batch(self, chat: str) -> AbstractAsyncContextManager[Batch]:
        """Open a transaction on one group's ledger: committed at the end, rolled back on any error."""
        ...


class Reports(Protocol):
    """What rounds read of the ledger, off the message's way."""

    async def period(self, chat: str, start: datetime, end: datetime, *, imagined: bool = False) -> PeriodReport:
        """Return what happened in `[start, end)`."""
        ...

    async def weekly(self, chat: str, bounds: Sequence[datetime], *, imagined: bool = False) -> list[Week]:
        """Return the numbers from each bound to the next."""
        ...

    def members(self, chat: str) -> AsyncIterator[Member]:
        """Go through all members, gone ones too."""
        ...

    async def terms(self, chat: str, members: Collection[str]) -> dict[str, dict[str, int]]:
        """Return what members answer, offer and say of themselves, and how often."""
        ...

    async def open_questions(self, chat: str, since: datetime, most: int = 50) -> list[OpenQuestion]:
        """Return questions that nobody has answered, newest first."""
        ...

    def contributions(self, chat: str, since: datetime, before: datetime) -> AsyncIterator[Contribution]:
        """Go through what was given in `[since, before)`."""
        ...

    def said(self, chat: str, start: datetime, end: datetime) -> AsyncIterator[tuple[str, str]]:
        """Go through what was said in `[start, end)`, as pairs of author and text, where that is still kept."""
        ...

    async def texts(self, chat: str, message_ids: Collection[str]) -> dict[str, str]:
        """Return what was said in messages, where that is still kept."""
        ...


class Gatherings(Protocol):
    """What is read of what members arranged."""

    async def meetups(self, chat: str, start: datetime, end: datetime) -> list[Meetup]:
        """Return the events that take place in `[start, end)`, in the order of time."""
        ...

    async def attendance(self, chat: str, meetup_ids: Collection[str]) -> list[Attendance]:
        """Return what members said about events, and whether they came."""
        ...

    async def attended(self, chat: str, member: str, before: datetime) -> list[Attendance]:
        """Return what one member said about events up to an instant, and whether they came."""
        ...

    async def listed(self, chat: str, members: Collection[str]) -> list[Listing]:
        """Return what members offer and seek."""
        ...


class Purge(Protocol):
    """Forgets what is older than it is kept."""

    async def purge(
        self,
        chat: str,
        *,
        messages_before: datetime,
        texts_before: datetime,
        facts_before: datetime,
        talked_before: datetime | None = None,
    ) -> dict[str, int]:
        """Drop what is older than its kind is kept; return how many rows of which table went."""
        ...


class Platform(Protocol):
    """A chat service, real or recorded."""

    async def perform(self, action: Action) -> None:
        """Carry an action out. Raises PlatformError."""
        ...


Reader = Callable[[Sequence[MessagePosted]], Sequence[Reading]]
"""Reads messages: `policies.promotion.read_all`, or readings recorded beforehand."""

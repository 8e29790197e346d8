"""What answers need of the ledger, by shape, and one question with what it is asked of."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from bot.pipeline import wanted
from bot.ports import Batch, Gatherings, Reader
from chat.actions import Action, TellAdmins, TellMember
from chat.events import MessagePosted, Person
from chat.giving import Contribution
from chat.ledger import DecisionRow, Known, Wanted
from chat.posts import Post
from chat.reports import Decided, PeriodReport
from policies.language.schema import Group
from policies.promotion import read_all
from policies.selling.needs import needs
from policies.selling.places import place_key

_SOON: Final = timedelta(days=1)
"""Until here a row counts as one of now: spans end before their end, and clocks of platforms differ."""


class AnswerReports(Protocol):
    """What is read of the past."""

    async def period(self, chat: str, start: datetime, end: datetime, *, imagined: bool = False) -> PeriodReport:
        """Return what happened in `[start, end)`."""
        ...

    def decisions(
        self, chat: str, since: datetime, before: datetime, *, member: str | None = None
    ) -> AsyncIterator[DecisionRow]:
        """Go through the decisions in `[since, before)`, of everybody or of one member, in the order of time."""
        ...

    async def decision(self, decision_id: str) -> Decided | None:
        """Return one decision."""
        ...

    async def texts(self, chat: str, message_ids: Collection[str]) -> dict[str, str]:
        """Return what was said in messages, where that is still kept."""
        ...


class AnswerForgetting(Protocol):
    """A member's wish: to have what is known of them, or to be forgotten."""

    async def forget(self, chat: str, member: str) -> None:
        """Leave neither id nor name of a member."""
        ...

    async def export(self, chat: str, member: str) -> dict[str, Any]:
        """Return everything that is kept of a member, by table."""
        ...


class AnswerLedger(Protocol):
    """The ledger, as far as answers look at it."""

    @property
    def reports(self) -> AnswerReports:
        """What is read of the past."""
        ...

    @property
    def gatherings(self) -> Gatherings:
        """What is read of what members arranged."""
        ...

    @property
    def forgetting(self) -> AnswerForgetting:
        """A member's wish."""
        ...

    def batch(self, chat: str) -> AbstractAsyncContextManager[Batch]:
        """Open a transaction on one group's ledger."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A command or press, the group that it is about, and the ledger. `about` is the id of the command or press."""

    group: Group
    chat: str
    ledger: AnswerLedger
    member: Person
    about: str
    at: datetime
    argument: str = ""
    reply_to: str | None = None
    private: bool = False
    outbox: Mapping[str, int] | None = None
    reader: Reader = read_all

    def tell(self, words: Post) -> tuple[Action, ...]:
        """Answer the member alone."""
        return (TellMember(chat=self.chat, member=self.member.id, words=words, about=self.about),)

    def tell_admins(self, note: Post) -> tuple[Action, ...]:
        """Answer where the admins meet."""
        return (TellAdmins(chat=self.chat, note=note),)

    def post(self, text: str, place: str | None) -> MessagePosted:
        """Return a message as if the member posted it now in a place of the policy."""
        return MessagePosted(
            at=self.at,
            chat=self.chat,
            message_id=f"draft:{self.about}",
            author=self.member,
            text=text,
            place=place_key(self.group, place) if place else None,
            place_name=place,
            hidden=frozenset({"picture", "forward"}),
        )

    async def around(self, *posts: MessagePosted) -> Known:
        """Read what judging messages that were never posted may look at."""
        readings = self.reader(posts)
        return await self.read(wanted(posts, readings, self.group, self.chat, needs(self.group)))

    async def read(self, keys: Wanted) -> Known:
        """Read what is known, and change nothing."""
        async with self.ledger.batch(self.chat) as batch:
            return await batch.read(keys)

    async def look(self, *, members: Collection[str] = (), message: str | None = None, far: bool = False) -> Known:
        """Read what is known of members and of one message; with `far` what was given as long as facts are kept."""
        keys = Wanted(
            chat=self.chat,
            imagined=self.group.mode == "observe",
            members=frozenset(members),
            message_ids=frozenset([message] if message else []),
            pairs_since=self.at - self.group.privacy.keep_facts if far else None,
        )
        return await self.read(keys)

    def decisions(self, length: timedelta, *, member: str | None = None) -> AsyncIterator[DecisionRow]:
        """Go through the decisions of the last time, in its order."""
        return self.ledger.reports.decisions(self.chat, self.at - length, self.at + _SOON, member=member)

    async def decision(self, target: str | None, member: str) -> DecisionRow | None:
        """Return the last decision about a member's post by its own id or the post's; without one, the last of all."""
        if target and "@" in target:
            found = await self.ledger.reports.decision(target)
            mine = found is not None and found.chat == self.chat and found.decision.member == member
            return found.decision if found is not None and mine else None
        last = None
        async for row in self.decisions(self.group.privacy.keep_facts, member=member):
            last = row if target in (None, row.message_id) else last
        return last

    async def credits(self, message: str, member: str) -> list[Contribution]:
        """Return what a member was credited for a message."""
        known = await self.look(members=[member], message=message, far=True)
        return [row for row in known.credits.get(member, ()) if message in row.messages]

    async def last_credits(self) -> list[Contribution]:
        """Return what the one who asks was credited for, the newest first."""
        known = await self.look(members=[self.member.id], far=True)
        mine = [row for row in known.credits.get(self.member.id, ()) if row.weight > 0]
        return sorted(mine, key=lambda row: (row.at, row.key), reverse=True)

    async def author(self, target: str | None) -> str:
        """Return whose posts may be asked about: one's own; an admin may ask about anybody's."""
        if not target or not self.member.is_admin:
            return self.member.id
        found = await self.ledger.reports.decision(target) if "@" in target else None
        if found is not None and found.chat == self.chat:
            return found.decision.member
        seen = (await self.look(message=target)).seen.get(target)
        return seen.author if seen is not None else self.member.id

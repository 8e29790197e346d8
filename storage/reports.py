"""What rounds and reports read: set by set and page by page, in bounded memory, holding up no writer."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import Executable

from chat.giving import Contribution
from chat.ledger import DecisionRow, Member
from chat.reports import Decided, OpenQuestion, PeriodReport, Silent, Week
from storage import arranged as a
from storage import asking, rows
from storage.engine import Database, ask
from storage.keys import NOWHERE, Keys, decision_key, millis, moment
from storage.look import Look, look_at
from storage.rows import Row

_PAGE = 1000
_Place = tuple[int, int]


class Reports:
    """Everything that is read off the message's way."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def period(
        self, chat: str, start: datetime, end: datetime, *, imagined: bool = False, most_open: int = 20
    ) -> PeriodReport:
        """Return what happened in `[start, end)`."""
        async with self._database.snapshot() as session:
            look = await look_at(session, chat)
            span = {"start": millis(start), "end": millis(end)}
            kept, tallied, posted, asked, open_, given, joined, first = await look.fetch(
                (asking.MESSAGES, span),
                (asking.TALLIES, span),
                (asking.PROMOTIONS[imagined], span),
                (asking.QUESTIONS, span),
                (asking.OPEN, {"since": span["start"], "end": span["end"], "most": most_open}),
                (asking.GIVEN, span),
                (asking.JOINED, span),
                (asking.FIRST, span),
            )
            await look.names((open_, 2, 4), (given, 2, 3), (joined, 0), (first, 0))
        (messages, removed, writers), (older, older_removed) = kept[0], tallied[0]
        contributions = tuple(rows.contribution_of(row, look.keys) for row in given)
        return PeriodReport(
            start=start,
            end=end,
            messages=(messages or 0) - (removed or 0) + (older or 0),
            removed=(removed or 0) + (older_removed or 0),
            writers=writers,
            promotions_allowed=posted[0][0] or 0,
            promotions_removed=posted[0][1] or 0,
            asked=asked[0][0],
            answered=asked[0][1] or 0,
            open=tuple(_open_of(row, look.keys) for row in open_),
            contributions=contributions,
            helped=len({one.helped for one in contributions if one.helped is not None}),
            joined=tuple(rows.member_of(row, look.keys) for row in joined),
            first_timers=tuple(look.keys.text(row[0]) for row in first),
        )

    async def weekly(self, chat: str, bounds: Sequence[datetime], *, imagined: bool = False) -> list[Week]:
        """Return the numbers of each week from one bound to the next: n bounds make n - 1 weeks."""
        async with self._database.snapshot() as session:
            look = await look_at(session, chat)
            return [await self._week(look, start, end, imagined=imagined) for start, end in pairwise(bounds)]

    async def _week(self, look: Look, start: datetime, end: datetime, *, imagined: bool) -> Week:
        span = {"start": millis(start), "end": millis(end)}
        kept, tallied, posted, asked, helped = await look.fetch(
            (asking.MESSAGES, span),
            (asking.TALLIES, span),
            (asking.PROMOTIONS[imagined], span),
            (asking.QUESTIONS, span),
            (asking.HELPED, span),
        )
        return Week(
            start=start,
            messages=(kept[0][0] or 0) - (kept[0][1] or 0) + (tallied[0][0] or 0),
            promotions=posted[0][0] or 0,
            helped=helped[0][0],
            asked=asked[0][0],
            answered=asked[0][1] or 0,
        )

    async def silent(
        self, chat: str, before: datetime, *, most: int = _PAGE, after_member: str | None = None
    ) -> list[Silent]:
        """Return members last seen before an instant, who are neither gone nor bots; page by page by the last one."""
        found = await self._members(asking.SILENT, chat, most, after_member, before=millis(before))
        return [Silent(member=member) for member in found]

    async def members(self, chat: str) -> AsyncIterator[Member]:
        """Go through all members, gone ones too, a page at a time."""
        page = await self._members(asking.MEMBERS, chat, _PAGE, None)
        while page:
            for member in page:
                yield member
            page = await self._members(asking.MEMBERS, chat, _PAGE, page[-1].member) if len(page) == _PAGE else []

    async def _members(
        self, statement: Executable, chat: str, most: int, after: str | None, **given: int
    ) -> list[Member]:
        async with self._database.snapshot() as session:
            look = await look_at(session, chat)
            last = NOWHERE if after is None else look.keys.member(after)
            (found,) = await look.fetch((statement, {"after": last, "most": most, **given}))
            await look.names((found, 0))
        return [rows.member_of(row, look.keys) for row in found]

    async def places(self, chat: str) -> list[str]:
        """Return the ids of the channels or topics in which the messages still remembered were posted."""
        async with self._database.snapshot() as session:
            look = await look_at(session, chat)
            (found,) = await look.fetch((asking.PLACES, {}))
            await look.names((found, 0))
        return sorted(look.keys.text(row[0]) for row in found if row[0] is not None)

    async def terms(self, chat: str, members: Collection[str]) -> dict[str, dict[str, int]]:
        """Return what members answer, offer and say of themselves, and how often."""
        terms: dict[str, dict[str, int]] = {}
        async with self._database.snapshot() as session:
            look = await look_at(session, chat)
            wanted = {look.keys.member(member) for member in members}
            found, listed = await look.fetch((asking.TERMS, {"members": wanted}), (a.OFFERED, {"members": wanted}))
        for member, term, n in found:
            terms.setdefault(look.keys.text(member), {})[term] = n
        for member, words in listed:
            own = terms.setdefault(look.keys.text(member), {})
            own |= {term: own.get(term, 0) + 1 for term in rows.loads(words)}
        return terms

    async def open_questions(self, chat: str, since: datetime, most: int = 50) -> list[OpenQuestion]:
        """Return questions that nobody has answered, newest first, with what they are about."""
        async with self._database.snapshot() as session:
            look = await look_at(session, chat)
            given = {"since": millis(since), "end": asking.NEVER, "most": most}
            (found,) = await look.fetch((asking.OPEN, given))
            await look.names((found, 2, 4))
        return [_open_of(row, look.keys) for row in found]

    async def contributions(self, chat: str, since: datetime, before: datetime) -> AsyncIterator[Contribution]:
        """Go through what was given in `[since, before)` in the order of time, a page at a time."""
        span = {"start": millis(since), "end": millis(before), "after": NOWHERE, "most": _PAGE}
        async for row, keys in self._pages(asking.CONTRIBUTIONS, chat, span, lambda row: (row[6], row[0]), 3, 4):
            yield rows.contribution_of(row[1:], keys)

    async def decisions(
        self, chat: str, since: datetime, before: datetime, *, member: str | None = None
    ) -> AsyncIterator[DecisionRow]:
        """Go through the decisions in `[since, before)`, of everybody or of one member, in the order of time."""
        span: dict[str, int] = {"start": millis(since), "end": millis(before), "after": NOWHERE, "most": _PAGE}
        statement = asking.DECISIONS
        if member is not None:
            statement, span["member"] = asking.DECISIONS_ON, Keys(chat).member(member)
        async for row, keys in self._pages(statement, chat, span, lambda row: (row[5], row[0]), 4):
            yield _decision_of(row, keys)

    async def _pages(
        self,
        statement: Executable,
        chat: str,
        span: dict[str, int],
        place: Callable[[Row], tuple[int, int]],
        *names: int,
    ) -> AsyncIterator[tuple[Row, Keys]]:
        """Go through rows in the order of time and key; each page is read on its own, from where the last one ended."""
        while True:
            async with self._database.snapshot() as session:
                look = await look_at(session, chat)
                (found,) = await look.fetch((statement, span))
                await look.names((found, *names))
            for row in found:
                yield row, look.keys
            if len(found) < span["most"]:
                return
            span["start"], span["after"] = place(found[-1])

    async def decision(self, decision_id: str) -> Decided | None:
        """Return one decision."""
        async with self._database.snapshot() as session:
            (found,) = await session.fetch(ask(asking.DECISION, decision=decision_key(decision_id)))
            if not found:
                return None
            chat, *row = found[0]
            look = await look_at(session, chat)
            await look.names(([row], 4))
        return Decided(chat=chat, decision=_decision_of(row, look.keys))

    async def texts(self, chat: str, message_ids: Collection[str]) -> dict[str, str]:
        """Return what was said in messages, where that is still kept."""
        async with self._database.snapshot() as session:
            look = await look_at(session, chat)
            wanted = {look.keys.message(text): text for text in message_ids}
            (found,) = await look.fetch((asking.TEXTS, {"keys": set(wanted)}))
        return {wanted[key]: text for key, text in found}

    async def said(self, chat: str, start: datetime, end: datetime) -> AsyncIterator[tuple[str, str]]:
        """Go through what was said in `[start, end)`, as pairs of author and text, where that is still kept."""
        span = {"start": millis(start), "end": millis(end), "after": NOWHERE, "most": _PAGE}
        async for row, keys in self._pages(asking.SAID, chat, span, lambda row: (row[2], row[0]), 1):
            yield keys.text(row[1]), row[3]

    async def reply_times(self, chat: str, start: datetime, end: datetime) -> list[timedelta | None]:
        """Return for each question of `[start, end)` how long it waited for its first answer; None: it still does.

        Of messages that are still remembered, so the span must not be older than those.
        """
        async with self._database.snapshot() as session:
            look = await look_at(session, chat)
            (found,) = await look.fetch((asking.FIRST_REPLIES, {"start": millis(start), "end": millis(end)}))
        return [None if replied is None else moment(replied) - moment(asked) for asked, replied in found]

    async def undelivered(self, chat: str, start: datetime, end: datetime) -> dict[str, int]:
        """Return how many actions that were due in `[start, end)` failed, or may have, by kind."""
        async with self._database.snapshot() as session:
            look = await look_at(session, chat)
            (found,) = await look.fetch((asking.UNDELIVERED, {"start": millis(start), "end": millis(end)}))
        return {kind: number for kind, number in found}  # noqa: C416 - rows are wider than pairs to the type checker

    async def cursor(self, chat: str) -> str | None:
        """Return up to where the platform has been heard."""
        async with self._database.snapshot() as session:
            (found,) = await session.fetch(ask(asking.CURSOR, name=chat))
        return found[0][0] if found else None


def _open_of(row: Row, keys: Keys) -> OpenQuestion:
    return OpenQuestion(question=rows.question_of(row[:-1], keys), text=row[-1])


def _decision_of(row: Row, keys: Keys) -> DecisionRow:
    _, decision_id, message, message_id, member, at, outcome, rule, imagined, body = row
    return DecisionRow(
        decision_id=decision_id,
        message_id=rows.message_id(message, message_id),
        member=keys.text(member),
        at=moment(at),
        outcome=outcome,
        rule=rule,
        imagined=bool(imagined),
        body=body,
    )

"""What nudges and the summary look at of what members arranged: events near, who turned up, what newcomers offer.

Numbers of events are the group's; who did not come stands in nothing that this returns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from bot.ports import Gatherings, Reports
from chat.exchanges import Attendance, Meetup
from chat.giving import GivingKind
from chat.ledger import Member
from policies.giving.directory import OFFER
from policies.giving.facts import Gathering, NudgeFacts, SummaryFacts
from policies.giving.meetups import turned_up

NEAR: Final = timedelta(days=8)
"""A stretch of daytime that is planned now may begin tomorrow."""
NEXT: Final = timedelta(days=31)
_INTRODUCED: Final = frozenset({GivingKind.INTRODUCTION, GivingKind.REFERRAL})


async def for_nudges(facts: NudgeFacts, gatherings: Gatherings, chat: str, at: datetime) -> NudgeFacts:
    """Add the events that are near, with everybody who has answered already."""
    near = await gatherings.meetups(chat, at, at + NEAR)
    said = _by_meetup(await gatherings.attendance(chat, [one.meetup_id for one in near])) if near else {}
    return replace(facts, events=tuple(_gathering(one, said.get(one.meetup_id, ())) for one in near))


async def for_summary(
    facts: SummaryFacts, gatherings: Gatherings, reports: Reports, chat: str, bounds: Sequence[datetime]
) -> SummaryFacts:
    """Add the next event, who turned up, introductions of the weeks before, and what newcomers offer or seek.

    `bounds` are those of the weeks before the period, its own start last.
    """
    end = facts.report.end
    following = await gatherings.meetups(chat, end, end + NEXT)
    weeks = [await _turned_up(gatherings, chat, *week) for week in pairwise([*bounds, end])]
    introduced = [await _introduced(reports, chat, *week) for week in pairwise(bounds)]
    return replace(
        facts,
        next_event=_gathering(following[0], ()) if following else None,
        turned_up=weeks[-1],
        turned_up_before=tuple(week for week in weeks[:-1] if week is not None),
        introduced_before=tuple(introduced),
        offers=await _offers(gatherings, chat, facts.report.joined),
    )


async def _turned_up(gatherings: Gatherings, chat: str, start: datetime, end: datetime) -> tuple[int, int] | None:
    """Return how many came of how many who said yes; None without an event, or where nobody checked anybody in."""
    held = await gatherings.meetups(chat, start, end)
    if not held:
        return None
    rows = await gatherings.attendance(chat, [one.meetup_id for one in held])
    return turned_up(rows) if any(row.came_at is not None for row in rows) else None


async def _introduced(reports: Reports, chat: str, start: datetime, end: datetime) -> int:
    rows = [row async for row in reports.contributions(chat, start, end)]
    return sum(1 for row in rows if row.kind in _INTRODUCED and row.credit > 0)


async def _offers(gatherings: Gatherings, chat: str, joined: Sequence[Member]) -> Mapping[str, str]:
    """Return a line of each newcomer: what they offer, else what they seek."""
    listed = await gatherings.listed(chat, [row.member for row in joined]) if joined else []
    listed.sort(key=lambda one: (one.kind == OFFER, one.at, one.listing_id))
    return {one.member: one.text for one in listed}


def _by_meetup(rows: Sequence[Attendance]) -> Mapping[str, list[Attendance]]:
    found: dict[str, list[Attendance]] = {}
    for row in rows:
        found.setdefault(row.meetup_id, []).append(row)
    return found


def _gathering(one: Meetup, rows: Sequence[Attendance]) -> Gathering:
    answered = frozenset(row.member for row in rows if row.coming is not None) | {one.host}
    return Gathering(event_id=one.meetup_id, title=one.title, at=one.at, place=one.place, invited=answered)

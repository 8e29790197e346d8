"""What the clock brought as actions: a nudge or its preview, the summary with its picture, a line to the admins.

Each has the one key under which it can be ordered only once.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot import charts, clock
from bot.actions import row
from bot.rounds import Done, Noted, Nudged, Summarised
from bot.texts import week
from bot.texts.summary import skipped_words
from chat.actions import Action, NudgeMember, PostSummary, TellAdmins
from chat.ledger import OutboxRow
from policies.giving.summary import Skip, Skipped
from policies.language.schema import Group

_A_WEEK: Final = timedelta(days=7)


class LiveOrders:
    """Makes one group's actions."""

    def __init__(self, group: Group, key: str) -> None:
        """Serve the group that the ledger knows by a key."""
        self._group = group
        self._key = key

    def now(self) -> datetime:
        """Return the time on the wall."""
        return clock.now()

    async def rows(self, done: Done) -> Sequence[OutboxRow]:
        """Return what is to be done, due now."""
        match done:
            case Nudged():
                return [self._row(self._nudge(done), f"nudge:{done.key}")]
            case Summarised():
                return [self._row(await self.summary(done), f"summary:{done.start.isoformat()}")]
            case Noted():
                action = TellAdmins(chat=self._key, note=week.noted(done, self._group.timezone))
                return [self._row(action, f"note:{done.start.isoformat()}")]
            case Skipped() if self._is_told(done):
                note = week.line(skipped_words(done, self._group.timezone))
                action = TellAdmins(chat=self._key, note=note)
                return [self._row(action, f"summary:{done.start.isoformat()}:skipped")]
        return []

    def _is_told(self, done: Skipped) -> bool:
        """Tell whether the admins hear of a week without a summary: of the last one, not of all in a long absence."""
        lately = self.now() - done.end < _A_WEEK
        return lately and done.why is not Skip.OFF and self._group.admins_chat is not None

    async def summary(self, done: Summarised) -> PostSummary:
        """Return a summary with its picture, ready to be posted."""
        group = self._group
        picture = await asyncio.to_thread(charts.picture, done.digest.picture, group.timezone, goal=done.digest.goal)
        place = group.places.get(group.summary.channel or "")
        return PostSummary(
            chat=self._key,
            place=place.ids[0] if place and place.ids else None,
            summary=replace(done.post, picture=picture),
            period=done.start.isoformat(),
        )

    def _nudge(self, done: Nudged) -> Action:
        if done.preview:
            return TellAdmins(chat=self._key, note=week.previewed(done, self._group.timezone))
        return NudgeMember(chat=self._key, member=done.member, words=done.words, key=done.key)

    def _row(self, action: Action, name: str) -> OutboxRow:
        return row(action, key=f"{self._key}:{name}", due_at=clock.now())

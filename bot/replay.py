"""An exported chat through the real pipeline, with the clock of the chat.

Events come in the order of the export. Whatever falls due between two of them (a nudge round, a summary, what is
forgotten) is done in between, at its own time, so the size of the batches changes nothing.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from bot.judged import Judged
from bot.pipeline import LARGEST, Handled, Pipeline
from bot.tally import Tally
from chat.events import Event

TOLD_AFTER: Final = timedelta(seconds=5)
"""How long a notice takes in a replay, where nobody is really told."""

SILENCE: Final = timedelta(days=180)
"""After so long without a word nothing comes of any round: replays need not go through each of its days."""


class Clock(Protocol):
    """What falls due by itself."""

    def next_due(self) -> datetime | None:
        """Return when the next thing falls due; None before the first event."""
        ...

    def begin(self, at: datetime) -> None:
        """Begin the clock at the first event."""
        ...

    async def run(self) -> None:
        """Do what falls due next."""
        ...

    def skip(self, until: datetime) -> None:
        """Leave out what falls due before an instant."""
        ...


class Replay:
    """One run over one export."""

    def __init__(
        self,
        pipeline: Pipeline,
        *,
        clock: Clock | None = None,
        on_batch: Callable[[Handled], Awaitable[None] | None] | None = None,
        since: datetime | None = None,
        batch: int = LARGEST,
    ) -> None:
        """Judge by a pipeline. `on_batch` sees what each batch came to; `since` leaves out what was before."""
        self.pipeline = pipeline
        self.clock = clock
        self.on_batch = on_batch
        self.since = since
        self.batch = batch
        self.tally = Tally(pipeline.group.timezone)
        self._heard: datetime | None = None

    async def run(self, events: Iterable[Event]) -> Tally:
        """Take all events; whatever the source raises comes through after everything before it was judged."""
        waiting: list[Event] = []
        try:
            for event in self._wanted(events):
                if self.clock is not None and await self._is_due(event, waiting):
                    waiting = []
                waiting.append(event)
                if len(waiting) >= self.batch:
                    await self._handle(waiting)
                    waiting = []
        finally:
            if waiting:
                await self._handle(waiting)
        await self._finish()
        return self.tally

    def _wanted(self, events: Iterable[Event]) -> Iterator[Event]:
        return (event for event in events if self.since is None or event.at >= self.since)

    async def _is_due(self, event: Event, waiting: list[Event]) -> bool:
        """Do everything that falls due before an event, after everything that came before it."""
        assert self.clock is not None  # noqa: S101 - asked only with a clock
        self.clock.begin(event.at)
        flushed = False
        silent_from = (self._heard or event.at) + SILENCE
        self._heard = max(self._heard or event.at, event.at)
        while (due := self.clock.next_due()) is not None and due <= event.at:
            if waiting and not flushed:
                await self._handle(waiting)
                flushed = True
            if silent_from < due < event.at:
                self.clock.skip(event.at)
            else:
                await self.clock.run()
            flushed = flushed or not waiting
        return flushed

    async def _finish(self) -> None:
        """Let the week of the last message end: its summary is the newest one."""
        if self.clock is None or self.tally.last is None:
            return
        until = self.tally.last + timedelta(days=7)
        while (due := self.clock.next_due()) is not None and due <= until:
            await self.clock.run()

    async def _handle(self, events: list[Event]) -> None:
        handled = await self.pipeline.handle(events)
        for judged in handled.judged:
            self.tally.count(judged)
        if self.on_batch is not None:
            done: Any = self.on_batch(handled)
            if done is not None:
                await done


def verdict_row(judged: Judged, zone: ZoneInfo) -> dict[str, Any]:
    """Return a decision as a row of `replay --json`, an interface that others build on; times by the group's clock."""
    message, promotion, verdict = judged.message, judged.promotion, judged.verdict
    row: dict[str, Any] = {"type": "verdict", "id": message.message_id}
    if message.place_name or message.place:
        row["channel"] = message.place_name or message.place
    return row | {
        "member": message.author.id,
        "at": message.at.astimezone(zone).isoformat(),
        "outcome": str(verdict.outcome),
        "kind": verdict.kind,
        "score": round(promotion.score, 4),
        "solicited": promotion.solicited,
        "rule": verdict.rule,
        "line": verdict.line or None,
        "measured": verdict.measured,
        "limit": verdict.limit,
        "next": verdict.next.astimezone(zone).isoformat() if verdict.next else None,
    }

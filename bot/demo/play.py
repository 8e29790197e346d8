"""Plays a script through the real pipeline, moment by moment: what happened, and what came of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final, Protocol

from bot.giving import order
from bot.judged import Judged
from bot.outbox import Outbox, drain
from bot.pipeline import Pipeline
from bot.ports import Platform
from bot.rounds import Done, Rounds
from chat.actions import Action, AskWelcomer, PostToGroup, TellMember
from chat.events import ButtonPressed, Event
from chat.giving import Contribution

_NEVER: Final = datetime.max.replace(tzinfo=UTC)


class Waiting(Outbox, Protocol):
    """The ledger's outbox, and when the next of it is due."""

    async def next_due(self) -> datetime | None:
        """Return when the next waiting action is due; None where none waits."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing that happened, or fell due, and what came of it."""

    at: datetime
    event: Event | None = None
    judged: Judged | None = None
    actions: tuple[Action, ...] = ()
    given: tuple[Contribution, ...] = ()
    done: Done | None = None


@dataclass(slots=True)
class Stage:
    """Everything a play needs: the pipeline, its clock, the outbox, and a platform that keeps what it is told."""

    pipeline: Pipeline
    rounds: Rounds
    outbox: Waiting
    platform: Platform
    performed: list[Action]
    came: list[Done] = field(default_factory=list)
    shown: dict[tuple[str, str], str] = field(default_factory=dict)
    """What is behind a button, by whoever sees it ("" for all) and its label: the one shown last."""


async def play(stage: Stage, events: Iterable[Event], show: Callable[[Moment], None]) -> None:
    """Play events in the order of time, with whatever falls due between them, to the end of the last week."""
    last = None
    for event in events:
        stage.rounds.begin(event.at)
        await _pass_time(stage, event.at, show)
        await _happen(stage, event, show)
        last = event.at
    if last is not None:
        while (due := stage.rounds.next_due()) is not None and (due - last).days < 3:
            await _fall_due(stage, due, show)


async def _pass_time(stage: Stage, until: datetime, show: Callable[[Moment], None]) -> None:
    """Let everything happen that falls due, in its order: rounds, and what waits in the outbox."""
    while True:
        round_due, waiting = stage.rounds.next_due() or _NEVER, await stage.outbox.next_due() or _NEVER
        if min(round_due, waiting) > until:
            return
        if round_due <= waiting:
            await _fall_due(stage, round_due, show)
        else:
            show(Moment(at=waiting, actions=await _drain(stage, waiting)))


async def _drain(stage: Stage, at: datetime) -> tuple[Action, ...]:
    """Carry out what is due, and what the policy asks for itself by it; return what was done."""
    await drain(stage.outbox, stage.platform, at)
    for action in [one for one in stage.performed if isinstance(one, AskWelcomer)]:
        await stage.pipeline.handle([order(action, action.chat, at)])
        await drain(stage.outbox, stage.platform, at)
    actions = tuple(stage.performed)
    stage.performed.clear()
    _see(stage, actions)
    return actions


async def _fall_due(stage: Stage, due: datetime, show: Callable[[Moment], None]) -> None:
    await stage.rounds.run()
    for done in stage.came:
        show(Moment(at=getattr(done, "at", due), done=done))
    stage.came.clear()


async def _happen(stage: Stage, event: Event, show: Callable[[Moment], None]) -> None:
    handled = await stage.pipeline.handle([_found(stage, event)])
    actions = await _drain(stage, event.at)
    judged = handled.judged[0] if handled.judged else None
    show(Moment(at=event.at, event=event, judged=judged, actions=actions, given=tuple(handled.changes.contributions)))


def _found(stage: Stage, event: Event) -> Event:
    """Return a press with what is behind the button that it names; others stay what they are."""
    if not isinstance(event, ButtonPressed):
        return event
    behind = stage.shown.get((event.member.id, event.data)) or stage.shown.get(("", event.data))
    return event if behind is None else replace(event, data=behind)


def _see(stage: Stage, actions: Iterable[Action]) -> None:
    """Remember which buttons who can press."""
    for action in actions:
        if isinstance(action, TellMember):
            stage.shown |= {(action.member, button.label): button.data for button in action.words.buttons}
        elif isinstance(action, PostToGroup):
            stage.shown |= {("", button.label): button.data for button in action.words.buttons}

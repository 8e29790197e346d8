"""Buttons: which group one belongs to, who may press it, and that the first decision on a card wins."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from bot.answers import nudged
from bot.live.groups import Groups, LiveGroup
from bot.live.ports import Claims
from bot.texts import replies
from bot.texts.people import clean
from chat.events import ButtonPressed, CommandGiven, Event
from chat.ledger import DecisionRow

DECISIONS: Final = {"allow": "Allowed", "weekly": "Allowed once a week", "deny": "Denied"}
COMMANDS: Final = {"approve": "Allowed", "deny": "Denied"}
_MARK: Final = "~"
_DECIDED_WITHIN: Final = timedelta(days=30)
_SOON: Final = timedelta(days=1)
"""Clocks of platforms differ."""
_ONCE: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Decisions(Protocol):
    """Where decisions are found."""

    def decisions(
        self, chat: str, since: datetime, before: datetime, *, member: str | None = None
    ) -> AsyncIterator[DecisionRow]:
        """Go through the decisions in `[since, before)`, in the order of time."""
        ...


@dataclass(frozen=True, slots=True)
class Said:
    """What the one who pressed is told, and whether the press counts."""

    words: str
    counts: bool
    outcome: str | None = None
    """What the card shows from now on."""


def mark(data: str, chat: str) -> str:
    """Return a button's data with the chat that it is about: cards of several groups stand in one chat."""
    return f"{data}{_MARK}{chat}"


def group_of(event: ButtonPressed, groups: Groups) -> tuple[LiveGroup | None, ButtonPressed]:
    """Return the group that a press is about, and the press without the mark."""
    data, _, chat = event.data.rpartition(_MARK)
    live = groups.of_chat(chat)
    return live, replace(event, data=data)


async def answer(event: ButtonPressed, live: LiveGroup, claims: Claims, number: int) -> Said:
    """Check who presses; a card is decided once, by an admin of the group it is about."""
    name, _, decision = event.data.partition(":")
    if name not in DECISIONS:
        said = nudged.reply_of(event.data)
        words = replies.noted(said[0], live.group.nudges.later) if said else "Noted, thank you."
        return Said(words, counts=True)
    if not event.member.is_admin:
        return Said("Only admins of that group decide here.", counts=False)
    kind = f"card {decision}"
    shown = f"{DECISIONS[name]} by {clean(event.member.name)}"
    who = f"{number} {shown}"
    if await claims.claim(live.key, kind, _ONCE, who):
        return Said(f"{DECISIONS[name]}.", counts=True, outcome=shown)
    run = await claims.run(live.key, kind, _ONCE)
    before = (run.text or "") if run else ""
    if before.startswith(f"{number} "):  # our own, after a crash
        return Said(f"{DECISIONS[name]}.", counts=True, outcome=shown)
    return Said(f"{before.partition(' ')[2] or 'Decided'} already.", counts=False)


async def with_decision(event: Event, live: LiveGroup, reports: Decisions) -> Event:
    """Return a command that names a message with the id of the last decision about it: its card's."""
    if not isinstance(event, CommandGiven) or event.name not in COMMANDS or not event.member.is_admin:
        return event
    message = event.argument.strip() or event.reply_to
    if not message or "@" in message:
        return event
    last = None
    async for row in reports.decisions(live.key, event.at - _DECIDED_WITHIN, event.at + _SOON):
        last = row if row.message_id == message else last
    if last is None:
        return event
    appealed = "appealed" in json.loads(last.body)  # then another card is the one to decide
    return replace(event, argument=f"{last.decision_id}!" if appealed else last.decision_id)


def outcome_of(event: Event) -> str | None:
    """Return what a card shows once it is decided by a command; None for anything else."""
    if not isinstance(event, CommandGiven) or event.name not in COMMANDS or not event.member.is_admin:
        return None
    return f"{COMMANDS[event.name]} by {clean(event.member.name)}"


async def is_first(event: Event, live: LiveGroup, claims: Claims, number: str) -> bool:
    """Tell whether a decision given as a command is the first about its card; of anything else, yes."""
    if not isinstance(event, CommandGiven) or outcome_of(event) is None:
        return True
    if "@" not in event.argument:  # no decision about such a message is known
        return True
    kind = f"card {event.argument.strip()}"
    if await claims.claim(live.key, kind, _ONCE, f"{number} {outcome_of(event)}"):
        return True
    run = await claims.run(live.key, kind, _ONCE)
    return run is not None and (run.text or "").startswith(f"{number} ")

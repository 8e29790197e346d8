"""Buttons: which group one belongs to, who may press it, and that the first decision on a card wins."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from bot.answers import nudged
from bot.live.groups import Groups, LiveGroup
from bot.live.ports import Claims
from bot.texts import replies
from bot.texts.people import clean
from chat.events import ButtonPressed, CommandGiven, Event

DECISIONS: Final = {"allow": "Allowed", "weekly": "Allowed once a week", "deny": "Denied"}
COMMANDS: Final = {"approve": "Allowed", "deny": "Denied"}
_MARK: Final = "~"
_ONCE: Final = datetime(1970, 1, 1, tzinfo=UTC)


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


async def is_first(event: Event, live: LiveGroup, claims: Claims, number: str) -> bool:
    """Tell whether a decision given as a command is the first about its card; of anything else, yes."""
    if not isinstance(event, CommandGiven) or event.name not in COMMANDS or not event.member.is_admin:
        return True
    if "@" not in event.argument:  # by the message alone: which of its cards is meant, nobody knows
        return True
    kind = f"card {event.argument.strip()}"
    if await claims.claim(live.key, kind, _ONCE, f"{number} {COMMANDS[event.name]} by {clean(event.member.name)}"):
        return True
    run = await claims.run(live.key, kind, _ONCE)
    return run is not None and (run.text or "").startswith(f"{number} ")

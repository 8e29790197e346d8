"""One path for every message, live or exported: keys, one read, judged in order, one write; a batch, a transaction.

Acknowledging to the platform is up to the caller, after `handle` has returned: then everything is committed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot import commands, giving
from bot.batch import Batch
from bot.commands import message_id_of
from bot.judged import Judged
from bot.ports import Ledger, Reader
from bot.texts.speech import speaking
from chat.events import (
    ButtonPressed,
    CommandGiven,
    Event,
    Gathered,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessageKept,
    MessagePosted,
    Reacted,
)
from chat.ledger import Changes, Wanted
from chat.standing import State
from policies.giving.contributions import PAIR_WINDOW
from policies.giving.exchanges import TALKED_FOR
from policies.giving.meetups import CLOSES
from policies.language.schema import Group
from policies.promotion import read_all
from policies.promotion.reading import Reading
from policies.selling.needs import Needs, needs

LARGEST: Final = 256
"""Events in one transaction: beyond this, waiting costs more than another commit."""


NUMBERS_KEEP: Final = timedelta(days=2)
"""A platform keeps what was not taken in for a day; a cursor older than this says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What a batch came to."""

    judged: tuple[Judged, ...]
    changes: Changes


class Pipeline:
    """The path of one group's events."""

    def __init__(
        self,
        group: Group,
        chat: str,
        ledger: Ledger,
        *,
        reader: Reader = read_all,
        told_after: timedelta | None = None,
        history: bool = False,
        secret: bytes | None = None,
    ) -> None:
        """Serve a group. `chat` is the ledger's key of it; `told_after` is the imagined delay of a notice (replay).

        `secret` keys what members show each other; None where nobody can answer the bot (replay, import).
        With `history` only facts are kept: what was posted stood, and nobody is told or struck for it.
        """
        self.group = group
        self.chat = chat
        self.ledger = ledger
        self.reader = reader
        self.told_after = told_after
        self.history = history
        self.secret = secret
        self.needs = needs(group)

    async def handle(self, events: Sequence[Event], numbers: Sequence[int] = ()) -> Handled:
        """Take a batch of events, at most LARGEST, in their order; returns when everything is committed.

        `numbers` are the platform's, one for each event: what was taken in before is left out, whatever it is.
        """
        readings = self._read(events)
        async with self.ledger.batch(self.chat) as transaction:
            if numbers:
                new = _after(await transaction.cursor(), numbers, events)
                events, readings = [events[i] for i in new], [readings[i] for i in new]
            if not events:
                return Handled(judged=(), changes=Changes(chat=self.chat))
            known = await transaction.read(wanted(events, readings, self.group, self.chat, self.needs))
            batch = Batch(self.group, self.chat, known, self.needs, told_after=self.told_after, secret=self.secret)
            with speaking(self.group.language, self.group.words):
                for event, reading in zip(events, readings, strict=True):
                    batch.take(event, reading)
            if numbers:
                batch.changes.cursor = f"{numbers[-1]} {int(events[-1].at.timestamp())}"
            await transaction.write(as_history(batch.changes) if self.history else batch.changes)
        return Handled(judged=tuple(batch.judged), changes=batch.changes)

    def _read(self, events: Sequence[Event]) -> list[Reading | None]:
        messages = [message_of(event) for event in events]
        found = iter(self.reader([message for message in messages if message is not None]))
        return [None if message is None else next(found) for message in messages]


def _after(cursor: str | None, numbers: Sequence[int], events: Sequence[Event]) -> list[int]:
    """Return the places of events that were not taken in before. Numbers begin anew after a quiet week (Telegram)."""
    if cursor is None:
        return list(range(len(events)))
    last, _, taken_at = cursor.partition(" ")
    fresh = events[-1].at.timestamp() - int(taken_at) > NUMBERS_KEEP.total_seconds()
    return [place for place, number in enumerate(numbers) if fresh or number > int(last)]


def as_history(changes: Changes) -> Changes:
    """Return what a batch leaves behind where everything happened long ago: posts that stood, no consequences."""
    stood = [replace(row, really=State.STANDS) for row in changes.promotions]
    return replace(changes, promotions=stood, strikes=[], outbox=[], decisions=[])


def message_of(event: Event) -> MessagePosted | None:
    """Return the message that an event is about to be judged for."""
    match event:
        case MessagePosted():
            return event
        case MessageEdited():
            return event.message
        case _:
            return None


def wanted(
    events: Sequence[Event], readings: Sequence[Reading | None], group: Group, chat: str, asked: Needs
) -> Wanted:
    """Return the keys of a batch: everything that judging its events may look at."""
    messages = [message for event in events if (message := message_of(event)) is not None]
    found = [reading for reading in readings if reading is not None]
    keys = [reading.keys for reading in found]
    first = min(event.at for event in events)
    arranging = any(giving.is_arranging(event) for event in events)
    return Wanted(
        chat=chat,
        imagined=group.mode == "observe",
        message_ids=frozenset(_message_ids(events)),
        members=frozenset(_members(events)),
        handles=frozenset(_handles(events)),
        places=frozenset(message.place for message in messages),
        domains=frozenset(mark for reading in found for mark in reading.marks),
        organisations=frozenset(reading.affiliation for reading in found if reading.affiliation is not None),
        text_keys=frozenset(key.text_key for key in keys if key.text_key) if asked.texts else frozenset(),
        decides=any(commands.decides(event) for event in events),
        examples=any(key.sketch or key.links or key.handles for key in keys),
        albums=frozenset(message.album for message in messages if message.album),
        promoted_since=first - asked.promoted,
        promoted_by_all=asked.promoted_by_all,
        earned_since=first - asked.earned if asked.earned is not None else None,
        strikes_since=first - asked.strikes,
        pairs_since=first - PAIR_WINDOW,
        arranged_since=first - TALKED_FOR if arranging else None,
        meetups_since=first - CLOSES if arranging else None,
        directory=any(giving.wants_directory(event) for event in events),
        welcomers=any(giving.wants_welcomers(event) for event in events),
    )


def _message_ids(events: Iterable[Event]) -> Iterable[str]:
    for event in events:
        match event:
            case MessagePosted() | MessageEdited():
                message = event if isinstance(event, MessagePosted) else event.message
                yield from (i for i in (message.message_id, message.reply_to, message.thread) if i)
            case MessageDeleted() | MessageKept() | Reacted():
                yield event.message_id
            case CommandGiven():
                yield from (i for i in (event.message_id, event.reply_to, message_id_of(event.argument)) if i)
            case ButtonPressed():
                yield message_id_of(event.data.partition(":")[2])
            case _:
                pass


def _handles(events: Iterable[Event]) -> Iterable[str]:
    """Yield the handles that commands name: `/pass @ana 2`."""
    for event in events:
        if isinstance(event, CommandGiven):
            words = event.argument.split()
            yield from (word.lstrip("@").casefold() for word in words if word.startswith("@"))


def _members(events: Iterable[Event]) -> Iterable[str]:
    for event in events:
        match event:
            case MessagePosted():
                yield event.author.id
                yield from event.mentions
            case MessageEdited():
                yield event.message.author.id
            case MemberJoined() | MemberLeft() | Reacted() | Gathered() | ButtonPressed() | CommandGiven():
                yield event.member.id
            case _:
                pass

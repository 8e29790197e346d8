"""A batch of events, judged in order: from what the ledger knew to what it is to write. No I/O.

`Batch.take` looks at one event with everything that came before it, in the ledger or in the batch, so that n events in
one batch come out as in n batches of one.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, assert_never

from bot import commands, giving
from bot.charges import STAYS
from bot.giving.desk import Desk
from bot.judged import Judged
from bot.recall import Recall
from bot.record import Recorder
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
from chat.ledger import Changes, Known
from policies.giving import contributions
from policies.language.schema import Group
from policies.promotion import weigh
from policies.promotion.reading import Reading
from policies.selling.judge import judge
from policies.selling.needs import Needs

_LIKELY: Final = 0.5


class Batch:
    """The state of one group while a batch is judged."""

    def __init__(
        self,
        group: Group,
        chat: str,
        known: Known,
        needs: Needs,
        *,
        told_after: timedelta | None,
        secret: bytes | None = None,
    ) -> None:
        """Begin with what the ledger knows.

        `told_after` is how long a notice takes where nobody is really told (replay, observe); None: the outbox says.
        `secret` keys codes at doors; without one nobody can press anything, and nothing is offered.
        """
        self.group = group
        self.known = known
        self.changes = Changes(chat=chat)
        self.judged: list[Judged] = []
        self.recall = Recall(group, known, needs)
        self.recorder = Recorder(group, known, self.changes, needs, told_after=told_after)
        self.is_answered = secret is not None
        self.desk = Desk(known, self.recorder, secret or b"")

    def take(self, event: Event, reading: Reading | None) -> None:
        """Take the next event. `reading` is that of its message, where it has one."""
        if self.known.began_at is None:
            self.known.began_at = event.at
        match event:
            case MessagePosted():
                assert reading is not None  # noqa: S101 - every message is read
                self._posted(event, reading)
            case MessageEdited():
                assert reading is not None  # noqa: S101
                self._edited(event, reading)
            case MessageDeleted():
                self.recorder.deleted(event)
            case MessageKept():
                self.recorder.kept(event)
            case MemberJoined():
                self.recorder.joined(event)
            case MemberLeft():
                self.recorder.left(event)
            case Reacted():
                self._reacted(event)
            case Gathered():
                giving.gathered(event, self.desk)
            case CommandGiven():
                commands.obey(event, self.known, self.recorder)
                giving.obey(event, self.desk)
            case ButtonPressed():
                commands.press(event, self.known, self.recorder)
                giving.press(event, self.desk)
            case _:
                assert_never(event)

    def _posted(self, message: MessagePosted, reading: Reading) -> None:
        if message.message_id in self.known.seen:
            return
        judged = self._judge(message, reading, at=message.at)
        self.recorder.posted(judged)
        self.judged.append(judged)
        if judged.verdict.code != "not_a_member" and judged.verdict.outcome in STAYS:
            self._follow(judged)

    def _judge(self, message: MessagePosted, reading: Reading, *, at: datetime) -> Judged:
        promotion = weigh(reading, self.recall.context(message, reading))
        standing = self.recall.standing(message, reading, promotion, at=at)
        verdict = judge(message, promotion, standing, self.group, at=at)
        return Judged(message=message, promotion=promotion, verdict=verdict, at=at, reading=reading, standing=standing)

    def _follow(self, judged: Judged) -> None:
        message = judged.message
        followed = contributions.follow(message, judged.promotion, self.recall.conversation(message))
        self.recorder.answers(message.message_id, followed.answers)
        self.recorder.gave(followed)
        parent = self.recall.parent(message)
        self.recorder.talked(message.message_id, parent, message.at)
        if self.is_answered and judged.promotion.score < _LIKELY:
            giving.remember(message, parent, self.desk)

    def _edited(self, event: MessageEdited, reading: Reading) -> None:
        """Judge the new content: as of the first posting where it was a promotion already, else as of the edit."""
        seen = self.known.seen.get(event.message.message_id)
        if seen is None or seen.removed:
            return
        message = replace(event.message, at=seen.at)
        was_promotion = self.recall.charge_of(message) is not None
        judged = replace(self._judge(message, reading, at=seen.at if was_promotion else event.at), edited=True)
        self.recorder.edited(judged)
        self.judged.append(judged)
        self._withdraw(judged)

    def _withdraw(self, judged: Judged) -> None:
        """Take back what rested on words that are gone."""
        message, credited = judged.message, self.known.credits
        if judged.verdict.outcome not in STAYS:
            self.recorder.gave(contributions.taken_back(message.message_id, credited))
            return
        gone = contributions.changed(message, judged.promotion, credited, joined=self.recall.joined)
        self.recorder.gave(gone)

    def _reacted(self, event: Reacted) -> None:
        seen = self.known.seen.get(event.message_id)
        self.recorder.met(event.member, event.at, reacted=True)
        if seen is not None:
            question = self.known.seen.get(seen.answers) if seen.answers else None
            asked = self.known.questions.get(seen.answers) if seen.answers else None
            credited, joined = self.known.credits, self.recall.joined
            self.recorder.gave(contributions.react(event, seen, question, credited, joined=joined, asked=asked))

"""A chat in memory that keeps what the recorder keeps, so that a test reads like a conversation."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chat.events import MessagePosted, Person, Reacted
from chat.giving import Contribution, Question, Seen
from chat.promotions import Promotion
from policies.giving.contributions import follow, react, taken_back
from policies.giving.conversation import Conversation, Followed

MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
Row = tuple[str, str, str | None, float, str]
"""Kind, giver, receiver, credit, grade."""


class Chat:
    """One place of one group."""

    def __init__(self, *, threaded: bool = True, joined: dict[str, datetime] | None = None) -> None:
        self.threaded = threaded
        self.joined = joined or {}
        self.now = MONDAY
        self.seen: dict[str, Seen] = {}
        self.recent: list[Seen] = []
        self.questions: dict[str, Question] = {}
        self.rows: dict[str, Contribution] = {}
        self.handles: dict[str, str] = {}
        self.by_message: dict[str, Followed] = {}

    def wait(self, **length: float) -> "Chat":
        self.now += timedelta(**length)
        return self

    def say(
        self,
        who: str,
        text: str,
        *kinds: str,
        to: str | None = None,
        promotes: bool = False,
        solicited: bool = False,
        mentions: tuple[str, ...] = (),
        newcomer: bool = False,
    ) -> str:
        """Say something a minute after the last message; return its id."""
        self.wait(minutes=1)
        self.handles[who.casefold()] = who
        number = str(len(self.seen) + 1)
        message = MessagePosted(
            at=self.now,
            chat="c",
            message_id=number,
            author=Person(id=who, name=who, handle=who),
            text=text,
            reply_to=to,
            mentions=mentions,
        )
        promotion = Promotion(
            score=0.9 if promotes else 0.0, kinds=dict.fromkeys(kinds, 0.9), solicited=solicited, asks_for=()
        )
        followed = follow(message, promotion, self._around(message))
        seen = Seen(
            message_id=number,
            at=self.now,
            author=who,
            reply_to=to,
            kind=kinds[0] if kinds else None,
            answers=followed.answers,
            promotes=promotes,
            newcomer=newcomer,
            mentions=mentions,
        )
        self.seen[number] = seen
        self.recent = [*self.recent, seen][-12:]
        self._keep(followed)
        self.by_message[number] = followed
        return number

    def tick(self, who: str, message_id: str, emoji: str = "🙏", *, withdrawn: bool = False) -> None:
        self.wait(minutes=1)
        seen = self.seen[message_id]
        question = self.seen.get(seen.answers or "")
        event = Reacted(
            at=self.now,
            chat="c",
            message_id=message_id,
            member=Person(id=who, name=who, handle=who),
            emoji=emoji,
            withdrawn=withdrawn,
        )
        asked = self.questions.get(seen.answers or "")
        self._keep(react(event, seen, question, self._credits(), joined=self.joined, asked=asked))

    def delete(self, message_id: str) -> None:
        self.seen[message_id] = replace(self.seen[message_id], removed=True)
        self.recent = [self.seen[seen.message_id] for seen in self.recent]
        self._keep(taken_back(message_id, self._credits()))

    def result(self) -> list[Row]:
        return [
            (str(row.kind), row.giver, row.receiver, row.credit, str(row.grade))
            for row in self.rows.values()
            if row.credit and not row.withdrawn
        ]

    def of(self, kind: str) -> list[Row]:
        return [row for row in self.result() if row[0] == kind]

    def _around(self, message: MessagePosted) -> Conversation:
        parent = self.seen.get(message.reply_to or "") if self.threaded else None
        question = None
        if parent is not None:
            question = parent if parent.asks else self.seen.get(parent.answers or "")
        return Conversation(
            parent=parent,
            question=question,
            recent=tuple(self.recent),
            threaded=self.threaded,
            joined=self.joined,
            handles=self.handles,
            questions=self.questions,
            credits=self._credits(),
        )

    def _credits(self) -> dict[str, list[Contribution]]:
        found: dict[str, list[Contribution]] = {}
        for row in self.rows.values():
            if not row.withdrawn and self.now - row.at < timedelta(days=28):
                found.setdefault(row.giver, []).append(row)
        return found

    def _keep(self, followed: Followed) -> None:
        self.rows |= {row.key: row for row in followed.contributions}
        self.questions |= {question.message_id: question for question in followed.questions}

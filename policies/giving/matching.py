"""What there is to offer to whom: a question that fits, a newcomer to welcome, an event near.

A question fits where it shares telling words with what a member answers, offers or said of themselves, and at least one
of those words is rare in the group. Deterministic; never offers a question to whoever asked or answered it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import log
from typing import Final

from chat.reports import OpenQuestion
from policies.giving.eligible import Eligible
from policies.giving.facts import Gathering, Newcomer, NudgeFacts
from policies.giving.terms import terms as terms_of

QUESTION_RESTS: Final = timedelta(hours=3)
"""A fresh question waits for whoever reads it first."""
QUESTION_FOR: Final = timedelta(days=14)
NEWCOMER_FOR: Final = timedelta(days=7)
EVENT_WITHIN: Final = timedelta(days=7)
EVENT_NOT_WITHIN: Final = timedelta(hours=2)
WELCOMERS: Final = 3
ASKED_AT_ONCE: Final = 2
"""One open question is offered to at most this many: whoever is one of many leaves it to the others."""
_RARE: Final = 2
_RARE_SHARE: Final = 20
"""Words that at most 2 members have, or one in twenty, are rare."""
_NEWCOMER_SCORE: Final = 0.5
_EVENT_SCORE: Final = 0.25


class MatchKind(StrEnum):
    """What is offered."""

    QUESTION = "question"
    NEWCOMER = "newcomer"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Something real to offer to a member, with everything that its words need."""

    kind: MatchKind
    id: str
    """Of the question's message, the newcomer or the event."""
    score: float
    at: datetime
    """When it was asked, joined, or will take place."""
    who: str = ""
    """Name of the one who gains; empty for an event."""
    text: str | None = None
    """The question where it is still kept, or the event's title."""
    terms: tuple[str, ...] = ()
    """The words shared, the rarest first."""
    known_by: int = 0
    """How many members have the rarest of them."""
    message_id: str | None = None
    """What a button can lead to."""


class Matcher:
    """Everything that a group has to offer at one moment."""

    def __init__(self, facts: NudgeFacts, due: datetime) -> None:
        """Look at what will be open when nudges are due."""
        self._facts = facts
        self._due = due
        self._names = {row.member: row.name for row in facts.members}
        self._holders = _holders(facts.terms)
        self._rare_up_to = max(_RARE, len(facts.terms) // _RARE_SHARE)
        self._questions = {q.question.message_id: q for q in facts.questions if self._waits(q)}
        self._about = _index(self._questions.values())
        self._newcomers = [one for one in facts.newcomers if self._is_new(one)]
        self._events = [one for one in facts.events if self._is_near(one)]

    def room(self, match: Match) -> int:
        """Return how many more members may be offered the same."""
        offered = sum(1 for one in self._facts.past if one.match == match.id)
        if match.kind is MatchKind.QUESTION:
            return ASKED_AT_ONCE - offered
        if match.kind is MatchKind.NEWCOMER:
            welcomed = next((one.welcomes for one in self._newcomers if one.member == match.id), 0)
            return WELCOMERS - welcomed - offered
        return len(self._facts.members)

    def matches(self, eligible: Eligible) -> list[Match]:
        """Return what fits a member, the best first, in an order that is always the same."""
        found = [*self._fitting(eligible), *self._welcomes(eligible), *self._gatherings(eligible)]
        fresh = [match for match in found if match.id not in eligible.offered]
        return sorted(fresh, key=lambda match: (-match.score, -match.at.timestamp(), match.id))

    def _waits(self, open_: OpenQuestion) -> bool:
        question = open_.question
        age = self._due - question.at
        return question.settled_at is None and QUESTION_RESTS <= age <= QUESTION_FOR and self._is_here(question.asker)

    def _is_here(self, member: str) -> bool:
        return member in self._names

    def _is_new(self, one: Newcomer) -> bool:
        return timedelta() <= self._due - one.joined_at <= NEWCOMER_FOR and one.welcomes < WELCOMERS

    def _is_near(self, one: Gathering) -> bool:
        return EVENT_NOT_WITHIN <= one.at - self._due <= EVENT_WITHIN

    def _fitting(self, eligible: Eligible) -> Iterator[Match]:
        own = self._facts.terms.get(eligible.member.member, {})
        ids = dict.fromkeys(i for term in own for i in self._about.get(term, ()))
        for message_id in ids:
            question = self._questions[message_id]
            who = eligible.member.member
            if question.question.asker == who or who in self._facts.answered_by.get(message_id, ()):
                continue
            shared = [term for term in _about(question) if term in own]
            shared.sort(key=lambda term: (self._holders[term], term))
            if self._holders[shared[0]] <= self._rare_up_to:
                yield self._of_question(question, tuple(shared))

    def _of_question(self, open_: OpenQuestion, shared: tuple[str, ...]) -> Match:
        question = open_.question
        group = len(self._facts.terms)
        return Match(
            kind=MatchKind.QUESTION,
            id=question.message_id,
            score=1.0 + sum(log(1 + group / self._holders[term]) for term in shared),
            at=question.at,
            who=self._names[question.asker],
            text=open_.text,
            terms=shared,
            known_by=self._holders[shared[0]],
            message_id=question.message_id,
        )

    def _welcomes(self, eligible: Eligible) -> Iterator[Match]:
        for one in self._newcomers:
            if one.member != eligible.member.member:
                yield Match(
                    kind=MatchKind.NEWCOMER,
                    id=one.member,
                    score=_NEWCOMER_SCORE,
                    at=one.joined_at,
                    who=one.name,
                )

    def _gatherings(self, eligible: Eligible) -> Iterator[Match]:
        for one in self._events:
            if eligible.member.member not in one.invited:
                yield Match(kind=MatchKind.EVENT, id=one.event_id, score=_EVENT_SCORE, at=one.at, text=one.title)


def _holders(terms: Mapping[str, Mapping[str, int]]) -> Counter[str]:
    """Count by how many members a word is held."""
    return Counter(term for own in terms.values() for term in own)


def _about(open_: OpenQuestion) -> tuple[str, ...]:
    return open_.question.terms or terms_of(open_.text or "")


def _index(questions: Iterable[OpenQuestion]) -> dict[str, list[str]]:
    about: dict[str, list[str]] = {}
    for open_ in questions:
        for term in _about(open_):
            about.setdefault(term, []).append(open_.question.message_id)
    return about

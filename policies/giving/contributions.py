"""Who helped whom, counted only where somebody else's act confirms it.

A plain message scores nothing, nor does an own promotion. An answer counts once the asker speaks again (1), more when
the asker thanks (4), most when the asker ticks it (5). Pair decay, the age of a membership and caps a week keep staged
help from paying. This is the door to `answers`, `thanks` and `credit`; it keeps nothing between two messages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from chat.events import MessagePosted, Reacted
from chat.giving import Contribution, GivingKind, Grade, Question, Seen
from chat.promotions import Promotion
from policies.giving import answers, credit, thanks
from policies.giving.conversation import NOTHING_FOLLOWS, Conversation, Followed
from policies.giving.credit import PAIR_WINDOW
from policies.giving.terms import terms

__all__ = ["PAIR_WINDOW", "follow", "react", "taken_back", "thank"]

_LIKELY: Final = 0.5
_NOBODY: Final[Mapping[str, datetime]] = {}


def follow(message: MessagePosted, promotion: Promotion, around: Conversation) -> Followed:
    """Return what a message that stands yields: a question, an answer, thanks, a welcome."""
    kinds = {kind for kind, probability in promotion.kinds.items() if probability >= _LIKELY}
    if promotion.score >= _LIKELY:
        return _promoted(message, promotion, around, kinds)
    parts = [answers.asked(message, promotion, around, kinds), answers.answered(message, around, kinds)]
    if parts[1].answers is None:
        parts += _said_to_others(message, around, thanks_="thanks" in kinds)
    parts += [thanks.welcomed(message, around), _told_of_self(message, kinds)]
    return _together(parts)


def react(
    event: Reacted,
    seen: Seen,
    question: Seen | None,
    credited: Mapping[str, Iterable[Contribution]],
    *,
    joined: Mapping[str, datetime] = _NOBODY,
    asked: Question | None = None,
) -> Followed:
    """Return what a reaction yields: the asker's tick, thanks for a recommendation or a resource.

    `question` is the message that `seen` answers, `asked` the ledger's row of it, `joined` when the two of them joined.
    """
    return thanks.ticked(event, seen, question, credited, joined=joined, asked=asked)


def thank(
    giver: str,
    receiver: str,
    message_id: str,
    at: datetime,
    credited: Mapping[str, Iterable[Contribution]],
    *,
    joined: Mapping[str, datetime] = _NOBODY,
) -> Followed:
    """Return what `/thanks @giver` by the receiver yields: the first of a pair in a week counts."""
    row = Contribution(
        key=f"thanks:{message_id}",
        kind=GivingKind.THANKS,
        giver=giver,
        receiver=receiver,
        messages=(message_id,),
        at=at,
        grade=Grade.CONFIRMED,
        weight=credit.WEIGHTS[GivingKind.THANKS],
    )
    if giver == receiver or credit.thanked_this_week(row, credited):
        return NOTHING_FOLLOWS
    return Followed(contributions=(credit.credited(row, credited, joined),))


def taken_back(message_id: str, credited: Mapping[str, Iterable[Contribution]]) -> Followed:
    """Return what goes when a message is deleted: the credit for which it was the last evidence."""
    rows = [row for given in credited.values() for row in given if row.messages[-1:] == (message_id,)]
    gone = [row for row in rows if not (row.grade is Grade.CONFIRMED and len(row.messages) > 2)]
    if not gone:
        return NOTHING_FOLLOWS
    return Followed(contributions=tuple(replace(row, withdrawn=True, credit=0.0) for row in gone))


def _promoted(message: MessagePosted, promotion: Promotion, around: Conversation, kinds: set[str]) -> Followed:
    """Follow a promotion: it earns its author nothing, but its thanks to another member count."""
    parts = [answers.offered(message, around)] if promotion.solicited is True else []
    if "thanks" in kinds:
        parts += _said_to_others(message, around, thanks_=True)
    return _together(parts)


def _said_to_others(message: MessagePosted, around: Conversation, *, thanks_: bool) -> list[Followed]:
    parts = [answers.spoken_again(message, around, thanks=thanks_)]
    if thanks_ and not answers.means_answers(message, around):
        parts.append(thanks.thanked(message, around))
    return parts


def _told_of_self(message: MessagePosted, kinds: set[str]) -> Followed:
    if "introduction" not in kinds:
        return NOTHING_FOLLOWS
    return Followed(terms=tuple((message.author.id, term) for term in terms(message.text)))


def _together(parts: list[Followed]) -> Followed:
    found = [part for part in parts if part is not NOTHING_FOLLOWS]
    if not found:
        return NOTHING_FOLLOWS
    return Followed(
        answers=next((part.answers for part in found if part.answers), None),
        contributions=tuple(row for part in found for row in part.contributions),
        questions=tuple(row for part in found for row in part.questions),
        terms=tuple(row for part in found for row in part.terms),
    )

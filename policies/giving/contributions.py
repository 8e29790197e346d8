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
from policies.giving.phrases import is_welcome
from policies.giving.terms import terms

__all__ = ["PAIR_WINDOW", "changed", "follow", "last_thanks", "react", "taken_back", "thank"]

_LIKELY: Final = 0.5
_BY_BUTTON: Final = frozenset({GivingKind.REFERRAL, GivingKind.INTRODUCTION, GivingKind.EVENT, GivingKind.PROMISE})
"""Confirmed by a button or at a door: the message that it began with is no evidence."""
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
    about: tuple[str, ...] | None = None,
) -> Followed:
    """Return what `/thanks @giver` by the receiver yields: the first of a pair in a week counts.

    `about` are the messages that show it, where they are not just the command: none for one that was said in private.
    """
    row = Contribution(
        key=f"thanks:{message_id}",
        kind=GivingKind.THANKS,
        giver=giver,
        receiver=receiver,
        messages=(message_id,) if about is None else about,
        at=at,
        grade=Grade.CONFIRMED,
        weight=credit.WEIGHTS[GivingKind.THANKS],
    )
    if giver == receiver or credit.thanked_this_week(row, credited):
        return NOTHING_FOLLOWS
    return Followed(contributions=(credit.credited(row, credited, joined),))


def last_thanks(
    receiver: str,
    giver: str | None,
    credited: Mapping[str, Iterable[Contribution]],
    *,
    joined: Mapping[str, datetime] = _NOBODY,
) -> Followed:
    """Return what `/thanks undo` takes back: the last thanks of a member, to one giver or to any."""
    rows = (row for who, given in credited.items() for row in given if giver in (None, who))
    thanks_ = [row for row in rows if row.receiver == receiver and _is_thanks(row)]
    if not thanks_:
        return NOTHING_FOLLOWS
    last = max(thanks_, key=lambda row: (row.at, row.key))
    if last.kind is GivingKind.ANSWER:  # that it was an answer stays true
        less = replace(last, weight=credit.ANSWERED, grade=Grade.STRUCTURAL)
        return Followed(contributions=(credit.credited(less, credited, joined),))
    return Followed(contributions=(replace(last, withdrawn=True, credit=0.0),))


def _is_thanks(row: Contribution) -> bool:
    if row.kind is GivingKind.ANSWER:
        return row.weight >= credit.THANKED
    return row.kind in (GivingKind.THANKS, GivingKind.RESOURCE, GivingKind.RECOMMENDATION)


def taken_back(message_id: str, credited: Mapping[str, Iterable[Contribution]]) -> Followed:
    """Return what goes when a message is deleted: the credit for which it was the last evidence."""
    rows = [row for given in credited.values() for row in given if row.messages[-1:] == (message_id,)]
    rows = [row for row in rows if row.kind not in _BY_BUTTON]
    gone = [row for row in rows if not (row.grade is Grade.CONFIRMED and len(row.messages) > 2)]
    if not gone:
        return NOTHING_FOLLOWS
    return Followed(contributions=tuple(replace(row, withdrawn=True, credit=0.0) for row in gone))


def changed(
    message: MessagePosted,
    promotion: Promotion,
    credited: Mapping[str, Iterable[Contribution]],
    *,
    joined: Mapping[str, datetime] = _NOBODY,
) -> Followed:
    """Return what goes when a message is edited: thanks that it no longer gives, a welcome that it no longer is."""
    if promotion.kinds.get("thanks", 0.0) >= _LIKELY:
        return NOTHING_FOLLOWS
    rows = [row for given in credited.values() for row in given if row.messages[-1:] == (message.message_id,)]
    rows = [row for row in rows if row.grade is Grade.STRUCTURAL and row.kind not in _BY_BUTTON]
    gone = [row for one in rows if (row := _without_thanks(one, message, credited, joined)) is not None]
    return Followed(contributions=tuple(gone)) if gone else NOTHING_FOLLOWS


def _without_thanks(
    row: Contribution,
    message: MessagePosted,
    credited: Mapping[str, Iterable[Contribution]],
    joined: Mapping[str, datetime],
) -> Contribution | None:
    """Return what is left of a credit without the thanks; None where it does not rest on thanks."""
    if row.kind is GivingKind.QUESTION or (row.kind is GivingKind.WELCOME and is_welcome(message.text)):
        return None
    if row.kind is not GivingKind.ANSWER:
        return replace(row, withdrawn=True, credit=0.0)
    return credit.credited(replace(row, weight=credit.ANSWERED), credited, joined) if row.weight > 1 else None


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

"""Thanks outside of questions, ticks, and welcomes: small things that somebody else's act confirms.

Thanks to oneself, for a promotion, or a second time in a week earn nothing; nor does the same welcome pasted again.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import Final

from chat.events import MessagePosted, Person, Reacted
from chat.giving import Contribution, GivingKind, Grade, Question, Seen
from policies.giving import credit
from policies.giving.answers import answer_key
from policies.giving.conversation import NOTHING_FOLLOWS, Conversation, Followed, named
from policies.giving.phrases import is_welcome

WELCOMERS: Final = 3
TICKS: Final = frozenset("🙏❤✅")
"""Reactions by which an asker says that an answer helped, and anybody that a find did."""
_FINDS: Final = (GivingKind.RESOURCE, GivingKind.RECOMMENDATION)


def thanked(message: MessagePosted, around: Conversation) -> Followed:
    """Credit whoever is thanked outside a question of the thanker's: by a reply, or by name."""
    row = _thanked_row(message, around)
    if row is None:
        return NOTHING_FOLLOWS
    if row.kind is GivingKind.THANKS and credit.thanked_this_week(row, around.credits):
        return NOTHING_FOLLOWS
    if row.kind in _FINDS and credit.before(row, around.credits) is not None:
        return NOTHING_FOLLOWS
    return Followed(contributions=(credit.credited(row, around.credits, around.joined),))


def _thanked_row(message: MessagePosted, around: Conversation) -> Contribution | None:
    parent, author = around.parent, message.author.id
    names = named(message, around) - {author}
    if parent is not None and parent.author != author and not (parent.asks or parent.removed or parent.promotes):
        kind = _kind_of(parent, message.author)
        key = f"{kind}:{parent.message_id}" if kind in _FINDS else f"thanks:{message.message_id}"
        return _row(kind, key, parent.author, message, (parent.message_id, message.message_id))
    if parent is None and len(names) == 1:
        key = f"thanks:{message.message_id}"
        return _row(GivingKind.THANKS, key, next(iter(names)), message, (message.message_id,))
    return None


def _row(kind: GivingKind, key: str, giver: str, message: MessagePosted, about: tuple[str, ...]) -> Contribution:
    return Contribution(
        key=key,
        kind=kind,
        giver=giver,
        receiver=message.author.id,
        messages=about,
        at=message.at,
        grade=Grade.STRUCTURAL,
        weight=credit.WEIGHTS[kind],
    )


def _kind_of(seen: Seen, by: Person) -> GivingKind:
    """Return what is thanked for: a find, or (by the owner of what is recommended) just something kind."""
    if seen.kind == GivingKind.RESOURCE:
        return GivingKind.RESOURCE
    recommended = seen.kind == GivingKind.RECOMMENDATION and not _is_owner(by, seen)
    return GivingKind.RECOMMENDATION if recommended else GivingKind.THANKS


def _is_owner(person: Person, seen: Seen) -> bool:
    """Tell whether a recommendation names the person: then it is theirs, and their applause is no evidence."""
    own = {word.casefold() for word in (person.id, person.handle, person.name) if word}
    return bool(own & {mention.casefold() for mention in seen.mentions})


def ticked(
    event: Reacted,
    seen: Seen,
    question: Seen | None,
    earned: credit.Credits,
    *,
    joined: Mapping[str, datetime],
    asked: Question | None,
) -> Followed:
    """Return what a reaction yields: the asker's tick under an answer, somebody's under a find; else nothing."""
    if event.member.id == seen.author or seen.removed or seen.promotes or not TICKS & set(event.emoji):
        return NOTHING_FOLLOWS
    row = _ticked_row(event, seen, question)
    if row is None:
        return NOTHING_FOLLOWS
    known = credit.before(row, earned)
    if event.withdrawn:
        return _withdrawn(row, known, earned, joined)
    if known is not None and known.weight >= row.weight:
        return NOTHING_FOLLOWS
    if known is not None:
        row = replace(row, messages=known.messages)
    settles = asked is not None and asked.settled_at is None and row.kind is GivingKind.ANSWER
    settled = (replace(asked, settled_at=event.at),) if asked is not None and settles else ()
    return Followed(contributions=(credit.credited(row, earned, joined),), questions=settled)


def _ticked_row(event: Reacted, seen: Seen, question: Seen | None) -> Contribution | None:
    if question is not None and question.author == event.member.id and seen.answers:
        kind, key, weight = GivingKind.ANSWER, answer_key(seen), credit.TICKED
        about: tuple[str, ...] = (question.message_id, seen.message_id)
    elif (kind := _kind_of(seen, event.member)) in _FINDS:
        key, weight, about = f"{kind}:{seen.message_id}", credit.WEIGHTS[kind], (seen.message_id,)
    else:
        return None
    return Contribution(
        key=key,
        kind=kind,
        giver=seen.author,
        receiver=event.member.id,
        messages=about,
        at=event.at,
        grade=Grade.CONFIRMED,
        weight=weight,
    )


def _withdrawn(
    row: Contribution, known: Contribution | None, earned: credit.Credits, joined: Mapping[str, datetime]
) -> Followed:
    """Take a tick back; where the asker had also spoken again, that much stays."""
    if known is not None and (known.receiver != row.receiver or known.grade is not Grade.CONFIRMED):
        return NOTHING_FOLLOWS
    if known is not None and len(known.messages) > len(row.messages):
        less = replace(known, grade=Grade.STRUCTURAL, weight=credit.ANSWERED)
        return Followed(contributions=(credit.credited(less, earned, joined),))
    return Followed(contributions=(replace(row, withdrawn=True, credit=0.0),))


def welcomed(message: MessagePosted, around: Conversation) -> Followed:
    """Credit the first three who welcome a newcomer within 48 hours, three a week, each in words of their own."""
    newcomer = _newcomer_meant(message, around) if is_welcome(message.text) else None
    if newcomer is None:
        return NOTHING_FOLLOWS
    author, words = message.author.id, _fingerprint(message.text)
    rows = [c for rows in around.credits.values() for c in rows if c.kind is GivingKind.WELCOME]
    theirs = {c.giver for c in rows if c.receiver == newcomer}
    said_before = any(c.giver == author and c.key.endswith(words) for c in rows)
    lately = credit.given_lately(author, GivingKind.WELCOME, message.at, around.credits)
    if author in theirs or len(theirs) >= WELCOMERS or lately >= credit.CAP_A_WEEK or said_before:
        return NOTHING_FOLLOWS
    weight = credit.WEIGHTS[GivingKind.WELCOME]
    row = Contribution(
        key=f"welcome:{newcomer}:{author}:{words}",
        kind=GivingKind.WELCOME,
        giver=author,
        receiver=newcomer,
        messages=(message.message_id,),
        at=message.at,
        grade=Grade.STRUCTURAL,
        weight=weight,
        credit=weight if credit.scores(author, message.at, around.joined) else 0.0,
    )
    return Followed(contributions=(row,))


def _newcomer_meant(message: MessagePosted, around: Conversation) -> str | None:
    """Return the newcomer whom a message greets: by reply, by name, or the only one about."""
    newcomers = {seen.author for seen in around.recent if seen.newcomer and not seen.removed} - {message.author.id}
    if around.parent is not None:
        newcomers = {around.parent.author} - {message.author.id} if around.parent.newcomer else set()
    elif names := named(message, around):
        newcomers &= names
    return newcomers.pop() if len(newcomers) == 1 else None


def _fingerprint(text: str) -> str:
    """Return eight hex digits that stand for the words of a text, without the names in it."""
    words = [word for word in text.casefold().split() if not word.startswith("@")]
    letters = "".join(letter for word in words for letter in word if letter.isalnum())
    return blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()

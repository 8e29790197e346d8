"""Who helped whom, counted only where somebody else's act confirms it.

A plain message scores nothing. An answer counts once the asker speaks again (1), more when the asker thanks (4), most
when the asker ticks it (5). Pair decay, the age of a membership and caps a week keep staged help from paying.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from chat.events import MessagePosted, Reacted
from chat.giving import Contribution, GivingKind, Grade, Question, Seen
from chat.promotions import Promotion
from policies.giving.conversation import NOTHING_FOLLOWS, Conversation, Followed
from policies.giving.phrases import is_no_answer, is_welcome
from policies.giving.terms import terms

PAIR_WINDOW: Final = timedelta(days=28)
PAIR_DECAY: Final = (1.0, 0.5, 0.25)
"""What the first, second and third credit from the same person in the window are worth; later ones nothing."""
SCORES_FROM: Final = timedelta(days=7)
"""Members younger than this neither score nor let others score."""
CONTEXT_MESSAGES: Final = 10
CONTEXT_TIME: Final = timedelta(minutes=30)
CONTEXT_LONGEST: Final = timedelta(hours=12)
OPEN_FOR: Final = timedelta(days=7)
A_WEEK: Final = timedelta(days=7)
WELCOMERS: Final = 3
CAP_A_WEEK: Final = 3
TICKS: Final = frozenset("🙏❤✅")
"""Reactions by which an asker says that an answer helped."""
_LIKELY: Final = 0.5

ANSWER, THANKED, TICKED = 1.0, 4.0, 5.0
_WEIGHTS: Final[Mapping[GivingKind, float]] = {
    GivingKind.THANKS: 1.0,
    GivingKind.RESOURCE: 2.0,
    GivingKind.RECOMMENDATION: 4.0,
    GivingKind.WELCOME: 2.0,
    GivingKind.QUESTION: 1.0,
}


def follow(message: MessagePosted, promotion: Promotion, around: Conversation) -> Followed:
    """Return what a message that stands yields: a question, an answer, thanks, a welcome."""
    kinds = {kind for kind, probability in promotion.kinds.items() if probability >= _LIKELY}
    if promotion.score >= _LIKELY and not kinds & {"thanks"}:
        return NOTHING_FOLLOWS if promotion.solicited is not True else _offered(message)
    parts = [_asked(message, promotion, around, kinds)]
    answered = _answered(message, around, kinds)
    parts.append(answered)
    if answered.answers is None:
        parts.append(_spoken_again(message, around, thanks="thanks" in kinds))
    parts += [_welcomed(message, around), _told_of_self(message, kinds)]
    return _together(parts)


def react(
    event: Reacted, seen: Seen, question: Seen | None, credited: Mapping[str, Iterable[Contribution]]
) -> Followed:
    """Return what a reaction yields: the asker's tick, thanks for a recommendation or a resource."""
    if event.member.id == seen.author or seen.removed or not TICKS & set(event.emoji):
        return NOTHING_FOLLOWS
    ids = (seen.message_id,) if question is None else (question.message_id, seen.message_id)
    if question is not None and question.author == event.member.id:
        kind, key, weight = GivingKind.ANSWER, f"answer:{seen.message_id}", TICKED
    elif seen.kind in (GivingKind.RESOURCE, GivingKind.RECOMMENDATION):
        kind = GivingKind(seen.kind)
        key, weight = f"{kind}:{seen.message_id}", _WEIGHTS[kind]
    else:
        kind, key, weight = GivingKind.THANKS, f"tick:{seen.message_id}:{event.member.id}", 1.0
    given = Contribution(
        key=key,
        kind=kind,
        giver=seen.author,
        receiver=event.member.id,
        messages=ids,
        at=event.at,
        grade=Grade.CONFIRMED,
        weight=weight,
    )
    if event.withdrawn:
        return Followed(contributions=(replace(given, withdrawn=True, credit=0.0),))
    if kind is GivingKind.THANKS and _thanked_this_week(given, credited):
        return NOTHING_FOLLOWS
    return Followed(contributions=(_credited(given, credited, {}),))


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


def _asked(message: MessagePosted, promotion: Promotion, around: Conversation, kinds: set[str]) -> Followed:
    """Open a question; not for a question back to whoever asked."""
    if not kinds & {"question", "request"} or (around.parent is not None and around.parent.asks):
        return NOTHING_FOLLOWS
    question = Question(
        message_id=message.message_id,
        asker=message.author.id,
        at=message.at,
        place=message.place,
        asks_for=promotion.asks_for,
        terms=terms(message.text),
    )
    return Followed(questions=(question,))


def _answered(message: MessagePosted, around: Conversation, kinds: set[str]) -> Followed:
    question = _question_answered(message, around, kinds)
    if question is None:
        return NOTHING_FOLLOWS
    known = around.questions.get(question.message_id)
    if known is None:
        return Followed(answers=question.message_id)
    now = replace(known, answers=known.answers + 1)
    good = _good_question(message, known, around) if known.answers == 0 else ()
    about = tuple((message.author.id, term) for term in known.terms)
    return Followed(answers=question.message_id, questions=(now,), contributions=good, terms=about)


def _question_answered(message: MessagePosted, around: Conversation, kinds: set[str]) -> Seen | None:
    """Return the open question of another member that a message answers."""
    if kinds & {"thanks", "question", "request"} or is_no_answer(message.text):
        return None
    question = around.parent if around.parent is not None else None
    if question is None and not around.threaded:
        question = _question_above(message, around)
    if question is None or not question.asks or question.author == message.author.id:
        return None
    return question if message.at - question.at <= OPEN_FOR else None


def _question_above(message: MessagePosted, around: Conversation) -> Seen | None:
    """Return the question that stands just above, where the source shows no replies."""
    for seen in reversed(around.recent[-CONTEXT_MESSAGES:]):
        if message.at - seen.at > CONTEXT_TIME:
            return None
        if seen.asks:
            return seen
    return None


def _good_question(message: MessagePosted, question: Question, around: Conversation) -> tuple[Contribution, ...]:
    """Return the credit of a question that another member answered: the group gains, three a week."""
    earlier = [c for c in around.credits.get(question.asker, ()) if c.kind is GivingKind.QUESTION]
    if sum(1 for c in earlier if message.at - c.at < A_WEEK) >= CAP_A_WEEK:
        return ()
    return (
        Contribution(
            key=f"question:{question.message_id}",
            kind=GivingKind.QUESTION,
            giver=question.asker,
            receiver=None,
            messages=(question.message_id, message.message_id),
            at=message.at,
            grade=Grade.STRUCTURAL,
            weight=_WEIGHTS[GivingKind.QUESTION],
            credit=_WEIGHTS[GivingKind.QUESTION] if _scores(question.asker, message.at, around.joined) else 0.0,
        ),
    )


def _spoken_again(message: MessagePosted, around: Conversation, *, thanks: bool) -> Followed:
    """Credit answers once their asker speaks again, and whoever is thanked."""
    answers = _answers_meant(message, around, thanks=thanks)
    rows = [row for seen in answers if (row := _answer_row(seen, message, around, thanks=thanks)) is not None]
    settled = _settled(message, answers, around) if thanks else ()
    if thanks and not answers and (row := _thanks_row(message, around)) is not None:
        rows.append(row)
    return Followed(contributions=tuple(rows), questions=settled) if rows or settled else NOTHING_FOLLOWS


def _answers_meant(message: MessagePosted, around: Conversation, *, thanks: bool) -> list[Seen]:
    """Return the answers to the author's questions that a message can be about."""
    parent, author = around.parent, message.author.id
    if parent is not None and parent.author != author:
        mine = around.question is not None and around.question.author == author
        return [parent] if mine and parent.answers and not parent.removed else []
    answers = [
        seen
        for seen in around.recent
        if seen.answers is not None
        and not seen.removed
        and (question := around.questions.get(seen.answers)) is not None
        and question.asker == author
        and _in_context(seen, message, around)
    ]
    if not answers:
        return []
    named = _named(message, around)
    if thanks and named:
        return [seen for seen in answers if seen.author in named]
    return answers


def _in_context(answer: Seen, message: MessagePosted, around: Conversation) -> bool:
    since = message.at - answer.at
    if since > CONTEXT_LONGEST:
        return False
    near = answer.message_id in {seen.message_id for seen in around.recent[-CONTEXT_MESSAGES:]}
    return near or since <= CONTEXT_TIME


def _answer_row(answer: Seen, message: MessagePosted, around: Conversation, *, thanks: bool) -> Contribution | None:
    key = f"answer:{answer.message_id}"
    weight = THANKED if thanks else ANSWER
    before = next((c for c in around.credits.get(answer.author, ()) if c.key == key), None)
    if before is not None and before.weight >= weight:
        return None
    assert answer.answers is not None  # noqa: S101 - only answers come here
    row = Contribution(
        key=key,
        kind=GivingKind.ANSWER,
        giver=answer.author,
        receiver=message.author.id,
        messages=(answer.answers, answer.message_id, message.message_id),
        at=message.at,
        grade=Grade.STRUCTURAL,
        weight=weight,
    )
    return _credited(row, around.credits, around.joined)


def _settled(message: MessagePosted, answers: list[Seen], around: Conversation) -> tuple[Question, ...]:
    ids = dict.fromkeys(seen.answers for seen in answers if seen.answers)
    known = [around.questions[i] for i in ids if i in around.questions]
    return tuple(replace(question, settled_at=message.at) for question in known if question.settled_at is None)


def _thanks_row(message: MessagePosted, around: Conversation) -> Contribution | None:
    """Credit whoever is thanked outside a question of the thanker's: by a reply, or by name."""
    parent, author = around.parent, message.author.id
    named = _named(message, around) - {author}
    if parent is not None and parent.author != author and not parent.asks and not parent.removed:
        giver, about = parent.author, [parent.message_id]
    elif parent is None and len(named) == 1:
        giver, about = next(iter(named)), []
    else:
        return None
    kind, key = GivingKind.THANKS, f"thanks:{message.message_id}"
    if parent is not None and parent.kind in (GivingKind.RESOURCE, GivingKind.RECOMMENDATION):
        kind = GivingKind(parent.kind)
        key = f"{kind}:{parent.message_id}"
    row = Contribution(
        key=key,
        kind=kind,
        giver=giver,
        receiver=author,
        messages=(*about, message.message_id),
        at=message.at,
        grade=Grade.STRUCTURAL,
        weight=_WEIGHTS[kind],
    )
    if kind is GivingKind.THANKS and _thanked_this_week(row, around.credits):
        return None
    return _credited(row, around.credits, around.joined)


def _welcomed(message: MessagePosted, around: Conversation) -> Followed:
    """Credit the first three who welcome a newcomer within 48 hours, three a week."""
    if not is_welcome(message.text):
        return NOTHING_FOLLOWS
    author = message.author.id
    newcomers = {seen.author for seen in around.recent if seen.newcomer} - {author}
    if around.parent is not None:
        newcomers &= {around.parent.author} if around.parent.newcomer else set()
    elif named := _named(message, around):
        newcomers &= named
    if len(newcomers) != 1:
        return NOTHING_FOLLOWS
    newcomer = newcomers.pop()
    all_welcomes = [c for rows in around.credits.values() for c in rows if c.kind is GivingKind.WELCOME]
    theirs = {c.giver for c in all_welcomes if c.receiver == newcomer}
    mine = [c for c in all_welcomes if c.giver == author and message.at - c.at < A_WEEK]
    if author in theirs or len(theirs) >= WELCOMERS or len(mine) >= CAP_A_WEEK:
        return NOTHING_FOLLOWS
    weight = _WEIGHTS[GivingKind.WELCOME]
    row = Contribution(
        key=f"welcome:{newcomer}:{author}",
        kind=GivingKind.WELCOME,
        giver=author,
        receiver=newcomer,
        messages=(message.message_id,),
        at=message.at,
        grade=Grade.STRUCTURAL,
        weight=weight,
        credit=weight if _scores(author, message.at, around.joined) else 0.0,
    )
    return Followed(contributions=(row,))


def _told_of_self(message: MessagePosted, kinds: set[str]) -> Followed:
    if "introduction" not in kinds:
        return NOTHING_FOLLOWS
    return Followed(terms=tuple((message.author.id, term) for term in terms(message.text)))


def _offered(message: MessagePosted) -> Followed:
    """Remember what a member offers on request: a question about it may be for them."""
    return Followed(terms=tuple((message.author.id, term) for term in terms(message.text)))


def _named(message: MessagePosted, around: Conversation) -> set[str]:
    """Return the members whom a message names by @handle or mention."""
    words = {word.strip(".,!?:;()").lstrip("@").casefold() for word in message.text.split() if word.startswith("@")}
    words |= {mention.casefold() for mention in message.mentions}
    return {around.handles[word] for word in words if word in around.handles}


def _thanked_this_week(row: Contribution, credited: Mapping[str, Iterable[Contribution]]) -> bool:
    return any(
        c.kind is GivingKind.THANKS and c.receiver == row.receiver and c.key != row.key and row.at - c.at < A_WEEK
        for c in credited.get(row.giver, ())
    )


def _scores(member: str, at: datetime, joined: Mapping[str, datetime]) -> bool:
    return member not in joined or at - joined[member] >= SCORES_FROM


def _credited(
    row: Contribution, credited: Mapping[str, Iterable[Contribution]], joined: Mapping[str, datetime]
) -> Contribution:
    """Return a contribution with its credit: weight times pair decay, nothing for or from the newest members."""
    earlier = sum(
        1
        for c in credited.get(row.giver, ())
        if c.receiver == row.receiver and c.key != row.key and c.credit > 0 and row.at - c.at < PAIR_WINDOW
    )
    decay = PAIR_DECAY[earlier] if earlier < len(PAIR_DECAY) else 0.0
    people = [row.giver] + ([row.receiver] if row.receiver else [])
    scores = all(_scores(member, row.at, joined) for member in people)
    return replace(row, credit=row.weight * decay if scores else 0.0)

"""Questions, answers, and what the asker says afterwards: the evidence for help.

A reply counts as an answer only if it says something, and earns nothing before the asker speaks again. One giver earns
once for a question, however many messages the answer takes.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from chat.events import MessagePosted
from chat.giving import Contribution, GivingKind, Grade, Question, Seen
from chat.promotions import Promotion
from policies.giving import credit
from policies.giving.conversation import NOTHING_FOLLOWS, Conversation, Followed, named
from policies.giving.phrases import is_no_answer
from policies.giving.terms import terms

CONTEXT_MESSAGES: Final = 10
CONTEXT_TIME: Final = timedelta(minutes=30)
CONTEXT_LONGEST: Final = timedelta(hours=12)
OPEN_FOR: Final = timedelta(days=7)
MOST_ADJACENT: Final = 3
"""Where the source shows no replies, thanks to nobody by name reach at most this many."""
ADJACENT_WORDS: Final = 3
"""There, what is shorter is an interjection."""
_ASKS: Final = frozenset({"question", "request"})


def asked(message: MessagePosted, promotion: Promotion, around: Conversation, kinds: set[str]) -> Followed:
    """Open a question; not for a question back to whoever asked."""
    if not kinds & _ASKS or (around.parent is not None and around.parent.asks):
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


def answered(message: MessagePosted, around: Conversation, kinds: set[str]) -> Followed:
    """Note an answer: the question has one more, its asker asked well, and the author knows about such things."""
    question = _question_answered(message, around, kinds)
    if question is None:
        return NOTHING_FOLLOWS
    known = around.questions.get(question.message_id)
    if known is None:
        return Followed(answers=question.message_id)
    return Followed(
        answers=question.message_id,
        questions=(replace(known, answers=known.answers + 1),),
        contributions=_good_question(message, known, around),
        terms=tuple((message.author.id, term) for term in known.terms),
    )


def offered(message: MessagePosted, around: Conversation) -> Followed:
    """Note an offer that was asked for: the question waits no longer, and nobody earns anything."""
    about = tuple((message.author.id, term) for term in terms(message.text))
    question = _question_meant(message, around)
    known = around.questions.get(question.message_id) if question is not None else None
    return Followed(questions=(replace(known, answers=known.answers + 1),) if known else (), terms=about)


def _question_answered(message: MessagePosted, around: Conversation, kinds: set[str]) -> Seen | None:
    if kinds & {"thanks", *_ASKS} or is_no_answer(message.text):
        return None
    if not around.threaded and len(message.text.split()) < ADJACENT_WORDS and len(terms(message.text)) < 2:
        return None
    return _question_meant(message, around)


def _question_meant(message: MessagePosted, around: Conversation) -> Seen | None:
    """Return the open question of another member that a message stands under."""
    question = around.parent
    if question is None and not around.threaded:
        question = _question_above(message, around)
    if question is None or not question.asks or question.author == message.author.id:
        return None
    return question if message.at - question.at <= OPEN_FOR else None


def _question_above(message: MessagePosted, around: Conversation) -> Seen | None:
    """Return the nearest question of another member above, where the source shows no replies."""
    near = [seen for seen in around.recent[-CONTEXT_MESSAGES:] if message.at - seen.at <= CONTEXT_TIME]
    return next((seen for seen in reversed(near) if seen.asks and seen.author != message.author.id), None)


def _good_question(message: MessagePosted, question: Question, around: Conversation) -> tuple[Contribution, ...]:
    """Return the credit of a question that another member answered: the group gains, three a week."""
    row = Contribution(
        key=f"question:{question.message_id}",
        kind=GivingKind.QUESTION,
        giver=question.asker,
        receiver=None,
        messages=(question.message_id, message.message_id),
        at=message.at,
        grade=Grade.STRUCTURAL,
        weight=credit.WEIGHTS[GivingKind.QUESTION],
        credit=credit.WEIGHTS[GivingKind.QUESTION],
    )
    people = (question.asker, message.author.id)
    scores = all(credit.scores(member, message.at, around.joined) for member in people)
    lately = credit.given_lately(question.asker, GivingKind.QUESTION, message.at, around.credits)
    if not scores or lately >= credit.CAP_A_WEEK or credit.before(row, around.credits) is not None:
        return ()
    return (row,)


def spoken_again(message: MessagePosted, around: Conversation, *, thanks: bool) -> Followed:
    """Credit answers once their asker speaks again; thanks settle the question."""
    meant = _answers_meant(message, around, thanks=thanks)
    rows = [row for seen in meant if (row := _row(seen, message, around, thanks=thanks)) is not None]
    settled = _settled(message, meant, around) if thanks else ()
    return Followed(contributions=tuple(rows), questions=settled) if rows or settled else NOTHING_FOLLOWS


def means_answers(message: MessagePosted, around: Conversation) -> bool:
    """Tell whether thanks are for answers to the author's own questions."""
    return bool(_answers_meant(message, around, thanks=True))


def _answers_meant(message: MessagePosted, around: Conversation, *, thanks: bool) -> list[Seen]:
    """Return the answers to the author's questions that a message can be about, one of each giver to a question."""
    parent, author = around.parent, message.author.id
    if parent is not None and parent.author != author:
        mine = around.question is not None and around.question.author == author
        return [parent] if mine and parent.answers and _counts(parent) else []
    near = [seen for seen in around.recent if seen.answers and seen.author != author and _counts(seen)]
    if not near:
        return []
    own = {seen.message_id for seen in around.recent if seen.asks and seen.author == author}
    near = [seen for seen in near if seen.answers in own or _asked_by(author, seen.answers, around)]
    first = {(seen.answers, seen.author): seen for seen in reversed(near) if _in_context(seen, message, around)}
    answers = list(reversed(first.values()))
    if thanks and (names := named(message, around)):
        answers = [seen for seen in answers if seen.author in names]
    latest = {seen.author: seen for seen in answers}
    answers = [seen for seen in answers if latest[seen.author] is seen]
    if around.threaded:
        return answers
    return answers[-MOST_ADJACENT:] if thanks else answers[:1]


def _asked_by(author: str, question: str | None, around: Conversation) -> bool:
    known = around.questions.get(question or "")
    return known is not None and known.asker == author


def _counts(answer: Seen) -> bool:
    """Tell whether a message can earn anything: an own promotion never does."""
    return not answer.removed and not answer.promotes


def _in_context(answer: Seen, message: MessagePosted, around: Conversation) -> bool:
    since = message.at - answer.at
    if since > CONTEXT_LONGEST:
        return False
    near = answer.message_id in {seen.message_id for seen in around.recent[-CONTEXT_MESSAGES:]}
    return near or since <= CONTEXT_TIME


def _row(answer: Seen, message: MessagePosted, around: Conversation, *, thanks: bool) -> Contribution | None:
    assert answer.answers is not None  # noqa: S101 - only answers come here
    row = Contribution(
        key=answer_key(answer),
        kind=GivingKind.ANSWER,
        giver=answer.author,
        receiver=message.author.id,
        messages=(answer.answers, answer.message_id, message.message_id),
        at=message.at,
        grade=Grade.STRUCTURAL,
        weight=credit.THANKED if thanks else credit.ANSWERED,
    )
    known = credit.before(row, around.credits)
    if known is not None and known.weight >= row.weight:
        return None
    return credit.credited(row, around.credits, around.joined)


def answer_key(answer: Seen) -> str:
    """Return the key of an answer's credit: one for each giver and question."""
    return f"answer:{answer.answers}:{answer.author}"


def _settled(message: MessagePosted, answers: list[Seen], around: Conversation) -> tuple[Question, ...]:
    ids = dict.fromkeys(seen.answers for seen in answers if seen.answers)
    known = [around.questions[i] for i in ids if i in around.questions]
    return tuple(replace(question, settled_at=message.at) for question in known if question.settled_at is None)

"""The statements of rounds and reports. Spans are `[start, end)`."""

from sqlalchemy import BindParameter, Select, and_, bindparam, case, distinct, false, func, or_, select

from chat.giving import GivingKind
from chat.standing import State
from storage import tables as t
from storage.sql import among

NEVER = 2**62
"""Later than anything."""

_chat: BindParameter[int] = bindparam("chat")
_start: BindParameter[int] = bindparam("start")
_end: BindParameter[int] = bindparam("end")


def _within(table: object) -> tuple:  # type: ignore[type-arg]
    columns = table.c  # type: ignore[attr-defined]
    return columns.chat == _chat, columns.at >= _start, columns.at < _end


def _columns(table: object, *left_out: str) -> list:  # type: ignore[type-arg]
    return [column for column in table.columns if column.name not in ("chat", *left_out)]  # type: ignore[attr-defined]


MESSAGES = select(func.count(), func.sum(t.message.c.flags % 2), func.count(distinct(t.message.c.author))).where(
    *_within(t.message)
)
PLACES = select(distinct(t.message.c.place)).where(t.message.c.chat == _chat).limit(200)
TALLIES = select(func.sum(t.tally.c.messages), func.sum(t.tally.c.removed)).where(*_within(t.tally))


def _promotions(state: object) -> Select:  # type: ignore[type-arg]
    stands = state == State.STANDS.value
    removed = state == State.REMOVED.value
    counted = [func.sum(case((condition, 1), else_=0)) for condition in (stands, removed)]  # type: ignore[arg-type]
    return select(*counted).where(*_within(t.promotion))


PROMOTIONS = {True: _promotions(t.promotion.c.imagined), False: _promotions(t.promotion.c.really)}
"""By whether the imagined group is asked about."""

QUESTIONS = select(func.count(), func.sum(case((t.question.c.answers > 0, 1), else_=0))).where(*_within(t.question))
OPEN = (
    select(*_columns(t.question), t.said.c.text)
    .outerjoin(t.said, and_(t.said.c.chat == t.question.c.chat, t.said.c.message == t.question.c.message))
    .where(
        t.question.c.chat == _chat,
        t.question.c.at >= bindparam("since"),
        t.question.c.at < _end,
        t.question.c.answers == 0,
        t.question.c.settled_at.is_(None),
    )
    .order_by(t.question.c.at.desc(), t.question.c.message.desc())
    .limit(bindparam("most"))
)

_credited = and_(t.contribution.c.withdrawn == false(), t.contribution.c.credit > 0)
GIVEN = (
    select(*_columns(t.contribution, "contribution"))
    .where(*_within(t.contribution), _credited)
    .order_by(t.contribution.c.at, t.contribution.c.contribution)
)
HELPED = select(func.count(distinct(t.contribution.c.receiver))).where(
    *_within(t.contribution), _credited, t.contribution.c.kind != GivingKind.EVENT.value
)
_before = t.contribution.alias("before")
FIRST = (
    select(t.contribution.c.giver, func.min(t.contribution.c.at).label("first"))
    .where(
        *_within(t.contribution),
        _credited,
        ~select(_before.c.at)
        .where(
            _before.c.chat == t.contribution.c.chat,
            _before.c.giver == t.contribution.c.giver,
            _before.c.at < _start,
            _before.c.withdrawn == false(),
            _before.c.credit > 0,
        )
        .exists(),
    )
    .group_by(t.contribution.c.giver)
    .order_by("first")
)
CONTRIBUTIONS = (
    select(*_columns(t.contribution))
    .where(
        t.contribution.c.chat == _chat,
        t.contribution.c.at >= _start,
        t.contribution.c.at < _end,
        or_(t.contribution.c.at > _start, t.contribution.c.contribution > bindparam("after")),
        t.contribution.c.withdrawn == false(),
    )
    .order_by(t.contribution.c.at, t.contribution.c.contribution)
    .limit(bindparam("most"))
)

_member = t.member.c
_pages = select(*_columns(t.member)).where(_member.chat == _chat, _member.member > bindparam("after"))
MEMBERS = _pages.order_by(_member.member).limit(bindparam("most"))
SILENT = (
    _pages.where(
        func.coalesce(_member.last_seen, _member.joined_at, _member.first_seen, 0) < bindparam("before"),
        or_(_member.left_at.is_(None), _member.left_at < _member.joined_at),
        _member.is_bot == false(),
    )
    .order_by(_member.member)
    .limit(bindparam("most"))
)
JOINED = (
    select(*_columns(t.member))
    .where(_member.chat == _chat, _member.joined_at >= _start, _member.joined_at < _end, _member.is_bot == false())
    .order_by(_member.joined_at, _member.member)
)
TERMS = select(t.term.c.member, t.term.c.text, t.term.c.n).where(
    t.term.c.chat == _chat, among(t.term.c.member, "members")
)

DECISIONS = (
    select(*_columns(t.decision))
    .where(
        t.decision.c.chat == _chat,
        t.decision.c.at >= _start,
        t.decision.c.at < _end,
        or_(t.decision.c.at > _start, t.decision.c.decision > bindparam("after")),
    )
    .order_by(t.decision.c.at, t.decision.c.decision)
    .limit(bindparam("most"))
)
DECISIONS_ON = DECISIONS.where(t.decision.c.member == bindparam("member"))
DECISION = (
    select(t.chat.c.name, *_columns(t.decision))
    .join(t.chat, t.chat.c.id == t.decision.c.chat)
    .where(t.decision.c.decision == bindparam("decision"))
    .limit(1)
)
TEXTS = select(t.said.c.message, t.said.c.text).where(t.said.c.chat == _chat, among(t.said.c.message, "keys"))
SAID = (
    select(t.said.c.message, t.said.c.member, t.said.c.at, t.said.c.text)
    .join(t.message, and_(t.message.c.chat == t.said.c.chat, t.message.c.message == t.said.c.message))
    .where(
        *_within(t.said),
        t.message.c.flags % 2 == 0,
        or_(t.said.c.at > _start, t.said.c.message > bindparam("after")),
    )
    .order_by(t.said.c.at, t.said.c.message)
    .limit(bindparam("most"))
)
"""What was said and not removed."""
FIRST_REPLIES = (
    select(t.question.c.at, func.min(t.message.c.at))
    .outerjoin(
        t.message,
        and_(
            t.message.c.chat == t.question.c.chat,
            t.message.c.answers == t.question.c.message,
            t.message.c.author != t.question.c.asker,
        ),
    )
    .where(*_within(t.question))
    .group_by(t.question.c.message, t.question.c.at)
)
"""When each question was asked, and first answered."""
UNDELIVERED = (
    select(t.outbox.c.kind, func.count())
    .where(
        t.outbox.c.chat == _chat,
        t.outbox.c.due_at >= _start,
        t.outbox.c.due_at < _end,
        or_(t.outbox.c.state == "failed", t.outbox.c.state == "unknown"),
    )
    .group_by(t.outbox.c.kind)
)
CURSOR = select(t.chat.c.cursor).where(t.chat.c.name == bindparam("name"))

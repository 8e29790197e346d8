"""The statements of the message's way, one for each thing that is asked of the ledger. Built once, by Core.

A partial index is used where the statement repeats its condition: `is_not(None)`.
"""

from sqlalchemy import (
    BindParameter,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    union_all,
    update,
)

from storage import tables as t
from storage.sql import Upsert, among, likely

_chat: BindParameter[int] = bindparam("chat")


def _columns(table: Table, *left_out: str) -> list:  # type: ignore[type-arg]
    return [column for column in table.columns if column.name not in ("chat", *left_out)]


def _of(table: Table, *left_out: str) -> Select:  # type: ignore[type-arg]
    return select(*_columns(table, *left_out)).where(table.c.chat == _chat)


CHAT = select(t.chat.c.id, t.chat.c.began_at, t.chat.c.cursor, exists().where(t.lifetime.c.chat == t.chat.c.id)).where(
    t.chat.c.name == bindparam("name")
)
NEW_CHAT = Upsert(t.chat, "ignore", index=("name",), columns=("name",))
KEEP_CHAT = (
    update(t.chat)
    .where(t.chat.c.id == _chat)
    .values(began_at=bindparam("new_began_at"), cursor=bindparam("new_cursor"))
)

NAMES = _of(t.named).where(among(t.named.c.key, "keys"))
MESSAGES = _of(t.message, "album").where(among(t.message.c.message, "keys"))
ALBUMS = select(*_columns(t.message, "album")).where(
    likely(t.message.c.chat == _chat), t.message.c.album.is_not(None), among(t.message.c.album, "albums")
)
RECENT = (
    _of(t.message, "album")
    .join(t.recent, and_(t.recent.c.chat == t.message.c.chat, t.recent.c.message == t.message.c.message))
    .where(t.recent.c.chat == _chat, among(t.recent.c.place, "places"))
)
TRIM = delete(t.recent).where(
    t.recent.c.chat == _chat,
    t.recent.c.place == bindparam("place"),
    t.recent.c.at
    < (
        select(t.recent.c.at)
        .where(t.recent.c.chat == _chat, t.recent.c.place == bindparam("place"))
        .order_by(t.recent.c.at.desc(), t.recent.c.message.desc())
        .limit(1)
        .offset(bindparam("but"))
        .scalar_subquery()
    ),
)
"""Leave the newest `but + 1` of a place."""

MEMBERS = _of(t.member).where(among(t.member.c.member, "members"))
WELCOMERS = _of(t.member).where(t.member.c.welcomes_since > literal_column("0"))
BY_HANDLE = _of(t.member).where(among(func.lower(t.member.c.handle, type_=Text()), "handles"))
COLLEAGUES = select(*_columns(t.member)).where(
    likely(t.member.c.chat == _chat),
    t.member.c.organisation.is_not(None),
    among(t.member.c.organisation, "organisations"),
)

_promotions = _of(t.promotion, "ever_keys").where(t.promotion.c.at >= bindparam("since"))
PROMOTED_BY_ALL = _promotions
PROMOTED_BY = _promotions.where(among(t.promotion.c.member, "members"))
PROMOTED_FOR = _promotions.where(
    t.promotion.c.organisation.is_not(None), among(t.promotion.c.organisation, "organisations")
)

USES = _of(t.link_use).where(among(t.link_use.c.domain, "domains"), among(t.link_use.c.member, "members"))
STRIKES = _of(t.strike, "message", "imagined", "rule").where(
    among(t.strike.c.member, "members"),
    t.strike.c.imagined == bindparam("imagined"),
    t.strike.c.at >= bindparam("since"),
)
PERMITS = _of(t.permit, "permit").where(
    among(t.permit.c.member, "members"), or_(t.permit.c.times.is_(None), t.permit.c.times > 0)
)
EARNED = _of(t.earned, "message").where(among(t.earned.c.member, "members"), t.earned.c.at >= bindparam("since"))
_contributions = _of(t.contribution, "contribution").where(t.contribution.c.withdrawn == false())
CREDITS = union_all(
    _contributions.where(among(t.contribution.c.giver, "members"), t.contribution.c.at >= bindparam("given_since")),
    _contributions.where(
        among(t.contribution.c.receiver, "members"), t.contribution.c.at >= bindparam("received_since")
    ),
)
LIFETIMES = _of(t.lifetime, "holder").where(among(t.lifetime.c.holder, "holders"))
TEXTS_SEEN = _of(t.text_seen).where(among(t.text_seen.c.text_key, "text_keys"), among(t.text_seen.c.member, "members"))
KEPT = select(t.kept.c.message).where(t.kept.c.chat == _chat, among(t.kept.c.message, "keys"))
EXAMPLES_OF = _of(t.example).where(among(t.example.c.message, "keys"))
EXAMPLES_DECIDED = (
    _of(t.example)
    .where(t.example.c.decided_at > literal_column("0"))
    .order_by(t.example.c.decided_at.desc(), t.example.c.message.desc())
    .limit(bindparam("most"))
)
QUESTIONS = _of(t.question).where(among(t.question.c.message, "keys"))

FORGIVE = delete(t.strike).where(t.strike.c.chat == _chat, t.strike.c.message == bindparam("of"))
PARDON = delete(t.strike).where(t.strike.c.chat == _chat, t.strike.c.member == bindparam("of"))

PUT_NAMES = Upsert(t.named, "ignore")
PUT_MESSAGES = Upsert(t.message)
PUT_RECENT = Upsert(t.recent, "ignore")
PUT_MEMBERS = Upsert(t.member)
PUT_PROMOTIONS = Upsert(t.promotion, unless_empty=(("links", "'[]'"), ("sketch", "0"), ("ever_keys", "'[]'")))
"""A change of state says nothing of the offer: links and sketch stay."""
ADD_USES = Upsert(t.link_use, "add", add=("posts",))
ADD_LIFETIMES = Upsert(t.lifetime, "add", add=("n",))
PUT_STRIKES = Upsert(t.strike)
PUT_PERMITS = Upsert(t.permit)
PUT_EXAMPLES = Upsert(t.example)
PUT_EARNED = Upsert(t.earned)
PUT_TEXTS_SEEN = Upsert(t.text_seen)
PUT_TEXTS = Upsert(t.said)
PUT_KEPT = Upsert(t.kept)
PUT_DECISIONS = Upsert(t.decision)
PUT_CONTRIBUTIONS = Upsert(t.contribution)
PUT_QUESTIONS = Upsert(t.question)
PUT_RUNS = Upsert(t.run)
PUT_NUDGES = Upsert(t.nudge)
ADD_TERMS = Upsert(t.term, "add", add=("n",))
PUT_OUTBOX = Upsert(
    t.outbox, "ignore", index=("chat", "key"), columns=tuple(c.name for c in t.outbox.columns if c.name != "id")
)

"""The tables. Instants are milliseconds, ids of the platform are numbers (see `keys`), lists are JSON.

A chat is a small number, so that it costs a byte or two in every row. Rows are found by their primary key, which on
SQLite is the table itself (`WITHOUT ROWID`).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Double,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

from storage.keys import millis, moment


class UtcDateTime(TypeDecorator[datetime]):
    """An instant as milliseconds since 1970. SQLite would lose the zone of any other; naive ones are refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Give the database a number."""
        return None if value is None else millis(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the code an instant in UTC."""
        return None if value is None else moment(value)


metadata = MetaData()


def _table(name: str, *columns: Column[Any] | Index | UniqueConstraint) -> Table:
    return Table(name, metadata, *columns, sqlite_with_rowid=False)


def _key(name: str, kind: Any = BigInteger) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _chat() -> Column[Any]:
    return _key("chat", Integer)


def _must(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, nullable=False)


chat = Table(
    "chat",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("began_at", UtcDateTime),
    Column("cursor", Text),
)

named = _table("named", _chat(), _key("key"), _must("text", Text))
"""Ids of members and places that are no numbers."""

member = _table(
    "member",
    _chat(),
    _key("member"),
    _must("name", Text),
    Column("handle", Text),
    _must("is_bot", Boolean),
    _must("is_admin", Boolean),
    Column("first_seen", UtcDateTime),
    Column("last_seen", UtcDateTime),
    Column("joined_at", UtcDateTime),
    Column("left_at", UtcDateTime),
    Column("introduced_at", UtcDateTime),
    _must("messages", Integer),
    _must("reactions", Integer),
    Column("organisation", Text),
    Column("opted_out_at", UtcDateTime),
    Column("away_until", UtcDateTime),
    _must("named_ok", Boolean),
    Column("told_at", UtcDateTime),
    Column("nudged_at", UtcDateTime),
    _must("nudges", Integer),
    Index(
        "member_by_organisation",
        "chat",
        "organisation",
        sqlite_where=text("organisation IS NOT NULL"),
        postgresql_where=text("organisation IS NOT NULL"),
    ),
)

message = _table(
    "message",
    _chat(),
    _key("message"),
    _must("at", UtcDateTime),
    _must("author", BigInteger),
    Column("place", BigInteger),
    Column("reply_to", BigInteger),
    Column("answers", BigInteger),
    Column("kind", Text),
    _must("flags", SmallInteger),
    Column("album", BigInteger),
    Column("more", Text),
    Index(
        "message_by_album",
        "chat",
        "album",
        sqlite_where=text("album IS NOT NULL"),
        postgresql_where=text("album IS NOT NULL"),
    ),
)
"""A week's messages, without text. `more` is JSON of what few messages have."""

recent = _table("recent", _chat(), _key("place"), _key("at", UtcDateTime), _key("message"))
"""The last dozen messages of each place: cheaper than an index over all of them."""

tally = _table("tally", _chat(), _key("at", UtcDateTime), _must("messages", Integer), _must("removed", Integer))
"""Messages that are no longer kept, counted by the quarter of an hour."""

said = _table(
    "said",
    _chat(),
    _key("message"),
    Column("message_id", Text),
    _must("member", BigInteger),
    _must("at", UtcDateTime),
    _must("text", Text),
    Index("said_by_member", "chat", "member"),
)
"""Texts, for as long as the policy says."""

promotion = _table(
    "promotion",
    _chat(),
    _key("message"),
    Column("message_id", Text),
    _must("at", UtcDateTime),
    _must("member", BigInteger),
    Column("organisation", Text),
    Column("offer", Text),
    Column("place", BigInteger),
    _must("kinds", Text),
    Column("allowance", Text),
    _must("limited", Boolean),
    _must("imagined", Text),
    _must("really", Text),
    Column("album", Text),
    _must("links", Text),
    _must("sketch", BigInteger),
    _must("ever_keys", Text),
    Index("promotion_by_time", "chat", "at"),
    Index("promotion_by_member", "chat", "member", "at"),
    Index(
        "promotion_by_organisation",
        "chat",
        "organisation",
        "at",
        sqlite_where=text("organisation IS NOT NULL"),
        postgresql_where=text("organisation IS NOT NULL"),
    ),
)
"""Promotions with both their states, and what tells their offers: links and a sketch."""

link_use = _table("link_use", _chat(), _key("domain"), _key("member"), _must("posts", Integer))
"""Posts of a domain by member, and by all together (`NOWHERE`)."""

text_seen = _table(
    "text_seen",
    _chat(),
    _key("text_key"),
    _key("member"),
    _key("message"),
    Column("message_id", Text),
    Column("place", BigInteger),
    _must("at", UtcDateTime),
)

question = _table(
    "question",
    _chat(),
    _key("message"),
    Column("message_id", Text),
    _must("asker", BigInteger),
    _must("at", UtcDateTime),
    Column("place", BigInteger),
    _must("asks_for", Text),
    _must("terms", Text),
    _must("answers", Integer),
    Column("settled_at", UtcDateTime),
    Index("question_by_time", "chat", "at"),
)

contribution = _table(
    "contribution",
    _chat(),
    _key("contribution"),
    _must("key", Text),
    _must("kind", Text),
    _must("giver", BigInteger),
    Column("receiver", BigInteger),
    _must("messages", Text),
    _must("at", UtcDateTime),
    _must("grade", Text),
    _must("weight", Double),
    _must("credit", Double),
    _must("withdrawn", Boolean),
    Index("contribution_by_time", "chat", "at"),
    Index("contribution_by_giver", "chat", "giver", "at"),
    Index("contribution_by_receiver", "chat", "receiver", "at"),
)

strike = _table(
    "strike",
    _chat(),
    _key("member"),
    _key("message"),
    _key("ladder", Text),
    _key("imagined", Boolean),
    _must("at", UtcDateTime),
    Column("told_at", UtcDateTime),
    _must("rule", Text),
    Index("strike_by_message", "chat", "message"),
)

permit = _table(
    "permit",
    _chat(),
    _key("member"),
    _key("permit"),
    _must("permit_id", Text),
    _must("given_by", BigInteger),
    Column("offer", Text),
    Column("times", Integer),
    Column("until", UtcDateTime),
)

kept = _table("kept", _chat(), _key("message"), _must("at", UtcDateTime))
"""Messages that an admin approved, pinned or restored."""

decision = _table(
    "decision",
    _key("decision"),
    _chat(),
    _must("decision_id", Text),
    _must("message", BigInteger),
    Column("message_id", Text),
    _must("member", BigInteger),
    _must("at", UtcDateTime),
    _must("outcome", Text),
    Column("rule", Text),
    _must("imagined", Boolean),
    _must("body", Text),
    Index("decision_by_time", "chat", "at"),
    Index("decision_by_member", "chat", "member", "at"),
)

earned = _table(
    "earned",
    _chat(),
    _key("member"),
    _key("message"),
    _key("kind", Text),
    _must("at", UtcDateTime),
)

lifetime = _table(
    "lifetime",
    _chat(),
    _key("holder"),
    _key("limit_key"),
    _key("place"),
    _must("n", Integer),
)
"""Counts of limits without end. Limit and holder are keyed hashes: they outlive the member's wish to be forgotten."""

term = _table("term", _chat(), _key("member"), _key("term"), _must("text", Text), _must("n", Integer))

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    _must("chat", Integer),
    _must("key", BigInteger),
    _must("key_text", Text),
    _must("kind", Text),
    _must("body", Text),
    _must("urgency", SmallInteger),
    _must("due_at", UtcDateTime),
    _must("again", Boolean),
    _must("state", Text),
    Column("claimed_until", UtcDateTime),
    _must("attempts", Integer),
    UniqueConstraint("chat", "key", name="outbox_once"),
    Index(
        "outbox_waiting",
        "urgency",
        "due_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(
        "outbox_claimed",
        "claimed_until",
        sqlite_where=text("state = 'claimed'"),
        postgresql_where=text("state = 'claimed'"),
    ),
)
"""Actions to carry out. What is done keeps its key's hash only."""

schedule = _table("schedule", _chat(), _key("kind", Text), _must("next_at", UtcDateTime))

run = _table(
    "run",
    _chat(),
    _key("kind", Text),
    _key("period", UtcDateTime),
    _must("state", Text),
    Column("text", Text),
)
"""What happens once a period: its row is the claim."""

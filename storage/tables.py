"""The tables. Instants are milliseconds, ids of the platform are numbers (see `keys`), lists are JSON.

A chat is a small number, so that it costs a byte or two in every row. Rows are found by their primary key, which on
SQLite is the table itself (`WITHOUT ROWID`).
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
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

from storage.columns import UtcDateTime, key, must, of_chat, where_any

metadata = MetaData()


def _table(name: str, *columns: Column[Any] | Index | UniqueConstraint) -> Table:
    return Table(name, metadata, *columns, sqlite_with_rowid=False)


chat = Table(
    "chat",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("began_at", UtcDateTime),
    Column("cursor", Text),
)

named = _table("named", of_chat(), key("key"), must("text", Text))
"""Ids of members and places that are no numbers."""

member = _table(
    "member",
    of_chat(),
    key("member"),
    must("name", Text),
    Column("handle", Text),
    must("is_bot", Boolean),
    must("is_admin", Boolean),
    Column("first_seen", UtcDateTime),
    Column("last_seen", UtcDateTime),
    Column("joined_at", UtcDateTime),
    Column("left_at", UtcDateTime),
    Column("introduced_at", UtcDateTime),
    must("messages", Integer),
    must("reactions", Integer),
    Column("organisation", Text),
    Column("opted_out_at", UtcDateTime),
    Column("away_until", UtcDateTime),
    must("named_ok", Boolean),
    Column("told_at", UtcDateTime),
    Column("nudged_at", UtcDateTime),
    must("nudges", Integer),
    Column("welcomes_since", UtcDateTime),
    Column("muted_until", UtcDateTime),
    where_any("member_by_organisation", "organisation"),
    where_any("member_by_welcome", "welcomes_since"),
)

message = _table(
    "message",
    of_chat(),
    key("message"),
    must("at", UtcDateTime),
    must("author", BigInteger),
    Column("place", BigInteger),
    Column("reply_to", BigInteger),
    Column("answers", BigInteger),
    Column("kind", Text),
    must("flags", SmallInteger),
    Column("album", BigInteger),
    Column("more", Text),
    where_any("message_by_album", "album"),
)
"""A week's messages, without text. `more` is JSON of what few messages have."""

recent = _table("recent", of_chat(), key("place"), key("at", UtcDateTime), key("message"))
"""The last dozen messages of each place: cheaper than an index over all of them."""

tally = _table("tally", of_chat(), key("at", UtcDateTime), must("messages", Integer), must("removed", Integer))
"""Messages that are no longer kept, counted by the quarter of an hour."""

said = _table(
    "said",
    of_chat(),
    key("message"),
    Column("message_id", Text),
    must("member", BigInteger),
    must("at", UtcDateTime),
    must("text", Text),
    Index("said_by_member", "chat", "member"),
)
"""Texts, for as long as the policy says."""

promotion = _table(
    "promotion",
    of_chat(),
    key("message"),
    Column("message_id", Text),
    must("at", UtcDateTime),
    must("member", BigInteger),
    Column("organisation", Text),
    Column("offer", Text),
    Column("place", BigInteger),
    must("kinds", Text),
    Column("allowance", Text),
    must("limited", Boolean),
    must("imagined", Text),
    must("really", Text),
    Column("album", Text),
    must("links", Text),
    must("sketch", BigInteger),
    must("ever_keys", Text),
    Index("promotion_by_time", "chat", "at"),
    Index("promotion_by_member", "chat", "member", "at"),
    where_any("promotion_by_organisation", "organisation", "at"),
)
"""Promotions with both their states, and what tells their offers: links and a sketch."""

link_use = _table("link_use", of_chat(), key("domain"), key("member"), must("posts", Integer))
"""Posts of a domain by member, and by all together (`NOWHERE`)."""

text_seen = _table(
    "text_seen",
    of_chat(),
    key("text_key"),
    key("member"),
    key("message"),
    Column("message_id", Text),
    Column("place", BigInteger),
    must("at", UtcDateTime),
)

question = _table(
    "question",
    of_chat(),
    key("message"),
    Column("message_id", Text),
    must("asker", BigInteger),
    must("at", UtcDateTime),
    Column("place", BigInteger),
    must("asks_for", Text),
    must("terms", Text),
    must("answers", Integer),
    Column("settled_at", UtcDateTime),
    Index("question_by_time", "chat", "at"),
)

contribution = _table(
    "contribution",
    of_chat(),
    key("contribution"),
    must("key", Text),
    must("kind", Text),
    must("giver", BigInteger),
    Column("receiver", BigInteger),
    must("messages", Text),
    must("at", UtcDateTime),
    must("grade", Text),
    must("weight", Double),
    must("credit", Double),
    must("withdrawn", Boolean),
    Index("contribution_by_time", "chat", "at"),
    Index("contribution_by_giver", "chat", "giver", "at"),
    Index("contribution_by_receiver", "chat", "receiver", "at"),
)

strike = _table(
    "strike",
    of_chat(),
    key("member"),
    key("message"),
    key("ladder", Text),
    key("imagined", Boolean),
    must("at", UtcDateTime),
    Column("told_at", UtcDateTime),
    must("rule", Text),
    Index("strike_by_message", "chat", "message"),
    Index("strike_by_time", "chat", "at"),
)

permit = _table(
    "permit",
    of_chat(),
    key("member"),
    key("permit"),
    must("permit_id", Text),
    must("given_by", BigInteger),
    Column("offer", Text),
    Column("times", Integer),
    Column("until", UtcDateTime),
)

kept = _table("kept", of_chat(), key("message"), must("at", UtcDateTime), Index("kept_by_time", "chat", "at"))
"""Messages that an admin approved, pinned or restored."""

decision = _table(
    "decision",
    key("decision"),
    of_chat(),
    must("decision_id", Text),
    must("message", BigInteger),
    Column("message_id", Text),
    must("member", BigInteger),
    must("at", UtcDateTime),
    must("outcome", Text),
    Column("rule", Text),
    must("imagined", Boolean),
    must("body", Text),
    Index("decision_by_time", "chat", "at"),
    Index("decision_by_member", "chat", "member", "at"),
)

example = _table(
    "example",
    of_chat(),
    key("message"),
    Column("message_id", Text),
    must("member", BigInteger),
    must("at", UtcDateTime),
    must("sketch", BigInteger),
    must("links", Text),
    must("handles", Text),
    Column("allowed", Boolean),
    Column("decided_at", UtcDateTime),
    Index("example_by_time", "chat", "at"),
    Index("example_by_member", "chat", "member"),
    where_any("example_by_decision", "decided_at"),
)
"""What tells a post that an admin decided about, or still may: no text."""

earned = _table(
    "earned",
    of_chat(),
    key("member"),
    key("message"),
    key("kind", Text),
    must("at", UtcDateTime),
    Index("earned_by_time", "chat", "at"),
)

lifetime = _table(
    "lifetime",
    of_chat(),
    key("holder"),
    key("limit_key"),
    key("place"),
    must("n", Integer),
)
"""Counts of limits without end. Limit and holder are keyed hashes: they outlive the member's wish to be forgotten."""

nudge = _table(
    "nudge",
    of_chat(),
    key("nudge"),
    must("member", BigInteger),
    must("match", Text),
    must("reason", Text),
    must("arm", Text),
    must("at", UtcDateTime),
    Column("reply", Text),
    Column("replied_at", UtcDateTime),
    Index("nudge_by_time", "chat", "at"),
)
"""Nudges that were sent, held back or previewed, and what came of them."""

term = _table("term", of_chat(), key("member"), key("term"), must("text", Text), must("n", Integer))

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    must("chat", Integer),
    must("key", BigInteger),
    must("key_text", Text),
    must("kind", Text),
    must("body", Text),
    must("urgency", SmallInteger),
    must("due_at", UtcDateTime),
    must("again", Boolean),
    must("state", Text),
    Column("claimed_until", UtcDateTime),
    must("attempts", Integer),
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

schedule = _table("schedule", of_chat(), key("kind", Text), must("next_at", UtcDateTime))

run = _table(
    "run",
    of_chat(),
    key("kind", Text),
    key("period", UtcDateTime),
    must("state", Text),
    Column("text", Text),
)
"""What happens once a period: its row is the claim."""

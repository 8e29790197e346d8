"""The first tables.

Revision: 0001.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_BIG, _INT, _SMALL = sa.BigInteger, sa.Integer, sa.SmallInteger
_TEXT, _BOOL, _DOUBLE = sa.Text, sa.Boolean, sa.Double


def upgrade() -> None:
    """Make every table."""
    _chat()
    _contribution()
    _decision()
    _earned()
    _kept()
    _lifetime()
    _link_use()
    _member()
    _message()
    _named()
    _outbox()
    _permit()
    _promotion()
    _question()
    _recent()
    _run()
    _said()
    _schedule()
    _strike()
    _tally()
    _term()
    _text_seen()


def _chat() -> None:
    op.create_table(
        "chat",
        sa.Column("id", sa.Integer(), primary_key=True),
        _must("name", _TEXT),
        _may("began_at", _BIG),
        _may("cursor", _TEXT),
        sa.UniqueConstraint("name"),
    )


def _contribution() -> None:
    op.create_table(
        "contribution",
        _key("chat", _INT),
        _key("contribution", _BIG),
        _must("key", _TEXT),
        _must("kind", _TEXT),
        _must("giver", _BIG),
        _may("receiver", _BIG),
        _must("messages", _TEXT),
        _must("at", _BIG),
        _must("grade", _TEXT),
        _must("weight", _DOUBLE),
        _must("credit", _DOUBLE),
        _must("withdrawn", _BOOL),
        sqlite_with_rowid=False,
    )
    _index("contribution_by_giver", "contribution", ["chat", "giver", "at"])
    _index("contribution_by_receiver", "contribution", ["chat", "receiver", "at"])
    _index("contribution_by_time", "contribution", ["chat", "at"])


def _decision() -> None:
    op.create_table(
        "decision",
        _key("decision", _BIG),
        _key("chat", _INT),
        _must("decision_id", _TEXT),
        _must("message", _BIG),
        _may("message_id", _TEXT),
        _must("member", _BIG),
        _must("at", _BIG),
        _must("outcome", _TEXT),
        _may("rule", _TEXT),
        _must("imagined", _BOOL),
        _must("body", _TEXT),
        sqlite_with_rowid=False,
    )
    _index("decision_by_member", "decision", ["chat", "member", "at"])
    _index("decision_by_time", "decision", ["chat", "at"])


def _earned() -> None:
    op.create_table(
        "earned",
        _key("chat", _INT),
        _key("member", _BIG),
        _key("message", _BIG),
        _key("kind", _TEXT),
        _must("at", _BIG),
        sqlite_with_rowid=False,
    )


def _kept() -> None:
    op.create_table(
        "kept",
        _key("chat", _INT),
        _key("message", _BIG),
        _must("at", _BIG),
        sqlite_with_rowid=False,
    )


def _lifetime() -> None:
    op.create_table(
        "lifetime",
        _key("chat", _INT),
        _key("holder", _BIG),
        _key("limit_key", _BIG),
        _key("place", _BIG),
        _must("n", _INT),
        sqlite_with_rowid=False,
    )


def _link_use() -> None:
    op.create_table(
        "link_use",
        _key("chat", _INT),
        _key("domain", _BIG),
        _key("member", _BIG),
        _must("posts", _INT),
        sqlite_with_rowid=False,
    )


def _member() -> None:
    op.create_table(
        "member",
        _key("chat", _INT),
        _key("member", _BIG),
        _must("name", _TEXT),
        _may("handle", _TEXT),
        _must("is_bot", _BOOL),
        _must("is_admin", _BOOL),
        _may("first_seen", _BIG),
        _may("last_seen", _BIG),
        _may("joined_at", _BIG),
        _may("left_at", _BIG),
        _may("introduced_at", _BIG),
        _must("messages", _INT),
        _must("reactions", _INT),
        _may("organisation", _TEXT),
        _may("opted_out_at", _BIG),
        _may("away_until", _BIG),
        _must("named_ok", _BOOL),
        _may("told_at", _BIG),
        _may("nudged_at", _BIG),
        _must("nudges", _INT),
        sqlite_with_rowid=False,
    )
    _index("member_by_organisation", "member", ["chat", "organisation"], "organisation IS NOT NULL")


def _message() -> None:
    op.create_table(
        "message",
        _key("chat", _INT),
        _key("message", _BIG),
        _must("at", _BIG),
        _must("author", _BIG),
        _may("place", _BIG),
        _may("reply_to", _BIG),
        _may("answers", _BIG),
        _may("kind", _TEXT),
        _must("flags", _SMALL),
        _may("album", _BIG),
        _may("more", _TEXT),
        sqlite_with_rowid=False,
    )
    _index("message_by_album", "message", ["chat", "album"], "album IS NOT NULL")


def _named() -> None:
    op.create_table(
        "named",
        _key("chat", _INT),
        _key("key", _BIG),
        _must("text", _TEXT),
        sqlite_with_rowid=False,
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        _must("chat", _INT),
        _must("key", _BIG),
        _must("key_text", _TEXT),
        _must("kind", _TEXT),
        _must("body", _TEXT),
        _must("urgency", _SMALL),
        _must("due_at", _BIG),
        _must("again", _BOOL),
        _must("state", _TEXT),
        _may("claimed_until", _BIG),
        _must("attempts", _INT),
        sa.UniqueConstraint("chat", "key", name="outbox_once"),
    )
    _index("outbox_claimed", "outbox", ["claimed_until"], "state = 'claimed'")
    _index("outbox_waiting", "outbox", ["urgency", "due_at"], "state = 'waiting'")


def _permit() -> None:
    op.create_table(
        "permit",
        _key("chat", _INT),
        _key("member", _BIG),
        _key("permit", _BIG),
        _must("permit_id", _TEXT),
        _must("given_by", _BIG),
        _may("offer", _TEXT),
        _may("times", _INT),
        _may("until", _BIG),
        sqlite_with_rowid=False,
    )


def _promotion() -> None:
    op.create_table(
        "promotion",
        _key("chat", _INT),
        _key("message", _BIG),
        _may("message_id", _TEXT),
        _must("at", _BIG),
        _must("member", _BIG),
        _may("organisation", _TEXT),
        _may("offer", _TEXT),
        _may("place", _BIG),
        _must("kinds", _TEXT),
        _may("allowance", _TEXT),
        _must("limited", _BOOL),
        _must("imagined", _TEXT),
        _must("really", _TEXT),
        _may("album", _TEXT),
        _must("links", _TEXT),
        _must("sketch", _BIG),
        _must("ever_keys", _TEXT),
        sqlite_with_rowid=False,
    )
    _index("promotion_by_member", "promotion", ["chat", "member", "at"])
    _index("promotion_by_organisation", "promotion", ["chat", "organisation", "at"], "organisation IS NOT NULL")
    _index("promotion_by_time", "promotion", ["chat", "at"])


def _question() -> None:
    op.create_table(
        "question",
        _key("chat", _INT),
        _key("message", _BIG),
        _may("message_id", _TEXT),
        _must("asker", _BIG),
        _must("at", _BIG),
        _may("place", _BIG),
        _must("asks_for", _TEXT),
        _must("terms", _TEXT),
        _must("answers", _INT),
        _may("settled_at", _BIG),
        sqlite_with_rowid=False,
    )
    _index("question_by_time", "question", ["chat", "at"])


def _recent() -> None:
    op.create_table(
        "recent",
        _key("chat", _INT),
        _key("place", _BIG),
        _key("at", _BIG),
        _key("message", _BIG),
        sqlite_with_rowid=False,
    )


def _run() -> None:
    op.create_table(
        "run",
        _key("chat", _INT),
        _key("kind", _TEXT),
        _key("period", _BIG),
        _must("state", _TEXT),
        _may("text", _TEXT),
        sqlite_with_rowid=False,
    )


def _said() -> None:
    op.create_table(
        "said",
        _key("chat", _INT),
        _key("message", _BIG),
        _may("message_id", _TEXT),
        _must("member", _BIG),
        _must("at", _BIG),
        _must("text", _TEXT),
        sqlite_with_rowid=False,
    )
    _index("said_by_member", "said", ["chat", "member"])


def _schedule() -> None:
    op.create_table(
        "schedule",
        _key("chat", _INT),
        _key("kind", _TEXT),
        _must("next_at", _BIG),
        sqlite_with_rowid=False,
    )


def _strike() -> None:
    op.create_table(
        "strike",
        _key("chat", _INT),
        _key("member", _BIG),
        _key("message", _BIG),
        _key("ladder", _TEXT),
        _key("imagined", _BOOL),
        _must("at", _BIG),
        _may("told_at", _BIG),
        _must("rule", _TEXT),
        sqlite_with_rowid=False,
    )
    _index("strike_by_message", "strike", ["chat", "message"])


def _tally() -> None:
    op.create_table(
        "tally",
        _key("chat", _INT),
        _key("at", _BIG),
        _must("messages", _INT),
        _must("removed", _INT),
        sqlite_with_rowid=False,
    )


def _term() -> None:
    op.create_table(
        "term",
        _key("chat", _INT),
        _key("member", _BIG),
        _key("term", _BIG),
        _must("text", _TEXT),
        _must("n", _INT),
        sqlite_with_rowid=False,
    )


def _text_seen() -> None:
    op.create_table(
        "text_seen",
        _key("chat", _INT),
        _key("text_key", _BIG),
        _key("member", _BIG),
        _key("message", _BIG),
        _may("message_id", _TEXT),
        _may("place", _BIG),
        _must("at", _BIG),
        sqlite_with_rowid=False,
    )


def _key(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind(), primary_key=True, autoincrement=False)


def _must(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind(), nullable=False)


def _may(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind(), nullable=True)


def _index(name: str, table: str, columns: list[str], where: str | None = None) -> None:
    condition = None if where is None else sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)

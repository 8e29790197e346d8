"""What members arrange with each other: referrals, introductions, promises, meetups, the directory, who talked.

Revision: 0004.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_BIG, _INT, _TEXT, _BOOL = sa.BigInteger, sa.Integer, sa.Text, sa.Boolean


def upgrade() -> None:
    """Make the tables."""
    _exchange()
    _meetup()
    _attendance()
    _listing()
    _step()
    _talked()


def _exchange() -> None:
    op.create_table(
        "exchange",
        _key("chat", _INT),
        _key("exchange", _BIG),
        _must("exchange_id", _TEXT),
        _must("kind", _TEXT),
        _must("giver", _BIG),
        _must("one", _BIG),
        _may("other", _BIG),
        _must("about", _TEXT),
        _must("message_id", _TEXT),
        _must("at", _BIG),
        _must("state", _TEXT),
        _may("one_said", _BOOL),
        _may("other_said", _BOOL),
        _may("settled_at", _BIG),
        _may("due_at", _BIG),
        sqlite_with_rowid=False,
    )
    for who in ("giver", "one", "other"):
        op.create_index(f"exchange_by_{who}", "exchange", ["chat", who, "at"])
    op.create_index("exchange_by_time", "exchange", ["chat", "at"])


def _meetup() -> None:
    op.create_table(
        "meetup",
        _key("chat", _INT),
        _key("meetup", _BIG),
        _must("meetup_id", _TEXT),
        _must("host", _BIG),
        _must("title", _TEXT),
        _must("at", _BIG),
        _must("made_at", _BIG),
        _may("place", _TEXT),
        _must("message_id", _TEXT),
        _must("cancelled", _BOOL),
        sqlite_with_rowid=False,
    )
    op.create_index("meetup_by_time", "meetup", ["chat", "at"])


def _attendance() -> None:
    op.create_table(
        "attendance",
        _key("chat", _INT),
        _key("meetup", _BIG),
        _key("member", _BIG),
        _must("meetup_id", _TEXT),
        _must("at", _BIG),
        _may("coming", _BOOL),
        _may("came_at", _BIG),
        _may("substitute", _BIG),
        _may("stands_in_for", _BIG),
        _must("tries", _INT),
        sqlite_with_rowid=False,
    )
    op.create_index("attendance_by_time", "attendance", ["chat", "at"])
    op.create_index("attendance_by_member", "attendance", ["chat", "member"])


def _listing() -> None:
    op.create_table(
        "listing",
        _key("chat", _INT),
        _key("listing", _BIG),
        _must("listing_id", _TEXT),
        _must("member", _BIG),
        _must("kind", _TEXT),
        _must("category", _TEXT),
        _must("text", _TEXT),
        _must("terms", _TEXT),
        _must("at", _BIG),
        sqlite_with_rowid=False,
    )
    op.create_index("listing_by_time", "listing", ["chat", "at"])
    op.create_index("listing_by_member", "listing", ["chat", "member"])


def _step() -> None:
    op.create_table(
        "step",
        _key("chat", _INT),
        _key("member", _BIG),
        _must("what", _TEXT),
        _must("at", _BIG),
        _may("whom", _BIG),
        _must("about", _TEXT),
        sqlite_with_rowid=False,
    )


def _talked() -> None:
    op.create_table(
        "talked", _key("chat", _INT), _key("one", _BIG), _key("other", _BIG), _must("at", _BIG), sqlite_with_rowid=False
    )


def _key(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind(), primary_key=True, autoincrement=False)


def _must(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind(), nullable=False)


def _may(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind(), nullable=True)

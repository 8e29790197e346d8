"""Nudges are remembered.

Revision: 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "nudge",
        sa.Column("chat", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("nudge", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("arm", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reply", sa.Text()),
        sa.Column("replied_at", sa.BigInteger()),
        sqlite_with_rowid=False,
    )
    op.create_index("nudge_by_time", "nudge", ["chat", "at"])

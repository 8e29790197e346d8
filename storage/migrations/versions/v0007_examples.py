"""What a group's admins decided about posts, as features: its own examples.

Revision: 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "example",
        sa.Column("chat", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("message", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.Text()),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sketch", sa.BigInteger(), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("handles", sa.Text(), nullable=False),
        sa.Column("allowed", sa.Boolean()),
        sa.Column("decided_at", sa.BigInteger()),
        sqlite_with_rowid=False,
    )
    some = sa.text("decided_at IS NOT NULL")
    op.create_index("example_by_time", "example", ["chat", "at"])
    op.create_index("example_by_member", "example", ["chat", "member"])
    op.create_index("example_by_decision", "example", ["chat", "decided_at"], sqlite_where=some, postgresql_where=some)

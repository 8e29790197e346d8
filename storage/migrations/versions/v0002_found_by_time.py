"""Strikes, kept messages and what was earned are found by time, so that forgetting them need not read the rest.

Revision: 0002.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes."""
    for table in ("strike", "kept", "earned"):
        op.create_index(f"{table}_by_time", table, ["chat", "at"])

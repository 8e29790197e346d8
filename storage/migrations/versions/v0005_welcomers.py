"""Members who are ready to welcome newcomers.

Revision: 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, and the index over the few who have it."""
    op.add_column("member", sa.Column("welcomes_since", sa.BigInteger()))
    some = sa.text("welcomes_since IS NOT NULL")
    op.create_index("member_by_welcome", "member", ["chat", "welcomes_since"], sqlite_where=some, postgresql_where=some)

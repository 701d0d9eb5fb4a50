"""What waits to leave is found by its channel, the oldest first."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An index of what may still leave; what is sent long since is not in it."""
    true = sa.text("status IN ('failed', 'pending')")
    op.create_index(
        "ix_sendings_waiting",
        "sendings",
        ["clinic_id", "channel", "created_at", "position", "id"],
        sqlite_where=true,
        postgresql_where=true,
    )

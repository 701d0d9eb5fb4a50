"""An event in the shared calendar may hold a time, and is then of no meeting yet."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let it be without a meeting."""
    with op.batch_alter_table("shared_events") as table:
        table.alter_column("meeting_id", existing_type=sa.String(), nullable=True)


def downgrade() -> None:
    """Holds of times that are asked about are of no meeting, and are forgotten."""
    op.execute("DELETE FROM shared_events WHERE meeting_id IS NULL")
    with op.batch_alter_table("shared_events") as table:
        table.alter_column("meeting_id", existing_type=sa.String(), nullable=False)

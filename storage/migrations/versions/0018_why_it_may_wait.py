"""Why a task may wait past the latest safe day."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was put off before has no reason."""
    op.add_column(
        "promises", sa.Column("snoozed_why", sa.Text(), nullable=False, server_default="")
    )

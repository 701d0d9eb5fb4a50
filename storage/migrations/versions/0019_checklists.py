"""Which items of a checklist are ticked."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing is ticked yet."""
    op.add_column(
        "promises",
        sa.Column("ticked", sa.JSON(none_as_null=True), nullable=False, server_default="[]"),
    )

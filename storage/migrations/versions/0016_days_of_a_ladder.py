"""The days on which a promise climbs: those of its ladder when it began."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what is open takes the clinic's present days when it is next looked at."""
    op.add_column(
        "promises",
        sa.Column("days", sa.JSON(none_as_null=True), nullable=False, server_default="[]"),
    )

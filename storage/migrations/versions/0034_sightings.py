"""What the video platform tells of a meeting while it is held."""

import sqlalchemy as sa
from alembic import op

JSON = sa.JSON(none_as_null=True)

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nothing was seen yet."""
    op.create_table(
        "sightings",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "meeting_id", name="pk_sightings"),
    )

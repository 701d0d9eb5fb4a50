"""When staff are busy, as it was last read."""

import sqlalchemy as sa
from alembic import op

JSON = sa.JSON(none_as_null=True)
MOMENT = sa.DateTime(timezone=True)

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "busy_times",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("busy", JSON, nullable=False),
        sa.Column("span", JSON, nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("tried_at", MOMENT, nullable=True),
        sa.Column("fault", sa.String(), nullable=True),
        sa.Column("wanted_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("clinic_id", "staff_id", name="pk_busy_times"),
    )

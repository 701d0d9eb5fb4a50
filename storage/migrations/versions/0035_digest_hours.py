"""When each of the staff has chosen to have their digest."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nobody has chosen yet."""
    op.create_table(
        "digest_hours",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "staff_id", name="pk_digest_hours"),
    )

"""Who of the staff is away, and who was last told to do whose work."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; nobody is away yet."""
    op.create_table(
        "absences",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("deputy", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("leaves", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name="pk_absences"),
    )
    op.create_table(
        "stand_ins",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "staff_id", name="pk_stand_ins"),
    )

"""What a case was before its last change, so that the change can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "earlier",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("kept", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("clinic_id", "case_id", name="pk_earlier"),
        sa.ForeignKeyConstraint(
            ["clinic_id", "case_id"],
            ["cases.clinic_id", "cases.id"],
            name="fk_earlier_cases",
        ),
    )

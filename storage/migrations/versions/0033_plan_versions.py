"""What action plans say, for clinics that have turned that on."""

import sqlalchemy as sa
from alembic import op

JSON = sa.JSON(none_as_null=True)

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; no plan's words are kept yet."""
    op.create_table(
        "plan_versions",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "case_id", "number", name="pk_plan_versions"),
        sa.ForeignKeyConstraint(
            ["clinic_id", "case_id"],
            ["cases.clinic_id", "cases.id"],
            name="fk_plan_versions_cases",
        ),
    )

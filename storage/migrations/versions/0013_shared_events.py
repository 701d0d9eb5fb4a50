"""Events that the clinic's own people share, and how far their calendar has been read."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "shared_events",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name="pk_shared_events"),
        sa.ForeignKeyConstraint(
            ["clinic_id", "case_id"],
            ["cases.clinic_id", "cases.id"],
            name="fk_shared_events_cases",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "meeting_id"],
            ["meetings.clinic_id", "meetings.id"],
            name="fk_shared_events_meetings",
        ),
    )
    op.create_index("ix_shared_events_case", "shared_events", ["clinic_id", "case_id"])
    op.create_index("ix_shared_events_meeting", "shared_events", ["clinic_id", "meeting_id"])
    op.create_table(
        "marks",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "name", name="pk_marks"),
    )

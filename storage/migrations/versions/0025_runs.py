"""Meetings that are run live: what was pressed, by whom and when."""

import sqlalchemy as sa
from alembic import op

JSON = sa.JSON(none_as_null=True)
MOMENT = sa.DateTime(timezone=True)

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; no meeting has been run yet."""
    op.create_table(
        "runs",
        *(sa.Column(n, sa.String(), nullable=False) for n in ("clinic_id", "id", "case_id")),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("started_by", "leader")),
        *(sa.Column(name, JSON, nullable=False) for name in ("steps", "told")),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("clinic_id", "id", name="pk_runs"),
        _to("cases", "case_id"),
        _to("meetings", "meeting_id"),
    )
    op.create_index("ix_runs_case", "runs", ["clinic_id", "case_id"])


def _to(other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["clinic_id", column],
        [f"{other}.clinic_id", f"{other}.id"],
        name=f"fk_runs_{other}",
    )

"""When a meeting that runs is looked at next, though nobody presses."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One more moment of a run; what runs just now is looked at from its next press on."""
    op.add_column("runs", sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
    true = sa.text("look_at IS NOT NULL")
    op.create_index(
        "ix_runs_look", "runs", ["clinic_id", "look_at"], sqlite_where=true, postgresql_where=true
    )

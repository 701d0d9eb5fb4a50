"""The log: its latest change is found without walking back over every look."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CHANGED = sa.text("what NOT IN ('listed', 'refused', 'viewed')")


def upgrade() -> None:
    """An index of the changes alone in the place of one of everything."""
    op.create_index(
        "ix_audit_changed",
        "audit",
        ["clinic_id", "at"],
        sqlite_where=CHANGED,
        postgresql_where=CHANGED,
    )
    op.drop_index("ix_audit_at", "audit")


def downgrade() -> None:
    """The index of everything again."""
    op.create_index("ix_audit_at", "audit", ["clinic_id", "at"])
    op.drop_index("ix_audit_changed", "audit")

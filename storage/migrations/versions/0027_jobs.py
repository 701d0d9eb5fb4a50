"""Each of the daemon's jobs says for itself that it lives, and until when that holds."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Begin anew: the daemon's next pass says it again."""
    op.drop_table("heartbeat")
    _make(sa.Column("job", sa.String(), nullable=False), until="until")


def _make(*more: sa.Column[str], until: str) -> None:
    keys = ["clinic_id", *(column.name for column in more)]
    op.create_table(
        "heartbeat",
        sa.Column("clinic_id", sa.String(), nullable=False),
        *more,
        sa.Column(until, MOMENT, nullable=False),
        sa.PrimaryKeyConstraint(*keys, name="pk_heartbeat"),
    )

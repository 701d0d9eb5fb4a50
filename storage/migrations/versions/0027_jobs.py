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
    op.create_table(
        "heartbeat",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "job", name="pk_heartbeat"),
    )


def downgrade() -> None:
    """Begin anew, with the one heartbeat that there was."""
    op.drop_table("heartbeat")
    op.create_table(
        "heartbeat",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", name="pk_heartbeat"),
    )

"""Teams: where staff are reached in chat, and what was heard there."""

import sqlalchemy as sa
from alembic import op

MOMENT = sa.DateTime(timezone=True)

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "chats",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _PLACE),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("unreachable_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("clinic_id", "staff_id", name="pk_chats"),
    )
    op.create_table(
        "heard",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("activity_id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("replies", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("clinic_id", "conversation_id", "activity_id", name="pk_heard"),
    )
    op.create_index("ix_heard_at", "heard", ["clinic_id", "at"])


_PLACE = ("service_url", "conversation_id", "tenant", "member_id", "bot_id")

"""What follows of a meeting: who was there, who writes, and the plan's way to each."""

import sqlalchemy as sa
from alembic import op

JSON = sa.JSON(none_as_null=True)

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; nothing is known of meetings from before."""
    for name in ("minute_taker", "plan_editor"):
        op.add_column("meetings", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("meetings", sa.Column("attended", JSON, nullable=False, server_default="[]"))
    op.add_column("cases", sa.Column("aftermath", JSON, nullable=False, server_default="{}"))

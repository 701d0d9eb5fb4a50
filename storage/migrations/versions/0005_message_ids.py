"""What was posted in a chat keeps its id, so that it can be edited."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was posted before has no id that anybody knows."""
    column: sa.Column[str] = sa.Column("message_id", sa.Text(), nullable=False, server_default="")
    op.add_column("sendings", column)

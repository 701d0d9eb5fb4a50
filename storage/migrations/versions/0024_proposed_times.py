"""An answer to a question of times may propose other times."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was answered before proposes none."""
    column = sa.Column("proposed", sa.JSON(none_as_null=True), nullable=False, server_default="[]")
    op.add_column("times_answers", column)

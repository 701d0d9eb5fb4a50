"""A question may be about words that stand in the mail alone."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what came before nobody knows."""
    op.add_column(
        "questions", sa.Column("to_read", sa.Boolean(), server_default=sa.false(), nullable=False)
    )

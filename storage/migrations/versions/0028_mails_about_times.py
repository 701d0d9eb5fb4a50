"""A mail may answer a question of times."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what came before is about invitations."""
    op.add_column("questions", sa.Column("asked_id", sa.Text(), nullable=True))

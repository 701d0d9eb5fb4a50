"""A run that is over knows what its meeting was to be, which may be moved since."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what came before nobody knows."""
    op.add_column("runs", sa.Column("planned", sa.JSON(none_as_null=True), nullable=True))

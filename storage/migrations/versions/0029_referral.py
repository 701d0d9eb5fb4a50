"""What a referral lacked when it was read."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; no referral has been read yet."""
    op.add_column("cases", sa.Column("referral", sa.JSON(none_as_null=True), nullable=True))

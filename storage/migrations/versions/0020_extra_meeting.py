"""The extra meeting in which a plan is finished: since when it is wanted, and its day."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; none is wanted yet."""
    op.add_column("cases", sa.Column("extra_wanted_at", UtcTime(), nullable=True))
    op.add_column("cases", sa.Column("extra_on", sa.Date(), nullable=True))

"""Who asked to be rung back."""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody waits for a call yet."""
    op.add_column("participants", sa.Column("call_back_at", UtcTime(), nullable=True))

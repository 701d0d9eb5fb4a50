"""What is few among all cases and messages is found by indexes of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Who answers for open cases, what is held by a daemon, and what was posted in a chat."""
    _only("ix_cases_secretary", "cases", "secretary", where="closing_at IS NULL")
    _only("ix_cases_clinician", "cases", "clinician", where="closing_at IS NULL")
    handed = "settled_at IS NULL AND handed_to IS NOT NULL"
    _only("ix_promises_handed", "promises", "handed_to", where=handed)
    _only("ix_sendings_leased", "sendings", "leased_until", where="leased_until IS NOT NULL")
    _only("ix_sendings_posted", "sendings", "to", "created_at", where="message_id <> ''")


def _only(name: str, table: str, *columns: str, where: str) -> None:
    true = sa.text(where)
    op.create_index(name, table, ["clinic_id", *columns], sqlite_where=true, postgresql_where=true)

"""Everyone is invited: wishes, contacts, tasks handed over, who ended and why, no SMS."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    """Add the columns, each with what earlier rows hold, and the contacts."""
    op.add_column("cases", sa.Column("wishes", JSON, nullable=True))
    _add("participants", "ended_why", sa.Text(), "")
    _add("participants", "no_sms", sa.Boolean(), sa.false())
    op.add_column("promises", sa.Column("handed_to", sa.Text(), nullable=True))
    _add("promises", "tried_on", JSON, "[]")
    op.create_table(
        "contacts",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("clinic_id", "role", "name", "office", name="pk_contacts"),
    )


def _add(table: str, name: str, type_: object, default: object) -> None:
    column: sa.Column[object] = sa.Column(
        name,
        type_,  # type: ignore[arg-type] # any column type
        nullable=False,
        server_default=default,  # type: ignore[arg-type] # text or an expression
    )
    op.add_column(table, column)

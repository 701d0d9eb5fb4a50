"""Answers by mail: what came, the questions that it left, and several proposed times."""

import sqlalchemy as sa
from alembic import op

JSON = sa.JSON(none_as_null=True)
MOMENT = sa.DateTime(timezone=True)

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, and what an answer can now hold."""
    op.add_column("answers", sa.Column("also_proposed", JSON, nullable=False, server_default="[]"))
    op.add_column(
        "answers", sa.Column("proposed_minutes", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("answers", sa.Column("stamp", MOMENT, nullable=True))
    op.create_table(
        "arrivals",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "key", name="pk_arrivals"),
    )
    op.create_index("ix_arrivals_at", "arrivals", ["clinic_id", "at"])
    _questions()


def _questions() -> None:
    op.create_table(
        "questions",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("doubt", sa.String(), nullable=False),
        sa.Column("invitation_id", sa.String(), nullable=True),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("proposed", JSON, nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("settled_how", sa.String(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("clinic_id", "id", name="pk_questions"),
        sa.ForeignKeyConstraint(
            ["clinic_id", "case_id"], ["cases.clinic_id", "cases.id"], name="fk_questions_cases"
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "invitation_id"],
            ["invitations.clinic_id", "invitations.id"],
            name="fk_questions_invitations",
        ),
    )
    op.create_index("ix_questions_case", "questions", ["clinic_id", "case_id"])


_TEXTS = ("sender", "sender_name", "comment", "reason")

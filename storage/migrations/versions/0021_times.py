"""Questions of times: the alternatives, who is asked, what they said, and their links."""

import sqlalchemy as sa
from alembic import op

JSON = sa.JSON(none_as_null=True)
MOMENT = sa.DateTime(timezone=True)

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, and what a message may be about."""
    op.add_column("sendings", sa.Column("asked_id", sa.Text(), nullable=True))
    _questions()
    _options()
    _asked()
    _answers()
    op.create_table(
        "times_keys",
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("asked_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "token_hash", name="pk_times_keys"),
        _to("times_keys", "times_asked", "asked_id"),
    )


def _questions() -> None:
    _of_case(
        "times_questions",
        sa.Column("kind", sa.String(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("template", "leader", "place")),
        sa.Column("parts", JSON, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("moves", sa.DateTime(), nullable=True),
        sa.Column("chosen", sa.Text(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
    )


def _options() -> None:
    _of_case(
        "times_options",
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("window", JSON, nullable=False),
        sa.Column("staff", JSON, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        _to("times_options", "times_questions", "question_id"),
    )
    op.create_index("ix_times_options_start", "times_options", ["clinic_id", "starts_at"])


def _asked() -> None:
    _of_case(
        "times_asked",
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("participant_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("offers", JSON, nullable=False),
        sa.Column("requested_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("undelivered_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("link_counter", sa.Integer(), nullable=False),
        _to("times_asked", "times_questions", "question_id"),
        _to("times_asked", "participants", "participant_id"),
    )


def _answers() -> None:
    texts = ("evidence", "text", "by_name", "why_not")
    _of_case(
        "times_answers",
        sa.Column("asked_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("offers", JSON, nullable=False),
        sa.Column("suits", JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("substitute", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=False),
        _to("times_answers", "times_asked", "asked_id"),
    )


def _of_case(name: str, *items: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("clinic_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *items,
        sa.PrimaryKeyConstraint("clinic_id", "id", name=f"pk_{name}"),
        _to(name, "cases", "case_id"),
    )
    op.create_index(f"ix_{name}_case", name, ["clinic_id", "case_id"])


def _to(table: str, other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["clinic_id", column],
        [f"{other}.clinic_id", f"{other}.id"],
        name=f"fk_{table}_{other}",
    )

"""Everything that the thin line remembers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)
MOMENT = sa.DateTime(timezone=True)
WALL = sa.DateTime()


def upgrade() -> None:
    """Make every table."""
    _cases()
    _milestones()
    _corrections()
    _participants()
    _meetings()
    _invitations()
    _answers()
    _consents()
    _promises()
    _sendings()
    _audit()
    _small_ones()


def _must(type_: object, *names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, type_, nullable=False) for name in names]  # type: ignore[arg-type]


def _may(type_: object, *names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, type_, nullable=True) for name in names]  # type: ignore[arg-type]


def _ref(table: str, other: str, column: str, **how: object) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["clinic_id", column],
        [f"{other}.clinic_id", f"{other}.id"],
        name=f"fk_{table}_{other}",
        **how,  # type: ignore[arg-type]
    )


def _table(name: str, *items: sa.schema.SchemaItem, key: tuple[str, ...]) -> None:
    primary = sa.PrimaryKeyConstraint(*key, name=f"pk_{name}")
    op.create_table(name, *_must(sa.String(), "clinic_id"), *items, primary)


def _of_case(name: str, *items: sa.schema.SchemaItem, null: bool = False) -> None:
    _table(
        name,
        *_must(sa.String(), "id"),
        sa.Column("case_id", sa.String(), nullable=null),
        *_must(sa.Integer(), "position"),
        *items,
        _ref(name, "cases", "case_id"),
        key=("clinic_id", "id"),
    )
    op.create_index(f"ix_{name}_case", name, ["clinic_id", "case_id"])


def _cases() -> None:
    _table(
        "cases",
        *_must(sa.String(), "id", "ref"),
        *_must(sa.Text(), "variant", "name", "secretary"),
        *_must(MOMENT, "created_at"),
        *_may(sa.Text(), "clinician"),
        *_must(JSON, "team"),
        *_must(sa.Integer(), "revision"),
        *_may(sa.String(), "closing_reason"),
        *_may(MOMENT, "closing_at"),
        *_may(sa.Text(), "closing_by", "closing_note"),
        *_may(sa.Date(), "decide_by"),
        sa.UniqueConstraint("clinic_id", "ref", name="uq_cases_ref"),
        key=("clinic_id", "id"),
    )
    op.create_index("ix_cases_open", "cases", ["clinic_id", "closing_at"])


def _milestones() -> None:
    _table(
        "milestones",
        *_must(sa.String(), "case_id"),
        *_must(sa.Integer(), "position"),
        *_must(sa.String(), "milestone"),
        *_must(sa.Date(), "on"),
        *_must(MOMENT, "recorded_at"),
        *_must(sa.Text(), "recorded_by", "reason"),
        *_must(sa.Boolean(), "held"),
        _ref("milestones", "cases", "case_id"),
        key=("clinic_id", "case_id", "position"),
    )


def _corrections() -> None:
    _table(
        "corrections",
        *_must(sa.String(), "case_id"),
        *_must(sa.Integer(), "position"),
        *_must(sa.Text(), "field", "before", "after", "by"),
        *_must(MOMENT, "at"),
        _ref("corrections", "cases", "case_id"),
        key=("clinic_id", "case_id", "position"),
    )


def _participants() -> None:
    _of_case(
        "participants",
        *_must(sa.String(), "role"),
        *_must(sa.Text(), "name", "office", "email", "phone"),
        *_must(sa.String(), "attends"),
        *_must(sa.Boolean(), "must"),
        *_may(sa.Text(), "staff_id", "stands_in_for"),
        *_may(MOMENT, "wanted_at", "told_at", "ended_at"),
    )


def _meetings() -> None:
    _of_case(
        "meetings",
        *_must(sa.String(), "kind"),
        *_must(WALL, "start"),
        *_must(sa.Text(), "zone", "template", "leader", "place", "link", "without_gp"),
        *_must(JSON, "parts"),
        *_must(sa.Integer(), "revision"),
        *_may(MOMENT, "cancelled_at"),
        *_may(sa.Boolean(), "held"),
        *_must(MOMENT, "starts_at", "ends_at"),
    )
    op.create_index("ix_meetings_start", "meetings", ["clinic_id", "starts_at"])
    op.create_index("ix_meetings_link", "meetings", ["clinic_id", "link"])


def _invitations() -> None:
    _of_case(
        "invitations",
        *_must(sa.String(), "meeting_id", "participant_id", "channel"),
        *_must(sa.Integer(), "revision"),
        *_may(MOMENT, "requested_at"),
        *_may(JSON, "offered"),
        *_may(MOMENT, "asked_at", "left_at", "cancelled_at", "undelivered_at", "stamp"),
        *_must(sa.Integer(), "link_counter"),
        _ref("invitations", "meetings", "meeting_id"),
        _ref("invitations", "participants", "participant_id"),
    )


def _answers() -> None:
    _of_case(
        "answers",
        *_must(sa.String(), "invitation_id"),
        *_must(sa.Integer(), "revision"),
        *_must(JSON, "facts"),
        *_must(sa.String(), "verdict"),
        *_must(MOMENT, "at"),
        *_must(sa.String(), "channel"),
        *_must(sa.Text(), "evidence", "text", "by_name", "why_not"),
        *_may(WALL, "proposed"),
        *_must(sa.String(), "substitute"),
        *_may(sa.Text(), "recorded_by"),
        *_must(sa.Boolean(), "counts"),
        _ref("answers", "invitations", "invitation_id"),
    )


def _consents() -> None:
    _of_case(
        "consents",
        *_must(sa.String(), "participant_id"),
        *_must(sa.Date(), "given_on"),
        *_must(sa.String(), "form"),
        *_must(MOMENT, "recorded_at"),
        *_must(sa.Text(), "recorded_by"),
        *_must(JSON, "parts"),
        *_may(MOMENT, "withdrawn_at"),
        _ref("consents", "participants", "participant_id"),
    )


def _promises() -> None:
    _of_case(
        "promises",
        *_must(sa.Text(), "key", "ladder", "owner", "about"),
        *_must(sa.String(), "kind", "owner_role"),
        *_must(MOMENT, "since"),
        *_must(sa.Date(), "due"),
        *_must(sa.Boolean(), "hard"),
        *_must(sa.Integer(), "taken", "step"),
        *_may(sa.String(), "settled_how"),
        *_may(MOMENT, "settled_at"),
        *_may(sa.Date(), "snoozed_until"),
        *_may(MOMENT, "next_at"),
    )
    op.create_index("ix_promises_next", "promises", ["clinic_id", "next_at"])


def _sendings() -> None:
    _of_case(
        "sendings",
        *_must(sa.Text(), "to", "why", "address", "error"),
        *_must(sa.String(), "role", "channel", "kind"),
        *_must(JSON, "content"),
        *_must(MOMENT, "created_at", "not_before"),
        *_must(sa.String(), "hours"),
        *_must(sa.Integer(), "step"),
        *_may(sa.String(), "invitation_id", "promise_id"),
        *_must(sa.Integer(), "revision"),
        *_may(JSON, "facts"),
        *_must(sa.String(), "status"),
        *_must(sa.Integer(), "attempts"),
        *_may(MOMENT, "leased_until", "stamp", "done_at"),
        *_may(sa.Date(), "digest_on"),
        _ref("sendings", "invitations", "invitation_id"),
        _ref("sendings", "promises", "promise_id"),
        sa.UniqueConstraint("clinic_id", "to", "digest_on", name="uq_sendings_to"),
        null=True,
    )
    op.create_index("ix_sendings_due", "sendings", ["clinic_id", "status", "not_before"])
    op.create_index("ix_sendings_to", "sendings", ["clinic_id", "to", "status"])


def _audit() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    _table(
        "audit",
        *_must(number, "no"),
        *_must(MOMENT, "at"),
        *_must(sa.Text(), "actor", "ref", "what", "why", "door", "detail"),
        key=("no",),
    )
    op.create_index("ix_audit_ref", "audit", ["clinic_id", "ref"])
    op.create_index("ix_audit_at", "audit", ["clinic_id", "at"])
    for statement in ONLY_GROWS[op.get_bind().dialect.name]:
        op.execute(statement)


ONLY_GROWS = {
    "sqlite": [
        f"CREATE TRIGGER audit_no_{word} BEFORE {word} ON audit"
        " BEGIN SELECT RAISE(ABORT, 'the log only grows'); END"
        for word in ("update", "delete")
    ]
    + [
        """CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
        WHEN EXISTS (SELECT 1 FROM audit WHERE no = NEW.no)
        BEGIN SELECT RAISE(ABORT, 'the log only grows'); END"""
    ],
    "postgresql": [
        """CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the log only grows'; END $$""",
        """CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()""",
    ],
}


def _small_ones() -> None:
    text, key = sa.String(), "clinic_id"
    late = _ref(
        "answer_keys", "invitations", "invitation_id", deferrable=True, initially="DEFERRED"
    )
    _table(
        "answer_keys", *_must(text, "token_hash", "invitation_id"), late, key=(key, "token_hash")
    )
    state = _must(sa.Text(), "state")
    _table("conversations", *_must(text, "staff_id"), *state, key=(key, "staff_id"))
    _table("clock", *_must(sa.BigInteger(), "microseconds"), key=(key,))
    _table("heartbeat", *_must(MOMENT, "at"), key=(key,))

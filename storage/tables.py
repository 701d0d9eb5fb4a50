"""The tables: one for each entity, the clinic's id first in every one of them.

A column has the name of the dataclass field that it keeps. Beside them stand `position` (the
order in which a case's rows came to be) and what is derived so that it can be asked for:
`starts_at` and `ends_at` of a meeting, `next_at` of a promise, `digest_on` of a digest.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from pathway.model import Facts, Part
from pathway.outgoing import Content, Hours, SendingKind, SendingStatus
from pathway.words import (
    Attendance,
    Channel,
    ClosedReason,
    ConsentForm,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    SettledHow,
    StaffId,
    Substitute,
    Verdict,
)
from storage.triggers import only_let_grow
from storage.types import Choice, Shaped, UtcTime, WallTime

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_1_name)s",
    }
)


def _some(name: str, type_: object, *, null: bool = False) -> Column[object]:
    return Column(name, type_, nullable=null)  # type: ignore[arg-type] # any column type


def _text(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _key(*names: str) -> list[SchemaItem]:
    """The clinic's id and these, together the primary key."""
    columns = [Column(name, String, nullable=False) for name in ("clinic_id", *names)]
    return [*columns, PrimaryKeyConstraint("clinic_id", *names)]


def _to(table: str, column: str, *, late: bool = False) -> ForeignKeyConstraint:
    """A reference inside the clinic; a late one is judged when the transaction ends."""
    return ForeignKeyConstraint(
        ["clinic_id", column],
        [f"{table}.clinic_id", f"{table}.id"],
        deferrable=late or None,
        initially="DEFERRED" if late else None,
    )


def _of_case(name: str, *items: SchemaItem, null: bool = False) -> Table:
    """A table of rows that belong to a case, each with an id and a place in its order."""
    return Table(
        name,
        metadata,
        *_key("id"),
        Column("case_id", String, nullable=null),
        Column("position", Integer, nullable=False),
        *items,
        _to("cases", "case_id"),
        Index(f"ix_{name}_case", "clinic_id", "case_id"),
    )


cases = Table(
    "cases",
    metadata,
    *_key("id"),
    Column("ref", String, nullable=False),
    *_text("variant", "name", "secretary"),
    _some("created_at", UtcTime()),
    _some("clinician", Text(), null=True),
    _some("team", Shaped(frozenset[StaffId])),
    _some("revision", Integer()),
    _some("closing_reason", Choice(ClosedReason), null=True),
    _some("closing_at", UtcTime(), null=True),
    _some("closing_by", Text(), null=True),
    _some("closing_note", Text(), null=True),
    _some("decide_by", Date(), null=True),
    UniqueConstraint("clinic_id", "ref"),
    Index("ix_cases_open", "clinic_id", "closing_at"),
)

milestones = Table(
    "milestones",
    metadata,
    Column("clinic_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("position", Integer, nullable=False),
    _some("milestone", Choice(Milestone)),
    _some("on", Date()),
    _some("recorded_at", UtcTime()),
    *_text("recorded_by", "reason"),
    _some("held", Boolean()),
    PrimaryKeyConstraint("clinic_id", "case_id", "position"),
    _to("cases", "case_id"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("clinic_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("position", Integer, nullable=False),
    *_text("field", "before", "after", "by"),
    _some("at", UtcTime()),
    PrimaryKeyConstraint("clinic_id", "case_id", "position"),
    _to("cases", "case_id"),
)

participants = _of_case(
    "participants",
    _some("role", Choice(Role)),
    *_text("name", "office", "email", "phone"),
    _some("attends", Choice(Attendance)),
    _some("must", Boolean()),
    _some("staff_id", Text(), null=True),
    _some("stands_in_for", Text(), null=True),
    _some("wanted_at", UtcTime(), null=True),
    _some("told_at", UtcTime(), null=True),
    _some("ended_at", UtcTime(), null=True),
)

meetings = _of_case(
    "meetings",
    _some("kind", Choice(MeetingKind)),
    _some("start", WallTime()),
    *_text("zone", "template", "leader", "place", "link", "without_gp"),
    _some("parts", Shaped(tuple[Part, ...])),
    _some("revision", Integer()),
    _some("cancelled_at", UtcTime(), null=True),
    _some("held", Boolean(), null=True),
    _some("starts_at", UtcTime()),
    _some("ends_at", UtcTime()),
    Index("ix_meetings_start", "clinic_id", "starts_at"),
    Index("ix_meetings_link", "clinic_id", "link"),
)

invitations = _of_case(
    "invitations",
    Column("meeting_id", String, nullable=False),
    Column("participant_id", String, nullable=False),
    _some("channel", Choice(Channel)),
    _some("revision", Integer()),
    _some("requested_at", UtcTime(), null=True),
    _some("offered", Shaped(Facts), null=True),
    _some("asked_at", UtcTime(), null=True),
    _some("left_at", UtcTime(), null=True),
    _some("cancelled_at", UtcTime(), null=True),
    _some("undelivered_at", UtcTime(), null=True),
    _some("stamp", UtcTime(), null=True),
    _some("link_counter", Integer()),
    _to("meetings", "meeting_id"),
    _to("participants", "participant_id"),
)

answers = _of_case(
    "answers",
    Column("invitation_id", String, nullable=False),
    _some("revision", Integer()),
    _some("facts", Shaped(Facts)),
    _some("verdict", Choice(Verdict)),
    _some("at", UtcTime()),
    _some("channel", Choice(Channel)),
    *_text("evidence", "text", "by_name", "why_not"),
    _some("proposed", WallTime(), null=True),
    _some("substitute", Choice(Substitute)),
    _some("recorded_by", Text(), null=True),
    _some("counts", Boolean()),
    _to("invitations", "invitation_id"),
)

consents = _of_case(
    "consents",
    Column("participant_id", String, nullable=False),
    _some("given_on", Date()),
    _some("form", Choice(ConsentForm)),
    _some("recorded_at", UtcTime()),
    *_text("recorded_by"),
    _some("parts", Shaped(tuple[int, ...])),
    _some("withdrawn_at", UtcTime(), null=True),
    _to("participants", "participant_id"),
)

promises = _of_case(
    "promises",
    *_text("key", "ladder", "owner", "about"),
    _some("kind", Choice(PromiseKind)),
    _some("owner_role", Choice(Role)),
    _some("since", UtcTime()),
    _some("due", Date()),
    _some("hard", Boolean()),
    _some("taken", Integer()),
    _some("step", Integer()),
    _some("settled_how", Choice(SettledHow), null=True),
    _some("settled_at", UtcTime(), null=True),
    _some("snoozed_until", Date(), null=True),
    _some("next_at", UtcTime(), null=True),
    Index("ix_promises_next", "clinic_id", "next_at"),
)

sendings = _of_case(
    "sendings",
    *_text("to", "why", "address", "error"),
    _some("role", Choice(Role)),
    _some("channel", Choice(Channel)),
    _some("kind", Choice(SendingKind)),
    _some("content", Shaped(Content)),
    _some("created_at", UtcTime()),
    _some("not_before", UtcTime()),
    _some("hours", Choice(Hours)),
    _some("step", Integer()),
    _some("invitation_id", String(), null=True),
    _some("promise_id", String(), null=True),
    _some("revision", Integer()),
    _some("facts", Shaped(Facts), null=True),
    _some("status", Choice(SendingStatus)),
    _some("attempts", Integer()),
    _some("leased_until", UtcTime(), null=True),
    _some("stamp", UtcTime(), null=True),
    _some("done_at", UtcTime(), null=True),
    _some("digest_on", Date(), null=True),
    _to("invitations", "invitation_id"),
    _to("promises", "promise_id"),
    UniqueConstraint("clinic_id", "to", "digest_on"),
    Index("ix_sendings_due", "clinic_id", "status", "not_before"),
    Index("ix_sendings_to", "clinic_id", "to", "status"),
    null=True,
)

audit = Table(
    "audit",
    metadata,
    Column("clinic_id", String, nullable=False),
    Column("no", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    _some("at", UtcTime()),
    *_text("actor", "ref", "what", "why", "door", "detail"),
    Index("ix_audit_ref", "clinic_id", "ref"),
    Index("ix_audit_at", "clinic_id", "at"),
)

answer_keys = Table(
    "answer_keys",
    metadata,
    *_key("token_hash"),
    Column("invitation_id", String, nullable=False),
    _to("invitations", "invitation_id", late=True),
)

conversations = Table("conversations", metadata, *_key("staff_id"), *_text("state"))

clock = Table("clock", metadata, *_key(), Column("microseconds", BigInteger, nullable=False))

heartbeat = Table("heartbeat", metadata, *_key(), _some("at", UtcTime()))

only_let_grow(audit)

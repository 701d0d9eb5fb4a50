"""The tables: one for each entity, the clinic's id first in every one of them.

A column has the name of the dataclass field that it keeps. Beside them stand `position` (the
order in which a case's rows came to be) and what is derived so that it can be asked for:
`starts_at` and `ends_at` of a meeting, `next_at` of a promise, `digest_on` of a digest.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy import text as sql_text

from pathway.aftermath import Aftermath
from pathway.case import Wishes
from pathway.earlier import Earlier
from pathway.entries import ReferralCheck
from pathway.model import Facts, Part
from pathway.outgoing import OPEN, Content, Hours, SendingKind, SendingStatus
from pathway.ports import LOOKS
from pathway.words import (
    Attendance,
    Channel,
    ClosedReason,
    ConsentForm,
    MeetingKind,
    Milestone,
    ParticipantId,
    PromiseKind,
    Role,
    SettledHow,
    StaffId,
    Substitute,
    Verdict,
)
from storage.columns import key, metadata, of_case, only, some, text, to
from storage.triggers import only_let_grow
from storage.types import Choice, Shaped, UtcTime, WallTime

cases = Table(
    "cases",
    metadata,
    *key("id"),
    Column("ref", String, nullable=False),
    *text("variant", "name", "secretary"),
    some("created_at", UtcTime()),
    some("clinician", Text(), null=True),
    some("team", Shaped(frozenset[StaffId])),
    some("revision", Integer()),
    some("closing_reason", Choice(ClosedReason), null=True),
    some("closing_at", UtcTime(), null=True),
    some("closing_by", Text(), null=True),
    some("closing_note", Text(), null=True),
    some("decide_by", Date(), null=True),
    some("extra_wanted_at", UtcTime(), null=True),
    some("extra_on", Date(), null=True),
    some("aftermath", Shaped(Aftermath), default="{}"),
    some("wishes", Shaped(Wishes), null=True),
    some("referral", Shaped(ReferralCheck), null=True),
    UniqueConstraint("clinic_id", "ref"),
    Index("ix_cases_open", "clinic_id", "closing_at"),
    only("ix_cases_secretary", "secretary", where="closing_at IS NULL"),
    only("ix_cases_clinician", "clinician", where="closing_at IS NULL"),
)

milestones = Table(
    "milestones",
    metadata,
    Column("clinic_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("position", Integer, nullable=False),
    some("milestone", Choice(Milestone)),
    some("on", Date()),
    some("recorded_at", UtcTime()),
    *text("recorded_by", "reason"),
    some("held", Boolean()),
    PrimaryKeyConstraint("clinic_id", "case_id", "position"),
    to("cases", "case_id"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("clinic_id", String, nullable=False),
    Column("case_id", String, nullable=False),
    Column("position", Integer, nullable=False),
    *text("field", "before", "after", "by"),
    some("at", UtcTime()),
    PrimaryKeyConstraint("clinic_id", "case_id", "position"),
    to("cases", "case_id"),
)

participants = of_case(
    "participants",
    some("role", Choice(Role)),
    *text("name", "office", "email", "phone"),
    some("attends", Choice(Attendance)),
    some("must", Boolean()),
    some("staff_id", Text(), null=True),
    some("stands_in_for", Text(), null=True),
    some("wanted_at", UtcTime(), null=True),
    some("told_at", UtcTime(), null=True),
    some("ended_at", UtcTime(), null=True),
    some("ended_why", Text(), default=""),
    some("no_sms", Boolean(), default=false()),
    some("call_back_at", UtcTime(), null=True),
)

meetings = of_case(
    "meetings",
    some("kind", Choice(MeetingKind)),
    some("start", WallTime()),
    *text("zone", "template", "leader", "place", "link", "without_gp"),
    some("parts", Shaped(tuple[Part, ...])),
    some("revision", Integer()),
    some("cancelled_at", UtcTime(), null=True),
    some("held", Boolean(), null=True),
    some("minute_taker", Text(), null=True),
    some("plan_editor", Text(), null=True),
    some("attended", Shaped(tuple[ParticipantId, ...]), default="[]"),
    some("starts_at", UtcTime()),
    some("ends_at", UtcTime()),
    Index("ix_meetings_start", "clinic_id", "starts_at"),
    Index("ix_meetings_link", "clinic_id", "link"),
)

invitations = of_case(
    "invitations",
    Column("meeting_id", String, nullable=False),
    Column("participant_id", String, nullable=False),
    some("channel", Choice(Channel)),
    some("revision", Integer()),
    some("requested_at", UtcTime(), null=True),
    some("offered", Shaped(Facts), null=True),
    some("asked_at", UtcTime(), null=True),
    some("left_at", UtcTime(), null=True),
    some("cancelled_at", UtcTime(), null=True),
    some("undelivered_at", UtcTime(), null=True),
    some("stamp", UtcTime(), null=True),
    some("link_counter", Integer()),
    to("meetings", "meeting_id"),
    to("participants", "participant_id"),
)

answers = of_case(
    "answers",
    Column("invitation_id", String, nullable=False),
    some("revision", Integer()),
    some("facts", Shaped(Facts)),
    some("verdict", Choice(Verdict)),
    some("at", UtcTime()),
    some("channel", Choice(Channel)),
    *text("evidence", "text", "by_name", "why_not"),
    some("proposed", WallTime(), null=True),
    some("also_proposed", Shaped(tuple[datetime, ...]), default="[]"),
    some("proposed_minutes", Integer(), default="0"),
    some("stamp", UtcTime(), null=True),
    some("substitute", Choice(Substitute)),
    some("recorded_by", Text(), null=True),
    some("counts", Boolean()),
    to("invitations", "invitation_id"),
)

consents = of_case(
    "consents",
    Column("participant_id", String, nullable=False),
    some("given_on", Date()),
    some("form", Choice(ConsentForm)),
    some("recorded_at", UtcTime()),
    *text("recorded_by"),
    some("parts", Shaped(tuple[int, ...])),
    some("withdrawn_at", UtcTime(), null=True),
    to("participants", "participant_id"),
)

promises = of_case(
    "promises",
    *text("key", "ladder", "owner", "about"),
    some("kind", Choice(PromiseKind)),
    some("owner_role", Choice(Role)),
    some("since", UtcTime()),
    some("due", Date()),
    some("hard", Boolean()),
    some("taken", Integer()),
    some("step", Integer()),
    some("settled_how", Choice(SettledHow), null=True),
    some("settled_at", UtcTime(), null=True),
    some("snoozed_until", Date(), null=True),
    some("handed_to", Text(), null=True),
    some("tried_on", Shaped(tuple[date, ...]), default="[]"),
    some("days", Shaped(tuple[int, ...]), default="[]"),
    some("snoozed_why", Text(), default=""),
    some("ticked", Shaped(tuple[str, ...]), default="[]"),
    some("next_at", UtcTime(), null=True),
    Index("ix_promises_next", "clinic_id", "next_at"),
    only("ix_promises_handed", "handed_to", where="settled_at IS NULL AND handed_to IS NOT NULL"),
)

POSTED = "message_id <> ''"
"""That a row was posted; written out, since an index is known by these very words."""

WAITING = f"status IN ({', '.join(repr(str(status)) for status in sorted(OPEN))})"
"""That a row may still leave; written out, since an index is known by these very words."""

sendings = of_case(
    "sendings",
    *text("to", "why", "address", "error"),
    some("message_id", Text(), default=""),
    some("role", Choice(Role)),
    some("channel", Choice(Channel)),
    some("kind", Choice(SendingKind)),
    some("content", Shaped(Content)),
    some("created_at", UtcTime()),
    some("not_before", UtcTime()),
    some("hours", Choice(Hours)),
    some("step", Integer()),
    some("invitation_id", String(), null=True),
    some("asked_id", Text(), null=True),
    some("promise_id", String(), null=True),
    some("revision", Integer()),
    some("facts", Shaped(Facts), null=True),
    some("status", Choice(SendingStatus)),
    some("attempts", Integer()),
    some("leased_until", UtcTime(), null=True),
    some("stamp", UtcTime(), null=True),
    some("done_at", UtcTime(), null=True),
    some("digest_on", Date(), null=True),
    to("invitations", "invitation_id"),
    to("promises", "promise_id"),
    UniqueConstraint("clinic_id", "to", "digest_on"),
    Index("ix_sendings_due", "clinic_id", "status", "not_before"),
    Index("ix_sendings_to", "clinic_id", "to", "status"),
    only("ix_sendings_leased", "leased_until", where="leased_until IS NOT NULL"),
    only("ix_sendings_posted", "to", "created_at", where=POSTED),
    only("ix_sendings_waiting", "channel", "created_at", "position", "id", where=WAITING),
    null=True,
)

OLDEST_FIRST = (sendings.c.created_at, sendings.c.position, sendings.c.id)

contacts = Table(
    "contacts",
    metadata,
    *key("role", "name", "office"),
    *text("email", "phone"),
    some("verified_on", Date(), null=True),
    some("gone_on", Date(), null=True),
)

CHANGED = sql_text(f"what NOT IN ({', '.join(repr(look) for look in sorted(LOOKS))})")
"""That a line of the log is no look; written out, since an index is known by these very words."""

audit = Table(
    "audit",
    metadata,
    Column("clinic_id", String, nullable=False),
    Column("no", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    some("at", UtcTime()),
    *text("actor", "ref", "what", "why", "door", "detail"),
    Index("ix_audit_ref", "clinic_id", "ref"),
    Index("ix_audit_changed", "clinic_id", "at", sqlite_where=CHANGED, postgresql_where=CHANGED),
)

answer_keys = Table(
    "answer_keys",
    metadata,
    *key("token_hash"),
    Column("invitation_id", String, nullable=False),
    to("invitations", "invitation_id", late=True),
)

earlier = Table(
    "earlier",
    metadata,
    *key("case_id"),
    some("kept", Shaped(Earlier), null=True),
    to("cases", "case_id"),
)

clock = Table("clock", metadata, *key(), Column("microseconds", BigInteger, nullable=False))

heartbeat = Table("heartbeat", metadata, *key("job"), some("until", UtcTime()))

only_let_grow(audit)

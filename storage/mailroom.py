"""What came by mail: each mail once, whom it names, and the questions that belong to no case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, union_all
from sqlalchemy.dialects import postgresql, sqlite

from pathway.questions import Question
from pathway.words import AskedId, CaseRef, InvitationId, SendingId
from storage.mail_tables import arrivals, questions
from storage.rows import build, flat
from storage.scope import Scope
from storage.tables import cases, invitations, participants, sendings
from storage.times_tables import asked

_STRAYS = (
    select(questions)
    .where(
        questions.c.clinic_id == bindparam("clinic"),
        questions.c.case_id.is_(None),
        questions.c.settled_at.is_(None),
    )
    .order_by(questions.c.since, questions.c.id)
)
"""Asked in every pass, so it is made once."""

FIRST_STRAY = _STRAYS.with_only_columns(questions.c.id).limit(1)

_AT = (
    select(cases.c.ref)
    .distinct()
    .where(
        cases.c.clinic_id == bindparam("clinic"),
        cases.c.closing_at.is_(None),
        participants.c.clinic_id == cases.c.clinic_id,
        participants.c.case_id == cases.c.id,
        participants.c.ended_at.is_(None),
        func.lower(participants.c.email) == bindparam("address"),
    )
    .order_by(cases.c.ref)
)


class Mailroom(Scope):
    """The organiser's mailbox of a clinic, as far as it is remembered."""

    def arrive(self, key: str, at: datetime) -> bool:
        """Remember a mail by its key; False where it came before, also just now."""
        row = {"clinic_id": self.clinic_id, "key": key, "at": at}
        kind = sqlite if self.connection.dialect.name == "sqlite" else postgresql
        statement = kind.insert(arrivals).values(row).on_conflict_do_nothing()
        kept = self.connection.execute(statement.execution_options(preserve_rowcount=True))
        return kept.rowcount == 1

    def forget_arrivals(self, before: datetime) -> None:
        """Forget the keys of mails that came before this moment."""
        wanted = (self.ours(arrivals), arrivals.c.at < before)
        self.connection.execute(delete(arrivals).where(*wanted))

    def invitation_of(self, names: Sequence[InvitationId | SendingId]) -> InvitationId | None:
        """The first invitation that these ids name, by its own id or a message's."""
        asked = select(invitations.c.id, invitations.c.id.label("invitation_id")).where(
            self.ours(invitations), invitations.c.id.in_(names)
        )
        sent = select(sendings.c.id, sendings.c.invitation_id).where(
            self.ours(sendings), sendings.c.id.in_(names), sendings.c.invitation_id.is_not(None)
        )
        found = {row["id"]: row["invitation_id"] for row in self.rows(union_all(asked, sent))}
        return next((InvitationId(found[name]) for name in names if name in found), None)

    def asked_of(self, names: Sequence[InvitationId | SendingId]) -> AskedId | None:
        """Whose question of times these ids name, by its own id or a message's."""
        own = select(asked.c.id, asked.c.id.label("asked_id")).where(
            self.ours(asked), asked.c.id.in_(names)
        )
        sent = select(sendings.c.id, sendings.c.asked_id).where(
            self.ours(sendings), sendings.c.id.in_(names), sendings.c.asked_id.is_not(None)
        )
        found = {row["id"]: row["asked_id"] for row in self.rows(union_all(own, sent))}
        return next((AskedId(found[name]) for name in names if name in found), None)

    def cases_at(self, address: str) -> Sequence[CaseRef]:
        """The open cases of which somebody has this address, in small letters."""
        found = self.found(_AT, clinic=self.clinic_id, address=address)
        return [CaseRef(row["ref"]) for row in found]

    def put_stray(self, question: Question) -> None:
        """Remember a question that belongs to no case, or its change."""
        self.put(questions, {**flat(question), "position": 0})

    def strays(self) -> Sequence[Question]:
        """Every question of no case that is not settled, oldest first.

        Whoever changes one of them knows what others have done.
        """
        self.one_at_a_time("strays", "")
        rows = self.found(_STRAYS, clinic=self.clinic_id)
        return [build(Question, row) for row in rows]

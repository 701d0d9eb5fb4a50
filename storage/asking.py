"""Who is asked about times under which link, and what is held until it is decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, select

from pathway.ports import Booking
from pathway.words import AskedId, InvitationId, MeetingKind, ParticipantId
from storage.scope import Scope
from storage.tables import cases
from storage.times_tables import asked, keys, options, questions


class TimesBook(Scope):
    """What the ledger is asked of questions of times beside their cases."""

    def times_key(self, token_hash: str) -> tuple[AskedId, ParticipantId] | None:
        """Who is asked under the link or code with this hash, or None."""
        of_theirs = and_(asked.c.clinic_id == keys.c.clinic_id, asked.c.id == keys.c.asked_id)
        query = (
            select(asked.c.id, asked.c.participant_id)
            .join(keys, of_theirs)
            .where(self.ours(asked, keys), keys.c.token_hash == token_hash)
        )
        found = self.connection.execute(query).first()
        if found is None:
            return None
        return AskedId(InvitationId(found.id)), ParticipantId(found.participant_id)

    def put_times_key(self, token_hash: str, asked_id: AskedId) -> None:
        """Remember the hash of a link or code."""
        self.put(keys, {"token_hash": token_hash, "asked_id": asked_id})

    def held(self, start: datetime, end: datetime) -> Sequence[Booking]:
        """The alternatives of open questions that share time with this window, all cases."""
        asks = and_(
            questions.c.clinic_id == options.c.clinic_id, questions.c.id == options.c.question_id
        )
        own = and_(cases.c.clinic_id == options.c.clinic_id, cases.c.id == options.c.case_id)
        query = (
            select(options, questions.c.leader, questions.c.kind, cases.c.ref)
            .join(questions, asks)
            .join(cases, own)
            .where(self.ours(options, questions, cases), cases.c.closing_at.is_(None))
            .where(options.c.released_at.is_(None), questions.c.ended_at.is_(None))
            .where(options.c.starts_at < end, options.c.ends_at > start)
            .order_by(options.c.starts_at, options.c.id)
        )
        return [
            Booking(
                id=row["id"],
                ref=row["ref"],
                start=row["starts_at"],
                end=row["ends_at"],
                leader=row["leader"],
                clinicians=row["staff"],
                link="",
                kind=MeetingKind(row["kind"]),
                tentative=True,
            )
            for row in self.rows(query)
        ]

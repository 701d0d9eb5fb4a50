"""The `Ledger` of the domain over one SQL transaction, for one clinic."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, select
from typing_extensions import override

from pathway.clinic import Contact
from pathway.earlier import Earlier
from pathway.outgoing import Sending
from pathway.words import CaseId, ClinicId, InvitationId, ParticipantId, Role, SendingId
from storage.absences import Absences
from storage.busy_times import BusyTimes
from storage.calendars import Calendars
from storage.casebook import CaseBook
from storage.chat_tables import conversations
from storage.diary import Diary
from storage.digest_hours import DigestHours
from storage.glance import Glances
from storage.hearing import Hearing
from storage.kept import Kept
from storage.mailroom import Mailroom
from storage.outbox import Outbox
from storage.plan_texts import Plans
from storage.rows import NextStep, flat
from storage.sightings import Sightings
from storage.tables import (
    answer_keys,
    clock,
    contacts,
    earlier,
    heartbeat,
    invitations,
)

_MICROSECOND = timedelta(microseconds=1)


class SqlLedger(
    CaseBook,
    Outbox,
    Diary,
    Hearing,
    Mailroom,
    Calendars,
    BusyTimes,
    Absences,
    DigestHours,
    Plans,
    Sightings,
    Glances,
):
    """Everything that one transaction may ask and tell; `somebody` says whether people wait."""

    def __init__(
        self,
        connection: Connection,
        clinic_id: ClinicId,
        next_step: NextStep,
        zone: ZoneInfo,
        kept: Kept,
        somebody: Callable[[], bool],
    ) -> None:
        super().__init__(connection, clinic_id, next_step, zone, kept)
        self._somebody = somebody

    def awaited(self) -> bool:
        """Whether people wait for this transaction: what can be left for the next is left."""
        return self._somebody()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is written inside is undone when it raises; what was written before stays."""
        self.write_log()
        kept, looked = dict(self.loaded), self.looked
        try:
            with self.connection.begin_nested():
                yield
                self.write_rest()
                self.write_log()
        except BaseException:
            self.loaded, self.looked, self.lines = kept, looked, []
            self.forget_rest()
            raise

    @override
    def claim(self, sending_id: SendingId, now: datetime, lease_until: datetime) -> Sending | None:
        self.unchanged.clear()  # it changes a case without saving it
        return super().claim(sending_id, now, lease_until)

    def answer_key(self, token_hash: str) -> InvitationId | None:
        """The invitation whose answer link or code has this hash, or None."""
        found = self.connection.scalar(
            select(answer_keys.c.invitation_id).where(
                self.ours(answer_keys), answer_keys.c.token_hash == token_hash
            )
        )
        return None if found is None else InvitationId(found)

    def put_answer_key(self, token_hash: str, invitation: InvitationId) -> None:
        """Remember the hash of an answer link or code."""
        self.put(answer_keys, {"token_hash": token_hash, "invitation_id": invitation})

    def invited(self, invitation: InvitationId) -> ParticipantId | None:
        """Whose invitation this is, or None."""
        found = self.connection.scalar(
            select(invitations.c.participant_id).where(
                self.ours(invitations), invitations.c.id == invitation
            )
        )
        return None if found is None else ParticipantId(found)

    def earlier(self, case_id: CaseId) -> Earlier | None:
        """What this case was before its last change, where that may be undone."""
        return next((row["kept"] for row in self.having(earlier, case_id=case_id)), None)

    def put_earlier(self, case_id: CaseId, kept: Earlier | None) -> None:
        """Remember it in the place of what was kept of the case, or forget that."""
        self.put(earlier, {"case_id": case_id, "kept": kept})

    def contacts(self) -> Sequence[Contact]:
        """Every contact that was put, also those that are gone, by role, name and office."""
        order = (contacts.c.role, contacts.c.name, contacts.c.office)
        found = self.rows(select(contacts).where(self.ours(contacts)).order_by(*order))
        kept = [{name: row[name] for name in row if name != "clinic_id"} for row in found]
        return [Contact(**{**row, "role": Role(row["role"])}) for row in kept]

    def put_contact(self, contact: Contact) -> None:
        """Remember a contact, in the place of one with the same role, name and office."""
        self.put(contacts, flat(contact))

    def conversation(self, staff_id: str) -> str:
        """This person's conversation state as text, empty at first.

        Of two turns of one person at once the second knows what the first did.
        """
        self.one_at_a_time("conversation", staff_id)
        return next((row["state"] for row in self.having(conversations, staff_id=staff_id)), "")

    def put_conversation(self, staff_id: str, state: str) -> None:
        """Remember it."""
        self.put(conversations, {"staff_id": staff_id, "state": state})

    def clock_offset(self) -> timedelta:
        """How far local mode's clock has been turned; nothing at first."""
        return next((row["microseconds"] for row in self.having(clock)), 0) * _MICROSECOND

    def move_clock(self, by: timedelta) -> None:
        """Turn local mode's clock forward for every process on this database.

        `BackwardClockError` where `by` is negative: the clock never goes back.
        """
        if by < timedelta():
            raise BackwardClockError(by)
        self.put(clock, {"microseconds": (self.clock_offset() + by) // _MICROSECOND})

    def beat(self, job: str, until: datetime) -> None:
        """This job of the daemon lives: remembered for `/readyz`."""
        self.put(heartbeat, {"job": job, "until": until})

    def beats(self) -> Mapping[str, datetime]:
        """Until when each job said that it would have been heard of again."""
        return {row["job"]: row["until"] for row in self.having(heartbeat)}

    def forget_beats(self, but: Collection[str]) -> None:
        """Nobody waits for other jobs than these any more."""
        gone = self.ours(heartbeat) & heartbeat.c.job.not_in(but)
        self.connection.execute(delete(heartbeat).where(gone))


class BackwardClockError(ValueError):
    """The clock never goes back: turn it forward, or start with a new database."""

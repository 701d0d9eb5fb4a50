"""When things are: meetings that take a time or a link, and what is due next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from pathway.outgoing import OPEN
from pathway.ports import Booking
from pathway.words import APPOINTMENTS, CaseId, MeetingKind
from storage.asking import TimesBook
from storage.tables import cases, meetings, participants, promises, sendings

_OPEN_CASE = cases.c.closing_at.is_(None)


class Diary(TimesBook):
    """Questions over all of the clinic's cases; none of them reads a case's content."""

    def bookings(self, start: datetime, end: datetime) -> Sequence[Booking]:
        """Living meetings and times that are held, in open cases, that share time with this."""
        alive = and_(meetings.c.cancelled_at.is_(None), meetings.c.held.is_(None), _OPEN_CASE)
        shares = (meetings.c.starts_at < end) & (meetings.c.ends_at > start)
        found = [*self._booked(alive & shares), *self.held(start, end)]
        return sorted(found, key=lambda booking: booking.start)

    def link_users(self, link: str) -> Sequence[Booking]:
        """Meetings of any age that use this link; cancelled ones too: people still hold it."""
        return self._booked(meetings.c.link == link) if link else ()

    def due_cases(self, now: datetime) -> Sequence[CaseId]:
        """Open cases that hold a promise with a step due by `now`, the longest due first."""
        query = (
            select(promises.c.case_id)
            .join(cases, _same_case(promises.c.clinic_id, promises.c.case_id))
            .where(self.ours(promises, cases), _OPEN_CASE, promises.c.next_at <= now)
            .group_by(promises.c.case_id)
            .order_by(func.min(promises.c.next_at), promises.c.case_id)
        )
        return [CaseId(found) for found in self.connection.scalars(query)]

    def next_event(self, now: datetime) -> datetime | None:
        """When the next step or sending is due after `now`; a leased row when its lease ends.

        Each is asked for in the order of an index and the first taken: the least of all that is
        to come would be found by reading all of it.
        """
        step = (
            select(promises.c.next_at)
            .join(cases, _same_case(promises.c.clinic_id, promises.c.case_id))
            .where(self.ours(promises, cases), _OPEN_CASE, promises.c.next_at > now)
            .order_by(promises.c.next_at)
            .limit(1)
        )
        waits = self.ours(sendings) & sendings.c.status.in_(OPEN)
        lease, ready = sendings.c.leased_until, sendings.c.not_before
        free = (lease.is_(None)) | (lease <= ready)
        leaves = select(func.min(ready)).where(waits, free, ready > now)
        returns = select(lease).where(waits, lease > ready, lease > now).order_by(lease).limit(1)
        found = [self.connection.scalar(query) for query in (step, leaves, returns)]
        return min((moment for moment in found if moment), default=None)

    def _booked(self, wanted: ColumnElement[bool]) -> Sequence[Booking]:
        query = (
            select(meetings, cases.c.ref)
            .join(cases, _same_case(meetings.c.clinic_id, meetings.c.case_id))
            .where(self.ours(meetings, cases), wanted)
            .order_by(meetings.c.starts_at, meetings.c.id)
        )
        rows = self.rows(query)
        clinicians = self._clinicians({row["case_id"] for row in rows})
        return [
            Booking(
                id=row["id"],
                ref=row["ref"],
                start=row["starts_at"],
                end=row["ends_at"],
                leader=row["leader"],
                clinicians=_there(row, clinicians[row["case_id"]]),
                link=row["link"],
                kind=MeetingKind(row["kind"]),
            )
            for row in rows
        ]

    def _clinicians(self, case_ids: set[str]) -> dict[str, dict[str, str]]:
        """Staff ids of the clinicians who are still part of these cases, by participant."""
        query = select(participants.c.case_id, participants.c.id, participants.c.staff_id).where(
            self.ours(participants),
            participants.c.case_id.in_(case_ids),
            participants.c.staff_id.is_not(None),
            participants.c.ended_at.is_(None),
        )
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for case_id, who, staff_id in self.connection.execute(query):
            found[case_id][who] = staff_id
        return found


def _there(row: Mapping[str, Any], clinicians: dict[str, str]) -> frozenset[str]:
    """Whom a meeting takes: of an appointment those who are asked, else all of the case."""
    if MeetingKind(row["kind"]) not in APPOINTMENTS:
        return frozenset(clinicians.values())
    asked = {who for part in row["parts"] for who in part.added}
    return frozenset(staff_id for who, staff_id in clinicians.items() if who in asked)


def _same_case(clinic: ColumnElement[str], case_id: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(cases.c.clinic_id == clinic, cases.c.id == case_id)

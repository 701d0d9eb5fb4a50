"""When things are: meetings that take a time or a link, and what is due next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy import text as sql_text

from pathway.ports import Booking
from pathway.words import APPOINTMENTS, CaseId, MeetingKind
from storage.asking import TimesBook
from storage.run_tables import runs
from storage.tables import WAITING, cases, meetings, participants, promises, sendings

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
        found = self.found(_DUE, clinic=self.clinic_id, now=now)
        return [CaseId(row["case_id"]) for row in found]

    def running_cases(self, now: datetime) -> Sequence[CaseId]:
        """Open cases with a meeting that runs, and is to be looked at by `now`."""
        found = self.found(_RUNNING, clinic=self.clinic_id, now=now)
        return [CaseId(row["case_id"]) for row in found]

    def next_event(self, now: datetime) -> datetime | None:
        """When the next step or sending is due after `now`; a leased row when its lease ends.

        Each is asked for in the order of an index and the first taken: the least of all that is
        to come would be found by reading all of it.
        """
        (moments,) = self.found(_NEXT, clinic=self.clinic_id, now=now)
        return min((moment for moment in moments.values() if moment), default=None)

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


def _same_case(clinic: ColumnElement[str], case_id: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(cases.c.clinic_id == clinic, cases.c.id == case_id)


# Asked in every pass, so they are made once.
_CLINIC: BindParameter[Any] = bindparam("clinic")
_NOW: BindParameter[Any] = bindparam("now")
_OPEN_PROMISES = promises.join(cases, _same_case(promises.c.clinic_id, promises.c.case_id))
_OURS = and_(promises.c.clinic_id == _CLINIC, cases.c.clinic_id == _CLINIC, _OPEN_CASE)
_DUE = (
    select(promises.c.case_id)
    .select_from(_OPEN_PROMISES)
    .where(_OURS, promises.c.next_at <= _NOW)
    .group_by(promises.c.case_id)
    .order_by(func.min(promises.c.next_at), promises.c.case_id)
)
_FIRST_STEP = (
    select(promises.c.next_at)
    .select_from(_OPEN_PROMISES)
    .where(_OURS)
    .order_by(promises.c.next_at)
    .limit(1)
)
_STEP = _FIRST_STEP.where(promises.c.next_at > _NOW)
FIRST_DUE_STEP = _FIRST_STEP.where(promises.c.next_at <= _NOW)
_RUNNING = (
    select(runs.c.case_id)
    .select_from(runs.join(cases, _same_case(runs.c.clinic_id, runs.c.case_id)))
    .where(runs.c.clinic_id == _CLINIC, _OPEN_CASE, runs.c.look_at <= _NOW)
    .order_by(runs.c.look_at, runs.c.case_id)
)
FIRST_RUNNING = _RUNNING.limit(1)
_LOOK = (
    select(runs.c.look_at)
    .where(runs.c.clinic_id == _CLINIC, runs.c.look_at > _NOW)
    .order_by(runs.c.look_at)
    .limit(1)
)
_LEASE, _READY = sendings.c.leased_until, sendings.c.not_before
_WAITS = and_(sendings.c.clinic_id == _CLINIC, sql_text(WAITING))
_LEAVES = (
    select(_READY)
    .where(_WAITS, _LEASE.is_(None) | (_LEASE <= _READY), _READY > _NOW)
    .order_by(_READY)
    .limit(1)
)
_RETURNS = select(_LEASE).where(_WAITS, _LEASE > _READY, _LEASE > _NOW).order_by(_LEASE).limit(1)

TO_COME = [
    query.scalar_subquery().label(name)
    for name, query in (
        ("next_step", _STEP),
        ("next_look", _LOOK),
        ("next_to_leave", _LEAVES),
        ("next_to_return", _RETURNS),
    )
]
"""When the next of each kind is due after `now`."""

_NEXT: Select[Any] = select(*TO_COME)


def _there(row: Mapping[str, Any], clinicians: dict[str, str]) -> frozenset[str]:
    """Whom a meeting takes: of an appointment those who are asked, else all of the case."""
    if MeetingKind(row["kind"]) not in APPOINTMENTS:
        return frozenset(clinicians.values())
    asked = {who for part in row["parts"] for who in part.added}
    return frozenset(staff_id for who, staff_id in clinicians.items() if who in asked)

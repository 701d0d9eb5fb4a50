"""Staff's calendars, as far as they are remembered: when each is busy, and how that was learnt."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Table, and_, delete, select, union

from pathway.freebusy import BusyTime, CalendarFault, KeptCalendar
from pathway.model import Window
from pathway.words import StaffId
from storage.columns import key, metadata, some
from storage.rows import build, flat
from storage.scope import Scope
from storage.tables import cases, meetings, participants
from storage.types import Choice, Shaped, UtcTime

busy_times = Table(
    "busy_times",
    metadata,
    *key("staff_id"),
    some("busy", Shaped(tuple[BusyTime, ...])),
    some("span", Shaped(Window), null=True),
    some("read_at", UtcTime(), null=True),
    some("tried_at", UtcTime(), null=True),
    some("fault", Choice(CalendarFault), null=True),
    some("wanted_at", UtcTime(), null=True),
)


class BusyTimes(Scope):
    """What a clinic keeps of its staff's calendars."""

    def staff_in_cases(self) -> frozenset[StaffId]:
        """Who stands in an open case."""
        here = select(participants.c.staff_id).join_from(participants, cases, _of(participants))
        leading = select(meetings.c.leader).join_from(meetings, cases, _of(meetings))
        alive = meetings.c.cancelled_at.is_(None) & meetings.c.held.is_(None)
        still_here = (
            here.where(participants.c.ended_at.is_(None)),
            leading.where(alive),
            select(cases.c.clinician),
        )
        is_open = self.ours(cases) & cases.c.closing_at.is_(None)
        query = union(*(one.where(is_open) for one in still_here))
        return frozenset(StaffId(found) for found in self.connection.scalars(query) if found)

    def calendars(self) -> Mapping[StaffId, KeptCalendar]:
        """What is kept, by whose it is."""
        found = [build(KeptCalendar, row) for row in self.having(busy_times)]
        return {kept.staff_id: kept for kept in found}

    def put_calendar(self, kept: KeptCalendar) -> None:
        """Remember it in the place of what was kept of that person."""
        self.put(busy_times, flat(kept))

    def forget_calendar(self, staff_id: StaffId) -> None:
        """Forget what was kept of this person."""
        wanted = (self.ours(busy_times), busy_times.c.staff_id == staff_id)
        self.connection.execute(delete(busy_times).where(*wanted))


def _of(table: Table) -> ColumnElement[bool]:
    return and_(cases.c.clinic_id == table.c.clinic_id, cases.c.id == table.c.case_id)

"""Staff's calendars in memory: who is busy when, whose calendar is broken, who was asked about."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pathway.clinic import Staff
from pathway.freebusy import BusyTime, CalendarFault, Schedule, settled
from pathway.model import Window
from pathway.words import StaffId


@dataclass
class FakeFreeBusy:
    """`calendars` by staff id; one who stands in none has no source. `asked` is every question."""

    calendars: dict[StaffId, list[BusyTime]] = field(default_factory=dict)
    faults: dict[StaffId, CalendarFault] = field(default_factory=dict)
    asked: list[tuple[tuple[StaffId, ...], Window]] = field(default_factory=list)

    async def look(self, people: Sequence[Staff], span: Window) -> Mapping[StaffId, Schedule]:
        """What each is busy with."""
        self.asked.append((tuple(person.id for person in people), span))
        await asyncio.sleep(0)
        return {person.id: self._schedule(person.id, span) for person in people}

    def _schedule(self, staff_id: StaffId, span: Window) -> Schedule:
        fault = self.faults.get(staff_id)
        if fault is None and staff_id not in self.calendars:
            fault = CalendarFault.NONE
        if fault is not None:
            return Schedule(fault=fault)
        return Schedule(busy=settled(self.calendars[staff_id], span))

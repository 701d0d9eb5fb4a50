"""Staff's busy times from wherever each one's are: a published address, the shared source, none."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pathway.freebusy import CalendarFault, Schedule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathway.clinic import Staff
    from pathway.freebusy import FreeBusy
    from pathway.model import Window
    from pathway.words import StaffId


class NoCalendars:
    """Nothing is known of anybody."""

    async def look(self, people: Sequence[Staff], span: Window) -> Mapping[StaffId, Schedule]:
        """That nobody has a source."""
        del span
        return {person.id: Schedule(fault=CalendarFault.NONE) for person in people}


class EachTheirOwn:
    """Who has published a calendar is read there, all others where the clinic's calendars are."""

    def __init__(self, published: FreeBusy, shared: FreeBusy) -> None:
        self._published = published
        self._shared = shared

    async def look(self, people: Sequence[Staff], span: Window) -> Mapping[StaffId, Schedule]:
        """What each is busy with; one source that breaks breaks no other."""
        own = [person for person in people if person.freebusy_url]
        rest = [person for person in people if not person.freebusy_url]
        sources = ((self._published, own), (self._shared, rest))
        found = await asyncio.gather(*(_asked(source, who, span) for source, who in sources if who))
        return {staff_id: one for answers in found for staff_id, one in answers.items()}


async def _asked(
    source: FreeBusy, people: Sequence[Staff], span: Window
) -> Mapping[StaffId, Schedule]:
    try:
        found = await source.look(people, span)
    except Exception:  # noqa: BLE001 - a source keeps its promise not to raise, or is as one out of reach
        found = {}
    lost = Schedule(fault=CalendarFault.UNREACHABLE)
    return {person.id: found.get(person.id, lost) for person in people}

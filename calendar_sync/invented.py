"""Calendars of people who do not exist, for practice: the same every time they are looked into."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zlib import crc32
from zoneinfo import ZoneInfo

from pathway.freebusy import BusyTime, Schedule, settled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pathway.clinic import Staff
    from pathway.model import Window
    from pathway.words import StaffId

_LUNCH = time(11, 30)
_FIRST_HOUR, _HOURS = 8, 7
_PATIENTS = 3
_HALF_AN_HOUR = timedelta(minutes=30)
_DAY = timedelta(days=1)


class InventedCalendars:
    """Lunch and some patients a day for everybody; none of it means anything."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)

    async def look(self, people: Sequence[Staff], span: Window) -> Mapping[StaffId, Schedule]:
        """What each is busy with."""
        return {
            person.id: Schedule(busy=settled(self._days(person.id, span), span))
            for person in people
        }

    def _days(self, who: str, span: Window) -> Iterator[BusyTime]:
        day, last = span.start.date() - _DAY, span.end.date() + _DAY
        while day <= last:
            yield self._busy(day, _LUNCH, _HALF_AN_HOUR)
            for patient in range(_PATIENTS):
                chance = crc32(f"{who} {day} {patient}".encode())
                begins = time(_FIRST_HOUR + chance % _HOURS)
                yield self._busy(day, begins, _HALF_AN_HOUR * (1 + chance % 3))
            day += _DAY

    def _busy(self, day: date, begins: time, lasts: timedelta) -> BusyTime:
        start = datetime.combine(day, begins, self._zone)
        return BusyTime(start=start, end=start + lasts)

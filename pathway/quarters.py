"""Rows of quarter hours: whole numbers with a bit for each start, laid over each other at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from pathway import workdays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

QUARTER = timedelta(minutes=15)
"""Meetings begin at whole quarter hours of the wall clock."""

A_DAY, SECONDS = 96, 900
"""Quarter hours of a day, and seconds of one."""


class Span(Protocol):
    """A stretch of time, aware UTC."""

    @property
    def start(self) -> datetime:
        """When it begins."""

    @property
    def end(self) -> datetime:
        """When it is over."""


class Raster:
    """The quarter hours from the first day's midnight to the last day's.

    They are counted in UTC, so a night with a change of the clock has as many as it lasts.
    """

    def __init__(self, first: date, last: date, zone: str) -> None:
        """Both days are in it; the zone's offsets are whole quarter hours."""
        self._zone = ZoneInfo(zone)
        self._begins = workdays.moment(first, time(), zone)
        ends = workdays.moment(last + timedelta(days=1), time(), zone)
        self._count = max((ends - self._begins) // QUARTER, 0)
        self.every = self._row(0, self._count)

    def wall(self, number: int) -> datetime:
        """A start as wall time."""
        at = self._begins + QUARTER * number
        return at.astimezone(self._zone).replace(tzinfo=None)

    def at(self, wall: datetime | None) -> int:
        """The start at this wall time, where it is one."""
        if wall is None:
            return 0
        after = workdays.moment(wall.date(), wall.time(), self._zone.key) - self._begins
        return 0 if after % QUARTER else self._row(after // QUARTER, after // QUARTER + 1)

    def before(self, moment: datetime) -> int:
        """The starts up to and with this moment."""
        return self._row(0, (moment - self._begins) // QUARTER + 1)

    def of_day(self, day: date, opens: time, closes: time, lasts: timedelta) -> int:
        """The starts of what begins and is over between these wall times of a day."""
        first, last = (
            at.replace(tzinfo=self._zone).astimezone(UTC)
            for at in (datetime.combine(day, opens), datetime.combine(day, closes))
        )
        return self._row(_up(first - self._begins), (last - lasts - self._begins) // QUARTER + 1)

    def touching(self, times: Iterable[Span], after: timedelta, until: timedelta) -> int:
        """The starts from which the time from `after` to `until` shares any with one of these."""
        row, early, late, count = 0, self._begins + until, self._begins + after, self._count
        for one in times:  # thousands: twice as fast as dividing spans in calls of their own
            begins, ends = one.start - early, late - one.end
            first = max(begins.days * A_DAY + begins.seconds // SECONDS + 1, 0)
            end = min(-(ends.days * A_DAY + ends.seconds // SECONDS), count)
            if first < end:
                row |= ((1 << (end - first)) - 1) << first
        return row

    def inside(self, span: Span, after: timedelta, until: timedelta) -> int:
        """The starts from which the time from `after` to `until` lies in this span."""
        first, last = span.start - after, span.end - until
        return self._row(_up(first - self._begins), (last - self._begins) // QUARTER + 1)

    def _row(self, first: int, end: int) -> int:
        """The starts from `first` up to `end`, as far as there are any."""
        first, end = max(first, 0), min(end, self._count)
        return ((1 << (end - first)) - 1) << first if first < end else 0


def starts(row: int) -> Iterator[int]:
    """The numbers of a row's starts, the earliest first."""
    while row:
        lowest = row & -row
        yield lowest.bit_length() - 1
        row ^= lowest


def counted(rows: Iterable[int], every: int) -> list[int]:
    """The starts that none of these rows has, that one has, that two have, and so on."""
    at_least = [every]
    for row in rows:
        more = [has & row for has in at_least]
        at_least = [has | got for has, got in zip([*at_least, 0], [0, *more], strict=True)]
    return [has & ~more for has, more in zip(at_least, [*at_least[1:], 0], strict=True)]


def _up(span: timedelta) -> int:
    """In quarter hours, rounded up."""
    return -(-span // QUARTER)

"""Times that suit: the best starts of a meeting.

Rows of quarter hours are laid over each other: what keeps anybody from a start takes it away.
`suiting` says what is sought, and what speaks against any other time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from pathway import workdays
from pathway.quarters import Raster, counted, starts
from pathway.suiting import GAP, TEAM, Why, hurries, why_not

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pathway.freebusy import BusyTime
    from pathway.model import Window
    from pathway.suiting import Attendee, Reason, Search

MOST = 5

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A start in wall time, and what makes it less than the best."""

    start: datetime
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What keeps every time before the deadline from being proposed: without it `starts` would be.

    `who` is one who must come and is busy; without one it is the days to avoid, or the rooms.
    """

    why: Why
    starts: int
    who: Attendee | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best times, the best first and one a day; where none is in time, later ones and why."""

    times: tuple[Proposal, ...]
    late: bool = False
    obstacles: tuple[Obstacle, ...] = ()


def propose(search: Search, most: int = MOST) -> Found:
    """The best times, at most so many.

    Days nearer to the best ones come first, then times at which fewer are, or may be, busy, then
    earlier ones; of a day's, one at an hour that no other proposal has.
    """
    rows = _Rows(search)
    free = rows.raster.every & ~reduce(or_, (barrier.row for barrier in rows.barriers), 0)
    in_time = {day: row for day, row in rows.days.items() if not search.is_late(day)}
    chosen = _best(rows, in_time, free, most)
    late = not chosen
    if late:
        after = {day: row for day, row in rows.days.items() if search.is_late(day)}
        chosen = _best(rows, after, free, most)
    times = tuple(Proposal(start=at, reasons=why_not(search, at)) for at in chosen)
    obstacles = tuple(_obstacles(rows, in_time)) if late else ()
    return Found(times=times, late=late, obstacles=obstacles)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Barrier:
    """Starts that are not proposed, and why."""

    row: int
    why: Why
    who: Attendee | None = None


class _Rows:
    """A search as rows of starts."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.raster = Raster(search.first, search.last, search.zone)
        self.days = dict(self._days())
        self._busy = {one.id: self._busy_of(one) for one in search.attendees}
        self.barriers = tuple(self._barriers())
        less = (self._less(one) for one in search.attendees)
        self.levels = counted(less, self.raster.every)

    def _days(self) -> Iterator[tuple[date, int]]:
        """The working days, each with its other starts in working hours that are still to come."""
        search, lasts = self.search, timedelta(minutes=self.search.minutes)
        gone = self.raster.before(search.now) | self.raster.at(search.present)
        opens, closes = search.hours
        day = max(search.first, search.not_before or search.first)
        while day <= search.last:
            if workdays.is_working_day(day) and search.wish.wants(day):
                row = self.raster.of_day(day, opens, closes, lasts) & ~gone
                yield day, row
            day += _DAY

    def _barriers(self) -> Iterator[_Barrier]:
        search = self.search
        for one in search.attendees:
            if one.must:
                near = self._nearing(one.meetings, one.after, one.until)
                yield _Barrier(row=self._busy[one.id] | near, why=Why.BUSY, who=one)
        yield _Barrier(row=self._nobody(), why=Why.NOBODY)
        yield _Barrier(row=self._no_room(), why=Why.ROOM)
        avoided = (self._to_avoid(row) for row in self.days.values())
        yield _Barrier(row=reduce(or_, avoided, 0), why=Why.DAY_TO_AVOID)

    def _busy_of(self, one: Attendee) -> int:
        """When this person is certainly busy in their own part."""
        firm = [busy for busy in one.busy if not busy.tentative]
        own = one.after, one.until
        held = self.raster.touching(one.meetings, *own) | self.raster.touching(one.away, *own)
        return self.raster.touching(firm, *own) | held

    def _nearing(
        self, times: Iterable[Window | BusyTime], after: timedelta, until: timedelta
    ) -> int:
        return self.raster.touching(times, after - GAP, until + GAP)

    def _nobody(self) -> int:
        """When nobody of the team can come."""
        team = [self._busy[one.id] for one in self.search.attendees if one.role in TEAM]
        return reduce(and_, team) if team else 0

    def _no_room(self) -> int:
        """When no room is free, with a quarter hour before and after (P1)."""
        whole = timedelta(minutes=self.search.minutes)
        taken = [self._nearing(times, timedelta(), whole) for times in self.search.rooms]
        return reduce(and_, taken) if taken else 0

    def _to_avoid(self, row: int) -> int:
        """The starts of a day that C1 warns of: none, all, or those of an afternoon."""
        if not row:
            return 0
        first, last = row & -row, row.bit_length() - 1
        if self._warned(first.bit_length() - 1):
            return row
        if not self._warned(last):
            return 0
        return sum(1 << number for number in starts(row) if self._warned(number))

    def _warned(self, number: int) -> bool:
        return workdays.is_day_to_avoid(self.raster.wall(number))

    def _less(self, one: Attendee) -> int:
        """When this person makes a start less than the best, though they do not stop it."""
        own = one.after, one.until
        maybe = self.raster.touching((busy for busy in one.busy if busy.tentative), *own)
        if hurries(one):
            firm = (busy for busy in one.busy if not busy.tentative)
            maybe |= self._nearing(firm, *own)
        known = self.raster.inside(one.seen, *own) if one.seen else 0
        unknown = self.raster.every & ~known
        return maybe | unknown | (0 if one.must else self._busy[one.id])


def _best(rows: _Rows, days: Mapping[date, int], free: int, most: int) -> list[datetime]:
    """The best starts of these days, at most one a day."""
    search, chosen = rows.search, list[datetime]()
    far = sorted((search.distance(day), day) for day in days)
    near = [(distance, day) for distance, day in far if not distance]
    for within in (near, far):
        for level in rows.levels:
            for _, day in within:
                if len(chosen) == most:
                    return chosen
                row = days[day] & free & level
                if row and day not in {at.date() for at in chosen}:
                    chosen.append(_at_another_hour(rows.raster, row, chosen))
    return chosen


def _at_another_hour(raster: Raster, row: int, chosen: Sequence[datetime]) -> datetime:
    walls = [raster.wall(number) for number in starts(row)]
    taken = {at.hour for at in chosen}
    return next((at for at in walls if at.hour not in taken), walls[0])


def _obstacles(rows: _Rows, days: Mapping[date, int]) -> Iterator[Obstacle]:
    """What would open a start by going away alone, the one that opens most first."""
    wanted, found = reduce(or_, days.values(), 0), []
    for barrier in rows.barriers:
        others = reduce(or_, (b.row for b in rows.barriers if not _goes_with(b, barrier)), 0)
        opened = (wanted & ~others).bit_count()
        if opened:
            found.append(Obstacle(why=barrier.why, who=barrier.who, starts=opened))
    yield from sorted(found, key=lambda obstacle: -obstacle.starts)


def _goes_with(other: _Barrier, gone: _Barrier) -> bool:
    """Whether one barrier goes away with another: one of the team who is free is somebody."""
    freed = gone.who is not None and gone.who.role in TEAM
    return other is gone or (freed and other.why is Why.NOBODY)

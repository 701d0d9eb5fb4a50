"""What a time is sought for, and everything that speaks against any one time.

A person stands in the way only in their own part (R21); `slots` finds the times that suit best.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from pathway import workdays
from pathway.model import Window
from pathway.words import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pathway.freebusy import BusyTime

GAP = timedelta(minutes=15)
"""What nears another meeting more than this is back to back with it (P1)."""


class Why(StrEnum):
    """What speaks against a time."""

    GONE_BY = "gone_by"
    TOO_SOON = "too_soon"
    PRESENT = "present"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    HOURS = "hours"
    SLOT_HOURS = "slot_hours"
    AWAY = "away"
    BUSY = "busy"
    OTHER_MEETING = "other_meeting"
    NOBODY = "nobody"
    ROOM = "room"
    LATE = "late"
    DAY_TO_AVOID = "day_to_avoid"
    BACK_TO_BACK = "back_to_back"
    SHORT_NOTICE = "short_notice"
    OFF_TARGET = "off_target"
    MAYBE_BUSY = "maybe_busy"
    BESIDE = "beside"
    UNKNOWN = "unknown"


AVOIDED = frozenset({Why.LATE, Why.DAY_TO_AVOID, Why.BACK_TO_BACK, Why.SLOT_HOURS})
"""Possible, never proposed (C1, F8, R26); what is late is, where nothing else is left."""

LOWERS = frozenset({Why.SHORT_NOTICE, Why.OFF_TARGET, Why.MAYBE_BUSY, Why.BESIDE, Why.UNKNOWN})
"""Proposed after what suits better; and so is what one who need not come is busy with (R16)."""


TAKEN = frozenset({Why.AWAY, Why.BUSY, Why.OTHER_MEETING})
"""One who must come is not to be had; one who need not is done without."""

TEAM = frozenset({Role.CLINICIAN, Role.LEADER})
"""One of these is enough where none of them must come (R16)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One who is to be there from `after` to `until` from the start, and what they are busy with.

    `busy` is all that there is inside `seen`, which is None where the calendar is not known; those
    outside the clinic have none, and are busy with what they said no to. `meetings` are our others,
    of any case, `away` whole days on which somebody else does their work. `id` is the
    participant's, or the staff id of a leader who is no participant.
    """

    id: str
    role: Role
    name: str
    after: timedelta
    until: timedelta
    must: bool = True
    busy: tuple[BusyTime, ...] = ()
    meetings: tuple[Window, ...] = ()
    away: tuple[Window, ...] = ()
    seen: Window | None = None


EVERY_DAY = frozenset(range(7))
"""Monday is 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """When a time is wanted, as far as it was said; all of the meeting lies within the hours.

    `begins` is the hour at which it is to begin, `without` are days from one to another.
    """

    first: date | None = None
    last: date | None = None
    opens: time | None = None
    closes: time | None = None
    begins: time | None = None
    weekdays: frozenset[int] = EVERY_DAY
    without: tuple[tuple[date, date], ...] = ()

    def wants(self, day: date) -> bool:
        """Whether this day is none of those that were left out."""
        left_out = any(first <= day <= last for first, last in self.without)
        return day.weekday() in self.weekdays and not left_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a time is sought for; days are the clinic's own, `last` is in it.

    Who is asked from today has had time to answer on `safe_from` (F2, F9). `target` are the days
    on which the meeting should be (R3, F19), `not_before` the first on which it may (R5), `present`
    the wall time at which the meeting is now. Of `rooms` one must be free: for each listed video
    room that the meeting may have, when it is taken. Within `slot_hours` the clinicians' own slots
    beside it, which go along, are in working hours too (R26).
    `wish` is what was asked for; its days and hours are those of the search already.
    """

    now: datetime
    zone: str
    minutes: int
    attendees: tuple[Attendee, ...]
    opens: time
    closes: time
    first: date
    last: date
    safe_from: date
    deadline: date | None = None
    target: tuple[date, date] | None = None
    not_before: date | None = None
    rooms: tuple[tuple[Window, ...], ...] = ()
    slot_hours: tuple[time, time] = (time.min, time.max)
    present: datetime | None = None
    wish: Wish = Wish()

    @property
    def hours(self) -> tuple[time, time]:
        """Between which it is to be, with what goes along with it."""
        return max(self.opens, self.slot_hours[0]), min(self.closes, self.slot_hours[1])

    def is_late(self, day: date) -> bool:
        """Whether a day is after the deadline; the deadline itself is in time (F1)."""
        return self.deadline is not None and day > self.deadline

    def distance(self, day: date) -> int:
        """How many days a day is from the best ones: safe to answer, and of the target."""
        first, last = self.safe_from, date.max
        if self.target:
            first = max(first, self.target[0])
            last = max(first, self.target[1])
        return max((first - day).days, (day - last).days, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What speaks against a time, and whose it is; `stops` where it is not to be."""

    why: Why
    who: Attendee | None = None

    @property
    def stops(self) -> bool:
        """Whether the meeting cannot be then; else it is only worse, or better avoided."""
        if self.why in TAKEN and self.who is not None:
            return self.who.must
        return self.why not in AVOIDED | LOWERS


def why_not(search: Search, at: datetime) -> tuple[Reason, ...]:
    """Everything that stops or lowers a start at this wall time, what stops it first."""
    reasons = [*_of_the_course(search, at), *_of_the_day(search, at), *_of_people(search, at)]
    return tuple(sorted(reasons, key=lambda reason: (not reason.stops, reason.why in LOWERS)))


def _of_the_course(search: Search, at: datetime) -> Iterator[Reason]:
    """By where the pathway stands."""
    day = at.date()
    if workdays.moment(day, at.time(), search.zone) <= search.now:
        yield Reason(why=Why.GONE_BY)
    elif day < search.safe_from:
        yield Reason(why=Why.SHORT_NOTICE)
    if at == search.present:
        yield Reason(why=Why.PRESENT)
    if search.not_before and day < search.not_before:
        yield Reason(why=Why.TOO_SOON)
    if search.is_late(day):
        yield Reason(why=Why.LATE)
    elif search.target and not search.target[0] <= day <= search.target[1]:
        yield Reason(why=Why.OFF_TARGET)


def _of_the_day(search: Search, at: datetime) -> Iterator[Reason]:
    """By the calendar and the clinic's hours."""
    day, end = at.date(), at + timedelta(minutes=search.minutes)
    if workdays.is_holiday(day):
        yield Reason(why=Why.HOLIDAY)
    elif workdays.is_weekend(day):
        yield Reason(why=Why.WEEKEND)
    elif at.time() < search.opens or end > datetime.combine(day, search.closes):
        yield Reason(why=Why.HOURS)
    elif at.time() < search.hours[0] or end > datetime.combine(day, search.hours[1]):
        yield Reason(why=Why.SLOT_HOURS)
    if workdays.is_day_to_avoid(at):
        yield Reason(why=Why.DAY_TO_AVOID)


def _of_people(search: Search, at: datetime) -> Iterator[Reason]:
    start = workdays.moment(at.date(), at.time(), search.zone)
    for one in search.attendees:
        why = _why(one, start)
        if why:
            yield Reason(why=why, who=one)
    team = [one for one in search.attendees if one.role in TEAM]
    taken = (_why(one, start) in TAKEN for one in team)
    if team and not any(one.must for one in team) and all(taken):
        yield Reason(why=Why.NOBODY)
    whole = Window(start=start, end=start + timedelta(minutes=search.minutes))
    if _meets_all(whole, search.rooms):
        yield Reason(why=Why.ROOM)
    elif _meets_all(_with_gap(whole), search.rooms):
        yield Reason(why=Why.BACK_TO_BACK)


def _why(one: Attendee, start: datetime) -> Why | None:
    """The weightiest of what speaks against this start for one person."""
    own = Window(start=start + one.after, end=start + one.until)
    if _meets(own, one.away):
        return Why.AWAY
    if _meets(own, one.meetings):
        return Why.OTHER_MEETING
    if not _all_tentative(one, own):
        return Why.BUSY
    return _less(one, own)


def _less(one: Attendee, own: Window) -> Why | None:
    """What makes it worse for one who can come then."""
    if one.must and _meets(_with_gap(own), one.meetings):
        return Why.BACK_TO_BACK
    if any(_during(one.busy, own)):
        return Why.MAYBE_BUSY
    if hurries(one) and not _all_tentative(one, _with_gap(own)):
        return Why.BESIDE
    known = one.seen is not None and one.seen.covers(own)
    return None if known else Why.UNKNOWN


def _all_tentative(one: Attendee, window: Window) -> bool:
    return all(busy.tentative for busy in _during(one.busy, window))


def hurries(one: Attendee) -> bool:
    """Whether it counts that this person has something else just before or after.

    Those outside are busy with nothing but what they said no to.
    """
    return one.must and one.role in TEAM


def _during(times: Sequence[BusyTime], window: Window) -> Iterator[BusyTime]:
    """Those that share any time with the window; they come in order and apart, as `settled`."""
    first = bisect_right(times, window.start, key=lambda one: one.end)
    return takewhile(lambda one: one.start < window.end, islice(times, first, None))


def _with_gap(window: Window) -> Window:
    return Window(start=window.start - GAP, end=window.end + GAP)


def _meets(window: Window, times: Iterable[Window]) -> bool:
    return any(window.overlaps(one) for one in times)


def _meets_all(window: Window, rooms: Sequence[Iterable[Window]]) -> bool:
    return bool(rooms) and all(_meets(window, taken) for taken in rooms)

"""The seam where staff's calendars are looked into: when somebody is busy, never with what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from pathway.model import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pathway.clinic import Staff
    from pathway.words import StaffId


class CalendarFault(StrEnum):
    """Why somebody's calendar is not known.

    `none` is that it has no source, `unreachable` all that passes by itself, `refused` that we may
    not look, `gone` that it is not there, `forbidden` an address that points inside the network,
    `too_large` and `unreadable` what came instead of a calendar.
    """

    NONE = "none"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyTime:
    """One stretch in which somebody is busy, aware UTC, `end` after `start`; perhaps only maybe."""

    start: datetime
    end: datetime
    tentative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What one calendar shows of a span, as `settled` leaves it; nothing where there is a fault."""

    busy: tuple[BusyTime, ...] = ()
    fault: CalendarFault | None = None


class FreeBusy(Protocol):
    """A source of busy times: Graph, published addresses, or none."""

    async def look(self, people: Sequence[Staff], span: Window) -> Mapping[StaffId, Schedule]:
        """What each of these is busy with in this span; somebody's fault is theirs alone.

        Never raises, and answers for everybody asked; any number of people, any length of span.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCalendar:
    """What was last read of somebody's calendar; no subjects, for nobody needs them (P4).

    `busy` is all that there was in `span` at `read_at`, both None before the first time. `fault`
    is what the last try came to, `wanted_at` when somebody last wished for newer times.
    """

    staff_id: StaffId
    busy: tuple[BusyTime, ...] = ()
    span: Window | None = None
    read_at: datetime | None = None
    tried_at: datetime | None = None
    fault: CalendarFault | None = None
    wanted_at: datetime | None = None


class BusyTimes(Protocol):
    """What a ledger keeps of staff's calendars, and whose are needed."""

    def staff_in_cases(self) -> frozenset[StaffId]:
        """Who stands in an open case: its clinicians, leaders and the responsible one.

        No audit row, since nothing of a case is read.
        """

    def calendars(self) -> Mapping[StaffId, KeptCalendar]:
        """What is kept, by whose it is."""

    def put_calendar(self, kept: KeptCalendar) -> None:
        """Remember it in the place of what was kept of that person."""

    def forget_calendar(self, staff_id: StaffId) -> None:
        """Forget what was kept of this person (P5)."""


def settled(busy: Iterable[BusyTime], span: Window) -> tuple[BusyTime, ...]:
    """These times cut to the span and in order, none touching another of its sort.

    Where somebody is both busy and maybe busy, busy holds. Times without length fall away.
    """
    times = list(busy)
    firm = _joined([one for one in times if not one.tentative], span)
    maybe = _joined([one for one in times if one.tentative], span)
    left = [piece for one in maybe for piece in _outside(one, firm)]
    return tuple(sorted([*firm, *left], key=lambda one: one.start))


def _joined(times: Iterable[BusyTime], span: Window) -> list[BusyTime]:
    """Of one sort alone."""
    joined: list[BusyTime] = []
    for one in sorted(times, key=lambda one: one.start):
        start, end = max(one.start, span.start), min(one.end, span.end)
        if joined and start <= joined[-1].end:
            last = joined.pop()
            start, end = last.start, max(end, last.end)
        if start < end:
            joined.append(BusyTime(start=start, end=end, tentative=one.tentative))
    return joined


def freed(busy: Iterable[BusyTime], window: Window) -> tuple[BusyTime, ...]:
    """These times without what lies in the window."""
    return tuple(piece for one in busy for piece in _outside(one, [window]))


def _outside(one: BusyTime, others: Iterable[BusyTime | Window]) -> list[BusyTime]:
    """The pieces of this time that none of the others covers, which are in order."""
    pieces, start = [], one.start
    for other in others:
        if start < other.start < one.end:
            pieces.append(replace(one, start=start, end=other.start))
        if other.start < one.end:
            start = max(start, other.end)
    return [*pieces, replace(one, start=start)] if start < one.end else pieces

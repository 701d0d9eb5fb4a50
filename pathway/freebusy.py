"""The seam where staff's calendars are looked into: when somebody is busy, never with what."""

from __future__ import annotations

from dataclasses import dataclass
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


def _outside(one: BusyTime, firm: Iterable[BusyTime]) -> list[BusyTime]:
    """The pieces of this time that none of these covers; `firm` in order."""
    pieces, start = [], one.start
    for other in firm:
        if start < other.start < one.end:
            pieces.append(BusyTime(start=start, end=other.start, tentative=True))
        if other.start < one.end:
            start = max(start, other.end)
    if start < one.end:
        pieces.append(BusyTime(start=start, end=one.end, tentative=True))
    return pieces

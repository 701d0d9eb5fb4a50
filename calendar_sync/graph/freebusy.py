"""When staff are busy, by getSchedule: twenty mailboxes and 42 days at a time, each fault its own.

Only the clinic's own organisation can be asked; nothing but busy or maybe is ever told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from calendar_sync.graph.calls import GraphError
from calendar_sync.graph.reading import UNREADABLE
from pathway.freebusy import BusyTime, CalendarFault, Schedule, settled
from pathway.model import Window
from pathway.postbox import PostboxFault

if TYPE_CHECKING:
    from calendar_sync.graph.calls import Calls
    from pathway.clinic import Staff
    from pathway.words import StaffId

MOST_MAILBOXES = 20
LONGEST = timedelta(days=42)

_FAULTS = {
    PostboxFault.REFUSED: CalendarFault.REFUSED,
    PostboxFault.GONE: CalendarFault.UNREACHABLE,  # the organiser's own, not this person's
    PostboxFault.UNREACHABLE: CalendarFault.UNREACHABLE,
}
_GONE = frozenset({"ErrorMailRecipientNotFound", "ErrorNonExistentMailbox", "ErrorInvalidUser"})
_REFUSED = frozenset({"ErrorNoFreeBusyAccess", "ErrorAccessDenied"})

Found = dict[str, "list[BusyTime] | CalendarFault"]


class GraphFreeBusy:
    """Implements `pathway.freebusy.FreeBusy`."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def look(self, people: Sequence[Staff], span: Window) -> Mapping[StaffId, Schedule]:
        """What each of these is busy with in this span; somebody's fault is theirs alone."""
        found: Found = {}
        addresses = list(dict.fromkeys(p.email.lower() for p in people if p.email))
        for some in _groups(addresses):
            for piece in _pieces(span):
                await self._ask(some, piece, found)
        return {person.id: _schedule(person, found, span) for person in people}

    async def _ask(self, addresses: Sequence[str], span: Window, found: Found) -> None:
        """Add what is found; a fault in any piece is a fault in all of that person's time."""
        try:
            told = await self._calls.busy(addresses, span)
        except GraphError as error:
            for address in addresses:
                found[address] = _FAULTS[error.fault]
            return
        for address in addresses:
            times, known = told.get(address, "missing"), found.setdefault(address, [])
            if isinstance(times, str):
                found[address] = _fault(times)
            elif isinstance(known, list):
                known.extend(times)


def _fault(code: str) -> CalendarFault:
    if code == UNREADABLE:
        return CalendarFault.UNREADABLE
    if code in _GONE:
        return CalendarFault.GONE
    return CalendarFault.REFUSED if code in _REFUSED else CalendarFault.UNREACHABLE


def _schedule(person: Staff, found: Found, span: Window) -> Schedule:
    times = found.get(person.email.lower(), CalendarFault.NONE)
    if isinstance(times, CalendarFault):
        return Schedule(fault=times)
    return Schedule(busy=settled(times, span))


def _groups(addresses: Sequence[str]) -> Iterable[Sequence[str]]:
    return (addresses[n : n + MOST_MAILBOXES] for n in range(0, len(addresses), MOST_MAILBOXES))


def _pieces(span: Window) -> Iterator[Window]:
    start = span.start
    while start < span.end:
        end = min(start + LONGEST, span.end)
        yield Window(start=start, end=end)
        start = end

"""The assembly's part for staff's calendars: where each one's are, and what reads them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from calendar_sync.freebusy import EachTheirOwn, NoCalendars
from calendar_sync.graph.freebusy import GraphFreeBusy
from calendar_sync.invented import InventedCalendars
from calendar_sync.published import PublishedCalendars
from pathway.service import PROGRAM
from scheduler.calendar_watch import CalendarWatch

if TYPE_CHECKING:
    from bot.house import House
    from pathway.freebusy import FreeBusy


def calendar_watch_of(
    house: House,
    seconds: float,
    failed: Callable[[Exception], None],
    alive: Callable[[float], Awaitable[None]],
) -> CalendarWatch | None:
    """What reads staff's calendars; None where nobody's is anywhere."""
    shared = _shared(house)
    published = any(person.freebusy_url for person in house.clinic.staff)
    if not published and isinstance(shared, NoCalendars):
        return None
    own = PublishedCalendars(house.clinic.zone, house.clinic.freebusy_inside)
    run = partial(house.run, PROGRAM, "calendar")
    return CalendarWatch(run, EachTheirOwn(own, shared), failed, seconds, alive)


def _shared(house: House) -> FreeBusy:
    """Where the calendars of those are who have published none."""
    if house.graph is not None:
        return GraphFreeBusy(house.graph.mailbox)
    return InventedCalendars(house.clinic.zone) if house.local else NoCalendars()

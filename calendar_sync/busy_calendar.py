"""A published calendar as it really comes: when its owner is busy in a span, and nothing else.

Windows zone names, whole days, floating times, recurring and moved events, and free/busy periods
(RFC 5545 sections 3.6.1 and 3.6.4). What cannot be read whole is not read at all: a calendar with
a hole in it would show somebody as free.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from math import prod
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from calendar_sync.never import comes_true
from calendar_sync.zones import calendars_in
from pathway.freebusy import BusyTime, CalendarFault, Schedule, settled

if TYPE_CHECKING:
    from icalendar import Calendar, Component
    from icalendar.prop import vPeriod, vRecur

    from pathway.model import Window

MOST_EVENTS = 5_000
MOST_LINES = 150_000
"""So much is read in a few seconds; what is more is counted and left."""

MOST_STEPS = 200_000
"""More steps of recurring events than this are no calendar of a person."""

MOST_NEVERS = 20
"""So many rules that never come true are somebody's mistake; more are no calendar of a person."""

_FREE = frozenset({"FREE", "WORKINGELSEWHERE"})
_EVERY = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
"""How many days lie between; by the hour, minute or second no person is busy."""

MOST_A_DAY = 4
"""Times of one day that one rule may name; who is busy more often has one long event."""

_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")
_DAYS = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")
_OFTEN = {
    ("BYDAY", "MONTHLY"): 5,
    ("BYDAY", "YEARLY"): 53,
    ("BYMONTHDAY", "YEARLY"): 12,
    ("BYWEEKNO", "YEARLY"): 7,
}
"""How often what such a list names comes back before the next step."""

_FOLD = re.compile(rb"\r?\n[ \t]")


class UnreadableCalendarError(Exception):
    """It is no calendar, or holds more than a person's: `fault` says which."""

    def __init__(self, fault: CalendarFault) -> None:
        super().__init__(fault)
        self.fault = fault


def read_busy(raw: bytes, span: Window, zone: str, email: str = "") -> Schedule:
    """When the owner, known by this address, is busy; `zone` is for times that name none.

    Never raises: whatever else the bytes are is a fault.
    """
    try:
        found = list(_busy(raw, span, ZoneInfo(zone), email.lower()))
        return Schedule(busy=settled(found, span))
    except UnreadableCalendarError as error:
        return Schedule(fault=error.fault)
    except Exception:  # noqa: BLE001 - foreign bytes break parsers in ways that nobody lists
        return Schedule(fault=CalendarFault.UNREADABLE)


def _busy(raw: bytes, span: Window, zone: ZoneInfo, email: str) -> Iterator[BusyTime]:
    _check_size(raw)
    calendars = calendars_in(raw)
    if not calendars or any(one.name != "VCALENDAR" for one in calendars):
        raise UnreadableCalendarError(CalendarFault.UNREADABLE)
    for calendar in calendars:
        yield from _periods(calendar, zone)
        yield from _events(calendar, span, zone, email)


def _check_size(raw: bytes) -> None:
    """Counted in the bytes: what is too much is not even parsed. A name may be folded anywhere."""
    if max(raw.count(b"\n"), raw.count(b"\r")) > MOST_LINES:
        raise UnreadableCalendarError(CalendarFault.TOO_LARGE)
    unfolded = _FOLD.sub(b"", raw).upper()
    if unfolded.count(b"BEGIN:VEVENT") > MOST_EVENTS:
        raise UnreadableCalendarError(CalendarFault.TOO_LARGE)


# --- events ---------------------------------------------------------------------------------


def _events(calendar: Calendar, span: Window, zone: ZoneInfo, email: str) -> Iterator[BusyTime]:
    from recurring_ical_events import of

    _check_work(calendar, span)
    query = of(calendar, components=["VEVENT"])
    margin = timedelta(days=2)  # floating times and whole days are placed by us
    for event in query.between(span.start - margin, span.end + margin):
        if not _is_free(event, email):
            start, end = _moment(event.start, zone), _moment(event.end, zone)
            if start < end:
                yield BusyTime(start=start, end=end, tentative=_is_maybe(event))


def _check_work(calendar: Calendar, span: Window) -> None:
    """Refuse what would take long to expand: events by the hour, or since the year 1.

    A rule that never comes true is taken away: its event stands once, when it begins.
    """
    steps = nevers = 0
    for event in calendar.walk("VEVENT"):
        if event.errors:
            raise UnreadableCalendarError(CalendarFault.UNREADABLE)
        rules = event.pop("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            steps += _steps(rule, event, span)
            if steps > MOST_STEPS or nevers > MOST_NEVERS:
                raise UnreadableCalendarError(CalendarFault.TOO_LARGE)
            if comes_true(rule, event.decoded("DTSTART")):
                event.add("RRULE", rule)
            else:
                nevers += 1


def _steps(rule: vRecur, event: Component, span: Window) -> int:
    """About how many times a rule is tried until it or the span is over."""
    often = str(rule.get("FREQ", [""])[0]).upper()
    times = _product(len(rule.get(name, [])) for name in _TIMES)
    if often not in _EVERY or times > MOST_A_DAY:
        raise UnreadableCalendarError(CalendarFault.TOO_LARGE)
    begins, *until = (_day(at) for at in (event.decoded("DTSTART"), *rule.get("UNTIL", [])))
    days = max((min([span.end.date(), *until]) - begins).days, 0)
    each = _product(len(rule.get(name, [])) * _OFTEN.get((name, often), 1) for name in _DAYS)
    return (days // _EVERY[often] + 1) * times * each


def _product(sizes: Iterable[int]) -> int:
    """A list that is not there counts as one of one."""
    return prod(max(size, 1) for size in sizes)


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _is_free(event: Component, email: str) -> bool:
    said = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    if str(event.get("STATUS", "")).upper() == "CANCELLED" or said in _FREE:
        return True
    return str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or _declined(event, email)


def _declined(event: Component, email: str) -> bool:
    """Whether the owner said no, and the event still stands there."""
    found = event.get("ATTENDEE", [])
    asked = found if isinstance(found, list) else [found]
    mine = [one for one in asked if email and str(one).lower().removeprefix("mailto:") == email]
    return any(str(one.params.get("PARTSTAT", "")).upper() == "DECLINED" for one in mine)


def _is_maybe(event: Component) -> bool:
    said = (event.get("STATUS", ""), event.get("X-MICROSOFT-CDO-BUSYSTATUS", ""))
    return "TENTATIVE" in {str(one).upper() for one in said}


# --- free/busy periods ----------------------------------------------------------------------


def _periods(calendar: Calendar, zone: ZoneInfo) -> Iterator[BusyTime]:
    for component in calendar.walk("VFREEBUSY"):
        if component.errors:
            raise UnreadableCalendarError(CalendarFault.UNREADABLE)
        found = component.get("FREEBUSY", [])
        for period in found if isinstance(found, list) else [found]:
            yield from _period(period, zone)


def _period(period: vPeriod, zone: ZoneInfo) -> Iterator[BusyTime]:
    kind = str(period.params.get("FBTYPE", "BUSY")).upper()
    start, end = _moment(period.start, zone), _moment(period.end, zone)
    if kind != "FREE" and start < end:
        yield BusyTime(start=start, end=end, tentative=kind == "BUSY-TENTATIVE")


def _moment(at: date, zone: ZoneInfo) -> datetime:
    """In UTC; a day begins at midnight, and a time without a zone is the clinic's."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time())
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)

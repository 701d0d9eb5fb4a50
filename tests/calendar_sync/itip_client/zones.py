"""Times of RFC 5545: the zone is what the calendar's own VTIMEZONE says, and nothing else."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from tests.calendar_sync.itip_client.content import Component, NotCalendarError, Property

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"(-?\d)(MO|TU|WE|TH|FR|SA|SU)")
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)")

Onset = tuple[datetime, timedelta, timedelta]
"""When a rule begins, in the local time before it; the offset before and after."""


def moment(found: Property, calendar: Component) -> datetime:
    """A DATE-TIME in UTC: with Z, or local to the zone that TZID names (section 3.3.5)."""
    tzid = found.params.get("TZID")
    if found.value.endswith("Z") and tzid is None:
        return stamp(found.value)
    if tzid is None:
        raise NotCalendarError(f"{found.name} floats")
    named = [z for z in calendar.inner("VTIMEZONE") if z.one("TZID").value == tzid]
    if len(named) != 1:
        raise NotCalendarError(f"{len(named)} VTIMEZONE for {tzid}")
    return local_in(named[0], wall(found.value))


def stamp(text: str) -> datetime:
    """A DATE-TIME that must be UTC."""
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def wall(text: str) -> datetime:
    """A DATE-TIME without a zone."""
    return datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - wall time


def local_in(zone: Component, when: datetime) -> datetime:
    """This wall time in UTC by the zone's rules (sections 3.6.5 and 3.3.5).

    What comes twice is the first of the two; what never comes is read with the offset before.
    """
    began = [onset for onset in _onsets(zone, when.year) if onset[0] <= when]
    if not began:
        raise NotCalendarError("before the zone's first rule")
    start, before, after = max(began)
    offset = before if when < start + (after - before) else after
    return (when - offset).replace(tzinfo=UTC)


def _onsets(zone: Component, year: int) -> Iterator[Onset]:
    for rule in zone.components:
        first = wall(rule.one("DTSTART").value)
        offsets = _offset(rule, "TZOFFSETFROM"), _offset(rule, "TZOFFSETTO")
        yield (first, *offsets)
        for one in rule.all("RDATE"):
            yield (wall(one.value), *offsets)
        for one in rule.all("RRULE"):
            for each in (year - 1, year):
                start = datetime.combine(_day(one.value, each), first.time())
                if start >= first:
                    yield (start, *offsets)


def _offset(rule: Component, name: str) -> timedelta:
    found = _OFFSET.fullmatch(rule.one(name).value)
    if found is None:
        raise NotCalendarError(f"no offset in {name}")
    sign = -1 if found.group(1) == "-" else 1
    return sign * timedelta(hours=int(found.group(2)), minutes=int(found.group(3)))


def _day(rule: str, year: int) -> date:
    """The day of this year by FREQ=YEARLY;BYMONTH=m;BYDAY=nXX (section 3.3.10), and no other."""
    parts = dict(part.split("=") for part in rule.split(";"))
    found = _BY_DAY.fullmatch(parts.pop("BYDAY", ""))
    month = int(parts.pop("BYMONTH", "0"))
    if parts != {"FREQ": "YEARLY"} or found is None or not month:
        raise NotCalendarError(f"a rule that nobody here knows: {rule}")
    which, weekday = int(found.group(1)), _DAYS.index(found.group(2))
    length = monthrange(year, month)[1]
    days = [date(year, month, day) for day in range(1, length + 1)]
    same = [day for day in days if day.weekday() == weekday]
    return same[which - 1 if which > 0 else which]

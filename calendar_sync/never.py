"""Rules of recurring events that never come true, as 30 February: found before they are expanded.

Whoever expands one looks for it until the year 9999, half a second or more of the processor each.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar.prop import vRecur

LAST_YEARS = range(9943, 9971)
"""28 years after which weekdays and leap years come again, near the end of what is looked through.

A rule that starts there is looked for in the 29 to 56 years that are left, and not in 8,000.
"""

_ENDS = ("UNTIL", "COUNT")
_MAY_NEVER = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")


def comes_true(rule: vRecur, begins: date) -> bool:
    """Whether any day is one of this rule's, whenever it ends; `begins` is the event's own day."""
    if not any(rule.get(name) for name in _MAY_NEVER) and not _counts_weekdays(rule):
        return True
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped] # it has no types

    endless = rule.copy()
    for name in _ENDS:
        endless.pop(name, None)
    year = next(one for one in LAST_YEARS if one % len(LAST_YEARS) == begins.year % len(LAST_YEARS))
    day = date(begins.year, begins.month, begins.day)
    start = datetime.combine(_in_year(day, year), time())
    said: bytes = endless.to_ical()  # type: ignore[no-untyped-call] # icalendar types not all
    found = rrulestr(said.decode(), dtstart=start)
    return next(iter(found), None) is not None


def _counts_weekdays(rule: vRecur) -> bool:
    """As in "the fifth Monday"."""
    return any(str(one)[0] in "+-0123456789" for one in rule.get("BYDAY", []))


def _in_year(day: date, year: int) -> date:
    """The same day of another year; where that has no 29 February, the day before."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=year, day=28) if leap and year % 4 else day.replace(year=year)

"""Norwegian working days and working hours (C1, D3, D4, F3, F8); dates are the clinic's own.

Holidays are read lazily, one year at a time, since reading them costs more than a turn does.
"""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pathway.outgoing import Hours

_DAY = timedelta(days=1)
_SATURDAY = 5
_EARLY = time(7, 0)  # F18: today's meeting
_SMS_OPENS, _SMS_CLOSES = time(9, 0), time(15, 0)  # P6
_QUIET_WEEKS = range(28, 31)
_NOON = time(12, 0)
_DAYS_KNOWN = 4096
_EASTER = (1, 2, 4, 5)  # from its Wednesday to its red days; no other day has all four ahead


@lru_cache(maxsize=64)
def _holidays(year: int) -> dict[date, str]:
    import holidays

    return dict(holidays.country_holidays("NO", years=year, language="no").items())


def holiday_name(day: date) -> str:
    """The public holiday's Norwegian name, both where two fall together, or empty."""
    return _holidays(day.year).get(day, "")


def is_holiday(day: date) -> bool:
    """Whether this is a public holiday in Norway (C1)."""
    return bool(holiday_name(day))


def is_weekend(day: date) -> bool:
    """Whether this is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY


@lru_cache(maxsize=_DAYS_KNOWN)
def is_working_day(day: date) -> bool:
    """Mondays to Fridays that are not holidays (C1)."""
    return not is_weekend(day) and not is_holiday(day)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, clamped to the month's end (F1)."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def on_or_after(day: date) -> date:
    """The first working day from `day` on."""
    while not is_working_day(day):
        day += _DAY
    return day


def on_or_before(day: date) -> date:
    """The last working day up to `day`."""
    while not is_working_day(day):
        day -= _DAY
    return day


@lru_cache(maxsize=_DAYS_KNOWN)
def add(day: date, count: int) -> date:
    """The working day `count` working days after `day`; day 0 waits for a working day."""
    if count == 0:
        return on_or_after(day)
    for _ in range(count):
        day = on_or_after(day + _DAY)
    return day


@lru_cache(maxsize=_DAYS_KNOWN)
def subtract(day: date, count: int) -> date:
    """The working day `count` working days before `day`; 0 is the last one up to `day`."""
    day = on_or_before(day) if count == 0 else day
    for _ in range(count):
        day = on_or_before(day - _DAY)
    return day


def between(first: date, last: date) -> int:
    """How many working days lie after `first`, up to and with `last`; 0 when there are none."""
    days = (last - first).days
    return sum(is_working_day(first + _DAY * n) for n in range(1, days + 1))


def is_day_to_avoid(wall: datetime) -> bool:
    """Days on which a meeting is warned against though it is no holiday (C1, F8)."""
    day = wall.date()
    if (day.month, day.day) in {(12, 24), (12, 31)} or day.isocalendar().week in _QUIET_WEEKS:
        return True
    before_easter = all(is_holiday(day + _DAY * ahead) for ahead in _EASTER)
    return before_easter and wall.time() >= _NOON


def local_date(moment: datetime, zone: str) -> date:
    """The date on which this UTC moment falls in the clinic."""
    return moment.astimezone(ZoneInfo(zone)).date()


def wall_time(moment: datetime, zone: str) -> datetime:
    """What the clinic's clocks show at this UTC moment, naive."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@lru_cache(maxsize=_DAYS_KNOWN)
def moment(day: date, at: time, zone: str) -> datetime:
    """The UTC moment of a local date and time."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def may_leave(now: datetime, hours: Hours, zone: str, opens: time, closes: time) -> bool:
    """Whether a row of these hours may leave now (F3, F18, P6); the closing minute is outside."""
    if hours is Hours.ANY:
        return True
    local = now.astimezone(ZoneInfo(zone))
    if hours is Hours.TODAY:
        return local.time() >= _EARLY
    if hours is Hours.SMS:
        opens, closes = _SMS_OPENS, _SMS_CLOSES
    return is_working_day(local.date()) and opens <= local.time() < closes


def next_leave(now: datetime, hours: Hours, zone: str, opens: time, closes: time) -> datetime:
    """The first moment from `now` on at which a row of these hours may leave, UTC."""
    if may_leave(now, hours, zone, opens, closes):
        return now
    local = now.astimezone(ZoneInfo(zone))
    starts = {Hours.TODAY: _EARLY, Hours.SMS: _SMS_OPENS}.get(hours, opens)
    day = local.date() if local.time() < starts else local.date() + _DAY
    return moment(day if hours is Hours.TODAY else on_or_after(day), starts, zone)

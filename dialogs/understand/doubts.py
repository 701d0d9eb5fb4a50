"""What makes one ask "er du sikker?" about a date or a moment that was understood."""

from collections.abc import Callable
from datetime import date, datetime, time
from enum import StrEnum, unique
from typing import Final
from zoneinfo import ZoneInfo

from dialogs.understand.dates import Prefer, months_later
from dialogs.understand.reading import Moment

_OSLO: Final = ZoneInfo("Europe/Oslo")
_SATURDAY: Final = 5
_FAR_AWAY: Final = 18
"""Months."""

_OPENS, _CLOSES = time(8), time(15, 30)
"""D4: working time; a meeting starts within it."""


@unique
class Doubt(StrEnum):
    """Why a date or a moment is questioned."""

    PAST = "past"
    FUTURE = "future"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    QUIET_DAY = "quiet_day"
    OUTSIDE_HOURS = "outside_hours"
    FAR_AWAY = "far_away"


def _never_quiet(_day: date, _time: time | None) -> bool:
    return False


def doubts(
    when: date | Moment,
    now: datetime,
    is_holiday: Callable[[date], bool],
    *,
    is_quiet: Callable[[date, time | None], bool] = _never_quiet,
    prefer: Prefer = "future",
) -> tuple[Doubt, ...]:
    """Return what is doubtful, the weightiest first.

    `now` is aware. `is_quiet` tells the days that F8 warns of. With `prefer` "past" (what
    has happened) the future is doubtful instead of the past, and any day and hour will do.
    """
    moment = when if isinstance(when, Moment) else Moment(when, None)
    here = now.astimezone(_OSLO)
    if prefer == "past":
        return _of_what_has_been(moment, here)
    day, clock = moment.date, moment.time
    found = {
        Doubt.PAST: _is_before(moment, here),
        Doubt.HOLIDAY: day is not None and is_holiday(day),
        Doubt.WEEKEND: day is not None and day.weekday() >= _SATURDAY,
        Doubt.OUTSIDE_HOURS: clock is not None and not _OPENS <= clock < _CLOSES,
        Doubt.QUIET_DAY: day is not None and is_quiet(day, clock),
        Doubt.FAR_AWAY: day is not None and day > months_later(here.date(), _FAR_AWAY),
    }
    return tuple(doubt for doubt, holds in found.items() if holds)


def _of_what_has_been(moment: Moment, here: datetime) -> tuple[Doubt, ...]:
    day = moment.date
    found = {
        Doubt.FUTURE: _is_after(moment, here),
        Doubt.FAR_AWAY: day is not None and day < months_later(here.date(), -_FAR_AWAY),
    }
    return tuple(doubt for doubt, holds in found.items() if holds)


def _is_before(moment: Moment, here: datetime) -> bool:
    """A whole day is over when the next has begun, a time when it has struck."""
    if moment.date is None or moment.date != here.date():
        return moment.date is not None and moment.date < here.date()
    return moment.time is not None and moment.time <= here.time()


def _is_after(moment: Moment, here: datetime) -> bool:
    if moment.date is None or moment.date != here.date():
        return moment.date is not None and moment.date > here.date()
    return moment.time is not None and moment.time > here.time()

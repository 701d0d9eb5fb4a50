"""Which Friday is meant by "fredag", "neste fredag", "forrige fredag"."""

from datetime import date, timedelta
from typing import assert_never

from dialogs.understand.pieces import Turn, Weekday


def a_week(count: int = 1) -> timedelta:
    """Return that many weeks."""
    return timedelta(weeks=count)


def monday_of(day: date) -> date:
    """Return the Monday of the day's ISO week."""
    return day - timedelta(day.weekday())


def weekday_nearest(number: int, today: date, direction: int) -> date:
    """Return the nearest such weekday ahead (1) or behind (-1), today counted."""
    return today + direction * timedelta(direction * (number - today.weekday()) % 7)


def weekday_alone(weekday: Weekday, today: date, *, past: bool) -> tuple[date, ...]:
    """Return the dates that a weekday can mean when nothing else is said about the day."""
    return tuple(
        day for number in sorted(weekday.numbers) for day in _one(number, weekday.turn, today, past)
    )


def _one(number: int, turn: Turn, today: date, past: bool) -> tuple[date, ...]:  # noqa: FBT001
    ahead = weekday_nearest(number, today, 1)
    behind = weekday_nearest(number, today, -1)
    on_the_day = ahead == today
    match turn:
        case Turn.PLAIN if past:
            return (today, today - a_week()) if on_the_day else (behind,)
        case Turn.PLAIN | Turn.COMING:
            return (today, today + a_week()) if on_the_day else (ahead,)
        case Turn.NEXT:
            return (today + a_week(),) if on_the_day else (ahead, ahead + a_week())
        case Turn.PREVIOUS:
            return (today - a_week(),) if on_the_day else (behind, behind - a_week())
        case Turn.LATEST:
            return (today - a_week(),) if on_the_day else (behind,)
        case Turn.THIS:
            return _this(ahead, today)
    assert_never(turn)


def _this(ahead: date, today: date) -> tuple[date, ...]:
    """Read "denne fredagen", which on a Saturday may be yesterday's."""
    this_week = monday_of(today) + timedelta(ahead.weekday())
    if ahead == today:
        return (today, today + a_week())
    return tuple(dict.fromkeys((ahead, this_week)))

"""From what was said about days to the dates that it can mean.

What repeats (a weekday, "24.11.", "uke 48") is the nearest on the side that the question
asks about, today counted. Rules where people differ, so that all are asked about:

- a weekday named on that weekday: today or a week later;
- "neste fredag": the nearest Friday and the one after; on a Friday only that in a week;
- "forrige fredag": the same backwards ("sist fredag" is the nearest behind us);
- "mandag om to uker": counted in calendar weeks, or from the nearest Monday;
- a day, month or week that lies at most 31 days on the other side: both years;
- a day without a month: the two nearest months, unless a weekday or week settles it;
- a week without a day: Monday to Friday of it;
- parts that contradict each other: what each of them says.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias, assert_never

from dialogs.understand.pieces import (
    Day,
    DayPiece,
    Later,
    NthWeekday,
    Unit,
    Week,
    Weekday,
    WeeksAway,
)
from dialogs.understand.reading import Reason, UnreadableError
from dialogs.understand.weekdays import a_week, monday_of, weekday_alone, weekday_nearest

Prefer: TypeAlias = Literal["future", "past"]
"""The side of today on which the answer lies."""

Fixed: TypeAlias = Day | NthWeekday | Week | WeeksAway | Later

_A_YEAR: Final = 371
"""Days until any day and any week has come again (leap days and week 53 apart)."""

_JUST_BEHIND: Final = 31
_WORK_DAYS: Final = frozenset(range(5))
_MONTHS_AHEAD: Final = 14


def months_later(day: date, count: int) -> date:
    """Return the same day `count` months later, clamped to the month's end."""
    years, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def _nearby(today: date, prefer: Prefer, matches: Callable[[date], bool]) -> list[date]:
    """The nearest match on the preferred side, and one just on the other side of today."""
    step = 1 if prefer == "future" else -1
    ahead = (today + timedelta(step * count) for count in range(_A_YEAR + 1))
    behind = (today - timedelta(step * count) for count in range(1, _JUST_BEHIND + 1))
    first = next(filter(matches, ahead), None)
    if first is None or first == today:
        return [first] if first else []
    just_behind = next(filter(matches, behind), None)
    return [first, just_behind] if just_behind else [first]


def _days_numbered(piece: Day, today: date, prefer: Prefer) -> list[date]:
    """The 24th of the two nearest months that have it."""
    months = range(_MONTHS_AHEAD) if prefer == "future" else range(0, -_MONTHS_AHEAD, -1)
    found = []
    for count in months:
        first = months_later(today.replace(day=1), count)
        if piece.day > monthrange(first.year, first.month)[1]:
            continue
        day = first.replace(day=piece.day)
        if day >= today if prefer == "future" else day <= today:
            found.append(day)
    return found[:2]


def _of_day(piece: Day, today: date, prefer: Prefer) -> list[date]:
    if piece.month is None:
        return _days_numbered(piece, today, prefer)
    if piece.year is not None:
        return [date(piece.year, piece.month, piece.day)]
    found = _nearby(today, prefer, lambda day: (day.day, day.month) == (piece.day, piece.month))
    if not found:
        raise UnreadableError(Reason.NO_SUCH_DAY)
    return found


def _mondays(piece: Week, today: date, prefer: Prefer) -> list[date]:
    if piece.year is None:
        near = _nearby(today, prefer, lambda day: day.isocalendar().week == piece.number)
        found = list(dict.fromkeys(monday_of(day) for day in near))
    else:
        try:
            found = [date.fromisocalendar(piece.year, piece.number, 1)]
        except ValueError:
            found = []
    if not found:
        raise UnreadableError(Reason.NO_SUCH_WEEK)
    return found


def _is_nth(piece: NthWeekday, day: date) -> bool:
    place = (day.day - 1) // 7 + 1
    named = (piece.place, piece.month, piece.year or day.year) == (place, day.month, day.year)
    return named and day.weekday() in piece.numbers


def _nth_weekday(piece: NthWeekday, today: date, prefer: Prefer) -> list[date]:
    """The first Monday of December, on the side that the question asks about."""
    if piece.year is None:
        found = _nearby(today, prefer, lambda day: _is_nth(piece, day))
    else:
        days = range(1, monthrange(piece.year, piece.month)[1] + 1)
        each = (date(piece.year, piece.month, day) for day in days)
        found = [day for day in each if _is_nth(piece, day)]
    if not found:
        raise UnreadableError(Reason.NO_SUCH_DAY)
    return found


def _of_weeks(mondays: Iterable[date], weekdays: frozenset[int]) -> list[date]:
    return [monday + timedelta(number) for monday in mondays for number in sorted(weekdays)]


def _of_later(piece: Later, weekday: Weekday | None, today: date) -> list[date]:
    if piece.unit is Unit.MONTH:
        return [months_later(today, piece.count)]
    if piece.unit is Unit.DAY:
        return [today + timedelta(piece.count)]
    shift = a_week(piece.count)
    if weekday is None:
        return [today + shift]
    by_calendar = _of_weeks([monday_of(today + shift)], weekday.numbers)
    from_nearest = [
        weekday_nearest(number, today, 1 if piece.count > 0 else -1) + shift
        for number in sorted(weekday.numbers)
    ]
    return list(dict.fromkeys((*by_calendar, *from_nearest)))


def _said(piece: Fixed, weekday: Weekday | None, today: date, prefer: Prefer) -> list[date]:
    """The dates that a piece means by itself, the likeliest first."""
    numbers = weekday.numbers if weekday else _WORK_DAYS
    match piece:
        case Day():
            return _of_day(piece, today, prefer)
        case NthWeekday():
            return _nth_weekday(piece, today, prefer)
        case Week():
            return _of_weeks(_mondays(piece, today, prefer), numbers)
        case WeeksAway():
            return _of_weeks([monday_of(today) + a_week(piece.count)], numbers)
        case Later():
            return _of_later(piece, weekday, today)
    assert_never(piece)


def _agrees(piece: Fixed, day: date, weekday: Weekday | None, today: date) -> bool:
    """Whether a date is what the piece says (its year too, where it says one)."""
    match piece:
        case Day():
            said = (piece.day, piece.month or day.month, piece.year or day.year)
            return said == (day.day, day.month, day.year)
        case NthWeekday():
            return _is_nth(piece, day)
        case Week():
            year, week, _ = day.isocalendar()
            return (piece.number, piece.year or year) == (week, year)
        case WeeksAway():
            return monday_of(day) == monday_of(today) + a_week(piece.count)
        case Later():
            return day in _of_later(piece, weekday, today)
    assert_never(piece)


def _certainty(piece: Fixed) -> int:
    """Sort the pieces: those that name one day come first, weeks last."""
    match piece:
        case Later():
            return 1 if piece.unit is Unit.DAY else 3
        case Day():
            return 2 if piece.month else 4
        case NthWeekday():
            return 2
        case Week() | WeeksAway():
            return 5
    assert_never(piece)


def _together(
    fixed: Sequence[Fixed], weekday: Weekday | None, today: date, prefer: Prefer
) -> list[date]:
    """The dates on which all pieces agree; else what each of them says, for a question."""
    first, *others = sorted(fixed, key=_certainty)
    said = _said(first, weekday, today, prefer)
    agreed = [
        day
        for day in said
        if (weekday is None or day.weekday() in weekday.numbers)
        and all(_agrees(piece, day, weekday, today) for piece in others)
    ]
    if isinstance(first, Day) and first.month is None and (weekday or others):
        said = said[:1]
        if agreed[:1] == said:
            return said
        said, agreed = said + agreed, []
    if agreed:
        return agreed
    numbers = weekday.numbers if weekday else frozenset({said[0].weekday()})
    same_week = _of_weeks(map(monday_of, said), numbers)
    stated = [day for piece in others for day in _said(piece, weekday, today, prefer)]
    return [*said, *same_week, *stated]


def dates_of(pieces: Sequence[DayPiece], today: date, prefer: Prefer) -> tuple[date, ...]:
    """Return the dates that the pieces can mean, the likeliest first; none for no pieces.

    Raises UnreadableError (NO_SUCH_DAY, NO_SUCH_WEEK).
    """
    weekdays = [piece for piece in dict.fromkeys(pieces) if isinstance(piece, Weekday)]
    fixed = [piece for piece in dict.fromkeys(pieces) if not isinstance(piece, Weekday)]
    found: list[date] = []
    if fixed:
        each_weekday: Sequence[Weekday | None] = weekdays or [None]
        for each in each_weekday:
            found += _together(fixed, each, today, prefer)
    else:
        for weekday in weekdays:
            found += weekday_alone(weekday, today, past=prefer == "past")
    return tuple(dict.fromkeys(found))

"""Days of the calendar from tokens: "24.11.", "24. november 2026", "241126", "2026-11-24"."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from dialogs.understand.pieces import Day
from dialogs.understand.reading import Reason, UnreadableError

_LEAP_YEAR: Final = 2000
_CENTURY: Final = 2000
_YEARS: Final = range(1900, 2101)
_NEAR: Final = 3
"""Years each way in which two or four digits are surely a year."""


def is_near(year: int, today: date) -> bool:
    """Whether a year is so near that digits after a day and month are that year."""
    return abs(year - today.year) <= _NEAR


def is_year(number: int) -> bool:
    """Whether four digits may be a year at all."""
    return number in _YEARS


def day(number: int, month: int | None = None, year: int | None = None) -> Day | None:
    """Return the day if the calendar has it (a missing year may be a leap year)."""
    if year is not None and year not in _YEARS:
        return None
    try:
        date(year or _LEAP_YEAR, month or 1, number)
    except ValueError:
        return None
    return Day(number, month, year)


def two_digit_year(values: Sequence[int]) -> Day | None:
    """Read "24.11.26"."""
    return day(values[0], values[1], _CENTURY + values[2])


def either_order(values: Sequence[int], today: date) -> tuple[Day, ...]:
    """Read "24-11-26": day first, as in Norway; this year or one beside it may be in front."""
    norwegian = two_digit_year(values)
    backwards = two_digit_year((values[2], values[1], values[0]))
    year_first = abs(_CENTURY + values[0] - today.year) <= 1
    found = (norwegian, backwards if year_first else None)
    return tuple(dict.fromkeys(each for each in found if each is not None))


def existing(found: Day | None) -> Day:
    """Return the day, or raise UnreadableError (NO_SUCH_DAY)."""
    if found is None:
        raise UnreadableError(Reason.NO_SUCH_DAY)
    return found

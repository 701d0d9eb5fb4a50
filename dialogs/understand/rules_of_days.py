"""What the grammar's patterns about days mean, and those that may be a day or a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final, TypeAlias

from dialogs.understand import calendar_days as days
from dialogs.understand import clocks
from dialogs.understand.pieces import Clock, Day, Piece, Weekday
from dialogs.understand.reading import Reason, UnreadableError
from dialogs.understand.scanner import Token
from dialogs.understand.times import in_meeting_hours

Found: TypeAlias = tuple[tuple[Piece, ...], ...]

_LAST_COUNTED_WEEKDAY: Final = 5
_HOURS: Final = 24
_CENTURY: Final = 2000


def _each(*pieces: Piece | None) -> Found:
    """Each piece that is there is a reading of its own."""
    return tuple((piece,) for piece in pieces if piece is not None)


def full(found: Sequence[Token], _today: date) -> Found:
    """Read "24.11.2026"."""
    return _each(days.existing(days.day(*found[0].values)))


def year_first(found: Sequence[Token], _today: date) -> Found:
    """Read "2026-11-24"."""
    year, month_number, number_ = found[0].values
    return _each(days.existing(days.day(number_, month_number, year)))


def short_year(found: Sequence[Token], today: date) -> Found:
    """Read "24.11.26"; "24.11.10" may be the 24th at ten."""
    values = found[0].values
    year_read = days.two_digit_year(values)
    readings: list[tuple[Piece, ...]] = [(year_read,)] if year_read else []
    clock = None if days.is_near(_CENTURY + values[2], today) else clocks.clock(values[2], 0)
    plain = days.day(values[0], values[1])
    if clock and plain:
        readings.append((plain, clock))
    if not readings:
        raise UnreadableError(Reason.NO_SUCH_DAY)
    return tuple(readings)


def any_order(found: Sequence[Token], today: date) -> Found:
    """Read "24-11-26", "241126"."""
    read = _each(*days.either_order(found[0].values, today))
    if not read:
        raise UnreadableError(Reason.NO_SUCH_DAY)
    return read


def _month_days(found: Sequence[Token]) -> list[Day]:
    """Each day that the number before the month may mean (an ordinal may be two)."""
    number_, month_name = found[0], found[1]
    read = [days.day(value, month_name.values[0]) for value in number_.values]
    return [days.existing(each) for each in read]


def _with_year(read: Sequence[Day], year: Token, today: date) -> Found | None:
    """Four digits after a day are the year if they can be; a far one may be a time as well."""
    if not days.is_year(year.values[0]):
        return None
    dated = _each(*(days.existing(days.day(d.day, d.month, year.values[0])) for d in read))
    clock = clocks.clock_of_digits(year)
    if days.is_near(year.values[0], today) or clock is None:
        return dated
    return (*dated, *((each, clock) for each in read))


def month(found: Sequence[Token], _today: date) -> Found:
    """Read "24. november"."""
    return _each(*_month_days(found))


def month_and_year(found: Sequence[Token], today: date) -> Found | None:
    """Read "24. november 2026"; declines "24. november 1030"."""
    return _with_year(_month_days(found), found[-1], today)


def month_and_short_year(found: Sequence[Token], today: date) -> Found | None:
    """Read "24 nov 26"; declines what may be an hour."""
    short = found[-1].values[0]
    if short < _HOURS or not days.is_near(_CENTURY + short, today):
        return None
    read = [days.day(d.day, d.month, _CENTURY + short) for d in _month_days(found)]
    return _each(*(days.existing(each) for each in read))


def month_number(found: Sequence[Token], _today: date) -> Found:
    """Read "den 24. i 11.", "den tjuefjerde i ellevte"."""
    read = [days.day(d, m) for d in found[0].values for m in found[2].values]
    return _each(*(days.existing(each) for each in read))


def three_numbers(found: Sequence[Token], today: date) -> Found | None:
    """Read "24. 11. 2026", "24 11 2026"."""
    first, second = found[-3], found[-2]
    read = days.day(first.values[0], second.values[0])
    return _with_year([read], found[-1], today) if read else None


def pair_and_year(found: Sequence[Token], today: date) -> Found | None:
    """Read "24.11 2026", "24/11, 2026"."""
    read = days.day(*found[0].values)
    return _with_year([read], found[-1], today) if read else None


def two_numbers(found: Sequence[Token], _today: date) -> Found:
    """Read "24. 11."."""
    return _each(days.existing(days.day(found[0].values[0], found[1].values[0])))


def hyphen(found: Sequence[Token], _today: date) -> Found:
    """Read "24-11"; "10-11" is rather an interval."""
    first, second = found[-1].values
    if first <= second or len(found) > 1:
        raise UnreadableError(Reason.INTERVAL)
    return _each(days.existing(days.day(first, second)))


def _day_or_time(day: Day | None, clock: Clock | None, *, hour: int) -> Found:
    """Keep the readings that exist; what looked like neither is told by its first number."""
    if day and clock and not in_meeting_hours(clock):
        clock = replace(clock, unlikely=True)
    if day is None and clock is None:
        no_time = hour < _HOURS
        raise UnreadableError(Reason.NO_SUCH_TIME if no_time else Reason.NO_SUCH_DAY)
    return _each(day, clock)


def dotted(found: Sequence[Token], _today: date) -> Found:
    """Read "24.11" or "10.30"; "10.11" is both."""
    first, second = found[0].values
    read = days.day(first, second)
    return _day_or_time(read, clocks.clock_of_pair(found[0]), hour=first)


def day_only(found: Sequence[Token], _today: date) -> Found:
    """Read "24/11", "den 10.11"."""
    return _each(days.existing(days.day(*found[-1].values)))


def spaced(found: Sequence[Token], _today: date) -> Found | None:
    """Read "24 11" or "10 30", or the 24th at eleven; declines what is neither."""
    first, second = found[-2:]
    clock = clocks.clock_of_two(first, second) if found[0].kind == "N" else None
    alone, hour = days.day(first.values[0]), clocks.clock_of_hour(second)
    at_hour = ((alone, hour),) if alone and hour else ()
    return (*_each(days.day(first.values[0], second.values[0]), clock), *at_hour) or None


def hour_and_dotted(found: Sequence[Token], _today: date) -> Found | None:
    """Read "kl. 7 05." as five past seven, or as the fifth at seven."""
    hour, second = found[-2:]
    clock, alone = clocks.clock_of_hour(hour), days.day(second.values[0])
    dated = ((alone, clock),) if alone and clock else ()
    return (*_each(clocks.clock_of_two(hour, second)), *dated) or None


def number_and_pair(found: Sequence[Token], today: date) -> Found | None:
    """Read "24. 11.26" as a day of 2026, or as the 24th at 11.26; declines "24. 10.30"."""
    first, pair = found[0].values[0], found[1]
    if not days.is_near(_CENTURY + pair.values[1], today):
        return None
    read, alone = days.two_digit_year((first, *pair.values)), days.day(first)
    clock = clocks.clock_of_pair(pair)
    timed = ((alone, clock),) if alone and clock else ()
    return (*_each(read), *timed) or None


def number(found: Sequence[Token], _today: date) -> Found:
    """Read "den 24.", "den tiende"."""
    return _each(*(days.existing(days.day(value)) for value in found[-1].values))


def number_and_weekday(found: Sequence[Token], _today: date) -> Found:
    """Read "24. tirsdag"; "første mandag" (of what?) is not understood."""
    if min(found[-2].values) <= _LAST_COUNTED_WEEKDAY:
        raise UnreadableError(Reason.UNCLEAR)
    read = [days.existing(days.day(value)) for value in found[-2].values]
    return tuple((each, Weekday(frozenset(found[-1].values))) for each in read)


def bare_number(found: Sequence[Token], _today: date) -> Found:
    """Read "24" or "10": the day of a month or an hour."""
    value = found[0].values[0]
    return _day_or_time(days.day(value), clocks.clock_of_hour(found[0]), hour=value)


def bare_digits(found: Sequence[Token], today: date) -> Found:
    """Read "1030" or "2411": a time, or a day and a month unless it looks like a year."""
    value = found[0].values[0]
    if days.is_near(value, today):
        raise UnreadableError(Reason.UNCLEAR)
    as_day = None if days.is_year(value) or found[0].kind == "t" else days.day(*divmod(value, 100))
    return _day_or_time(as_day, clocks.clock_of_digits(found[0]), hour=value // 100)

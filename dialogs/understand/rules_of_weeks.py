"""What the grammar's patterns about weeks, weekdays and "om to uker" mean."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final, TypeAlias

from dialogs.understand import calendar_days as days
from dialogs.understand.pieces import (
    DayPart,
    Later,
    NthWeekday,
    Piece,
    Turn,
    Unit,
    Week,
    Weekday,
    WeeksAway,
)
from dialogs.understand.reading import Reason, UnreadableError
from dialogs.understand.scanner import Token
from dialogs.understand.vocabulary import DAYS, MONTH, MORNING, WEEKS, YEAR

Found: TypeAlias = tuple[tuple[Piece, ...], ...]

_A_WEEK_IN_DAYS: Final = 8
_HALF_YEAR: Final = 6
_MOST_WEEKS: Final = 53
_PLACES: Final = range(1, 6)
_TURNS: Final = {
    "X": Turn.NEXT,
    "C": Turn.COMING,
    "L": Turn.PREVIOUS,
    "S": Turn.LATEST,
    "G": Turn.THIS,
}
_WEEKS_AWAY: Final = {"X": 1, "G": 0, "L": -1}


def _each(*pieces: Piece) -> Found:
    """Each piece is a reading of its own."""
    return tuple((piece,) for piece in pieces)


def _week(number: int, year: int | None = None) -> Week:
    if not 1 <= number <= _MOST_WEEKS:
        raise UnreadableError(Reason.NO_SUCH_WEEK)
    return Week(number, year)


def week(found: Sequence[Token], _today: date) -> Found:
    """Read "uke 48"."""
    return _each(_week(found[-1].values[0]))


def week_and_year(found: Sequence[Token], today: date) -> Found | None:
    """Read "uke 48 2026"; declines "uke 48 1030"."""
    year = found[-1].values[0]
    if not days.is_near(year, today):
        return None
    numbered = next(token for token in found[1:] if token.kind in "NDn")
    return _each(_week(numbered.values[0], year))


def weeks_away(found: Sequence[Token], _today: date) -> Found:
    """Read "neste uke", "denne uka", "forrige uke"."""
    return _each(WeeksAway(_WEEKS_AWAY[found[0].kind]))


def weekday(found: Sequence[Token], _today: date) -> Found:
    """Read "fredag"."""
    return _each(Weekday(frozenset(found[0].values)))


def turned_weekday(found: Sequence[Token], _today: date) -> Found:
    """Read "neste fredag", "fredag førstkommende"."""
    by_kind = {token.kind: token for token in found}
    turn = next(_TURNS[kind] for kind in by_kind if kind in _TURNS)
    return _each(Weekday(frozenset(by_kind["W"].values), turn))


def _weekday_of_month(found: Sequence[Token]) -> NthWeekday | None:
    by_kind = {token.kind: token for token in found}
    place = (by_kind.get("O") or by_kind["D"]).values[0]
    weekdays = frozenset(by_kind["W"].values)
    read = NthWeekday(place, weekdays, by_kind["M"].values[0])
    return read if place in _PLACES else None


def weekday_of_month(found: Sequence[Token], _today: date) -> Found | None:
    """Read "første mandag i desember"; declines "sjette mandag i desember"."""
    read = _weekday_of_month(found)
    return _each(read) if read else None


def weekday_of_month_and_year(found: Sequence[Token], today: date) -> Found | None:
    """Read "første mandag i desember 2026"; declines "første mandag i desember 1030"."""
    read, year = _weekday_of_month(found), found[-1].values[0]
    return _each(replace(read, year=year)) if read and days.is_near(year, today) else None


def weekday_morning(found: Sequence[Token], _today: date) -> Found:
    """Read "fredag morgen"."""
    return ((Weekday(frozenset(found[0].values)), DayPart(frozenset(MORNING))),)


def _counted(count: int, unit: int) -> Found:
    if unit == YEAR:
        return _each(Later(12 * count, Unit.MONTH))
    return _each(Later(count, {DAYS: Unit.DAY, WEEKS: Unit.WEEK, MONTH: Unit.MONTH}[unit]))


def later(found: Sequence[Token], _today: date) -> Found:
    """Read "om to uker"; "om åtte dager" may be an old way to say a week."""
    count = found[1].values[0] if found[1].values else 1
    unit = found[2].values[0]
    if unit == DAYS and count == _A_WEEK_IN_DAYS:
        return _each(Later(count, Unit.DAY), Later(count - 1, Unit.DAY))
    return _counted(count, unit)


def half_year(found: Sequence[Token], _today: date) -> Found | None:
    """Read "om et halvt år"; declines other halves."""
    return _each(Later(_HALF_YEAR, Unit.MONTH)) if found[-1].values == (YEAR,) else None


def ago(found: Sequence[Token], _today: date) -> Found:
    """Read "for to uker siden"."""
    return _counted(-(found[1].values[0] if found[1].values else 1), found[2].values[0])


def today(found: Sequence[Token], _today: date) -> Found | None:
    """Read "i dag"; declines "i uker"."""
    return _each(Later(0, Unit.DAY)) if found[-1].text == "dag" else None


def tomorrow(_found: Sequence[Token], _today: date) -> Found:
    """Read "i morgen"."""
    return _each(Later(1, Unit.DAY))


def yesterday(_found: Sequence[Token], _today: date) -> Found:
    """Read "i går"."""
    return _each(Later(-1, Unit.DAY))


def relative(found: Sequence[Token], _today: date) -> Found:
    """Read "imorgen", "i overmorgen"."""
    return _each(Later(found[-1].values[0], Unit.DAY))


def part_of_today(found: Sequence[Token], _today: date) -> Found:
    """Read "i ettermiddag"."""
    return ((Later(0, Unit.DAY), DayPart(frozenset(found[-1].values))),)


def part(found: Sequence[Token], _today: date) -> Found:
    """Read "om ettermiddagen", "formiddag"."""
    return _each(DayPart(frozenset(found[-1].values)))

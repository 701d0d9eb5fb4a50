"""When a time is wanted, as in "i januar etter kl. 12, ikke fredager"; unknown words are told.

One rule: a sentence is markers ("fra", "før", "ikke" …) and things that they mark, each a month, a
feast, a weekday, an hour or whatever `moments` reads. The longest reading at each place is taken,
small words are passed over, and every other word is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import Enum, auto
from typing import Final

from dialogs.understand import wanted_words as words
from dialogs.understand.dates import months_later
from dialogs.understand.moments import read_moment, read_time
from dialogs.understand.reading import Ambiguous, Moment, Understood
from dialogs.understand.tidy import tidy
from dialogs.understand.vocabulary import MONTHS
from dialogs.understand.weekdays import monday_of
from pathway import workdays
from pathway.suiting import EVERY_DAY, Wish

_DAY: Final = timedelta(days=1)
_A_WEEK: Final = timedelta(weeks=1)
_WORKED_HOURS: Final = range(7, 18)
_FRIDAY: Final = timedelta(days=4)
_MOST_WORDS: Final = 60


class _Mark(Enum):
    """What a word says of the thing that comes after it."""

    PLAIN = auto()
    FROM = auto()
    AFTER = auto()
    BEFORE = auto()
    UNTIL = auto()
    BETWEEN = auto()
    NOT = auto()
    ONLY = auto()


_MARKS: Final = {
    **dict.fromkeys(words.FROM, _Mark.FROM),
    **dict.fromkeys(words.AFTER, _Mark.AFTER),
    **dict.fromkeys(words.BEFORE, _Mark.BEFORE),
    **dict.fromkeys(words.UNTIL, _Mark.UNTIL),
    **dict.fromkeys(words.BETWEEN, _Mark.BETWEEN),
    **dict.fromkeys(words.NOT, _Mark.NOT),
    **dict.fromkeys(words.ONLY, _Mark.ONLY),
}


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing: days, a span of hours, or weekdays; an `hour` is a moment of any day."""

    days: tuple[date, date] | None = None
    hours: tuple[time, time] | None = None
    weekdays: frozenset[int] = frozenset()

    @property
    def fits(self) -> bool:
        """Whether anything was said at all."""
        return bool(self.days or self.hours or self.weekdays)


def read_wish(text: str, today: date) -> tuple[Wish, tuple[str, ...]]:
    """What is wanted, and the words that were not understood, as they were typed."""
    typed = text.split()[:_MOST_WORDS]
    plain = [tidy(word).strip(" ,;!?") if word.strip() else "" for word in typed]
    wish, unknown = Wish(), list[str]()
    mark, place = _Mark.PLAIN, 0
    while place < len(plain):
        said, after = _longest(plain, place, mark, today)
        if said is None and plain[place] in _MARKS:
            mark, after = _MARKS[plain[place]], place + 1
        elif said is None:
            after = place + 1
            if plain[place] not in words.SMALL:
                unknown.append(typed[place].strip(" ,;!?"))
        else:
            fresh = _with(wish, mark, said)
            if fresh is None:
                unknown.append(" ".join(typed[place:after]))
            wish, mark = fresh or wish, _next(mark, plain[after : after + 1])
        place = after
    return wish, tuple(unknown)


def _next(mark: _Mark, following: Sequence[str]) -> _Mark:
    """What marks the next thing: "mellom … og", "ikke mandager og fredager"."""
    if not following or following[0] not in words.AND:
        return _Mark.PLAIN
    if mark is _Mark.BETWEEN:
        return _Mark.UNTIL
    return mark if mark in {_Mark.NOT, _Mark.ONLY} else _Mark.PLAIN


def _longest(
    plain: Sequence[str], place: int, mark: _Mark, today: date
) -> tuple[_Said | None, int]:
    for after in range(len(plain), place, -1):
        said = _meaning(plain[place:after], mark, today)
        if said.fits:
            return said, after
    return None, place


def _meaning(said: Sequence[str], mark: _Mark, today: date) -> _Said:
    """What these words are together; nothing where they are not one thing."""
    if said[0] in words.SMALL - words.BEGINS_A_DAY or said[-1] in words.SMALL:
        return _Said()
    readers: tuple[Callable[[Sequence[str], _Mark, date], _Said], ...] = (
        _feast, _month, _weekday, _part_of_day, _hour, _moment,
    )  # fmt: skip
    found = (read(said, mark, today) for read in readers)
    return next((one for one in found if one.fits), _Said())


# --- the things -----------------------------------------------------------------------------------


def _month(said: Sequence[str], _mark: _Mark, today: date) -> _Said:
    """Read "januar", "i januar 2027"; the rest of this month, or the nearest of them."""
    name, *year = said[1:] if said[0] == words.IN and said[1:] else said
    number = MONTHS.get(name)
    if number is None or (year and not _is_year(year, today)):
        return _Said()
    which = int(year[0]) if year else today.year + (number < today.month)
    first = date(which, number, 1)
    return _Said(days=(first, months_later(first, 1) - _DAY))


def _feast(said: Sequence[str], _mark: _Mark, today: date) -> _Said:
    """Read "påske", "i jula 2027", "sommeren": of that year, or the nearest not over."""
    name, *year = said[1:] if said[0] == words.IN and said[1:] else said
    feast = words.FEASTS.get(name)
    if feast is None or (year and not _is_year(year, today)):
        return _Said()
    years = (int(year[0]),) if year else (today.year, today.year + 1)
    found = (_days_of(feast, each) for each in years)
    return _Said(days=next((days for days in found if days and days[1] >= today), None))


def _is_year(said: Sequence[str], today: date) -> bool:
    near = {f"{today.year + ahead}" for ahead in range(4)}
    return len(said) == 1 and said[0] in near


def _days_of(feast: words.Feast, year: int) -> tuple[date, date] | None:
    if feast.weeks:
        first, last = feast.weeks
        return date.fromisocalendar(year, first, 1), date.fromisocalendar(year, last, 7)
    if feast.fixed:
        first_day, last_day = feast.fixed
        return date(year, *first_day), date(year, *last_day)
    days = (date(year, 1, 1) + _DAY * n for n in range(366))
    red = [day for day in days if any(name in workdays.holiday_name(day) for name in feast.names)]
    return (red[0] - _DAY * feast.eve, red[-1]) if red else None


def _weekday(said: Sequence[str], mark: _Mark, _today: date) -> _Said:
    """Read "fredager", "tirsdag eller torsdag", and after "ikke" or "bare" also "fredag"."""
    named = [word for word in said if word not in words.AND]
    every = [words.WEEKDAYS_OF_EVERY_WEEK.get(word, words.WEEKDAY.get(word)) for word in named]
    plural = any(word in words.WEEKDAYS_OF_EVERY_WEEK for word in named)
    weekly = plural or len(named) > 1 or mark in {_Mark.NOT, _Mark.ONLY}
    found = [number for number in every if number is not None]
    return _Said(weekdays=frozenset(found)) if weekly and len(found) == len(every) else _Said()


def _part_of_day(said: Sequence[str], _mark: _Mark, _today: date) -> _Said:
    """Read "om morgenen", "formiddag", "etter lunsj"."""
    alone = said[1:] if said[0] in words.AT_A_TIME else said
    part = words.PARTS_OF_DAY.get(alone[0]) if len(alone) == 1 else None
    return _Said(hours=part)


def _hour(said: Sequence[str], mark: _Mark, _today: date) -> _Said:
    """Read "kl. 12", and after "etter" and the like "12" as well."""
    limits = mark in {_Mark.FROM, _Mark.AFTER, _Mark.BEFORE, _Mark.UNTIL, _Mark.BETWEEN}
    bare = len(said) == 1 and said[0].isdecimal() and len(said[0]) <= len("12")
    clock = said[0] in words.CLOCKS or any(sign in said[-1].rstrip(".") for sign in ".:")
    if not clock and not (bare and limits and int(said[0]) in _WORKED_HOURS):
        return _Said()
    read = read_time(" ".join((words.CLOCK, *said) if bare else said))
    return _Said(hours=(read.value, read.value)) if isinstance(read, Understood) else _Said()


def _moment(said: Sequence[str], mark: _Mark, today: date) -> _Said:
    """Read a day, a whole week, or a day with its hour; several are all from first to last."""
    if any(word in _MARKS or word in words.PARTS_OF_A_NAMED_DAY for word in said):
        return _Said()
    match read_moment(" ".join(said), today):
        case Understood(Moment(day, at)) if day is not None:
            week = any(word in words.WEEKS for word in said)
            days = (monday_of(day), monday_of(day) + _FRIDAY) if week else (day, day)
            return _Said(days=days, hours=(at, at) if at else None)
        case Ambiguous(moments):
            found = [one.date for one in moments if one.date]
            near = found and max(found) - min(found) < _A_WEEK
            apart = mark is _Mark.BETWEEN and len(set(found)) == len(("from", "to"))
            return _Said(days=(min(found), max(found))) if near or apart else _Said()
        case _:
            return _Said()


# --- what is wanted of them -----------------------------------------------------------------------


def _with(wish: Wish, mark: _Mark, said: _Said) -> Wish | None:
    """The wish with one more thing; None where the marker says nothing of such a thing."""
    if said.weekdays:
        return _with_weekdays(wish, mark, said.weekdays)
    if said.days:
        wish = _with_days(wish, mark, said.days)
    return _with_hours(wish, mark, said.hours) if said.hours else wish


def _with_weekdays(wish: Wish, mark: _Mark, days: frozenset[int]) -> Wish:
    if mark is _Mark.NOT:
        return replace(wish, weekdays=wish.weekdays - days)
    before = wish.weekdays if wish.weekdays != EVERY_DAY else frozenset[int]()
    return replace(wish, weekdays=before | days)


def _with_days(wish: Wish, mark: _Mark, days: tuple[date, date]) -> Wish:
    first, last = days
    match mark:
        case _Mark.FROM:
            return replace(wish, first=first)
        case _Mark.AFTER:
            return replace(wish, first=last + _DAY)
        case _Mark.BEFORE:
            return replace(wish, last=first - _DAY)
        case _Mark.UNTIL:
            return replace(wish, last=last)
        case _Mark.NOT:
            return replace(wish, without=(*wish.without, days))
        case _:
            return replace(wish, first=first, last=last)


def _with_hours(wish: Wish, mark: _Mark, hours: tuple[time, time]) -> Wish | None:
    """An hour alone is when it begins; a part of the day is when all of it is."""
    opens, closes = hours
    match mark:
        case _Mark.FROM | _Mark.AFTER | _Mark.BETWEEN:
            return _within(wish, closes if mark is _Mark.AFTER else opens, time.max)
        case _Mark.BEFORE | _Mark.UNTIL:
            return _within(wish, time.min, opens if mark is _Mark.BEFORE else closes)
        case _Mark.NOT:
            return _without_hours(wish, opens, closes)
        case _:
            one = opens == closes
            return replace(wish, begins=opens) if one else _within(wish, opens, closes)


def _within(wish: Wish, opens: time, closes: time) -> Wish:
    """Between these hours, as far as they are any limit."""
    return replace(
        wish,
        opens=wish.opens if opens == time.min else opens,
        closes=wish.closes if closes == time.max else closes,
    )


def _without_hours(wish: Wish, opens: time, closes: time) -> Wish | None:
    """What is left of a day is later, or earlier; the middle of it cannot be taken out."""
    if opens <= words.FIRST_HOUR < closes:
        return replace(wish, opens=closes)
    return replace(wish, closes=opens) if closes >= words.LAST_HOUR > opens else None

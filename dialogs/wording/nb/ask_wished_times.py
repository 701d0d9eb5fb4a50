"""When a time is wished for, as the program says it again and as it may be typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dialogs.understand.dates import months_later
from dialogs.wording.nb import dates
from dialogs.wording.nb.grammar import listed
from dialogs.wording.neutral import clean
from pathway.suiting import EVERY_DAY, Wish
from pathway.words import SHM

_DAY = timedelta(days=1)
_WORKED = frozenset(range(5))
_A_WEEK = range(4, 7)


def without_kind(rest: str) -> str:
    """What is left of the words when which meeting is taken out."""
    kinds = {kind.value for kind in SHM}
    spoken = rest.replace("SHM ", "SHM").replace("shm ", "shm")
    return " ".join(word for word in spoken.split() if word.strip(".,!?").lower() not in kinds)


def not_understood(words: Sequence[str], *, beside: bool) -> str:
    """Words that say nothing that is known of when, also `beside` others; what one may say."""
    said = listed([f"«{clean(word)}»" for word in words])
    so = ", og har ikke tatt hensyn til det" if beside else ""
    example = "Skriv for eksempel «finn tid i januar etter kl. 12, ikke fredager»."
    return f"Jeg forsto ikke {said}{so}. {example}"


def wished(wish: Wish) -> str:
    """What was understood of when; empty for nothing."""
    said = typed(wish)
    return f"Du spurte om tid {', '.join(said)}." if said else ""


def typed(wish: Wish) -> tuple[str, ...]:
    """When a time is wished for, in words that are understood again."""
    return tuple(_words(wish))


def _words(wish: Wish) -> Iterator[str]:
    alone = wish.first is not None and wish.first == wish.last
    if wish.begins and not alone:
        yield dates.at_clock(wish.begins)
    if wish.first and alone:
        yield dates.digits(wish.first)
        yield from (dates.at_clock(hour) for hour in (wish.begins,) if hour)
    else:
        ends = (("fra", wish.first), ("til", wish.last))
        span = [f"{word} {dates.digits(day)}" for word, day in ends if day]
        yield from [" ".join(span)] if span else []
    hours = (("etter ", wish.opens), ("før ", wish.closes))
    yield from (f"{limit}{dates.at_clock(hour)}" for limit, hour in hours if hour)
    if wish.weekdays != EVERY_DAY:
        yield _weekdays(wish.weekdays)
    yield from (f"ikke {_left_out(*days)}" for days in wish.without)


def _weekdays(wanted: frozenset[int]) -> str:
    out = _WORKED - wanted
    word, named = ("ikke", out) if len(out) <= len(_WORKED) // 2 else ("bare", wanted & _WORKED)
    return f"{word} {listed([f'{dates.WEEKDAYS[day]}er' for day in sorted(named)])}"


def _left_out(first: date, last: date) -> str:
    if first.day == 1 and last == months_later(first, 1) - _DAY:
        return f"i {dates.MONTHS[first.month - 1]} {first.year}"
    if not first.weekday() and (last - first).days in _A_WEEK:
        year, week, _ = first.isocalendar()
        return f"uke {week} {year}"
    count = (last - first).days + 1
    return " og ".join(dates.digits(first + _DAY * number) for number in range(count))

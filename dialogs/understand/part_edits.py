"""What is to be done with a meeting's parts, as "forleng del 2 til 25 min", "bytt del 1 og 2"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum, auto
from typing import Final

Piece = tuple[tuple[int, ...], int]
"""A part as it is to be: which parts it is made of, by numbers from 1, and its minutes."""

Layout = tuple[Piece, ...]


class Fault(StrEnum):
    """Why it is not understood."""

    UNKNOWN = auto()
    NO_SUCH_PART = auto()
    HOW_LONG = auto()
    TOO_SHORT = auto()
    ONLY_ONE = auto()


_MIN: Final = r"(?:\s*(?:minutter|minutt|min)\b\.?)?"
_PART: Final = r"del(?:en)?\s*(\d{1,2})\.?"
_AND: Final = r"\s*(?:og|med|,|&|\+)\s*(?:del\s*)?"
_LONGER: Final = "forleng(?:e)?|utvid(?:e)?"
_SHORTER: Final = r"forkort(?:e)?|kort(?:e)?\s+ned"
_MINUTES: Final = re.compile(
    rf"(?:({_LONGER})|({_SHORTER})|(?:endre|sett)?)\s*{_PART}\s*(?:fra\s+\d{{1,3}}{_MIN}\s*)?"
    rf"(?:(med)\b|til|på|:|=|skal\s+vare|varer)?\s*(?:(\d{{1,3}}){_MIN})?(?!\w)"
)
_BETWEEN: Final = re.compile(r"\s*(?:,|;|\.|\bog\b)?\s*")
_SWAP: Final = re.compile(rf"bytt(?:e)?(?:\s+om)?(?:\s+på)?\s+del(?:ene)?\s*(\d{{1,2}}){_AND}(\d+)")
_MOVE: Final = re.compile(
    rf"flytt(?:e)?\s+{_PART}\s+(?:(først|fremst)|(sist|bakerst|til\s+slutt)"
    r"|(?:til\s+)?(?:før|foran)\s+(?:del\s*)?(\d{1,2})|(?:til\s+)?etter\s+(?:del\s*)?(\d{1,2}))"
)
_ORDER: Final = re.compile(
    r"(?:ny\s+)?rekkefølge(?:n)?(?:\s+(?:er|blir|skal\s+være))?\s*:?\s*"
    r"((?:(?:del\s*)?\d{1,2}[\s,.-]*(?:og\s+)?)+)"
)
_SPLIT: Final = re.compile(
    rf"(?:del(?:e)?(?:\s+opp)?|splitt(?:e)?)\s+{_PART}"
    rf"(?:\s+(?:opp\s+)?(?:i|på)\s+(?:(to|2)|(tre|3)|(\d{{1,3}}){_MIN}{_AND}(\d{{1,3}}){_MIN}))?"
)
_JOIN: Final = re.compile(
    rf"(?:slå(?:\s+sammen)?|samle)\s+del(?:ene)?\s*(\d{{1,2}}){_AND}(\d{{1,2}})(?:\s+sammen)?"
)
_DROP: Final = re.compile(rf"(?:fjern|ta\s+(?:bort|ut|vekk)|stryk|slett|dropp)\s+{_PART}")


def read_edits(text: str, minutes: Sequence[int]) -> Layout | Fault:
    """The parts as they are to be, where these are their minutes now; else why not.

    Several parts may be made longer or shorter at once; what moves, splits, joins or takes away a
    part changes the numbers, and so is done alone.
    """
    said = " ".join(text.lower().split()).strip(" .!")
    now = tuple(((n,), long) for n, long in enumerate(minutes, 1))
    for pattern, edit in _ALONE:
        found = pattern.fullmatch(said)
        if found:
            return _lawful(edit(found, now))
    return _timed(said, now)


def _lawful(layout: Layout | Fault) -> Layout | Fault:
    if isinstance(layout, tuple) and any(long < 1 for _, long in layout):
        return Fault.TOO_SHORT
    return layout


def _has(now: Layout, *numbers: int) -> bool:
    return all(1 <= number <= len(now) for number in numbers)


# --- how long ------------------------------------------------------------------------------------


def _timed(said: str, now: Layout) -> Layout | Fault:
    """One or more parts with their minutes; a verb holds for those after it too."""
    at, verb, changed = 0, "", dict(enumerate(now, 1))
    while at < len(said):
        found = _MINUTES.match(said, at)
        if found is None:
            return Fault.UNKNOWN
        verb = "longer" if found[1] else "shorter" if found[2] else verb
        number = int(found[3])
        if not _has(now, number):
            return Fault.NO_SUCH_PART
        if not found[5]:
            return Fault.HOW_LONG
        amount = int(found[5])
        if found[4]:
            amount = now[number - 1][1] + (-amount if verb == "shorter" else amount)
        changed[number] = ((number,), amount)
        between = _BETWEEN.match(said, found.end())
        at = between.end() if between else found.end()
    return _lawful(tuple(changed.values())) if said else Fault.UNKNOWN


# --- in which order, and of how many ------------------------------------------------------------


def _swapped(found: re.Match[str], now: Layout) -> Layout | Fault:
    one, other = int(found[1]), int(found[2])
    if not _has(now, one, other):
        return Fault.NO_SUCH_PART
    places = {one: other, other: one}
    return tuple(now[places.get(n, n) - 1] for n in range(1, len(now) + 1))


def _moved(found: re.Match[str], now: Layout) -> Layout | Fault:
    number = int(found[1])
    beside = int(found[4] or found[5] or number)
    if not _has(now, number, beside):
        return Fault.NO_SUCH_PART
    if str(number) in {found[4], found[5]}:
        return now
    piece = now[number - 1]
    rest = [one for one in now if one != piece]
    if beside != number:
        place = rest.index(now[beside - 1]) + bool(found[5])
    else:
        place = len(rest) if found[3] else 0
    return (*rest[:place], piece, *rest[place:])


def _ordered(found: re.Match[str], now: Layout) -> Layout | Fault:
    order = [int(digits) for digits in re.findall(r"\d+", found[1])]
    if not _has(now, *order) or sorted(order) != list(range(1, len(now) + 1)):
        return Fault.NO_SUCH_PART
    return tuple(now[n - 1] for n in order)


def _split(found: re.Match[str], now: Layout) -> Layout | Fault:
    """In two halves, in three, or as long as is said; what is left over goes to the first."""
    number = int(found[1])
    if not _has(now, number):
        return Fault.NO_SUCH_PART
    of, long = now[number - 1]
    if found[4]:
        lengths = [int(found[4]), int(found[5])]
    else:
        count = 3 if found[3] else 2
        lengths = [long // count + (n < long % count) for n in range(count)]
    pieces = tuple((of, length) for length in lengths)
    return (*now[: number - 1], *pieces, *now[number:])


def _joined(found: re.Match[str], now: Layout) -> Layout | Fault:
    first, second = sorted((int(found[1]), int(found[2])))
    if not _has(now, first, second) or first == second:
        return Fault.NO_SUCH_PART
    (_, one), (_, other) = now[first - 1], now[second - 1]
    rest = [piece for piece in now if piece[0] != (second,)]
    rest[first - 1] = ((first, second), one + other)
    return tuple(rest)


def _dropped(found: re.Match[str], now: Layout) -> Layout | Fault:
    number = int(found[1])
    if not _has(now, number):
        return Fault.NO_SUCH_PART
    return Fault.ONLY_ONE if len(now) == 1 else (*now[: number - 1], *now[number:])


_ALONE: Final[tuple[tuple[re.Pattern[str], Callable[..., Layout | Fault]], ...]] = (
    (_SWAP, _swapped),
    (_MOVE, _moved),
    (_ORDER, _ordered),
    (_SPLIT, _split),
    (_JOIN, _joined),
    (_DROP, _dropped),
)

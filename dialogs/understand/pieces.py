"""What the parts of a sentence about time say, before they are put together."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum, unique
from typing import TypeAlias


@unique
class Unit(StrEnum):
    """What is counted in "om to uker"."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@unique
class Turn(StrEnum):
    """Which of the Fridays: "fredag", "neste", "denne", "førstkommende", "forrige", "sist"."""

    PLAIN = "plain"
    NEXT = "next"
    THIS = "this"
    COMING = "coming"
    PREVIOUS = "previous"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Day:
    """Such as "24.11.2026", "24. november" (no year), "den 24." (no month either)."""

    day: int
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """Such as "neste fredag"; Monday is 0; several numbers where a typo leaves it open."""

    numbers: frozenset[int]
    turn: Turn = Turn.PLAIN


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """Such as "første mandag i desember"; `numbers` as those of a weekday."""

    place: int
    numbers: frozenset[int]
    month: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week, "uke 48"."""

    number: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class WeeksAway:
    """A whole calendar week counted from this one: "neste uke"."""

    count: int


@dataclass(frozen=True, slots=True)
class Later:
    """Such as "om to uker", "i morgen"; below zero: "for to uker siden", "i går"."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Clock:
    """What a time of day may mean: "kl. 2" is 02.00 or 14.00, the likeliest first.

    `unlikely` is a time out of hours in numbers that are a day as well: "20.11", "den 20".
    """

    times: tuple[time, ...]
    unlikely: bool = False


@dataclass(frozen=True, slots=True)
class DayPart:
    """The hours that belong to "om ettermiddagen"."""

    hours: frozenset[int]


@dataclass(frozen=True, slots=True)
class Or:
    """What stands before another proposal: "eller", "og"."""


@dataclass(frozen=True, slots=True)
class Dash:
    """A "-" or "til": an interval, when the same kind of thing stands on both sides."""


DayPiece: TypeAlias = Day | Weekday | NthWeekday | Week | WeeksAway | Later
Piece: TypeAlias = DayPiece | Clock | DayPart | Or | Dash

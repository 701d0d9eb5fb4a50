"""Who is in which part, and what a part is called: "flytt Anne til del 2", "kall del 2 Arbeid"."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from dialogs.understand.parts import read_parts


@dataclass(frozen=True, slots=True)
class Named:
    """A part by its number from 1, and what it is to be called."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody as they were named, and how the numbers of their parts change.

    `only` are all their parts, empty for the whole meeting; None where some are added or taken.
    """

    who: str
    only: tuple[int, ...] | None = None
    into: tuple[int, ...] = ()
    out: tuple[int, ...] = ()

    def of(self, now: Collection[int], parts: int) -> frozenset[int]:
        """The numbers of their parts then, where these are theirs now, of so many."""
        if self.only is not None:
            return frozenset(self.only or range(1, parts + 1))
        return (frozenset(now) | frozenset(self.into)) - frozenset(self.out)


_DEL: Final = r"del(?:en)?\s*(?P<number>\d{1,2})\.?"
_CALL: Final = r"(?:kall|døp\s+om|gi\s+nytt\s+navn\s+til|endre\s+(?:navn|tittel)(?:et|en)?\s+på)"
_NAMES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_CALL}\s+{_DEL}\s*(?:(?:for|til|:)\s+)?(?P<title>.+)",
        rf"gi\s+{_DEL}\s+(?:navnet|tittelen)\s+(?P<title>.+)",
        rf"{_DEL}\s+(?:skal\s+)?(?:hete|heter|kalles)\s+(?P<title>.+)",
    )
)
_NUMBERS: Final = r"\d{1,2}(?:\.?\s*(?:,|og|\+|&|-|–|til)\s*(?:del\s+)?\d{1,2})*"
_PARTS: Final = rf"(?:del(?:ene|er)?\s*{_NUMBERS}|hele\s+møtet)"
_IN: Final = rf"(?:i|på|til|under)\s+(?P<into>{_PARTS})"
_OUT: Final = rf"(?P<out>{_PARTS})"
_WHO: Final = r"(?P<who>(?:(?!\bdel\b).)+?)"
_IS: Final = r"(?:skal\s+|er\s+|blir\s+)?"
_THERE: Final = r"(?:være\s+)?(?:med\s+)?"
_ONLY: Final = r"(?:bare\s+|kun\s+)?"


def _of(found: re.Match[str], group: str) -> tuple[int, ...]:
    return read_parts(found[group], ()) or ()


def _from_to(found: re.Match[str]) -> Seated:
    return Seated(found["who"], into=_of(found, "into"), out=_of(found, "out"))


def _taken(found: re.Match[str]) -> Seated:
    return Seated(found["who"], out=_of(found, "out"))


def _added(found: re.Match[str]) -> Seated:
    return Seated(found["who"], into=_of(found, "into"))


def _only(found: re.Match[str]) -> Seated:
    return Seated(found["who"], only=_of(found, "into"))


_SEATS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Seated]], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), seated)
    for pattern, seated in (
        (rf"(?:flytt|sett)\s+{_WHO}\s+fra\s+{_OUT}\s+{_IN}", _from_to),
        (rf"(?:ta|fjern|flytt)\s+{_WHO}\s+(?:ut\s+av|bort\s+fra|fra|ut\s+fra)\s+{_OUT}", _taken),
        (rf"{_WHO}\s+{_IS}ikke\s+{_THERE}(?:i|på|under)\s+{_OUT}", _taken),
        (rf"(?:ta\s+med|legg\s+til|ta\s+inn)\s+{_WHO}\s+{_IN}", _added),
        (rf"{_WHO}\s+{_IS}også\s+{_THERE}{_IN}", _added),
        (rf"(?:flytt|sett|ha)\s+{_WHO}\s+{_ONLY}{_THERE}{_IN}", _only),
        (rf"{_WHO}\s+{_IS}{_ONLY}{_THERE}{_ONLY}{_IN}", _only),
    )
)


def read_seat_or_name(text: str) -> Named | Seated | None:
    """What is to be done with one part's name, or with one person; None where it says neither."""
    said = " ".join(text.split()).strip(" .!")
    for pattern in _NAMES:
        found = pattern.fullmatch(said)
        if found:
            return Named(int(found["number"]), found["title"].strip(" «»\"'"))
    for pattern, seated in _SEATS:
        found = pattern.fullmatch(said)
        if found:
            return seated(found)
    return None

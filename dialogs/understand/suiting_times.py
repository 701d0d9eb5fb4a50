"""Which of several numbered times somebody's own words say suit, as a suggestion to a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from dialogs.understand.moments import read_moment
from dialogs.understand.reading import Moment, Understood
from dialogs.understand.several import several_times
from dialogs.understand.tidy import listed

_NOT: Final = listed("ikke ikkje men unntatt utenom bare berre kun not but only except")
_NONE: Final = listed("ingen inga none")
_ALL: Final = listed("alle begge all both")
_BESIDE: Final = listed(
    "nr nummer tid tiden tida tidene alternativ forslag og and eller or passer passar fint bra "
    "godt ok takk jeg eg vi kan meg for det av dem er best helst the i can works fine me"
)
_GREETING: Final = re.compile(r"^\s*(hei|hallo|god dag|hi|hello)\b[^,.!\n]*[,.!\n]", re.IGNORECASE)
_SIGNED: Final = re.compile(r"(?is)\b(mvh|med vennlig|vennlig hilsen|hilsen|regards)\b.*")
_WORD: Final = re.compile(r"\d+|[^\W\d_]+")


def suits_in(text: str, starts: Sequence[datetime], today: date) -> tuple[int, ...] | None:
    """The numbers from 1 of the times that suit, none of them too; None where it is not plain.

    Words that may turn it around ("men", "ikke") make it not plain.
    """
    text = _SIGNED.sub("", _GREETING.sub("", text)).strip()
    words = _WORD.findall(text.lower())
    if not words or set(words) & _NOT:
        return None
    if set(words) & _NONE:
        return ()
    if set(words) & _ALL:
        return tuple(range(1, len(starts) + 1))
    numbers = {int(word) for word in words if word.isdecimal()}
    plain = all(word.isdecimal() or word in _BESIDE for word in words)
    if plain and numbers and numbers <= set(range(1, len(starts) + 1)):
        return tuple(sorted(numbers))
    return _by_day(text, starts, today)


def _by_day(text: str, starts: Sequence[datetime], today: date) -> tuple[int, ...] | None:
    """By days and hours, each of which is one of the times."""
    found: set[int] = set()
    for piece in several_times(text):
        match read_moment(piece, today):
            case Understood(Moment(day, at)) if day is not None:
                same = [n for n, start in enumerate(starts, 1) if _fits(start, day, at)]
                if len(same) != 1:
                    return None
                found.update(same)
            case _:
                return None
    return tuple(sorted(found)) or None


def _fits(start: datetime, day: date, at: object) -> bool:
    return start.date() == day and at in {None, start.time()}

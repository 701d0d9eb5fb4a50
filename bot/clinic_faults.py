"""What is wrong with a clinic's file, all of it together, each with the line where it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress

Place = tuple[str | int, ...]
"""Keys and indices from the top of the file: `("agendas", 0, "parts", 2, "minutes")`."""

_ENDINGS = ("", "]", '"""', "'''", "]]", "]}", "]}]", '"""]', "''']")
"""What ends a value that is written on several lines."""

_MOST_AFTER = 5
"""Lines read after those asked for, where no ending fits: each costs as much as the whole file."""


class Faults(list[str]):
    """Sentences, each with the way out. `text` is the whole file, which is known to be TOML."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._lines = text.split("\n")

    def at(self, place: Place, said: str) -> None:
        """One more, with the line of what is wrong, or of the table that lacks it."""
        line = self._line(place)
        self.append(f"line {line}: {said}" if line else said)

    def _line(self, place: Place) -> int:
        """On which line the value begins, from 1; 0 where the file holds nothing of it.

        Since `tomllib` tells no places, it is the fewest lines that hold the value, ended where
        they are cut: so each way to write TOML is read by the same rules.
        """
        whole = self._upto(len(self._lines))
        while place and not _holds(whole, place):
            place = place[:-1]
        low, high = 0, len(self._lines) if place else 0
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if _holds(self._upto(middle), place) else (middle + 1, high)
        return low

    def _upto(self, line: int) -> object:
        """What these first lines say, and what they have begun ended there or soon after."""
        for end in range(line, min(line + _MOST_AFTER, len(self._lines)) + 1):
            lines = "\n".join(self._lines[:end])
            for ending in _ENDINGS:
                with suppress(tomllib.TOMLDecodeError):
                    return tomllib.loads(f"{lines}\n{ending}")
        return {}


def label(place: Place) -> str:
    """As "agendas number 1, parts number 3" for those who read it; the file itself for nowhere."""
    words = [f" number {one + 1}" if isinstance(one, int) else f", {one}" for one in place]
    return "".join(words).removeprefix(", ") or "the file"


def _holds(value: object, place: Place) -> bool:
    for one in place:
        if isinstance(one, int):
            if not isinstance(value, Sequence) or isinstance(value, str) or one >= len(value):
                return False
            value = value[one]
        elif isinstance(value, Mapping) and one in value:
            value = value[one]
        else:
            return False
    return True

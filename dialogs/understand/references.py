"""Case references such as K7M2: made to be read aloud, read with their look-alikes."""

import re
from typing import Final

from dialogs.understand.reading import (
    Ambiguous,
    NotUnderstood,
    Reading,
    Reason,
    UnreadableError,
    reading_of,
)
from dialogs.understand.tidy import listed, tidy

REFERENCE_ALPHABET: Final = "23456789FHJKMPRW"
"""No look-alikes (0 O Q D, 1 I L, 2 Z, 5 S, 8 B, 6 G, U V), no vowels (no words), and of the
letters that sound alike in Norwegian one each: M not N, P not T B D E G C V, no X beside 6 (seks).
"""

REFERENCE_LENGTH: Final = 4

_MEANT_BY: Final = {
    "B": "8P", "C": "P", "D": "P", "E": "3P", "G": "6P", "I": "J", "L": "7", "N": "M", "S": "5F",
    "T": "7P", "U": "W", "V": "W", "X": "K6", "Y": "W", "Z": "2", "A": "HK", "1": "7", "Q": "9",
}  # fmt: skip
"""What a character outside the alphabet was perhaps seen or heard as; 0 and O are nothing here."""

_DIGIT_WORDS: Final = {
    "to": "2", "tre": "3", "fire": "4", "fem": "5", "seks": "6", "sju": "7", "syv": "7",
    "åtte": "8", "ni": "9",
}  # fmt: skip
_BESIDE: Final = listed(
    "sak saken saka ref referanse referansen nr nummer vis åpne opne finn det er den"
)
_OR: Final = frozenset({"eller", "og"})
_MOST_OPTIONS: Final = 8
_PART: Final = re.compile(r"[^\W_]+")


def read_reference(text: str) -> Reading[str]:
    """Read a case reference, in capitals.

    One with a character that no reference has is never taken, only asked about: opening
    another patient's case must not happen by a correction.
    """
    try:
        parts = _PART.findall(tidy(text))
    except UnreadableError as error:
        return NotUnderstood(error.reason)
    proposals = ["".join(group).upper() for group in _groups(parts)]
    options = [_meant(each) for each in proposals]
    if not all(options) or len(options) > _MOST_OPTIONS:
        return NotUnderstood(Reason.NO_REFERENCE)
    found = [each for several in options for each in several]
    if found == proposals:
        return reading_of(found, Reason.NO_REFERENCE)
    return Ambiguous(tuple(dict.fromkeys(found)))


def _groups(parts: list[str]) -> list[list[str]]:
    """The parts of each reference: "K7M2", "k7 m2", "K sju M to"; "eller" parts two."""
    groups: list[list[str]] = [[]]
    for part in parts:
        if part in _OR or len("".join(groups[-1])) == REFERENCE_LENGTH:
            groups.append([])
        if part not in _BESIDE | _OR:
            groups[-1].append(_DIGIT_WORDS.get(part, part))
    return [group for group in groups if group]


def _meant(typed: str) -> list[str]:
    """The references that four characters may be, at most one of them taken for another."""
    strange = [place for place, char in enumerate(typed) if char not in REFERENCE_ALPHABET]
    if len(typed) != REFERENCE_LENGTH or len(strange) > 1:
        return []
    if not strange:
        return [typed]
    place = strange[0]
    return [typed[:place] + char + typed[place + 1 :] for char in _MEANT_BY.get(typed[place], "")]

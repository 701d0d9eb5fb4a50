"""What was typed, made comparable: lower case, one kind of space, dash and digit."""

import unicodedata
from itertools import chain

from dialogs.understand.reading import Reason, UnreadableError

LONGEST = 300
"""Characters; longer texts are no answers to a question."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u2060\ufe0f\ufeff"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_ASCII = 0xFEE0
_TABLE: dict[int, str | None] = dict(
    chain(
        ((ord(char), None) for char in _INVISIBLE),
        ((ord(char), "-") for char in _DASHES),
        ((code, chr(code - _TO_ASCII)) for code in _FULL_WIDTH),
    ),
)


def listed(words: str) -> frozenset[str]:
    """Return the words of a table that is written as running text."""
    return frozenset(words.split())


def visible(text: str) -> str:
    """Return the text as it is seen, composed, full-width forms as ASCII, spaces single.

    Raises UnreadableError (EMPTY, TOO_LONG, or STRANGE_CHARACTERS for control
    characters and those that make text look other than it is, such as U+202E).
    """
    if len(text) > LONGEST:
        raise UnreadableError(Reason.TOO_LONG)
    seen = " ".join(unicodedata.normalize("NFC", text).translate(_TABLE).split())
    if not seen:
        raise UnreadableError(Reason.EMPTY)
    if any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} for char in seen):
        raise UnreadableError(Reason.STRANGE_CHARACTERS)
    return seen


def tidy(text: str) -> str:
    """Return `visible(text)` in lower case."""
    return visible(text).lower()

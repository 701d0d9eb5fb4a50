"""Where a sentence says a time and then something else, as in "tirsdag kl. 10, lenken kommer"."""

import re
from collections.abc import Iterator
from typing import Final

from dialogs.understand.tidy import listed

_NOT_TO_BE_CUT: Final = listed("ikke ikkje eller men enn før etter unntatt bortsett helst kanskje")
_EDGES: Final = " ,.;:!?()"

_HOURS: Final = re.compile(
    r"(\b(?:kl|klokka|klokken)\.?\s*\d{1,2}(?:[.:]\d{2})?)\s*(?:-|–|til)\s*(?:kl\.?\s*)?"
    r"\d{1,2}(?:[.:]\d{2})?(?![\d.:])",
    re.IGNORECASE,
)


def beginnings(text: str) -> Iterator[str]:
    """The text without its last word, its last two words and so on.

    It ends before a number, or a word that takes back or limits what stands before it.
    """
    words = text.split()
    for size in range(len(words) - 1, 0, -1):
        cut = words[size].strip(_EDGES).lower()
        if cut in _NOT_TO_BE_CUT or any(char.isdigit() for char in cut):
            return
        yield " ".join(words[:size]).strip(_EDGES)


def begins_at(text: str) -> str:
    """The text with the start alone of "kl. 10-11"; empty where no such hours stand there."""
    start = _HOURS.sub(r"\1", text, count=1)
    return start if start != text else ""

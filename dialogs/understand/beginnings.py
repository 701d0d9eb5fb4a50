"""Where a sentence says a time and then something else, as in "tirsdag kl. 10, lenken kommer"."""

from collections.abc import Iterator
from typing import Final

from dialogs.understand.tidy import listed

_NOT_TO_BE_CUT: Final = listed("ikke ikkje eller men enn før etter unntatt bortsett helst kanskje")
_EDGES: Final = " ,.;:!?()"


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

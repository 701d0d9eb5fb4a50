"""When somebody wants the day's tasks: the time in "mine kl. 14 hver dag"."""

from __future__ import annotations

import re
from typing import Final

_NOISE: Final = re.compile(
    r"\b(?:mine|mi|min|meg|til|hver|dag|morgen|virkedag|alltid|da|på|i|stedet|heller|fra|nå|av)\b",
    re.IGNORECASE,
)


def hour_in(text: str) -> str:
    """The words that say when; empty where none do."""
    return " ".join(_NOISE.sub(" ", text).split()).strip(" .?!,")

"""Several times in one line, as people write them, each by itself."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[;,\n]|\beller\b|\bog\b", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:00)?")


def several_times(text: str) -> tuple[str, ...]:
    """The pieces between commas, line ends, "eller" and "og"; ISO times by spaces."""
    words = text.split()
    if words and all(_ISO.fullmatch(word) for word in words):
        return tuple(words)
    pieces = (piece.strip() for piece in _BETWEEN.split(text))
    return tuple(piece for piece in pieces if piece)

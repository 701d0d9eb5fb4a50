"""Who takes whose place, as in "Frida er syk, Pål tar hennes plass" or "Frida med Pål"."""

from __future__ import annotations

import re
from typing import Final

_GONE, _NEW = r"(?P<gone>\S.*?)", r"(?P<new>\S.*?)"
_AWAY = r"(?:er|blir|har blitt)\s+(?:\w+\s+)?(?:syk|sjuk|borte|forhindret|bortreist|opptatt)"
_TAKES = r"(?:tar|overtar|får|trer inn på)"
_THEN = r"\s*(?:[,.;]|og|så)+\s*(?:og\s+|så\s+)?"
_WHOSE = r"(?:\s+(?:hennes|hans|dennes|deres|den))?"
_SENTENCES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_GONE}\s+{_AWAY}{_THEN}{_NEW}\s+{_TAKES}{_WHOSE}\s+plass(?:en)?",
        rf"{_NEW}\s+{_TAKES}\s+plassen\s+(?:til|etter)\s+{_GONE}",
        rf"{_NEW}\s+(?:kommer|møter|stiller|blir med)\s+i\s+stedet\s+for\s+{_GONE}",
    )
)
"""Whole sentences that ask for it by themselves."""

_SHORT: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_NEW}\s+i\s+stedet\s+for\s+{_GONE}",
        rf"{_GONE}\s+(?:(?:ut\s+)?med|til|mot|→|->)\s+{_NEW}",
    )
)
"""What is enough after the words that ask for it."""

_BEFORE: Final = re.compile(r"bytte?(?:\s+ut)?\s+", re.IGNORECASE)
_EDGES: Final = " ,.;!"


def swap_said(text: str) -> bool:
    """Whether the whole sentence says that somebody takes another's place."""
    return any(pattern.fullmatch(text.strip(_EDGES)) for pattern in _SENTENCES)


def swapped(text: str) -> tuple[str, str]:
    """Who goes and who comes, as they were called; who comes is empty where nobody was named."""
    said = _BEFORE.sub("", text.strip(_EDGES), count=1) if _BEFORE.match(text) else text
    for pattern in (*_SENTENCES, *_SHORT):
        found = pattern.fullmatch(said.strip(_EDGES))
        if found:
            return found["gone"].strip(_EDGES), found["new"].strip(_EDGES)
    return said.strip(_EDGES), ""

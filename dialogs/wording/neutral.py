"""What must never stand in a message to an outsider by mail, calendar, SMS or web (P1, F17)."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(
    r"smert|utmatt|samhandlingsm|diagnos|fibromyalg|encefalopat|migrene|depresjon|psykisk"
    r"|\b(?:pain|fatigue|shm|cfs|angst|lidelse)",
    re.IGNORECASE,
)
_ME = re.compile(r"\bME\b")  # a disease in capitals only: "me" is nynorsk for "we"


def forbidden_in(text: str) -> tuple[str, ...]:
    """The forbidden words of a text as they stand in it; empty where it may leave (F17)."""
    return tuple(found[0] for rule in (_FORBIDDEN, _ME) for found in rule.finditer(text))


def clean(text: str) -> str:
    """What a person typed as one line without braces, which mark the places of links."""
    return " ".join(text.split()).replace("{", "(").replace("}", ")")


def clean_link(link: str) -> str:
    """An address as one word; braces are encoded as RFC 3986 section 2.1 says."""
    return "".join(link.split()).replace("{", "%7B").replace("}", "%7D")


def neutral(text: str) -> str:
    """What a person typed, cleaned; empty where it holds a forbidden word (F17)."""
    cleaned = clean(text)
    return "" if forbidden_in(cleaned) else cleaned

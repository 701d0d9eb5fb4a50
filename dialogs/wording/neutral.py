"""What must never stand in a message to an outsider by mail, calendar, SMS or web (P1, F17)."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote

_LETTER = r"[^\W\d_]"

_ANYWHERE = re.compile(
    r"smert|utmatt|samhandlingsm|diagnos|lidels"
    r"|(?:kronisk|langvarig)\w*[\W_]*tr(?:ø|o|oe)y?tt|chronic[\W_]*fatigue"
    r"|psyk[io]|psychi|depresj|depressi|helseangst|bipolar|schizofren|trauma|traume|senfølge"
    r"|fibromyalg|encefalopat|migrene|hodepine|hovudpine|headache|ne[uv]ropat|whiplash|nakkesleng"
    r"|revmat|covid|cancer|kreft(?!t?ing)"  # Krefting is a surname
    r"|rus(?:omsorg|middel|poli|avheng|behandl)|pain[\W_]*(?:clin|klin|cent|sent)",
    re.IGNORECASE,
)
"""Beginnings of words that tell wherever they stand, also within a longer word."""

_WHOLE = re.compile(
    rf"(?<!{_LETTER})(?:pain|angst|rus|fatigue\w*|shm\w*|cfs|ptsd|adhd)(?!{_LETTER})",
    re.IGNORECASE,
)
"""Words that tell only when they stand alone: Paine and Angstrøm are surnames."""

_CAPITALS = re.compile(r"(?<![^\W_])(?:ME|M\.E|DPS|BUP)(?![^\W_])")
"""In capitals only: "me" is nynorsk for "we"."""

_RULES = (_ANYWHERE, _WHOLE, _CAPITALS)
_IN_ADDRESS = re.compile(r"https://(?P<host>[^/?#@]+)(?P<rest>[/?#].*)?", re.IGNORECASE)
_LONGEST_QUOTE = 40
_SAFE = ":/?#[]@!$&'()*+,;=-._~%"
"""What RFC 3986 allows in an address beside letters and digits."""

_ADDRESS = re.compile(r"(?:[A-Za-z0-9:/?#\[\]@!$&'()*+,;=._~-]|%[0-9A-Fa-f]{2})+")


def forbidden_in(text: str) -> tuple[str, ...]:
    """The forbidden words of a text as they are seen; empty where it may leave (F17)."""
    seen = _seen(text)
    return tuple(found[0] for rule in _RULES for found in rule.finditer(seen))


def clean(text: str) -> str:
    """What a person typed as one line without braces, which mark the places of links.

    Full-width letters and the like become ordinary ones, and what cannot be seen is dropped, so
    that no word hides from the filter.
    """
    return " ".join(_seen(text).split()).replace("{", "(").replace("}", ")")


def clean_link(link: str) -> str:
    """An address as one word of the characters that RFC 3986 allows, the others encoded."""
    return quote("".join(link.split()), safe=_SAFE, errors="replace")


def is_address(link: str) -> bool:
    """Whether it is a whole https address, with nothing that RFC 3986 does not allow."""
    found = _IN_ADDRESS.fullmatch(link) if _ADDRESS.fullmatch(link) else None
    return found is not None and "." in found["host"].strip(".")


def telling_link(link: str) -> bool:
    """Whether path or query of an address says what the meeting is about; its host may (F17)."""
    found = _IN_ADDRESS.fullmatch(link)
    return found is not None and bool(forbidden_in(unquote(unquote(found["rest"] or ""))))


def neutral(text: str) -> str:
    """What a person typed, cleaned; empty where it holds a forbidden word (F17)."""
    cleaned = clean(text)
    return "" if forbidden_in(cleaned) else cleaned


def _seen(text: str) -> str:
    """The text as it is read: compatible forms made one (NFKC), format characters dropped (Cf)."""
    shown = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", shown)


def quoted(text: str) -> str:
    """What somebody typed, on one line and not too long."""
    cleaned = clean(text)
    cut = f"{cleaned[:_LONGEST_QUOTE]}…" if len(cleaned) > _LONGEST_QUOTE else cleaned
    return f"«{cut}»"

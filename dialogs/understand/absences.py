"""Who is away, from when to when, and who does their work: "Lea 3.-14. mai, Pål vikar"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MONTH = r"(?:jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des)[a-zæøå]*"
_WEEKDAY = r"(?:man|tirs|ons|tors|fre|lør|søn)dag"
_DAY = (
    r"(?:\d{4}-\d\d-\d\d"
    rf"|(?:{_WEEKDAY}\s+)?\d{{1,2}}\.?\s*{_MONTH}(?:\s+\d{{4}})?"
    r"|\d{1,2}\.\d{1,2}\.?(?:\d{4}|\d{2})?"
    rf"|i\s+dag|i\s+morgen|i\s+går|(?:neste\s+)?{_WEEKDAY}(?:\s+uke\s+\d+)?)"
)
_TO = r"\s*(?:-|–|—|\btil\s+og\s+med\b|\bt\.?o\.?m\.?|\btil\b)\s*"
_FROM = r"(?:(?:\bfra|\bsiden)\s+(?:og\s+med\s+)?|\bf\.?o\.?m\.?\s*)"
_RANGE: Final = re.compile(
    rf"(?:{_FROM})?(?P<a>{_DAY}|\d{{1,2}}\.?){_TO}(?P<b>{_DAY})", re.IGNORECASE
)
_UNTIL: Final = re.compile(rf"{_TO}(?P<b>{_DAY})", re.IGNORECASE)
_SINCE: Final = re.compile(rf"{_FROM}(?P<a>{_DAY})", re.IGNORECASE)
_ALONE: Final = re.compile(rf"(?P<a>{_DAY})", re.IGNORECASE)
_BARE: Final = re.compile(r"\d{1,2}\.?")
_DEPUTY: Final = re.compile(r"\b(?:vikar\w*|stedfortreder|tar\s+over|overtar)\b", re.IGNORECASE)
_NOISE: Final = re.compile(
    r"\b(?:er|har|blir|skal|ha|være|som|med|og|på|i|av|for|det|alt|fravær\w*|registrer|syk|sjuk"
    r"|borte|ferie|permisjon|sykmeldt|sykemeldt|egenmelding|fri|reise|kurs|barn|sykt|permittert"
    r"|jeg|meg|selv)\b",
    re.IGNORECASE,
)
_STATE: Final = re.compile(
    r"(?P<who>[^,;]+?)\s+(?:er|blir|har)\s+(?:blitt\s+|på\s+|i\s+)?"
    r"(?:syk|sjuk|borte|ferie|permisjon|sykmeldt|sykemeldt|bortreist|fraværende)\b.*",
    re.IGNORECASE,
)
_BACK: Final = re.compile(r"(?P<who>[^,;]+?)\s+er\s+(?:tilbake|frisk)\b.*", re.IGNORECASE)
_LEAVES: Final = re.compile(
    r"(?P<who>[^,;]+?)\s+(?:slutter|har\s+sluttet|sluttet)\b.*", re.IGNORECASE
)
_MOVED: Final = re.compile(
    r"^(?:fra\s+(?P<of>[^,;]+?))?\s*(?:\btil\s+(?P<to>[^,;]+))?$", re.IGNORECASE
)
_ENDS: Final = re.compile(r"\b(?:syk|sjuk|sykmeldt|sykemeldt)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a sentence says of somebody's absence, as texts; empty for what it does not say.

    `ill` is that it gives no end because nobody knows one.
    """

    who: str = ""
    first: str = ""
    last: str = ""
    deputy: str = ""
    ill: bool = False


def absence_in(text: str) -> Said:
    """What is said, day by day and name by name; one day alone is the first and the last."""
    first, last, others = _days(text)
    deputy, who = "", ""
    for piece in re.split(r"[,;.]\s*|\s+(?=og\s)", others):
        names = " ".join(_NOISE.sub(" ", _DEPUTY.sub(" ", piece)).split()).strip(" .:!")
        if _DEPUTY.search(piece):
            deputy = deputy or names
        else:
            who = who or names
    ill = bool(_ENDS.search(text)) and not last
    return Said(who=who, first=first, last=last, deputy=deputy, ill=ill)


def _days(text: str) -> tuple[str, str, str]:
    """The first and the last day as they were written, and the text around them."""
    for pattern in (_RANGE, _UNTIL, _SINCE, _ALONE):
        found = pattern.search(text)
        if found is None:
            continue
        said = {"a": "", "b": "", **found.groupdict()}
        others = f"{text[: found.start()]} , {text[found.end() :]}"
        if pattern is _RANGE and _BARE.fullmatch(said["a"]):
            number = said["a"].rstrip(".")
            return re.sub(r"^\D*\d{1,2}", number, said["b"]), said["b"], others
        return said["a"], said["a"] if pattern is _ALONE else said["b"], others
    return "", "", text


def who_is_away(text: str) -> str:
    """Whom a whole sentence calls ill or away, as in "Lea er syk til fredag"; else empty."""
    found = _STATE.fullmatch(text.strip(" .!"))
    return found["who"].strip() if found else ""


def who_leaves(text: str) -> str:
    """Who does not come back, as in "Siri slutter 1. juni"; else empty."""
    found = _LEAVES.fullmatch(text.strip(" .!"))
    return found["who"].strip() if found else ""


def moved_between(text: str) -> tuple[str, str]:
    """From whom to whom, as in "sakene fra Siri til Kåre"; empty for whom is not named."""
    found = _MOVED.search(text.strip(" .!"))
    return ((found["of"] or "").strip(), (found["to"] or "").strip()) if found else ("", "")


def who_is_back(text: str) -> str:
    """Who is back, as in "Lea er tilbake"; else empty."""
    found = _BACK.fullmatch(text.strip(" .!"))
    return found["who"].strip() if found else ""

"""How somebody is reached, as it stands in a sentence: addresses, numbers, and whose they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from dialogs.understand.moments import read_date
from dialogs.understand.reading import Understood


class Owner(StrEnum):
    """Whose the words say that it is."""

    PATIENT = "patient"
    GP = "gp"
    UNSAID = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """An address or a number as it is written, and the words that stand `before` it."""

    text: str
    owner: Owner
    before: str

    @property
    def is_email(self) -> bool:
        """Whether it is an address; else it is a number."""
        return "@" in self.text


_PATIENT: Final = r"pasient(?:ens|en\s+sin|en)?"
_GP: Final = (
    r"(?:(?:fast)?lege|doktor)(?:ens|en\s+sin|en|ns|n\s+sin|n)"
    r"|(?:(?:fast)?lege)?(?:kontor|senter)(?:ets|et\s+sin|et)"
)
_LABEL: Final = (
    r"(?:e-?post|e-?mail|mail|tlf|telefon|mobil|mob|nummer|nr)"
    r"(?:en|et|adressen?|nummer(?:et)?|nr)?\b[.:]?|(?:kan\s+)?nås\s+på"
)
_NUMBER: Final = r"(?:(?:\+|00)47[ ]?)?\d(?:[ .-]?\d){7}|0\d{4}|(?:\+|00)\d(?:[ ]?\d){6,}"
_REACHED: Final = re.compile(
    rf"""
    (?:(?<=\w{{3}})\.)?[\s,;(<]*+
    (?:\b(?:og|samt)\s+)?
    (?:\b(?:(?P<patients>{_PATIENT})|(?P<gps>{_GP})|hans|hennes|hens)\b:?\s+)?
    (?P<label>\b(?:{_LABEL})\s*)?
    (?:\btil\s+(?:(?P<to_patient>{_PATIENT})|(?P<to_gp>{_GP}))\b:?\s*)?
    (?:\b(?:er|på)\b:?\s+)?
    (?:
        (?P<email>[^\s,;@()<>]+@[^\s,;@()<>]*[^\s,;@()<>.])
      | (?<![\w.+-])(?P<phone>{_NUMBER}|(?(label)[+\d][\d .-]*\d|(?!)))(?![ .-]?\d)
    )
    [)>]?
    (?:\s*\(?(?:til\s+)?(?:(?P<patient_after>{_PATIENT})|(?P<gp_after>{_GP}))\)?(?=\s*(?:[,.;]|$)))?
    """,
    re.IGNORECASE | re.VERBOSE,
)


def cut_reached(text: str, today: date) -> tuple[str, tuple[Reached, ...]]:
    """The words without addresses and numbers and what names them, and each of these in turn.

    A date in figures is no number, where nothing calls it one.
    """
    found: list[Reached] = []
    start = 0
    while match := _REACHED.search(text, start):
        if match["phone"] and not match["label"] and _is_date(match["phone"], today):
            start = match.end()
            continue
        before, after = text[: match.start()], text[match.end() :].lstrip(" ,.;")
        said = match["email"] or match["phone"]
        found.append(Reached(text=said, owner=_owner(match), before=before))
        text = f"{before}, {after}" if before and after else before or after
        start = len(before)
    return text.strip(), tuple(found)


def _is_date(text: str, today: date) -> bool:
    return isinstance(read_date(text, today, prefer="past"), Understood)


def _owner(match: re.Match[str]) -> Owner:
    if match["patients"] or match["to_patient"] or match["patient_after"]:
        return Owner.PATIENT
    if match["gps"] or match["to_gp"] or match["gp_after"]:
        return Owner.GP
    return Owner.UNSAID

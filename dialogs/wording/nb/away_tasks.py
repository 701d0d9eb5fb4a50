"""A meeting whose leader, or who must be there, is away on its day: what to decide (*fravær*)."""

from __future__ import annotations

from dialogs.wording.nb import dates
from dialogs.wording.nb.jobs import Job
from pathway.words import Role

TITLE = "Noen er borte på møtedagen"
_SETTLED = ("sendt", "Det er ordnet")
SAID_NO = (
    ("bytt deltaker", "Bytt deltaker"),
    ("flytt", "Nytt tidspunkt"),
    ("svar", "Registrer svar"),
)
"""What may be decided where a colleague who must be there cannot come."""


def job(what: Job) -> str:
    """As "Lea Liksom er borte 24. november og leder møtet. Bestem hva dere gjør."."""
    on = f" {dates.short(what.met)}" if what.met else ""
    part = "skal være med på møtet" if what.role is Role.CLINICIAN else "leder møtet"
    return f"{what.has or 'Noen'} er borte{on} og {part} da. Bestem hva dere gjør."


def ways(what: Job) -> tuple[tuple[str, str], ...]:
    """Another leader or another person, another day, or that it is seen to."""
    if what.role is Role.CLINICIAN:
        return ("bytt deltaker", "Bytt deltaker"), ("flytt", "Flytt møtet"), _SETTLED
    return ("bytt møteleder", "Bytt møteleder"), ("flytt", "Flytt møtet"), _SETTLED

"""*Referent* and *planansvarlig*: who writes what comes of a meeting (R22)."""

from __future__ import annotations

from dialogs.wording.nb import names
from dialogs.wording.nb.grammar import capital, listed, sentences
from dialogs.wording.neutral import clean
from pathway.words import MeetingKind

TITLE = "Referent og planansvarlig"
MINUTES = ("Hvem skriver referat?", "Referent", "Velg fra listen, eller skriv «hopp over».")
PLAN = ("Hvem fører tiltaksplanen?", "Planansvarlig", "Velg fra listen, eller «hopp over».")
QUESTION = "Skal jeg registrere dette?"
YES = "Registrer"
CHOOSE = "Hvem skriver?"
MINUTES_WORD, PLAN_WORD = "referent", "planansvarlig"


def done(ref: str, kind: MeetingKind, minutes: str, plan: str) -> str:
    """Who writes, as far as it is decided."""
    said = named(minutes, plan) or "Ingen er valgt ennå."
    return f"{names.meeting(kind)} i sak {ref}. {said}"


def named(minutes: str, plan: str) -> str:
    """As "Referent: Lea Liksom. Planansvarlig: Pål Påfunn."; empty where nobody is."""
    told = [(MINUTES[1], minutes), (PLAN[1], plan)]
    return sentences(*(f"{what}: {clean(who)}." for what, who in told if who))


def unnamed(ref: str, minutes: str, plan: str) -> str:
    """As "Referent og planansvarlig er ikke valgt: «referent K7M2»."; empty where both are."""
    lacking = [what for what, who in ((MINUTES_WORD, minutes), (PLAN_WORD, plan)) if not who]
    return f"{capital(listed(lacking))} er ikke valgt: «{MINUTES_WORD} {ref}»." if lacking else ""


def no_meeting(ref: str) -> str:
    """Nothing is arranged."""
    return f"Sak {ref} har ikke noe møte ennå. Skriv «kall inn {ref}» for å sette opp et."

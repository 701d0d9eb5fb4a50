"""What is said before a plan is confirmed: warnings, clashes, and what still stands in the way."""

from __future__ import annotations

from datetime import date

from dialogs.wording.nb import dates
from dialogs.wording.nb.grammar import listed
from pathway.rules import Unmet
from pathway.views import Clash, TakenBy, Warn

_WARNINGS = {
    Warn.WEEKEND: "Dette er en lørdag eller søndag.",
    Warn.HOLIDAY: "Dette er en helligdag eller offentlig fridag.",
    Warn.DAY_TO_AVOID: "Mange har fri denne dagen.",
    Warn.OUTSIDE_HOURS: "Tidspunktet er utenfor klinikkens arbeidstid.",
    Warn.AFTER_DEADLINE: "Møtet kommer etter fristen",
    Warn.AFTER_SAFE_DAY: (
        "Siste trygge dag for å sende innkallingen er passert. Det haster å få svar."
    ),
    Warn.TOO_EARLY: "Dette er mindre enn 16 uker etter SHM1.",
    Warn.OUTSIDE_BEST_WEEKS: "SHM2 bør helst holdes 22 til 25 uker etter SHM1.",
    Warn.ASSESSMENT_NOT_STARTED: "Det er ikke registrert at utredningen har startet.",
    Warn.NO_LINK: "Møtet har ingen lenke ennå. I innkallingen står det at lenken kommer.",
}

_TAKEN = {
    TakenBy.LEADER: "møtelederen",
    TakenBy.CLINICIAN: "klinikeren",
    TakenBy.LINK: "videolenken",
}

_UNMET = {
    Unmet.GP_ACCEPTED: "fastlegen har ikke svart ja",
    Unmet.CONSENT: "samtykke fra pasienten er ikke registrert",
    Unmet.PHONE_CALL: "det er ikke ringt for å si hvem møtet gjelder",
    Unmet.CONTACT: "navn eller kontaktopplysninger mangler",
    Unmet.PATIENT_INVITED: "pasienten er ikke kalt inn",
    Unmet.NO_PART: "ingen del av møtet er for denne deltakeren",
}


def warning(what: Warn, deadline: date | None = None) -> str:
    """One sentence about a time; `deadline` is the day that it is measured against."""
    if what is not Warn.AFTER_DEADLINE:
        return _WARNINGS[what]
    return _WARNINGS[what] + (f", som er {dates.full(deadline)}." if deadline else ".")


def taken_by(what: TakenBy) -> str:
    """As "møtelederen"."""
    return _TAKEN[what]


def clash(found: Clash, zone: str) -> str:
    """Who or what is taken, when, and in which case."""
    start, end = dates.wall(found.start, zone), dates.wall(found.end, zone)
    when = f"{dates.medium_moment(start)}–{dates.clock(end)}"
    if found.what is TakenBy.LINK:
        return f"Videolenken er i bruk {when} i sak {found.ref}."
    return f"{found.who} er opptatt {when} i sak {found.ref}."


def unmet(what: str) -> str:
    """One thing that must be true before an invitation may leave: a value of `Unmet`."""
    return _UNMET[Unmet(what)]


def unmet_all(what: tuple[str, ...]) -> str:
    """Everything that must be true first, joined."""
    return listed(unmet(one) for one in what)

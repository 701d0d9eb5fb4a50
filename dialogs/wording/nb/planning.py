"""What speaks against a plan: warnings, clashes, deadlines, and what still stands in the way."""

from __future__ import annotations

from datetime import date

from dialogs.wording.nb import calls, dates, names
from dialogs.wording.nb.grammar import clauses
from pathway.rules import Unmet
from pathway.views import Clash, TakenBy, Warn
from pathway.words import Milestone, Role

_WARNINGS = {
    Warn.WEEKEND: "Dagen er i helgen.",
    Warn.HOLIDAY: "Dette er en helligdag eller offentlig fridag.",
    Warn.DAY_TO_AVOID: "Mange har fri denne dagen.",
    Warn.OUTSIDE_HOURS: "Tidspunktet er utenfor klinikkens arbeidstid.",
    Warn.SLOT_OUTSIDE_HOURS: (
        "Den interne praten rett før eller etter møtet blir utenfor klinikkens arbeidstid."
    ),
    Warn.AWAY: "Møtelederen eller en kliniker som må være med, er registrert borte denne dagen.",
    Warn.AFTER_DEADLINE: "Møtet kommer etter fristen",
    Warn.AFTER_SAFE_DAY: (
        "Siste trygge dag for å sende innkallingen er passert. Det haster å få svar."
    ),
    Warn.TOO_EARLY: "Dette er mindre enn 16 uker etter SHM1.",
    Warn.OUTSIDE_BEST_WEEKS: "SHM2 bør helst holdes 22 til 25 uker etter SHM1.",
    Warn.ASSESSMENT_NOT_STARTED: "Det er ikke registrert at utredningen har startet.",
    Warn.GP_IN_DOUBT: (
        "En annen lege oppgir å ha overtatt som fastlege. Stemmer det, skriv «annen lege» og bytt "
        "fastlege først. Da får pasienten riktig navn i brevet."
    ),
    Warn.ROOM_TOO_SMALL: (
        "Videorommet er for lite: Flere skal være på video samtidig enn rommet har plass til."
    ),
    Warn.NO_ROOM: "Ingen videorom er ledige da.",
    Warn.NO_LINK: "Møtet har ingen lenke ennå.",
}

_AHEAD = {
    Milestone.REFERRAL_RECEIVED: ("henvisningen skal registreres", "registrere henvisningen"),
    Milestone.ASSESSMENT_STARTED: ("utredningen skal starte", "starte utredningen"),
    Milestone.SHM1_HELD: ("SHM1 skal holdes", "holde SHM1"),
    Milestone.SHM2_HELD: ("SHM2 skal holdes", "holde SHM2"),
    Milestone.CLOSED: ("forløpet skal avsluttes", "avslutte forløpet"),
}
_LATE = {
    Milestone.REFERRAL_RECEIVED: "henvisningen skulle ha vært registrert",
    Milestone.ASSESSMENT_STARTED: "utredningen skulle ha startet",
    Milestone.SHM1_HELD: "SHM1 skulle ha vært holdt",
    Milestone.SHM2_HELD: "SHM2 skulle ha vært holdt",
    Milestone.CLOSED: "forløpet skulle ha vært avsluttet",
}

_TAKEN = {
    TakenBy.LEADER: "møtelederen",
    TakenBy.CLINICIAN: "klinikeren",
    TakenBy.LINK: "videolenken",
}

_UNMET = {
    Unmet.GP_ACCEPTED: "fastlegen har ikke svart ja",
    Unmet.CONSENT: "pasientens samtykke er ikke registrert",
    Unmet.CONSENT_PARTS: "samtykket dekker ikke alle delene",
    Unmet.PHONE_CALL: "ingen har ringt og sagt hvem møtet gjelder",
    Unmet.CONTACT: "navn eller kontaktopplysninger mangler",
    Unmet.PATIENT_INVITED: "pasienten er ikke kalt inn",
    Unmet.NO_PART: "deltakeren er ikke satt opp i noen del av møtet",
}


_WAYS_OUT = {
    Unmet.GP_ACCEPTED: "Skriv «svar» når fastlegen har svart.",
    Unmet.CONSENT: "Skriv «samtykke» når pasienten har sagt ja.",
    Unmet.CONSENT_PARTS: (
        "Skriv «samtykke» for å utvide det, eller «følg samtykket» for å begrense deltakelsen."
    ),
    Unmet.PHONE_CALL: "Ring, og skriv «{register}» når det er gjort.",
    Unmet.CONTACT: "Skriv «{register}» for å legge dem inn.",
    Unmet.PATIENT_INVITED: "Skriv «kall inn pasienten».",
    Unmet.NO_PART: "Skriv «endre deltaker», og velg hvilke deler det gjelder.",
}


def way_out(what: str, role: Role = Role.NAV_ADVISER) -> str:
    """How one thing becomes true that must be true first: for a value of `Unmet`, of whom."""
    return _WAYS_OUT[Unmet(what)].format(register=calls.register(role)[0])


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
        used = f"Videorommet er i bruk {when} i sak {found.ref}."
        return f"{used} Det bør være minst 15 minutter mellom to saker i samme rom."
    return f"{found.who} er opptatt {when} i sak {found.ref}."


def unmet(what: str) -> str:
    """One thing that must be true before an invitation may leave: a value of `Unmet`."""
    return _UNMET[Unmet(what)]


def unmet_all(what: tuple[str, ...]) -> str:
    """Everything that must be true first, joined as main clauses."""
    return clauses(unmet(one) for one in what)


def milestone_ahead(which: Milestone, *, late: bool) -> str:
    """What is to happen, or should have: "SHM1 skal holdes", to go on with "senest …"."""
    return _LATE[which] if late else _AHEAD[which][0]


def must_by(which: Milestone, day: date, today: date) -> str:
    """What must happen by a day, or that the day has gone by."""
    return due_by(which, day, late=day < today)


def due_by(which: Milestone, day: date, *, late: bool) -> str:
    """The same where it is known whether the day has gone by."""
    if not late:
        return f"{names.milestone_demand(which)} senest {dates.full(day)}."
    return f"Fristen for å {_AHEAD[which][1]} gikk ut {dates.full(day)}."

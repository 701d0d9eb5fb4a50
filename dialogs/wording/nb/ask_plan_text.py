"""The action plan's own words: what is asked, and how a measure is shown (R24, R27)."""

from __future__ import annotations

from dialogs.wording.nb import dates
from dialogs.wording.nb.grammar import capital, counted
from dialogs.wording.nb.nomed import FACTORS
from pathway.plan_text import Measure, MeasureStatus, PlanVersion, Responsible

TITLE = "Tiltaksplan"
SHOW = "Vis tiltaksplanen"
GO_THROUGH = "Gå gjennom tiltakene"
ADD_TITLE = "Nytt tiltak"
CHANGE_TITLE = "Endre tiltak"
REMOVE_TITLE = "Fjern tiltak"
REPLACE_TITLE = "Ny versjon av tiltaksplanen"
STATUS_TITLE = "Status på tiltak"
CHANGE = "Endre"
FINISH = "Planen er ferdig"
FINISH_TYPED = "tiltaksplanen er ferdig"

RESPONSIBLES = {
    Responsible.PATIENT: "Pasienten",
    Responsible.CLINIC: "Klinikken",
    Responsible.GP: "Fastlegen",
    Responsible.NAV: "Nav",
    Responsible.OTHER: "Andre",
}
RESPONSIBLE_WORDS = {
    **dict.fromkeys(("pasienten", "pasient"), Responsible.PATIENT),
    **dict.fromkeys(("klinikken", "klinikk", "vi", "oss"), Responsible.CLINIC),
    **dict.fromkeys(("fastlegen", "fastlege", "legen"), Responsible.GP),
    "nav": Responsible.NAV,
    **dict.fromkeys(("andre", "noen andre", "annen"), Responsible.OTHER),
}
STATUSES = {
    MeasureStatus.DONE: "Gjort",
    MeasureStatus.GOING_ON: "Pågår",
    MeasureStatus.ADJUSTED: "Justert",
    MeasureStatus.STOPPED: "Stoppet",
}

TEXT = ("Hva er tiltaket?", "Tiltak", "Skriv det kort, for eksempel «Gå tur tre ganger i uka».")
RESPONSIBLE = ("Hvem har ansvaret for tiltaket?", "Ansvarlig", "Velg fra listen.")
FOLLOW_UP = (
    "Når skal tiltaket følges opp?",
    "Følges opp",
    "Skriv en dato, for eksempel «15. januar». Er dagen ikke bestemt, skriv «hopp over».",
)
FACTOR = (
    "Hvilken NOMED-faktor gjelder tiltaket?",
    "NOMED-faktor",
    "Velg fra listen. Gjelder det ingen av dem, skriv «hopp over».",
)
WHICH = ("Hvilket tiltak?", "Tiltak", "Velg fra listen.")
REASON = (
    "Hvorfor skal planen erstattes?",
    "Hvorfor",
    "Skriv kort hvorfor, for eksempel «justert etter SHM2».",
)
STATUS = ("Hvordan har det gått med tiltaket?", "Status", "Velg fra listen.")

QUESTION = "Skal jeg lagre dette?"
YES = "Lagre"
REMOVE_QUESTION = "Skal jeg fjerne tiltaket?"
REMOVE = "Fjern"
REPLACE_QUESTION = "Skal jeg lage en ny versjon? Den gamle blir tatt vare på som den er."
REPLACE = "Lag ny versjon"
PAST = "Dagen er allerede forbi. Skriv en dag fra i dag og framover."
BEFORE_NOW = "Nå"

SAVED = "Tiltaket er lagret."
REMOVED = "Tiltaket er fjernet."
REPLACED = (
    "Den nye versjonen begynner med de samme tiltakene. "
    "Når den er ferdig, må alle som skal ha planen, få den på nytt."
)


def off(ref: str) -> str:
    """The clinic keeps no words of its plans here."""
    return (
        f"Klinikken skriver ikke tiltaksplaner her, så det står ingen tiltak i sak {ref}. "
        f"Skriv «etter møtet {ref}» for å se hvor langt planen er kommet."
    )


def heading(ref: str) -> str:
    """As "Tiltaksplan: sak K7M2"."""
    return f"{TITLE}: sak {ref}"


def nothing_yet(ref: str, *, may: bool) -> str:
    """No measure is written."""
    how = f" Skriv «nytt tiltak {ref}» for å begynne." if may else ""
    return f"Det er ikke skrevet noen tiltak i sak {ref} ennå.{how}"


def version(shown: PlanVersion, zone: str) -> str:
    """As "Versjon 2, ikke ferdig. Erstatter versjon 1: justert etter SHM2"."""
    end = shown.finished
    when = f"ferdig {dates.short_year(dates.wall(end.at, zone).date())}" if end else "ikke ferdig"
    why = f" Erstatter versjon {shown.number - 1}: {shown.reason}" if shown.reason else ""
    return f"Versjon {shown.number}, {when}.{why}"


def measure(place: int, one: Measure) -> str:
    """As "2. Søvnskole"."""
    return f"{place}. {one.text}"


def details(one: Measure, status: MeasureStatus | None = None) -> str:
    """Who, when, which factor, and what became of it."""
    said = [RESPONSIBLES[one.responsible]]
    if one.follow_up:
        said.append(f"følges opp {dates.short_year(one.follow_up)}")
    if one.factor:
        said.append(f"NOMED {one.factor}: {FACTORS[one.factor]}")
    if status:
        said.append(STATUSES[status])
    return " · ".join(said)


def facts(one: Measure) -> list[tuple[str, str]]:
    """A measure as it is to be."""
    return [
        (TEXT[1], one.text),
        (RESPONSIBLE[1], RESPONSIBLES[one.responsible]),
        (FOLLOW_UP[1], dates.full(one.follow_up) if one.follow_up else ""),
        (FACTOR[1], FACTORS[one.factor] if one.factor else ""),
    ]


def how_became(place: int) -> str:
    """Above the buttons of the measure that is gone through."""
    return f"Hvordan har det gått med tiltak {place}?"


def status_saved(text: str, said: MeasureStatus, left: int) -> str:
    """What was said of it, and how many are left."""
    more = f"{counted(left, 'tiltak', 'tiltak', neuter=True)} igjen." if left else ALL_SAID
    return f"{STATUSES[said]}: {text.rstrip('.')}. {capital(more)}"


ALL_SAID = "Alle tiltakene er gått gjennom."


def not_finished(ref: str) -> str:
    """There is no finished plan to replace or go through."""
    return (
        f"Det er ingen ferdig tiltaksplan å bygge på i sak {ref}. "
        f"Skriv «tiltaksplan {ref}» for å se hva som er skrevet."
    )


def finished(ref: str) -> str:
    """Its words stand."""
    return (
        f"Tiltaksplanen i sak {ref} er ferdig og kan ikke endres. "
        f"Skriv «ny tiltaksplan {ref}» for å lage en ny versjon."
    )


def not_yet(ref: str) -> str:
    """What became of it is said in SHM2."""
    return f"Tiltakene i sak {ref} gås gjennom i SHM2. Møtet har ikke begynt ennå."

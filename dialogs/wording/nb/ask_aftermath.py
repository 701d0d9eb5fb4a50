"""*Etter møtet*: the closing card, and what it asks (R22, R24, R25)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from dialogs.wording.nb import ask_invite, dates, names
from dialogs.wording.nb.grammar import capital, listed
from dialogs.wording.neutral import clean
from pathway.aftermath import InterviewState
from pathway.model import Participant
from pathway.words import MeetingKind, PromiseKind, Role

TITLE = "Etter møtet"
BUTTON = "Etter møtet"
THERE = "Deltok"
NOBODY_KNOWN = "Ikke registrert"
MEND = "Rett listen"
PLAN = "Tiltaksplan"
NOTE = "Journalnotat"
NEXT = "SHM2"
INTERVIEW = "Intervjubrev"
CLOSING = "Avslutning"
ONE_MORE = "Trenger et møte til"
FIND = "Finn andre tider"
SEE_LIST = "Vis sjekklisten"
ALL_SETTLED = "Alt etter møtet er tatt hånd om."

INTERVIEWS = {
    None: "Vil pasienten ha brev om et intervju? Det er frivillig.",
    InterviewState.WANTED: "Pasienten har sagt ja. Brevet er ikke sendt.",
    InterviewState.SENT: "Brevet er sendt.",
    InterviewState.DECLINED: "Ikke aktuelt.",
    InterviewState.WITHDRAWN: "Pasienten har trukket samtykket. Det sendes ikke noe brev.",
}


def title(ref: str, kind: MeetingKind) -> str:
    """As "Etter SHM1: sak K7M2"."""
    return f"Etter {names.meeting(kind)}: sak {ref}"


def held(kind: MeetingKind, on: date, at: time | None = None) -> str:
    """As "SHM1 ble holdt tirsdag 24. november 2026."."""
    when = dates.moment(datetime.combine(on, at)) if at else dates.full(on)
    return f"{names.meeting(kind)} ble holdt {when}."


def people(there: Iterable[Participant]) -> str:
    """As "pasienten, fastlegen (Kari Testlege) og Lea Liksom"."""
    return capital(listed(ask_invite.inside(p.role, p.name) for p in there)) or NOBODY_KNOWN


def not_held(ref: str) -> str:
    """There is nothing to close yet."""
    return f"Ingen møter er holdt i sak {ref} ennå. Skriv «milepæl {ref}» når et møte er holdt."


def next_asked(found: Sequence[datetime]) -> str:
    """What is to be agreed, and that the times are in the right weeks."""
    if not found:
        return "Ikke avtalt. Vi fant ingen tid som passer i uke 22 til 25 etter SHM1."
    return "Ikke avtalt. Disse tidene passer:"


def next_agreed(start: datetime) -> str:
    """When it is."""
    return f"Avtalt {dates.moment(start)}."


def choose(start: datetime) -> str:
    """On a button: as "tirsdag 27. april kl. 10.00"."""
    return f"{capital(dates.medium(start.date()))} {dates.at_clock(start)}"


def waits_for_extra(on: date, at: time | None) -> str:
    """That the plan waits for the extra meeting."""
    when = dates.moment(datetime.combine(on, at)) if at else dates.full(on)
    return f"Ekstra møte {when}. Vi minner ikke om planen før det."


def propose_extra(start: datetime) -> str:
    """On a button: as "Ekstra møte 3. desember kl. 09.00"."""
    return f"Ekstra møte {dates.short(start.date())} {dates.at_clock(start)}"


NOTES = {
    PromiseKind.NOTE_WRITE: "Ikke skrevet ennå.",
    PromiseKind.NOTE_SEND: "Skrevet, ikke sendt.",
    None: "Skrevet og sendt.",
}
CLOSING_LEFT = "Sjekklisten er ikke ferdig."
CLOSING_DONE = "Alt er gjort. Forløpet kan avsluttes."


def plain_line(head: str, said: str, typed: Sequence[str], after: str = "") -> str:
    """A row of the card as text: what, how it stands, what one may type, and how it is varied."""
    ways = (f"→ «{one}»" for one in typed)
    return "\n".join(filter(None, (f"{head}: {said}", *ways, after)))


def some_may_stay(typed: str, name: str) -> str:
    """How it is typed that somebody is not to be in SHM2."""
    asked = "Er det noen som ikke skal være med denne gangen? Skriv til slutt «uten» og navnet"
    return f"{asked}, for eksempel «{typed} {WITHOUT} {name}»."


# --- hvem deltok ------------------------------------------------------------------------------

ATTENDED_TITLE = "Deltok"
AWAY = (
    "Hvem var ikke med?",
    "Ikke med",
    "Skriv for eksempel «fastlegen», eller «ingen» hvis alle var der.",
)
CAME = (
    "Kom noen andre?",
    "Kom likevel",
    "Skriv for eksempel «Anne», eller «ingen».",
)
ATTENDED_QUESTION = "Stemmer listen?"
ATTENDED_YES = "Lagre listen"
AWAY_WORDS = ("unntatt", "uten", "ikke")
CAME_WORDS = ("også", "og så", "dessuten")


def attended(ref: str, there: str) -> str:
    """The list was put right."""
    return f"Registrert i sak {ref}. Deltok: {there}."


def nobody_by_name(name: str, known: Sequence[str]) -> str:
    """A name that is nobody's of the case."""
    return f"«{name}» er ikke med i saken. Velg blant: {listed(known)}."


def several_by_name(name: str, fit: Sequence[str]) -> str:
    """A name that is more than one's."""
    return f"Flere passer til «{name}». Velg blant: {listed(fit)}."


# --- neste møte -------------------------------------------------------------------------------

NEXT_TITLE = "Neste møte"
NEXT_START = (
    "Når er SHM2?",
    "Tidspunkt",
    "Skriv dag og klokkeslett, for eksempel «tirsdag 27. april kl. 10».",
)
LEFT_OUT = (
    "Hvem skal ikke være med i SHM2?",
    "Ikke med i SHM2",
    "Skriv navnet, eller «ingen» hvis alle skal være med.",
)
WITHOUT = "uten"
TICKS = "Hvem andre skal være med?"


def as_before(left_out: Sequence[str]) -> str:
    """What SHM2 has from SHM1; `left_out` are those who are not to be in it this time."""
    same = "Møteoppsett, møteleder og sted er som i SHM1."
    return f"{same} Ikke med denne gangen: {listed(left_out)}." if left_out else same


def in_some_parts(ref: str, name: str, parts: Iterable[int]) -> str:
    """Whom the preview would else show as there all the time, and how their parts are changed."""
    own = listed(str(part + 1) for part in parts)
    return (
        f"{capital(clean(name))} er bare med i del {own}, som i SHM1. Når møtet er satt opp, kan "
        f"du endre det med «endre delene {ref}»."
    )


def next_facts(
    start: datetime, leader: str, place: str, there: Iterable[Participant]
) -> list[tuple[str, str]]:
    """SHM2 as it is to be, and who has a part in it."""
    when = ("SHM2", dates.moment(start))
    return [when, ("Møteleder", leader), ("Sted", place), ("Deltakere", people(there))]


def always_comes(role: Role) -> str:
    """Without whom SHM2 is not arranged."""
    always = f"{capital(names.role_definite(role))} er alltid med"
    if role is not Role.GP:
        return f"{always}."
    after = "Skriv «uten fastlege» etterpå hvis møtet skal holdes uten."
    return f"{always} når møtet settes opp. {after}"


def leads(name: str) -> str:
    """The same of the leader."""
    return f"{name} leder møtet og er alltid med."


def not_among(name: str, optional: Sequence[str]) -> str:
    """A name that is none of those who may be left out of SHM2."""
    if optional:
        return nobody_by_name(name, optional)
    return "Ingen andre enn pasienten, fastlegen og møtelederen er med."


def already_agreed(ref: str, start: datetime) -> str:
    """There is nothing to agree."""
    return f"SHM2 i sak {ref} er avtalt {dates.moment(start)}. Skriv «flytt {ref}» for å endre det."


def before_shm1(ref: str) -> str:
    """SHM2 comes after SHM1."""
    return f"SHM1 i sak {ref} er ikke holdt ennå. Skriv «milepæl {ref}» når det er holdt."


# --- intervju ---------------------------------------------------------------------------------

INTERVIEW_TITLE = "Intervjubrev"
SAID = ("Hva gjelder det?", "Intervjubrevet", "Velg fra listen.")
INTERVIEW_QUESTION = "Skal jeg registrere dette?"
INTERVIEW_YES = "Registrer"
INTERVIEW_CHOICES = {
    InterviewState.WANTED: "Pasienten vil ha brevet",
    InterviewState.SENT: "Brevet er sendt",
    InterviewState.DECLINED: "Ikke aktuelt",
    InterviewState.WITHDRAWN: "Samtykket er trukket",
}
SENT = "sendt"
INTERVIEW_WORDS = {
    InterviewState.WANTED: "ja",
    InterviewState.SENT: SENT,
    InterviewState.DECLINED: "nei",
    InterviewState.WITHDRAWN: "trukket",
}
"""As one types each."""

_INTERVIEW_DONE = {
    InterviewState.WANTED: "Pasienten har samtykket til brev om intervju i sak {ref}. "
    "{secretary} får i oppgave å sende det. Samtykket kan trekkes når som helst.",
    InterviewState.SENT: "Registrert i sak {ref}: brevet om intervju er sendt.",
    InterviewState.DECLINED: "Registrert i sak {ref}: ingen brev om intervju. "
    "Det har ikke noe å si for behandlingen.",
    InterviewState.WITHDRAWN: "Samtykket til brev om intervju er trukket i sak {ref}. "
    "Det sendes ikke noe brev.",
}


def interview_done(ref: str, state: InterviewState, secretary: str) -> str:
    """What was registered, and what follows."""
    return _INTERVIEW_DONE[state].format(ref=ref, secretary=secretary)

"""*Sett opp utredning*, *intern prat* and what becomes of them: asked, shown and said (R9, R26)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.grammar import listed
from pathway.words import MeetingKind

ASSESSMENT_TITLE = "Sett opp utredning"
SET_UP = ("sett opp utredning", ASSESSMENT_TITLE)
INTERNAL_TITLE = "Intern prat"
MOVE_TITLE = "Flytt avtalen"
CHANGE_TITLE = "Endre avtalen"
CANCEL_TITLE = "Avlys avtalen"

START = (
    "Når skal utredningen være?",
    "Utredningen",
    "Skriv dag og klokkeslett, for eksempel «tirsdag uke 45 kl. 9».",
)
NEW_START = (
    "Når skal avtalen være i stedet?",
    "Nytt tidspunkt",
    "Skriv dag og klokkeslett, for eksempel «tirsdag uke 45 kl. 9».",
)
MINUTES = ("Hvor mange minutter?", "Minutter", "Skriv et tall, for eksempel 60.")
PEOPLE = ("Hvilke klinikere skal være med?", "Klinikere", "Skriv navnene med komma mellom.")
PLACE = ("Hvor skal det være?", "Sted", "Velg fra listen, eller skriv et sted.")
SIDE = ("Skal dere snakke sammen før eller etter møtet?", "Før eller etter", "Velg fra listen.")
BEFORE, AFTER = "Før møtet", "Etter møtet"
BEFORE_WORDS, AFTER_WORDS = frozenset({"før", "forut"}), frozenset({"etter", "etterpå"})
WHICH = ("Hvilken avtale?", "Avtale", "Velg fra listen.")
OWN_PLACE = "Hos oss"

ARRANGE = "Sett den opp"
ARRANGE_QUESTION = "Skal jeg legge avtalen i kalenderne?"
MOVE = "Flytt den"
MOVE_QUESTION = "Skal jeg flytte avtalen?"
CHANGE = "Endre den"
CHANGE_QUESTION = "Skal jeg endre avtalen?"
CANCEL = "Avlys den"
CANCEL_QUESTION = "Skal jeg avlyse avtalen?"
NOT_MINUTES = "Det er ikke et antall minutter fra 5 til 480."


def nobody_by_name(name: str, known: Sequence[str]) -> str:
    """One of the names is nobody's here."""
    return f"Jeg finner ingen kliniker som heter «{name}». Klinikerne er {listed(known)}."


def who_is_there(known: Sequence[str]) -> str:
    """Whom one may choose between."""
    return f"Klinikere: {', '.join(known)}."


def facts(
    kind: MeetingKind, start: datetime, minutes: int, people: Sequence[str], place: str
) -> list[tuple[str, str]]:
    """An appointment in three facts."""
    return [
        (names.meeting(kind), f"{dates.moment(start)} ({dates.minutes(minutes)})"),
        (PEOPLE[1], listed(people)),
        ("Sted", place or OWN_PLACE),
    ]


def called(kind: MeetingKind, start: datetime) -> str:
    """As a choice: "Utredning tirsdag 3. november 2026 kl. 9.00"."""
    return f"{names.meeting(kind)} {dates.moment(start)}"


def arranged(ref: str, kind: MeetingKind, start: datetime) -> str:
    """It is in the calendars."""
    return f"{_it(kind)} i sak {ref} er satt opp {dates.moment(start)}."


def moved(ref: str, kind: MeetingKind, start: datetime) -> str:
    """It has another time."""
    return f"{_it(kind)} i sak {ref} er flyttet til {dates.moment(start)}."


def changed(ref: str, kind: MeetingKind, start: datetime) -> str:
    """It has other people, another length or place."""
    return f"{_it(kind)} {dates.moment(start)} i sak {ref} er endret."


def called_off(ref: str, kind: MeetingKind, start: datetime) -> str:
    """It is off."""
    return f"{_it(kind)} {dates.moment(start)} i sak {ref} er avlyst."


def none_ahead(ref: str) -> str:
    """There is nothing to move or call off."""
    return (
        f"Det er ikke satt opp noen utredning eller andre avtaler i sak {ref}. "
        f"Skriv «sett opp utredning {ref}» for å sette opp en."
    )


def no_meeting(ref: str) -> str:
    """There is no meeting to talk before or after."""
    way = f"Skriv «{typed('invite', ref)}» for å sette opp møtet først."
    return f"Det er ikke satt opp noe møte i sak {ref}. {way}"


_WHICH_ONE = {
    MeetingKind.ASSESSMENT: "Utredningen",
    MeetingKind.INTERNAL: "Den interne praten",
    MeetingKind.EXTRA: "Det ekstra møtet",
}


def _it(kind: MeetingKind) -> str:
    return _WHICH_ONE[kind]

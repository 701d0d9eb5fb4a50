"""*Endre delene*: what is asked of a meeting's parts, shown before the change, and said after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.wording.nb import ask_running, dates, names
from dialogs.wording.nb.grammar import counted, lines, listed
from dialogs.wording.neutral import clean, forbidden_in
from pathway.model import Part, Participant, Window
from pathway.words import MeetingKind, Role

TITLE = "Endre delene"
EDITS = (
    "Hva skal endres?",
    "Endring",
    (
        "Skriv for eksempel «forleng del 2 til 25 min», «bytt del 1 og 2», «del del 3 i to», "
        "«slå sammen del 1 og 2», «fjern del 2», «kall del 2 Arbeid» eller «Anne bare i del 1»."
    ),
)
EXAMPLE = "For eksempel «forleng del 2 til 25 min», «bytt del 1 og 2» eller «Anne bare i del 1»."
LONGEST_TITLE = 60
ORDER = (
    "Skal rekkefølgen endres, så alle kan være med uten pause?",
    "Rekkefølgen endres",
    "Svar ja, eller skriv «tilbake».",
)
YES = "Endre delene"
QUESTION = "Skal jeg endre delene?"
HOW_LONG = "Hvor lang skal delen være? Skriv for eksempel «del 2 til 25 min»."
TOO_SHORT = "En del må vare minst ett minutt. Skriv «fjern del 2» for å ta den bort."
ONLY_ONE = "Møtet har bare denne delen. Skriv «avlys» for å avlyse møtet."
NO_OTHER_ORDER = "Skriv «tilbake» for å endre noe annet, eller «avbryt»."


def no_such_part(parts: int) -> str:
    """A number that no part has, or an order that leaves one out."""
    return f"Møtet har {counted(parts, 'del', 'deler')}. Nevn hver del med riktig tall."


def torn(who: Sequence[str]) -> str:
    """Who would have to come back, and that no order mends it (R21)."""
    return f"Da må {listed(who) or 'noen'} gå ut og komme inn igjen. Gjør det på en annen måte."


def torn_now(who: Sequence[str]) -> str:
    """The same, where another order mends it."""
    return f"Slik må {listed(who) or 'noen'} gå ut og komme inn igjen."


def order_choice(titles: Sequence[str]) -> str:
    """The order that mends it."""
    shown = listed(f"«{names.part(title)}»" for title in titles)
    return f"Ja, til {shown}"


def title_fault(title: str) -> str:
    """Why a part cannot be called this: those outside may read it (P1, F17); empty where it can."""
    if forbidden_in(title):
        return "Alle som er med, kan lese navnet. Velg et navn som ikke sier noe om helse."
    if not clean(title) or len(title) > LONGEST_TITLE:
        return f"Navnet kan ha høyst {LONGEST_TITLE} tegn."
    return ""


def nobody_by_name(who: str) -> str:
    """Somebody who is not, or not alone, called this in the case."""
    return f"Jeg fant ikke «{clean(who)}» blant deltakerne. Skriv hele navnet eller rollen."


def in_no_part(who: Participant) -> str:
    """Somebody who would have no part left."""
    removed = "" if who.role in {Role.PATIENT, Role.GP} else ", eller skriv «fjern deltaker»"
    return f"Da er {ask_running.who(who)} ikke med i noen del. Velg minst én del{removed}."


def parts_wished(wish: str, consents: Sequence[tuple[str, Sequence[int]]]) -> str:
    """What the patient wishes, and whose consent is for some parts only (R13, R16b)."""
    wished = f"Pasienten ønsker: {clean(wish)}." if wish else ""
    covered = (
        f"Samtykket for {who} gjelder del {listed(str(number) for number in parts)}."
        for who, parts in consents
    )
    return lines(wished, *covered)


def agenda_title(ref: str) -> str:
    """As "Dagsorden: sak K7M2"."""
    return f"Dagsorden: sak {ref}"


def part_now(
    number: int, part: Part, window: Window, zone: str, people: Sequence[Participant] = ()
) -> str:
    """As "Del 1, Innledning: kl. 10.00–10.20 (20 minutter). Med: pasienten og Nav."."""
    said = f". Med: {ask_running.some(people)}." if people else ""
    return f"{_placed(number, part, window, zone)} ({dates.minutes(part.minutes)}){said}"


def part_to_be(number: int, part: Part, window: Window, zone: str, before: int | None) -> str:
    """The same, with how long it was where that is another time."""
    was = f", før {before}" if before not in {None, part.minutes} else ""
    return f"{_placed(number, part, window, zone)} ({dates.minutes(part.minutes)}{was})"


def _placed(number: int, part: Part, window: Window, zone: str) -> str:
    return f"Del {number}, {names.part(part.title)}: {dates.hours(window, zone)}"


def meeting_fact(kind: MeetingKind, window: Window, zone: str) -> tuple[str, str]:
    """The meeting from beginning to end."""
    return names.meeting(kind), dates.span(window, zone)


def changed(ref: str, kind: MeetingKind, end: datetime) -> str:
    """The parts were changed; `end` is wall time."""
    return f"Delene i {names.meeting(kind)} i sak {ref} er endret. Møtet varer til {_until(end)}."


def _until(end: datetime) -> str:
    return dates.at_clock(end)

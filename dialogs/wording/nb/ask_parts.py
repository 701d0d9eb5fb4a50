"""*Endre delene*: what is asked of a meeting's parts, shown before the change, and said after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.grammar import counted, listed
from pathway.model import Part, Window
from pathway.words import MeetingKind

TITLE = "Endre delene"
EDITS = (
    "Hva skal endres?",
    "Endring",
    (
        "Skriv for eksempel «forleng del 2 til 25 min», «bytt del 1 og 2», «del del 3 i to», "
        "«slå sammen del 1 og 2» eller «fjern del 2»."
    ),
)
EXAMPLE = "For eksempel «forleng del 2 til 25 min» eller «bytt del 1 og 2»."
ORDER = (
    "Skal rekkefølgen endres, så alle kan være med uten pause?",
    "Ny rekkefølge",
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
    return f"Ja, rekkefølgen blir {shown}"


def part_now(number: int, part: Part, window: Window, zone: str) -> str:
    """As "1. Innledning og oppsummering: kl. 10.00–10.20 (20 minutter)"."""
    return f"{_placed(number, part, window, zone)} ({_minutes(part.minutes)})"


def part_to_be(number: int, part: Part, window: Window, zone: str, before: int | None) -> str:
    """The same, with how long it was where that is another time."""
    was = f", før {before}" if before not in {None, part.minutes} else ""
    return f"{_placed(number, part, window, zone)} ({_minutes(part.minutes)}{was})"


def _placed(number: int, part: Part, window: Window, zone: str) -> str:
    return f"Del {number}, {names.part(part.title)}: {dates.hours(window, zone)}"


def _minutes(number: int) -> str:
    return counted(number, "minutt", "minutter", neuter=True)


def meeting_fact(kind: MeetingKind, window: Window, zone: str) -> tuple[str, str]:
    """The meeting from beginning to end."""
    return names.meeting(kind), dates.span(window, zone)


def changed(ref: str, kind: MeetingKind, end: datetime) -> str:
    """The parts were changed; `end` is wall time."""
    return f"Delene i {names.meeting(kind)} i sak {ref} er endret. Møtet varer til {_until(end)}."


def _until(end: datetime) -> str:
    return dates.at_clock(end)

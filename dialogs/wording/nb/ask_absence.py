"""Who is away, and who does their work: asked, shown, said. Never why (*fravær*)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.wording.nb import dates
from dialogs.wording.nb.grammar import in_words, listed, sentences

TITLE = "Fravær"
WHO = ("Hvem er borte?", "Hvem", "Velg fra listen.")
FIRST = ("Fra hvilken dag?", "Fra og med", "Skriv en dato, for eksempel 3. mai.")
LAST = (
    "Til og med hvilken dag? Hopp over hvis du ikke vet det.",
    "Til og med",
    "Skriv en dato, for eksempel 14. mai.",
)
DEPUTY = ("Hvem er vikar?", "Vikar", "Velg fra listen.")
QUESTION = "Skal jeg registrere dette?"
YES = "Registrer"
OPEN = "Til du sier fra"
THEY_SAY = "Til noen sier fra"
NO_DEPUTY = "Ingen andre kan gjøre disse oppgavene. Legg til en kollega i klinikkens fil først."

BACK_TITLE = "Tilbake på jobb"
BACK_WHO = ("Hvem er tilbake?", "Hvem", "Velg fra listen.")
BACK_ON = ("Fra hvilken dag?", "Tilbake fra", "Skriv en dato, for eksempel i dag.")
BACK = "Tilbake nå"
CALL_OFF = "Avlys"
NOBODY = "Ingen er meldt borte."
SHOW = "Hvem er borte?"


def facts(
    name: str, first: date, last: date | None, deputy: str, *, own: bool
) -> list[tuple[str, str]]:
    """The absence as it will be recorded."""
    until = dates.full(last) if last else OPEN if own else THEY_SAY
    return [(WHO[1], name), (FIRST[1], dates.full(first)), (LAST[1], until), (DEPUTY[1], deputy)]


def moves(count: int, refs: Sequence[str], deputy: str) -> str:
    """What the deputy will have to do, as things are now."""
    if not count:
        return f"Akkurat nå er det ingen oppgaver å gi videre. {deputy} får dem som kommer."
    what = "Én oppgave" if count == 1 else f"{count} oppgaver"
    where = f"sak {refs[0]}" if len(refs) == 1 else f"sakene {listed(refs)}"
    return f"{what} i {where} går til {deputy} så lenge."


def also_for(deputy: str, names: Sequence[str]) -> str:
    """The one who will be away is somebody's deputy, and that passes on too."""
    return f"{deputy} blir også vikar for {listed(names)}."


def instead(deputy: str, first: date, last: date | None, other: str) -> str:
    """The deputy is away too on some of the days."""
    until = f"til {dates.short(last)}" if last else "fram til noen sier fra"
    return f"{deputy} er også borte fra {dates.short(first)} {until}. Da går oppgavene til {other}."


def at_meeting(ref: str, on: date, *, leads: bool) -> str:
    """A meeting of those days, which stays as it is until somebody decides."""
    part = "leder" if leads else "skal være med på"
    what = f"Den som er borte, {part} møtet {dates.short(on)} i sak {ref}."
    return f"{what} Sekretæren får spørsmål om det."


def recorded(name: str, first: date, last: date | None, deputy: str) -> str:
    """It is recorded."""
    return f"Registrert: {line(name, first, last, deputy)}"


def line(name: str, first: date, last: date | None, deputy: str, today: date | None = None) -> str:
    """As "Lea Liksom er borte til 14. mai. Vikar: Pål Påfunn."."""
    begun = today is not None and first <= today
    since = "" if begun else f" fra {dates.short(first)}"
    until = f" til og med {dates.short(last)}" if last else ""
    return f"{name} er borte{since}{until}. Vikar: {deputy}."


def leaves(name: str, first: date, deputy: str, today: date) -> str:
    """Somebody who does not come back."""
    verb = "har sluttet" if first <= today else f"slutter {dates.short(first)}"
    return f"{name} {verb}. {deputy} overtar."


def not_away(name: str, first: date) -> str:
    """An absence that had not begun is called off."""
    return f"{name} er ikke borte fra {dates.short(first)} likevel."


def instead_of(first: date, last: date | None) -> str:
    """What was recorded before, and holds no more."""
    until = f"til og med {dates.short(last)}" if last else "og til noen sier fra"
    return f"Dette kommer i stedet for fraværet fra {dates.short(first)} {until}."


def is_back(name: str, on: date, today: date, *, own: bool) -> str:
    """The absence is over."""
    if on > today:
        return f"Registrert: {name} er tilbake {dates.full(on)}."
    hello = "Velkommen tilbake!" if own else f"{name} er tilbake."
    whose = "Oppgavene dine er dine igjen" if own else "Oppgavene er flyttet tilbake"
    return f"{hello} {whose}. Det som fortsatt er åpent, kommer i neste daglige liste."


def standing_in(name: str, until: date | None) -> str:
    """Below what a deputy is told: whose it is."""
    to = f" til og med {dates.short(until)}" if until else ""
    return f"Du er vikar for {name}{to}."


def in_the_place_of(deputy: str, name: str, until: date | None, today: date) -> str:
    """In a case: as "Pål Påfunn (vikar for Lea Liksom til 14. mai)"."""
    to = f" til {dates.near(until, today)}" if until else ""
    return f"{deputy} (vikar for {name}{to})"


def told(name: str, first: date, last: date | None, today: date) -> str:
    """To the deputy, at once."""
    start = "er borte" if first <= today else f"er borte fra {dates.short(first)}"
    until = f" til og med {dates.short(last)}" if last else ""
    return sentences(
        f"{name} {start}{until}, og du er vikar.",
        "Oppgavene kommer i den daglige listen din, og du finner dem i «oppgaver».",
    )


def number(count: int) -> str:
    """In words where it is one."""
    return in_words(1) if count == 1 else str(count)

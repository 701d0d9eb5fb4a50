"""Somebody leaves: their cases and promises move to a colleague, shown one by one first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.wording.nb import dates, promises
from dialogs.wording.nb.grammar import listed, others
from pathway.words import PromiseKind

TITLE = "Overfør saker"
OF = ("Hvem slutter?", "Fra", "Velg fra listen.")
FIRST = ("Fra hvilken dag?", "Fra og med", "Skriv en dato, for eksempel 1. juni.")
TO = ("Hvem skal ha sakene?", "Til", "Velg fra listen.")
QUESTION = "Skal jeg overføre dette?"
YES = "Overfør"
NOTHING = "Det er ingen åpne saker å overføre nå. Det som kommer senere, går til {name}."
LONGEST = 20
"""Cases that are listed; the rest is counted."""


def facts(of: str, first: date, to: str) -> list[tuple[str, str]]:
    """From whom, from when, to whom."""
    return [(OF[1], of), (FIRST[1], dates.full(first)), (TO[1], to)]


def moves(ref: str, owed: Sequence[PromiseKind], *, secretary: bool, clinician: bool) -> str:
    """As "K7M2: ansvaret som sekretær, svar fra fastlegen og lenke til møtet."."""
    roles = [("ansvaret som sekretær", secretary), ("ansvaret som kliniker", clinician)]
    what = [name for name, moved in roles if moved]
    what += [promises.promise(kind) for kind in dict.fromkeys(owed)]
    return f"{ref}: {listed(what)}."


def more(count: int) -> str:
    """Cases beyond those that are listed."""
    return f"… og {others(count)}."


def meetings() -> str:
    """Nobody is taken off a meeting by this."""
    return "Møter blir stående. Der den som slutter er møteleder eller må være med, blir det spurt."


def done(of: str, to: str, count: int, first: date, today: date) -> str:
    """It has moved, or will."""
    cases = "Én sak" if count == 1 else f"{count} saker"
    if first > today:
        return f"Registrert: {of} slutter {dates.full(first)}. Da overtar {to} {cases.lower()}."
    return f"{cases} er overført fra {of} til {to}."


def gone(names: Sequence[str]) -> str:
    """Somebody's id is not in the clinic's file any more, and has open cases."""
    who = listed(f"«{name}»" for name in names)
    left = f"{who} står ikke lenger i klinikkens fil, men har åpne saker."
    return f"{left} Overfør dem til en kollega."

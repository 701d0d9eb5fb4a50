"""Who holds what up: the coordinator's list on Mondays, and whenever it is asked for."""

from __future__ import annotations

from dialogs.wording.nb import dates, names, promises
from dialogs.wording.nb.grammar import capital, counted, listed, others
from dialogs.wording.neutral import clean
from pathway.digests import HeldUp, HeldUpList
from pathway.outgoing import Content
from pathway.words import DOCTORS, CaseRef

TITLE = "Hvem venter vi på?"
NOBODY = "Ingen har ventet lenger enn de skal."
LONGEST = 8
"""People who are shown; the rest is counted."""

_INTRO = "Her er det som er purret på, eller som har passert fristen. Det eldste står først."


def content(found: HeldUpList) -> Content:
    """One line a person, with a button to the case that has waited longest."""
    people = found.people
    shown = people if len(people) <= LONGEST + 1 else people[:LONGEST]
    lines: list[tuple[str, tuple[tuple[str, str], ...]]] = [
        (line(one), ((f"sak {one.waits[0][0]}", f"Vis sak {one.waits[0][0]}"),)) for one in shown
    ]
    more = len(people) - len(shown)
    if more:
        lines.append((f"… og {others(more)}. Skriv «oversikt» for å se alle sakene.", ()))
    if found.left_out:
        lines.append((unreadable(found.left_out), ()))
    return Content(subject=TITLE, text=_INTRO if people else NOBODY, lines=tuple(lines))


def unreadable(number: int) -> str:
    """So many cases are not on a list, since they cannot be read."""
    cases = counted(number, "sak", "saker")
    return f"{capital(cases)} kan ikke leses og er ikke med her. Si fra til IT."


def line(one: HeldUp) -> str:
    """As "Lea Liksom (siden 24. november): ferdig tiltaksplan i sak K7M2 og P4R3."."""
    by_noun: dict[str, list[CaseRef]] = {}
    for ref, wait in one.waits:
        by_noun.setdefault(promises.awaited(wait), []).append(ref)
    what = listed(f"{noun} i sak {listed(dict.fromkeys(refs))}" for noun, refs in by_noun.items())
    return f"{_who(one)} (siden {dates.short(one.oldest)}): {what}."


def _who(one: HeldUp) -> str:
    role = capital(names.role_definite(one.role))
    if not one.name:
        return role
    return f"{role}, {clean(one.name)}" if one.role in DOCTORS else clean(one.name)

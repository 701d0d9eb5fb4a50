"""The day's one message to a member of staff (D4)."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.wording.nb.grammar import in_words, lines, paragraphs, sentence
from pathway.clinic import Clinic
from pathway.outgoing import Content

LONGEST = 8
"""Lines that are shown; the rest is counted."""

Line = tuple[str, str, str]
"""Reference, what to do, and the command that begins it."""


def digest(tasks: Sequence[Line], clinic: Clinic) -> Content:
    """The most urgent first, at most `LONGEST` lines, the rest behind *oppgaver*."""
    title = f"Du har {_things(len(tasks))} i dag"
    if not tasks:
        return Content(subject=f"{title} – {clinic.public_name}", text=f"{title}.")
    ref, what = _parts(tasks[0])
    if len(tasks) == 1:
        text = f"{title}, i sak {ref}: {what}"
    else:
        text = paragraphs(f"{title}. Det viktigste, i sak {ref}: {what}", _others(tasks[1:]))
    ref, _what, command = tasks[0]
    start = ((command, f"Start med {ref}"),) if command else ()
    actions = (*start, ("oppgaver", "Vis oppgavene"))
    return Content(subject=f"{title} – {clinic.public_name}", text=text, actions=actions)


def _things(number: int) -> str:
    if number == 0:
        return "ingenting som haster"
    return f"{in_words(1)} ting" if number == 1 else f"{number} ting"


def _parts(task: Line) -> tuple[str, str]:
    ref, what, _command = task
    return ref, sentence(what.removeprefix("Sak ").removeprefix(f"{ref}: "))


def _others(tasks: Sequence[Line]) -> str:
    """One line each; a single one too many is shown rather than counted."""
    room = LONGEST - 1
    shown = tasks if len(tasks) <= room + 1 else tasks[:room]
    more = len(tasks) - len(shown)
    rest = f"… og {more} til. Skriv «oppgaver» for å se alle." if more else ""
    return lines(*(f"– {ref}: {what}" for ref, what in map(_parts, shown)), rest)

"""The day's one message to a member of staff (D4)."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.wording.nb.grammar import in_words, sentence
from pathway.clinic import Clinic
from pathway.outgoing import Content
from pathway.ports import DigestLine

LONGEST = 8
"""Lines that are shown; the rest is counted."""

_ALL = ("oppgaver", "Vis oppgavene")


def digest(tasks: Sequence[DigestLine], clinic: Clinic) -> Content:
    """The most urgent first, at most `LONGEST` lines, the rest behind *oppgaver*."""
    title = f"Du har {_things(len(tasks))} i dag"
    shown = _shown(tasks)
    lines = [
        (_line(task, first=not place and len(tasks) > 1), task.actions)
        for place, task in enumerate(shown)
    ]
    more = len(tasks) - len(shown)
    if more:
        lines.append((f"… og {more} til.", ()))
    return Content(
        subject=f"{title} – {clinic.public_name}",
        text=f"{title}.",
        lines=tuple(lines),
        actions=(_ALL,) if tasks else (),
    )


def _things(number: int) -> str:
    if number == 0:
        return "ingenting som haster"
    return f"{in_words(1)} ting" if number == 1 else f"{number} ting"


def _line(task: DigestLine, *, first: bool) -> str:
    what = sentence(task.text.removeprefix("Sak ").removeprefix(f"{task.ref}: "))
    return f"Viktigst er sak {task.ref}: {what}" if first else f"{task.ref}: {what}"


def _shown(tasks: Sequence[DigestLine]) -> Sequence[DigestLine]:
    """A single one too many is shown rather than counted."""
    return tasks if len(tasks) <= LONGEST + 1 else tasks[:LONGEST]

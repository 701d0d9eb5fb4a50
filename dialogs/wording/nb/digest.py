"""The day's one message to a member of staff (D4), and how it is put right as things are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.wording.nb import papers
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.grammar import counted, others, sentence
from pathway.chats import Mark
from pathway.clinic import Clinic
from pathway.outgoing import Content
from pathway.ports import DigestLine

Ways = tuple[tuple[str, str], ...]

LONGEST = 8
"""Lines that are shown; the rest is counted."""

FEW = 3
"""Lines that each have room for all their buttons on a phone."""

_ALL = ("oppgaver", "Vis oppgavene")
_FIRST = "Viktigst er sak "
_MARKS = {
    Mark.DONE: "Gjort",
    Mark.MOOT: "Ikke lenger aktuelt",
    Mark.LATER: "Utsatt",
    Mark.ELSEWHERE: "Gitt videre",
}


def digest(tasks: Sequence[DigestLine], clinic: Clinic) -> Content:
    """The most urgent first, at most `LONGEST` lines, the rest behind *oppgaver*."""
    title = f"Du har {_things(len(tasks))} i dag"
    shown = _shown(tasks)
    lines = [
        (_line(task, first=not place and len(tasks) > 1), _exact(task, _ways(task, len(tasks))))
        for place, task in enumerate(shown)
    ]
    more = len(tasks) - len(shown)
    if more:
        lines.append((_more(more), ()))
    return Content(
        subject=f"{title} – {clinic.public_name}",
        text=f"{title}.",
        lines=tuple(lines),
        actions=(_ALL,) if tasks else (),
    )


def put_right(content: Content, marks: Sequence[Mark]) -> Content:
    """What was posted, with what has become of each thing that it held, in that order.

    A line that needs nothing more says so and has no button; when none is left, one sentence does.
    """
    left = sum(mark is Mark.OPEN for mark in marks)
    if left == len(marks):
        return content
    if not content.lines:
        return replace(content, text=f"{content.text}\n{_dealt_with(marks)}", actions=())
    if not left:
        said = _all_over(marks)
        return replace(content, subject=said.rstrip("."), text=said, lines=(), actions=())
    shown = len(content.lines) - (len(content.lines) < len(marks))
    lines = [
        (said, ways) if mark is Mark.OPEN else (f"{_MARKS[mark]}: {said.removeprefix(_FIRST)}", ())
        for (said, ways), mark in zip(content.lines[:shown], marks, strict=False)
    ]
    hidden = sum(mark is Mark.OPEN for mark in marks[shown:])
    if hidden:
        lines.append((_more(hidden), ()))
    title = f"Du har {_things(left)} igjen"
    return replace(content, subject=title, text=f"{title}.", lines=tuple(lines))


def _dealt_with(marks: Sequence[Mark]) -> str:
    """Of the one thing that a message told."""
    return {Mark.DONE: "Dette er avklart."}.get(marks[0], f"{_MARKS[marks[0]]}.")


def _all_over(marks: Sequence[Mark]) -> str:
    if all(mark is Mark.DONE for mark in marks):
        return "Alt på denne listen er gjort."
    return "Ingenting på denne listen venter lenger."


def _ways(task: DigestLine, number: int) -> Ways:
    """A line's buttons; among many lines only what settles it, but of a paper everything."""
    besides = {(f"{said} {task.ref}", title) for said, title in papers.BESIDES}
    own = tuple(way for way in task.actions if way not in besides)
    if number <= FEW or _of_papers(task.ref) & {said for said, _ in own}:
        return task.actions
    return own or task.actions


def _of_papers(ref: str) -> set[str]:
    return {f"{said} {ref}" for ways in papers.WAYS.values() for said, _ in ways}


def _exact(task: DigestLine, ways: Ways) -> Ways:
    """A line's buttons name its own task, since a case may have several that are settled alike."""
    alike = {typed(name, task.ref) for name in ("sent", "remind", "snooze", "hand_over")}
    alike |= _of_papers(task.ref)
    return tuple(
        (f"{said} {task.promise_id}".rstrip() if said in alike else said, title)
        for said, title in ways
    )


def _more(number: int) -> str:
    return f"… og {others(number)}."


def _things(number: int) -> str:
    if number == 0:
        return "ingenting som haster"
    return counted(number, "ting", "ting")


def _line(task: DigestLine, *, first: bool) -> str:
    if not task.ref:
        return sentence(task.text)
    what = sentence(task.text.removeprefix("Sak ").removeprefix(f"{task.ref}: "))
    return f"{_FIRST}{task.ref}: {what}" if first else f"{task.ref}: {what}"


def _shown(tasks: Sequence[DigestLine]) -> Sequence[DigestLine]:
    """A single one too many is shown rather than counted."""
    return tasks if len(tasks) <= LONGEST + 1 else tasks[:LONGEST]

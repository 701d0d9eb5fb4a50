"""*Overfør sakene* and *Siri slutter 1. juni*: everything of one colleague moves to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs.conversations.showing import done, split_choice, summary
from dialogs.form import Form, Preview, Question, Reading, Scene, Took, Words
from dialogs.parsing import Asked
from dialogs.reader import Reader
from dialogs.reading_times import read_day
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.understand.absences import absence_in, moved_between, who_leaves
from dialogs.understand.moments import read_date
from dialogs.understand.reading import Understood
from dialogs.wording.nb import ask_leaving as say
from dialogs.wording.nb.ask_case import BOARD_TITLE
from dialogs.wording.nb.ask_words import typed
from pathway.commands import HandOverCases
from pathway.service import Outcome
from pathway.service.context import check_may
from pathway.service.staff import leaving_staff
from pathway.words import StaffId


def said_to_leave(said: str, reader: Reader) -> Asked | None:
    """The command that "Siri slutter 1. juni" comes to, where Siri is on the staff."""
    who = who_leaves(said)
    staff = tuple(Choice(value=p.id, title=p.name) for p in reader.desk.clinic.staff)
    found, rest = split_choice(who, staff) if who else ("", "")
    return Asked(name="hand_over_cases", rest=said) if found and not rest else None


def _staff(scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=person.id, title=person.name) for person in scene.clinic.staff)


def _of(scene: Scene) -> tuple[Choice, ...]:
    """Those who are gone from the file first: they are what it is for."""
    gone = leaving_staff.gone(scene.desk.context)
    return (*(Choice(value=who, title=who) for who in gone), *_staff(scene))


def _others(scene: Scene) -> tuple[Choice, ...]:
    return tuple(choice for choice in _staff(scene) if choice.value != scene.answer("of"))


def _stop(scene: Scene) -> str:
    check_may(scene.desk.context, clinicians=False, leaders=True)
    return ""


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "fra Siri til Kåre", or "Siri slutter 1. juni, Kåre overtar"."""
    of, to = moved_between(rest)
    said = absence_in(rest)
    of = of or who_leaves(rest)
    to = to or said.deputy
    found = {"of": split_choice(of, _of(scene))[0] or of, "to": split_choice(to, _staff(scene))[0]}
    facts = {**found, "first": said.first or ("i dag" if not who_leaves(rest) else "")}
    return {name: value for name, value in facts.items() if value}


def _read_first(said: str, scene: Scene) -> Reading:
    reading = read_date(said, scene.today)
    if isinstance(reading, Understood):
        return Took(reading.value.isoformat())
    return read_day(said, scene, past=False)


def _build(scene: Scene) -> HandOverCases:
    return HandOverCases(
        of=StaffId(scene.answer("of")),
        to=StaffId(scene.answer("to")),
        first=scene.day("first"),
        plan=scene.running.plan,
    )


def _names(scene: Scene) -> tuple[str, str, date]:
    clinic = scene.clinic
    return (
        clinic.name_of(scene.answer("of")),
        clinic.name_of(scene.answer("to")),
        scene.day("first"),
    )


def _preview(scene: Scene) -> Preview:
    plan = leaving_staff.planned(scene.desk.context, _build(scene))
    of, to, first = _names(scene)
    shown = [
        say.moves(
            case.ref,
            [promise.kind for promise in case.owed],
            secretary=case.secretary,
            clinician=case.clinician,
        )
        for case in plan.cases[: say.LONGEST]
    ]
    rest = len(plan.cases) - len(shown)
    told = [*shown, *([say.more(rest)] if rest > 0 else []), say.meetings()]
    if not plan.cases:
        told = [say.NOTHING.format(name=to)]
    facts = say.facts(of, first, to)
    return replace(summary(facts, *told, question=say.QUESTION, yes=say.YES), plan=plan.hash)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    of, to, first = _names(scene)
    text = say.done(of, to, outcome.moved, first, scene.today)
    return (done(say.TITLE, text, (typed("board"), BOARD_TITLE)),)


FORM = Form(
    name="hand_over_cases",
    title=say.TITLE,
    needs_case=False,
    anybody=True,
    questions=(
        Question(name="of", kind=Kind.PEOPLE, words=Words(*say.OF), choices=_of),
        Question(name="first", kind=Kind.DATE, words=Words(*say.FIRST), read=_read_first),
        Question(name="to", kind=Kind.PEOPLE, words=Words(*say.TO), choices=_others),
    ),
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)

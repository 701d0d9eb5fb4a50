"""*Nytt tiltak*, *endre tiltak*, *fjern tiltak*: the version that is being written (R27)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs.conversations.afterwards.plan_text import (
    in_place,
    meant,
    measures,
    newest,
    now,
    off,
    seen,
)
from dialogs.conversations.showing import summary
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words, never
from dialogs.parsing import folded
from dialogs.reading import choose
from dialogs.reading_times import read_day
from dialogs.state import Choice
from dialogs.turn import Kind
from dialogs.wording.nb import ask_plan_text as say
from dialogs.wording.nb.nomed import FACTORS
from pathway.commands import RemoveMeasure, WriteMeasure
from pathway.errors import NoSuchMeasureError
from pathway.plan_text import MOST_LETTERS, Measure, Responsible

# --- what is asked ------------------------------------------------------------------------------


def _responsibles(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=who, title=title) for who, title in say.RESPONSIBLES.items())


def _read_responsible(text: str, scene: Scene) -> Reading:
    who = say.RESPONSIBLE_WORDS.get(folded(text))
    return Took(who) if who else choose(text, _responsibles(scene))


def _read_follow_up(text: str, scene: Scene) -> Reading:
    reading = read_day(text, scene, past=False)
    early = isinstance(reading, Took) and date.fromisoformat(reading.value) < scene.today
    return Missed(say.PAST, whole=True) if early else reading


def _factors(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=str(number), title=title) for number, title in FACTORS.items())


TEXT = Question(name="what", kind=Kind.TEXT, words=Words(*say.TEXT), limit=MOST_LETTERS, lines=True)
RESPONSIBLE = Question(
    name="responsible",
    kind=Kind.CHOICE,
    words=Words(*say.RESPONSIBLE),
    choices=_responsibles,
    read=_read_responsible,
)
ON = Question(
    name="on", kind=Kind.DATE, words=Words(*say.FOLLOW_UP), required=never, read=_read_follow_up
)
FACTOR = Question(
    name="factor", kind=Kind.CHOICE, words=Words(*say.FACTOR), required=never, choices=_factors
)


def _as_typed(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "nytt tiltak K7M2 Gå tur hver dag, pasienten, 15. januar, søvnplager".

    What comes last between commas is who, when and which factor; all before is the measure.
    """
    facts: dict[str, str] = {}
    pieces = [piece.strip() for piece in rest.split(",")]
    while len(pieces) > 1 and (read := _piece(pieces[-1], scene)) and read[0] not in facts:
        facts[read[0]] = read[1]
        pieces.pop()
    text = ", ".join(pieces).strip()
    return {"what": text, **facts} if text else facts


def _piece(said: str, scene: Scene) -> tuple[str, str] | None:
    who = say.RESPONSIBLE_WORDS.get(folded(said))
    if who:
        return "responsible", who
    titles = {title.casefold(): number for number, title in FACTORS.items()}
    if said.casefold() in titles:
        return "factor", str(titles[said.casefold()])
    day = read_day(said, scene, past=False)
    return ("on", day.value) if isinstance(day, Took) and not day.doubts else None


def _said(scene: Scene, number: int | None) -> Measure:
    factor, on = scene.answer("factor"), scene.answer("on")
    return Measure(
        number=number or 0,
        text=scene.answer("what"),
        responsible=Responsible(scene.answer("responsible")),
        follow_up=date.fromisoformat(on) if on else None,
        factor=int(factor) if factor else None,
    )


def _written(scene: Scene, number: int | None) -> WriteMeasure:
    said = _said(scene, number)
    return WriteMeasure(
        ref=scene.case.ref,
        number=number,
        text=said.text,
        responsible=said.responsible,
        follow_up=said.follow_up,
        factor=said.factor,
        seen=scene.running.plan,
    )


def _cannot(scene: Scene) -> str:
    if off(scene):
        return off(scene)
    version = newest(scene)
    return say.finished(scene.case.ref) if version and version.finished else ""


def _nothing(scene: Scene) -> str:
    if _cannot(scene):
        return _cannot(scene)
    return "" if measures(newest(scene)) else say.nothing_yet(scene.case.ref, may=True)


# --- a new one ----------------------------------------------------------------------------------


def _build_new(scene: Scene) -> WriteMeasure:
    return _written(scene, None)


def _preview_new(scene: Scene) -> Preview:
    """A draft is written measure by measure: each is kept at once, and may be removed."""
    facts = say.facts(_said(scene, None))
    shown = summary(facts, question=say.QUESTION, yes=say.YES, ask=False)
    return replace(shown, plan=seen(scene))


ADD = Form(
    name="write_measure",
    title=say.ADD_TITLE,
    questions=(TEXT, RESPONSIBLE, ON, FACTOR),
    clinicians=True,
    opening=_as_typed,
    stop=_cannot,
    build=_build_new,
    preview=_preview_new,
    done=lambda scene, outcome: now(scene, outcome, say.SAVED),
)


# --- one that is there --------------------------------------------------------------------------


def _which(scene: Scene) -> tuple[Choice, ...]:
    return measures(newest(scene))


def _now(scene: Scene) -> Measure | None:
    return meant(scene, newest(scene))


def _chosen(scene: Scene) -> int:
    one = _now(scene)
    if one is None:
        raise NoSuchMeasureError
    return one.number


def _numbered(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "endre tiltak K7M2 2 gå tur hver dag"."""
    first, _, more = rest.strip().partition(" ")
    place = in_place(first, newest(scene))
    return {"number": place, **_as_typed(more, scene)} if place else {}


WHICH = Question(
    name="number",
    kind=Kind.CHOICE,
    words=Words(*say.WHICH),
    choices=_which,
    sole=True,
)


def _text_now(scene: Scene) -> str:
    one = _now(scene)
    return one.text if one else ""


def _responsible_now(scene: Scene) -> str:
    one = _now(scene)
    return one.responsible if one else ""


def _on_now(scene: Scene) -> str:
    one = _now(scene)
    return one.follow_up.isoformat() if one and one.follow_up else ""


def _factor_now(scene: Scene) -> str:
    one = _now(scene)
    return str(one.factor) if one and one.factor else ""


def _build_change(scene: Scene) -> WriteMeasure:
    return _written(scene, _chosen(scene))


def _preview_change(scene: Scene) -> Preview:
    before = _now(scene)
    facts = say.facts(_said(scene, None))
    as_is = [(say.BEFORE_NOW, before.text)] if before else []
    shown = summary([*as_is, *facts], question=say.QUESTION, yes=say.YES)
    return replace(shown, plan=seen(scene))


CHANGE = Form(
    name="change_measure",
    title=say.CHANGE_TITLE,
    questions=(
        WHICH,
        replace(TEXT, required=never, default=_text_now),
        replace(RESPONSIBLE, required=never, default=_responsible_now),
        replace(ON, default=_on_now),
        replace(FACTOR, default=_factor_now),
    ),
    clinicians=True,
    opening=_numbered,
    stop=_nothing,
    build=_build_change,
    preview=_preview_change,
    done=lambda scene, outcome: now(scene, outcome, say.SAVED),
)


def _build_removal(scene: Scene) -> RemoveMeasure:
    return RemoveMeasure(ref=scene.case.ref, number=_chosen(scene), seen=scene.running.plan)


def _preview_removal(scene: Scene) -> Preview:
    one = _now(scene)
    facts = say.facts(one) if one else []
    shown = summary(facts, question=say.REMOVE_QUESTION, yes=say.REMOVE)
    return replace(shown, plan=seen(scene))


REMOVE = Form(
    name="remove_measure",
    title=say.REMOVE_TITLE,
    questions=(WHICH,),
    clinicians=True,
    opening=_numbered,
    stop=_nothing,
    build=_build_removal,
    preview=_preview_removal,
    done=lambda scene, outcome: now(scene, outcome, say.REMOVED),
)

"""The cards of a form: its open questions, a choice among few, and what is shown before the yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time

from dialogs.cards import inputs
from dialogs.cards.actions import LONGEST_TITLE, answer, command, step
from dialogs.cards.elements import (
    LIMIT,
    LONGEST,
    LONGEST_QUOTED,
    buttons,
    card,
    plain,
    quoted,
    size,
    text,
)
from dialogs.form import Form, Preview, Question, Scene
from dialogs.reading import title_of
from dialogs.state import Choice
from dialogs.turn import JSON, Kind
from dialogs.wording.nb import ask_words as words
from dialogs.wording.nb import conversations

MOST_BUTTONS = 6
MOST_CHOICES = 60
"""A list longer than this is searched by typing."""

_DATE, _TIME, _OTHER = "_date", "_time", "_other"


def questions(form: Form, scene: Scene, number: int, before: Sequence[str] = ()) -> JSON:
    """Every question that can be answered now, with what was written before."""
    body = [*_said(before), *_intro(form, scene)]
    for name in scene.running.card:
        question = form.question(name)
        if question.wanted(scene):
            body += [text(plain(line)) for line in question.shown(scene).split("\n") if line]
            body += _inputs(question, scene)
            aids = [command(*aid) for aid in question.aids(scene)]
            body += [buttons(*aids)] if aids else []
    return card(
        _title(form, scene),
        body,
        [_next(form, scene, number), *_way_out(form, number)],
        speak=form.title,
    )


def review(
    form: Form, scene: Scene, preview: Preview, number: int, before: Sequence[str] = ()
) -> JSON:
    """What is about to happen, and one button that does it; as whole as a card may be."""
    actions = [step(form.name, number, preview.yes, words.YES_TYPED), *_way_out(form, number)]
    title, asked = _title(form, scene), text(preview.question, bold=True)
    told = preview.body or tuple(text(plain(line)) for line in preview.text.split("\n") if line)
    body = [*_said(before), *told, asked]
    shown = card(title, body, actions, speak=form.title)
    for longest in (3 * LONGEST_QUOTED // 2, LONGEST_QUOTED, LONGEST):
        if size(shown) < LIMIT:
            break
        body = [*_said(before), quoted(preview.text, longest), asked]
        shown = card(title, body, actions, speak=form.title)
    return shown


def pick(
    form: Form,
    scene: Scene,
    asked: str,
    choices: Sequence[Choice],
    number: int,
    before: Sequence[str] = (),
) -> JSON:
    """One button a choice, none before another, or a list where they are many or long."""
    question = asked.split("\n", 1)[0]  # the choices stand as buttons, or in the list
    body = [*_said(before), *_intro(form, scene), text(plain(question))]
    fits = len(choices) <= MOST_BUTTONS and all(len(c.title) <= LONGEST_TITLE for c in choices)
    equal = len(choices) if fits and len(choices) > 1 else 0
    if fits:
        actions = [step(form.name, number, c.title, c.value) for c in choices]
    else:
        field = inputs.Field(name="text", label=words.CHOOSE, fault=words.FIELD_EMPTY)
        body.append(inputs.choice(field, choices[:MOST_CHOICES]))
        actions = [_next(form, scene, number)]
    title = _title(form, scene)
    return card(title, body, [*actions, *_way_out(form, number)], speak=form.title, equal=equal)


def _next(form: Form, scene: Scene, number: int) -> JSON:
    return answer(form.name, number, words.NEXT, about=scene.running.ref)


def value_of(question: Question, fields: Mapping[str, str]) -> str:
    """What a card's fields say to one question."""
    if question.kind is Kind.DATETIME:
        day, clock = fields.get(question.name + _DATE, ""), fields.get(question.name + _TIME, "")
        return f"{day} {clock}".strip()
    return fields.get(question.name + _OTHER, "").strip() or fields.get(question.name, "")


def _title(form: Form, scene: Scene) -> str:
    if not form.needs_case:
        return form.title
    return plain(conversations.about_case(form.title, scene.case.ref, scene.case.name))


def _said(before: Sequence[str]) -> list[JSON]:
    return [text(plain(said), colour="attention") for said in before if said]


def _intro(form: Form, scene: Scene) -> list[JSON]:
    """What must be known to answer: how it stands, and what the patient wishes."""
    return [text(plain(line)) for line in form.intro(scene).split("\n") if line]


def _way_out(form: Form, number: int) -> list[JSON]:
    return [
        step(form.name, number, words.BACK_TITLE, words.BACK_TYPED),
        step(form.name, number, words.CANCEL_TITLE, words.CANCEL_TYPED),
    ]


def _inputs(question: Question, scene: Scene) -> list[JSON]:
    running = scene.running
    written = running.typed.get(question.name) or running.answers.get(question.name)
    value = question.default(scene) if written is None else written
    required = question.required(scene)
    field = _field(question, value, required=required)
    if question.kind is Kind.DATE:
        return [inputs.day(replace(field, value=_iso_day(value)))]
    if question.kind is Kind.TIME:
        return [inputs.clock(field)]
    if question.kind is Kind.DATETIME:
        return _day_and_clock(field)
    choices = question.choices(scene)
    if not choices:
        shown = title_of(question, value, scene)
        field = replace(field, value=shown)
        return [inputs.words(field, limit=question.limit, lines=question.lines)]
    return _choice_inputs(question, choices, field)


def _field(question: Question, value: str, *, required: bool) -> inputs.Field:
    return inputs.Field(
        name=question.name,
        label=question.words.label,
        value=value,
        required=required,
        fault=question.words.example or words.FIELD_EMPTY,
    )


def _day_and_clock(field: inputs.Field) -> list[JSON]:
    day = replace(
        field,
        name=field.name + _DATE,
        label=words.day_label(field.label),
        value=_iso_day(field.value),
    )
    clock = replace(
        field,
        name=field.name + _TIME,
        label=words.clock_label(field.label),
        value=_iso_clock(field.value),
    )
    return [inputs.day(day), inputs.clock(clock)]


def _choice_inputs(
    question: Question, choices: Sequence[Choice], field: inputs.Field
) -> list[JSON]:
    known = any(c.value == field.value for c in choices)
    listed = replace(field, value=field.value if known else "")
    if not question.free:
        return [inputs.choice(listed, choices[:MOST_CHOICES])]
    other = inputs.Field(
        name=field.name + _OTHER,
        label=words.other_label(question.words.example),
        value="" if known else field.value,
        required=False,
    )
    return [
        inputs.choice(replace(listed, required=False), choices[:MOST_CHOICES]),
        inputs.words(other, limit=question.limit),
    ]


def _iso_day(value: str) -> str:
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return ""


def _iso_clock(value: str) -> str:
    clock = value.rpartition("T")[2]
    try:
        return f"{time.fromisoformat(clock):%H:%M}" if ":" in clock else ""
    except ValueError:
        return ""

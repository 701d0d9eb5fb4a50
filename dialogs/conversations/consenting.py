"""*Samtykke*: the patient consents that Nav or another is contacted (R13)."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, split_choice, summary
from dialogs.form import Form, Missed, Preview, Question, Scene, Words, never
from dialogs.reading import chosen, read_day
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_changes as say
from pathway.commands import RecordConsent
from pathway.service import Outcome
from pathway.words import ConsentForm, Role


def _roles(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=role.value, title=title) for role, title in say.CONSENT_ROLES.items())


def _forms(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=form.value, title=say.consent_form(form)) for form in ConsentForm)


def _today(scene: Scene) -> str:
    return scene.today.isoformat()


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "samtykke K7M2 nav muntlig i dag", "samtykke K7M2 nav Nina Vik"."""
    who, left = split_choice(rest, _roles(scene))
    form, others = _form_in(left.split(), scene)
    name, day = _name_and_day(others, scene) if who else ([], others)
    facts = {"who": who, "form": form, "on": " ".join(day), "name": " ".join(name)}
    return {name: value for name, value in facts.items() if value}


def _form_in(typed: list[str], scene: Scene) -> tuple[str, list[str]]:
    """How it was given, wherever that is said, and the other words."""
    for place, word in enumerate(typed):
        form = chosen(word.strip(".,"), _forms(scene))
        if form and not word[0].isdigit():
            return form, typed[:place] + typed[place + 1 :]
    return "", typed


def _name_and_day(typed: list[str], scene: Scene) -> tuple[list[str], list[str]]:
    """A name, known by its capitals, and a day after it."""
    size = next((n for n, word in enumerate(typed) if not word[:1].isupper()), len(typed))
    name, day = typed[:size], typed[size:]
    if day and isinstance(read_day(" ".join(day), scene, past=True), Missed):
        return [], typed
    return [word.strip(",") for word in name], day


def _build(scene: Scene) -> RecordConsent:
    return RecordConsent(
        ref=scene.case.ref,
        role=Role(scene.answer("who")),
        given_on=scene.day("on"),
        form=ConsentForm(scene.answer("form")),
        name=scene.answer("name"),
        office=scene.answer("office"),
    )


def _preview(scene: Scene) -> Preview:
    command = _build(scene)
    scene.desk.plan(command)
    facts = say.consent_facts(command.role, command.given_on, command.form, command.name)
    return summary(facts, question=say.CONSENT_QUESTION, yes=say.CONSENT)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    text = say.consented(case.ref, Role(scene.answer("who")))
    return (done(say.CONSENT_TITLE, text, *next_steps(scene.desk, case)[:3]),)


FORM = Form(
    name="consent",
    title=say.CONSENT_TITLE,
    questions=(
        Question(name="who", kind=Kind.CHOICE, words=Words(*say.CONSENT_WHO), choices=_roles),
        Question(name="form", kind=Kind.CHOICE, words=Words(*say.CONSENT_FORM), choices=_forms),
        Question(
            name="on",
            kind=Kind.DATE,
            words=Words(*say.CONSENT_DAY),
            default=_today,
            past=True,
        ),
        Question(
            name="name",
            kind=Kind.TEXT,
            words=Words(*say.CONSENT_NAME),
            required=never,
            limit=100,
        ),
        Question(
            name="office",
            kind=Kind.TEXT,
            words=Words(*say.CONSENT_OFFICE),
            required=never,
            limit=100,
        ),
    ),
    clinicians=True,
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)

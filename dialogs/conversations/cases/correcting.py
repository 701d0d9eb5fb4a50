"""*Rett opp*: put one field right, or the GP, or take away a case that should not be there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from dialogs.conversations.answers import taking_back
from dialogs.conversations.cases import one_field, removing
from dialogs.conversations.cases.registering import read_name
from dialogs.conversations.doctors import wrong_gp
from dialogs.conversations.doctors.replacing_gp import doctor_to_check
from dialogs.conversations.invitations import verifying
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.people import reserving
from dialogs.conversations.people.doctors import DOCTOR_LIMIT, doctors, read_doctor
from dialogs.conversations.people.offices import read_office
from dialogs.conversations.showing import split_choice
from dialogs.form import Form, Preview, Question, Reading, Scene, Took, Words
from dialogs.parsing import folded
from dialogs.reading import choose
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_changes as say
from dialogs.wording.nb import ask_corrections as more
from pathway.clinic import Contact
from pathway.commands import CaseCommand
from pathway.errors import AnswerNotHeldError
from pathway.service import Outcome
from pathway.words import Role

WRONG_GP = "gp"
_ASKED_BY = {
    **one_field.ASKED_BY,
    "gp": "doctor",
    "twice": "twin",
    "mistake": "why",
    taking_back.TAKEN_BACK: "given",
}
"""Which question asks for what is right; for the others it is plain text."""


class _Way(Protocol):
    """How one kind of mistake is put right: the command, what it would do, what it did."""

    def build(self, scene: Scene, /) -> CaseCommand:
        """The command."""

    def preview(self, scene: Scene, /) -> Preview:
        """What it would do."""

    def finished(self, scene: Scene, outcome: Outcome, /) -> tuple[Reply, ...]:
        """What it did."""


_WAYS: Mapping[str, _Way] = {
    "gp": wrong_gp,
    "twice": removing,
    "mistake": removing,
    taking_back.TAKEN_BACK: taking_back,
}
"""More than a field that is wrong."""


def _fields(scene: Scene) -> tuple[Choice, ...]:
    """What this case has, and so can be put right."""
    case = scene.case
    closed = case.closing is not None
    titles = say.FIELDS if closed else {**say.FIELDS, **more.CHOICES}
    return tuple(
        Choice(value=field, title=title)
        for field, title in titles.items()
        if (field not in one_field.DAYS or case.date_of(one_field.DAYS[field]))
        and (not field.startswith("gp") or case.present(Role.GP))
        and (field != "twice" or removing.twins(scene))
        and (field != "patient_email" or _mails_patients(scene))
        and (field != taking_back.TAKEN_BACK or taking_back.given(scene))
    )


def _mails_patients(scene: Scene) -> bool:
    """An address is of use only where patients may be mailed (R20, P4)."""
    known = any(patient.email for patient in scene.case.present(Role.PATIENT))
    return known or Role.PATIENT in scene.clinic.mail_to


def _read_field(text: str, scene: Scene) -> Reading:
    said = folded(text)
    known = {choice.value for choice in _fields(scene)}
    named = next((f for f, typed in more.WORDS.items() if said in typed and f in known), "")
    return Took(named) if named else choose(text, _fields(scene))


def _asks(question: str) -> Callable[[Scene], bool]:
    def wanted(scene: Scene) -> bool:
        field = scene.answer("field")
        return bool(field) and _ASKED_BY.get(field, "value") == question

    return wanted


def _two(scene: Scene) -> bool:
    return bool(scene.answer("twin"))


def _doctor_to_check(scene: Scene) -> Contact | None:
    return doctor_to_check(scene) if scene.answer("field") == WRONG_GP else None


def _read_value(text: str, scene: Scene) -> Reading:
    office = scene.answer("field") == "gp_office"
    if office and folded(text) in say.REMOVE_WORDS:
        return Took(verifying.REMOVE)
    reading = read_name(text, scene)
    return read_office(reading.value, scene) if office and isinstance(reading, Took) else reading


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "rett opp K7M2 fastlegens e-post post@solsiden.example", "rett opp fastlege"."""
    field, value = _more_named(rest, scene) or split_choice(rest, _fields(scene))
    if not field:
        return {}
    asked = _ASKED_BY.get(field, "value")
    return {"field": field, asked: value} if value else {"field": field}


def _more_named(rest: str, scene: Scene) -> tuple[str, str] | None:
    """More than a field that is wrong, by the words in front."""
    known = {choice.value for choice in _fields(scene)}
    for field, phrases in more.WORDS.items():
        for phrase in phrases if field in known else ():
            words = rest.split()
            size = len(phrase.split())
            if folded(" ".join(words[:size])) == phrase:
                return field, " ".join(words[size:]) if field == WRONG_GP else ""
    return None


def _instead(scene: Scene, rest: str) -> str:
    """`AnswerNotHeldError` where an answer is meant, and there is none."""
    meant = any(folded(rest).startswith(said) for said in more.WORDS[taking_back.TAKEN_BACK])
    if meant and not taking_back.given(scene):
        raise AnswerNotHeldError
    return FORM.name


def _stop(scene: Scene) -> str:
    return more.is_removed(scene.case.ref) if scene.case.removed else ""


def _way(scene: Scene) -> _Way:
    return _WAYS.get(scene.answer("field"), one_field)


def _build(scene: Scene) -> CaseCommand:
    return _way(scene).build(scene)


def _preview(scene: Scene) -> Preview:
    return _way(scene).preview(scene)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    return _way(scene).finished(scene, outcome)


FORM = Form(
    name="correct",
    title=say.CORRECT_TITLE,
    questions=(
        Question(
            name="field",
            kind=Kind.CHOICE,
            words=Words(*say.FIELD),
            choices=_fields,
            read=_read_field,
        ),
        Question(
            name="value",
            kind=Kind.TEXT,
            words=Words(*say.VALUE),
            wanted=_asks("value"),
            read=_read_value,
            limit=100,
        ),
        Question(name="day", kind=Kind.DATE, words=Words(*say.DAY), wanted=_asks("day"), past=True),
        Question(
            name="person",
            kind=Kind.PEOPLE,
            words=Words(*say.CLINICIAN),
            wanted=_asks("person"),
            choices=which_meeting.clinicians,
            read=which_meeting.read_clinician,
        ),
        Question(
            name="email",
            kind=Kind.TEXT,
            words=Words(*say.EMAIL),
            wanted=_asks("email"),
            read=verifying.read_address,
        ),
        Question(
            name="phone",
            kind=Kind.TEXT,
            words=Words(*say.PHONE),
            wanted=_asks("phone"),
            read=verifying.read_number,
        ),
        Question(
            name="doctor",
            kind=Kind.PEOPLE,
            words=Words(*more.RIGHT_GP),
            wanted=_asks("doctor"),
            choices=doctors,
            read=read_doctor,
            free=True,
            limit=DOCTOR_LIMIT,
        ),
        Question(
            name="twin",
            kind=Kind.TEXT,
            words=Words(*more.TWIN),
            wanted=_asks("twin"),
            choices=removing.twins,
            read=removing.read_twin,
            free=True,
            sole=True,
        ),
        Question(
            name="which",
            kind=Kind.CHOICE,
            words=Words(*more.WHICH),
            wanted=_two,
            choices=removing.removable,
            sole=True,
        ),
        replace(removing.WHY, wanted=_asks("why")),
        replace(taking_back.GIVEN, wanted=_asks("given")),
        *verifying.questions(_doctor_to_check),
        replace(reserving.SMS, wanted=_asks("sms")),
    ),
    stop=_stop,
    instead=_instead,
    after_end=True,
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)

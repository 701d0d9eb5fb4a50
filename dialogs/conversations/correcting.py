"""*Rett opp*: put one field right; the log keeps what stood there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dialogs.conversations import meetings
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.registering import read_name
from dialogs.conversations.showing import consequences_text, done, split_choice, summary
from dialogs.form import Form, Preview, Question, Reading, Scene, Took, Words
from dialogs.parsing import folded
from dialogs.reading import choose, reading_in_words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.understand.people import read_email, read_phone
from dialogs.wording.nb import ask_case, ask_words, dates
from dialogs.wording.nb import ask_changes as say
from pathway.commands import Correct
from pathway.service import Outcome
from pathway.service.correcting import YES
from pathway.words import Milestone, Role

REMOVE = "remove"
_DAYS = {
    "referral_received": Milestone.REFERRAL_RECEIVED,
    "assessment_started": Milestone.ASSESSMENT_STARTED,
    "shm1_held": Milestone.SHM1_HELD,
    "shm2_held": Milestone.SHM2_HELD,
}
_ASKED_BY = {
    **dict.fromkeys(_DAYS, "day"),
    "clinician": "person",
    "gp_email": "email",
    "gp_phone": "phone",
    "patient_email": "email",
    "patient_phone": "phone",
    "no_sms": "sms",
}
"""Which question asks for a field's value; the others are plain text."""


def _fields(scene: Scene) -> tuple[Choice, ...]:
    """What this case has, and so can be put right."""
    case = scene.case
    return tuple(
        Choice(value=field, title=title)
        for field, title in say.FIELDS.items()
        if (field not in _DAYS or case.date_of(_DAYS[field]))
        and (not field.startswith("gp_") or case.present(Role.GP))
        and (field != "patient_email" or _mails_patients(scene))
    )


def _mails_patients(scene: Scene) -> bool:
    """An address is of use only where patients may be mailed (R20, P4)."""
    known = any(patient.email for patient in scene.case.present(Role.PATIENT))
    return known or Role.PATIENT in scene.clinic.mail_to


def _asks(question: str) -> Callable[[Scene], bool]:
    def wanted(scene: Scene) -> bool:
        field = scene.answer("field")
        return bool(field) and _ASKED_BY.get(field, "value") == question

    return wanted


def _read_value(text: str, scene: Scene) -> Reading:
    if scene.answer("field") == "gp_office" and folded(text) in say.REMOVE_WORDS:
        return Took(REMOVE)
    return read_name(text, scene)


def _read_email(text: str, _scene: Scene) -> Reading:
    if folded(text) in say.REMOVE_WORDS:
        return Took(REMOVE)
    return reading_in_words(read_email(text))


def _read_phone(text: str, _scene: Scene) -> Reading:
    if folded(text) in say.REMOVE_WORDS:
        return Took(REMOVE)
    return reading_in_words(read_phone(text))


def _sms_choices(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, title=title) for value, title in say.NO_SMS_CHOICES.items())


def _read_sms(text: str, scene: Scene) -> Reading:
    named = say.sms_named(folded(text))
    return Took(named) if named else choose(text, _sms_choices(scene))


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "rett opp K7M2 fastlegens e-post post@solsiden.example"."""
    field, value = split_choice(rest, _fields(scene))
    if not field:
        return {}
    asked = _ASKED_BY.get(field, "value")
    return {"field": field, asked: value} if value else {"field": field}


def _value(scene: Scene) -> str:
    value = scene.answer(_ASKED_BY.get(scene.answer("field"), "value"))
    if scene.answer("field") == "no_sms":
        return YES if value == "no" else ""
    return "" if value == REMOVE else value


def _build(scene: Scene) -> Correct:
    return Correct(
        ref=scene.case.ref,
        field=scene.answer("field"),
        value=_value(scene),
        plan=scene.running.plan,
    )


def _now(scene: Scene) -> str:
    """What stands in the field."""
    case, field = scene.case, scene.answer("field")
    if field in _DAYS:
        day = case.date_of(_DAYS[field])
        return dates.full(day) if day else ""
    if field == "clinician":
        return meetings.staff_name(scene, case.clinician) if case.clinician else ""
    if field == "name":
        return case.name
    patient = case.present(Role.PATIENT)[-1]
    own = {
        "no_sms": say.NO_SMS_CHOICES["no" if patient.no_sms else "yes"],
        "patient_phone": dates.number(patient.phone),
        "patient_email": patient.email,
    }
    if field in own:
        return own[field]
    gp = case.present(Role.GP)[-1]
    known = {"gp_name": gp.name, "gp_office": gp.office, "gp_email": gp.email}
    return known.get(field, gp.phone)


def _becomes(scene: Scene) -> str:
    field, value = scene.answer("field"), _value(scene)
    if field in _DAYS:
        return dates.full(scene.day("day"))
    if field == "no_sms":
        return say.NO_SMS_CHOICES[scene.answer("sms")]
    if field == "patient_phone":
        return dates.number(value)
    return meetings.staff_name(scene, value) if field == "clinician" else value


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(_build(scene))
    facts = say.correction_facts(scene.answer("field"), _now(scene), _becomes(scene))
    told = consequences_text(scene, plan) if plan.consequences else ""
    shown = summary(facts, told, question=say.CORRECT_QUESTION, yes=say.CORRECT)
    return replace(shown, plan=plan.hash)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    text = say.corrected(case.ref, scene.answer("field"))
    see = (ask_words.typed("case", case.ref), ask_case.SHOW)
    return (done(say.CORRECT_TITLE, text, see, *next_steps(scene.desk, case)[:2]),)


FORM = Form(
    name="correct",
    title=say.CORRECT_TITLE,
    questions=(
        Question(name="field", kind=Kind.CHOICE, words=Words(*say.FIELD), choices=_fields),
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
            choices=meetings.clinicians,
            read=meetings.read_clinician,
        ),
        Question(
            name="email",
            kind=Kind.TEXT,
            words=Words(*say.EMAIL),
            wanted=_asks("email"),
            read=_read_email,
        ),
        Question(
            name="phone",
            kind=Kind.TEXT,
            words=Words(*say.PHONE),
            wanted=_asks("phone"),
            read=_read_phone,
        ),
        Question(
            name="sms",
            kind=Kind.CHOICE,
            words=Words(*say.NO_SMS),
            wanted=_asks("sms"),
            choices=_sms_choices,
            read=_read_sms,
        ),
    ),
    after_end=True,
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)

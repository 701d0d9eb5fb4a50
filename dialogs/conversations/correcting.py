"""*Rett opp*: put one field right, or the GP, or take away a case that should not be there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dialogs.conversations import meetings, removing, reserving, verifying, wrong_gp
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.offices import read_office
from dialogs.conversations.registering import DOCTOR_LIMIT, doctors, read_doctor, read_name
from dialogs.conversations.replacing_gp import doctor_to_check
from dialogs.conversations.showing import consequences_text, done, split_choice, summary
from dialogs.form import Form, Preview, Question, Reading, Scene, Took, Words
from dialogs.parsing import folded
from dialogs.reading import choose
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_case, ask_words, dates, phones
from dialogs.wording.nb import ask_changes as say
from dialogs.wording.nb import ask_corrections as more
from pathway.clinic import Contact
from pathway.commands import Correct, CorrectGp, RemoveCase
from pathway.service import Outcome
from pathway.service.correcting import YES
from pathway.words import Milestone, Role

REMOVE = verifying.REMOVE
_DAYS = {
    "referral_received": Milestone.REFERRAL_RECEIVED,
    "assessment_started": Milestone.ASSESSMENT_STARTED,
    "shm1_held": Milestone.SHM1_HELD,
    "shm2_held": Milestone.SHM2_HELD,
}
WRONG_GP, REMOVALS = "gp", frozenset({"twice", "mistake"})
_ASKED_BY = {
    **dict.fromkeys(_DAYS, "day"),
    "clinician": "person",
    "gp_email": "email",
    "gp_phone": "phone",
    "gp": "doctor",
    "twice": "twin",
    "mistake": "why",
    "patient_email": "email",
    "patient_phone": "phone",
    "no_sms": "sms",
}
"""Which question asks for a field's value; the others are plain text."""


def _fields(scene: Scene) -> tuple[Choice, ...]:
    """What this case has, and so can be put right."""
    case = scene.case
    closed = case.closing is not None
    titles = say.FIELDS if closed else {**say.FIELDS, **more.CHOICES}
    return tuple(
        Choice(value=field, title=title)
        for field, title in titles.items()
        if (field not in _DAYS or case.date_of(_DAYS[field]))
        and (not field.startswith("gp") or case.present(Role.GP))
        and (field != "twice" or removing.twins(scene))
        and (field != "patient_email" or _mails_patients(scene))
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
        return Took(REMOVE)
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


def _stop(scene: Scene) -> str:
    return more.is_removed(scene.case.ref) if scene.case.removed else ""


def _value(scene: Scene) -> str:
    value = scene.answer(_ASKED_BY.get(scene.answer("field"), "value"))
    if scene.answer("field") == "no_sms":
        return YES if value == "no" else ""
    return "" if value == REMOVE else value


def _build(scene: Scene) -> Correct | CorrectGp | RemoveCase:
    if scene.answer("field") == WRONG_GP:
        return wrong_gp.build(scene)
    return removing.build(scene) if scene.answer("field") in REMOVALS else _correct(scene)


def _correct(scene: Scene) -> Correct:
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
        "patient_phone": phones.number(patient.phone),
        "patient_email": patient.email,
    }
    if field in own:
        return own[field]
    gp = case.present(Role.GP)[-1]
    known = {"gp_name": gp.name, "gp_office": gp.office, "gp_email": gp.email}
    return known.get(field, phones.number(gp.phone))


def _becomes(scene: Scene) -> str:
    field, value = scene.answer("field"), _value(scene)
    if field in _DAYS:
        return dates.full(scene.day("day"))
    if field == "no_sms":
        return say.NO_SMS_CHOICES[scene.answer("sms")]
    if _ASKED_BY.get(field) == "phone":
        return phones.number(value)
    return meetings.staff_name(scene, value) if field == "clinician" else value


def _preview(scene: Scene) -> Preview:
    if scene.answer("field") == WRONG_GP:
        return wrong_gp.preview(scene)
    if scene.answer("field") in REMOVALS:
        return removing.preview(scene)
    plan = scene.desk.plan(replace(_correct(scene), plan=""))
    facts = say.correction_facts(scene.answer("field"), _now(scene), _becomes(scene))
    told = consequences_text(scene, plan) if plan.consequences else ""
    shown = summary(facts, told, question=say.CORRECT_QUESTION, yes=say.CORRECT)
    return replace(shown, plan=plan.hash)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    if scene.answer("field") == WRONG_GP:
        return wrong_gp.finished(scene, outcome)
    if scene.answer("field") in REMOVALS:
        return removing.finished(scene, outcome)
    case = outcome.case
    text = say.corrected(case.ref, scene.answer("field"))
    see = (ask_words.typed("case", case.ref), ask_case.SHOW)
    return (done(say.CORRECT_TITLE, text, see, *next_steps(scene.desk, case)[:2]),)


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
            choices=meetings.clinicians,
            read=meetings.read_clinician,
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
        *verifying.questions(_doctor_to_check),
        replace(reserving.SMS, wanted=_asks("sms")),
    ),
    stop=_stop,
    after_end=True,
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)

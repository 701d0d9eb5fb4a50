"""*Rett opp* one field: a name, a date, an address, a clinician."""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversations.invitations import verifying
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import consequences_text, done, summary
from dialogs.form import Preview, Scene
from dialogs.turn import Reply
from dialogs.wording.nb import ask_case, ask_corrections, ask_words, dates, phones
from dialogs.wording.nb import ask_changes as say
from pathway.commands import Correct
from pathway.service import Outcome
from pathway.service.cases.correcting import YES
from pathway.views import Plan
from pathway.words import Milestone, Role

DAYS = {
    "referral_received": Milestone.REFERRAL_RECEIVED,
    "assessment_started": Milestone.ASSESSMENT_STARTED,
    "shm1_held": Milestone.SHM1_HELD,
    "shm2_held": Milestone.SHM2_HELD,
}
ASKED_BY = {
    **dict.fromkeys(DAYS, "day"),
    "clinician": "person",
    "gp_email": "email",
    "gp_phone": "phone",
    "patient_email": "email",
    "patient_phone": "phone",
    "no_sms": "sms",
}
"""Which question asks for a field's value; the others are plain text."""


def _value(scene: Scene) -> str:
    value = scene.answer(ASKED_BY.get(scene.answer("field"), "value"))
    if scene.answer("field") == "no_sms":
        return YES if value == "no" else ""
    return "" if value == verifying.REMOVE else value


def build(scene: Scene) -> Correct:
    """The command."""
    return Correct(
        ref=scene.case.ref,
        field=scene.answer("field"),
        value=_value(scene),
        plan=scene.running.plan,
    )


def _now(scene: Scene) -> str:
    """What stands in the field."""
    case, field = scene.case, scene.answer("field")
    if field in DAYS:
        day = case.date_of(DAYS[field])
        return dates.full(day) if day else ""
    if field == "clinician":
        return which_meeting.staff_name(scene, case.clinician) if case.clinician else ""
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
    if field in DAYS:
        return dates.full(scene.day("day"))
    if field == "no_sms":
        return say.NO_SMS_CHOICES[scene.answer("sms")]
    if ASKED_BY.get(field) == "phone":
        return phones.number(value)
    return which_meeting.staff_name(scene, value) if field == "clinician" else value


def preview(scene: Scene) -> Preview:
    """What stands there, what will, and who hears of it."""
    plan = scene.desk.plan(replace(build(scene), plan=""))
    facts = say.correction_facts(scene.answer("field"), _now(scene), _becomes(scene))
    told = consequences_text(scene, plan) if plan.consequences else _from_now_on(scene, plan)
    shown = summary(facts, told, question=say.CORRECT_QUESTION, yes=say.CORRECT)
    return replace(shown, plan=plan.hash)


def _from_now_on(scene: Scene, plan: Plan) -> str:
    """By what way the one who was asked hears later, where that is another than before."""
    before = {one.id: one.channel for one in scene.case.invitations if not one.cancelled_at}
    for one in plan.case.invitations:
        if before.get(one.id, one.channel) is not one.channel:
            role = plan.case.participant(one.participant_id).role
            return ask_corrections.from_now_on(role, one.channel)
    return ""


def finished(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    """That it is put right."""
    case = outcome.case
    text = say.corrected(case.ref, scene.answer("field"))
    see = (ask_words.typed("case", case.ref), ask_case.SHOW)
    return (done(say.CORRECT_TITLE, text, see, *next_steps(scene.desk, case)[:2]),)

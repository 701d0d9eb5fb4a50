"""*Rett opp fastlege*: the one written was never theirs; who holds something hears a CANCEL."""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversations.doctors.replacing_gp import doctor_to_check
from dialogs.conversations.invitations import verifying
from dialogs.conversations.next_steps import next_steps, text_to_copy
from dialogs.conversations.people import offices
from dialogs.conversations.people.doctors import doctor
from dialogs.conversations.showing import done, planned
from dialogs.form import Preview, Scene
from dialogs.turn import Reply
from dialogs.wording.nb import ask_corrections as say
from dialogs.wording.nb.ask_changes import CORRECT_TITLE
from dialogs.wording.nb.conversations import joined
from pathway.case import Case
from pathway.commands import CorrectGp
from pathway.service import Outcome
from pathway.words import Role


def build(scene: Scene) -> CorrectGp:
    """The command."""
    checked = verifying.checked(scene, doctor_to_check)
    return CorrectGp(
        ref=scene.case.ref,
        doctor=checked or doctor(scene.answer("doctor"), scene),
        checked=checked,
        plan=scene.running.plan,
    )


def preview(scene: Scene) -> Preview:
    """Who goes and who comes, and exactly what each of them gets."""
    command = replace(build(scene), plan="")
    plan = scene.desk.plan(command)
    wrong = scene.case.present(Role.GP)[-1]
    facts = say.gp_facts(
        offices.called(wrong.name, wrong.office),
        offices.called(command.doctor.name, command.doctor.office),
    )
    heard = say.patient_heard(wrong.name) if _patient_heard(scene.case) else ""
    question, yes = say.PUT_RIGHT_QUESTION, say.PUT_RIGHT
    return planned(scene, facts, plan, heard, question=question, yes=yes)


def _patient_heard(case: Case) -> bool:
    """Whether the patient holds an invitation to a meeting that is still to come (R20b)."""
    meetings = [meeting for meeting in case.meetings if meeting.alive]
    held = (
        case.live_invitation(patient.id, meeting.id)
        for patient in case.present(Role.PATIENT)
        for meeting in meetings
    )
    return any(invitation is not None and invitation.left_at for invitation in held)


def finished(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    """Who is the GP now, and what leaves."""
    case = outcome.case
    name = case.present(Role.GP)[-1].name
    asked = any(not c.participant.ended_at and c.participant.role is Role.GP for c in outcome.told)
    copies = text_to_copy(scene, case, outcome.told)
    text = joined(
        say.gp_corrected(case.ref, name, asked=asked),
        say.sent_to_each(outcome.told),
    )
    return (done(CORRECT_TITLE, text, *next_steps(scene.desk, case)[:3], copies=copies),)

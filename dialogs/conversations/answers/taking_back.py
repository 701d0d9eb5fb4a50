"""*Rett opp et svar*: a doctor who answered for the wrong patient, an answer never given."""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, planned
from dialogs.form import Preview, Question, Scene, Words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_case, ask_invite, ask_words
from dialogs.wording.nb import ask_corrections as say
from dialogs.wording.nb.conversations import joined
from pathway import rules
from pathway.case import Case
from pathway.commands import TakeBackAnswer
from pathway.model import Answer, Invitation
from pathway.service import Outcome
from pathway.service.answers.taking_back import TAKEN_BACK, holding
from pathway.words import AnswerId, Role

__all__ = ["GIVEN", "TAKEN_BACK", "build", "finished", "given", "preview"]


def given(scene: Scene) -> tuple[Choice, ...]:
    """The answers that can be taken back, each with who gave it, what and when."""
    return tuple(
        Choice(value=answer.id, title=_said(scene, invitation, answer))
        for invitation, answer in holding(scene.case, scene.desk.context.now)
    )


def _said(scene: Scene, invitation: Invitation, answer: Answer) -> str:
    return say.answer_given(_who(scene.case, invitation), answer, scene.clinic.zone)


def _who(case: Case, invitation: Invitation) -> str:
    person = case.participant(invitation.participant_id)
    return ask_invite.inside(person.role, person.name, person.office)


def build(scene: Scene) -> TakeBackAnswer:
    """The command."""
    wanted = AnswerId(scene.answer("given"))
    return TakeBackAnswer(ref=scene.case.ref, answer_id=wanted, plan=scene.running.plan)


def preview(scene: Scene) -> Preview:
    """Which answer goes, what holds then, and what is not recalled (D2)."""
    command = replace(build(scene), plan="")
    plan = scene.desk.plan(command)
    invitation = _invitation(scene.case, command.answer_id)
    before = next(a for a in scene.case.answers if a.id == command.answer_id)
    left = rules.present_answer(plan.case, plan.case.invitation(invitation.id))
    facts = say.taken_back_facts(
        _said(scene, invitation, before), _said(scene, invitation, left) if left else ""
    )
    called_in = say.patient_stays_called_in() if _patient_called_in(plan.case, invitation) else ""
    question, yes = say.TAKE_BACK_QUESTION, say.TAKE_BACK
    return planned(scene, facts, plan, called_in, question=question, yes=yes)


def _invitation(case: Case, wanted: AnswerId) -> Invitation:
    answer = next(a for a in case.answers if a.id == wanted)
    return case.invitation(answer.invitation_id)


def _patient_called_in(case: Case, invitation: Invitation) -> bool:
    """Whether the patient holds a place at a meeting that no GP has said yes to by now (D2)."""
    meeting = case.meeting(invitation.meeting_id)
    if case.participant(invitation.participant_id).role is not Role.GP or rules.gp_yes(
        case, meeting
    ):
        return False
    held = (case.live_invitation(p.id, meeting.id) for p in case.present(Role.PATIENT))
    return any(i is not None and i.left_at is not None for i in held)


def finished(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    """That it counts no more, and where the answer may belong."""
    case = outcome.case
    text = joined(say.taken_back(case.ref), say.answer_elsewhere())
    see = (ask_words.typed("case", case.ref), ask_case.SHOW)
    return (done(say.TAKE_BACK, text, see, *next_steps(scene.desk, case)[:2]),)


GIVEN = Question(name="given", kind=Kind.CHOICE, words=Words(*say.GIVEN), choices=given, sole=True)

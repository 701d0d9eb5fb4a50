"""Another doctor takes the GP's place, for now or for good; a yes of theirs is kept (D2, F14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from pathway import plan as engine
from pathway import rules
from pathway.errors import NobodyToInviteError
from pathway.model import Answer, Participant
from pathway.views import Plan
from pathway.words import (
    AnswerId,
    MeetingId,
    ParticipantId,
    Role,
    Substitute,
    Verdict,
)

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import Person, ReplaceGp
    from pathway.messages import Pen

NOTHING_SAID: Mapping[MeetingId, Answer] = MappingProxyType({})


def replace_gp(case: Case, pen: Pen, command: ReplaceGp) -> Plan:
    """Another doctor is asked; whose place is taken hears a CANCEL (D2, F14).

    A locum has it for the meeting that is coming; the next is the GP's own again.
    """
    said = _own_yes(case, pen, command)
    doctor = _new_doctor(case, pen, command.doctor, for_good=command.for_good)
    return take_over(case, pen, doctor, said=said)


def take_over(
    case: Case,
    pen: Pen,
    doctor: Participant,
    *,
    why: str = "",
    said: Mapping[MeetingId, Answer] = NOTHING_SAID,
) -> Plan:
    """This doctor is asked to what those before were asked to; `why` their time is over.

    `said` is what the doctor has answered already.
    """
    case = _with_kept(_taken_over(case, pen, doctor, why), pen, doctor, said)
    case, told = engine.follow(case, pen)
    return Plan(case=case, consequences=told)


def replaced(case: Case, pen: Pen, person: Person, *, for_good: bool) -> tuple[Case, Participant]:
    """The case with this doctor in the GP's place, asked to what the GP was asked to.

    No message is written yet: `follow` does that.
    """
    doctor = _new_doctor(case, pen, person, for_good=for_good)
    return _taken_over(case, pen, doctor), doctor


def _taken_over(case: Case, pen: Pen, doctor: Participant, why: str = "") -> Case:
    before = case.present(Role.GP)
    old = {gp.id for gp in before}
    asked = {i.meeting_id for i in engine.coming(case, pen.now) if i.participant_id in old}
    ended = [replace(gp, ended_at=pen.now, ended_why=why) for gp in before]
    case = case.with_changed(*ended, doctor)
    fresh = (engine.requested(pen, m, doctor) for m in case.meetings if m.id in asked)
    return case.with_changed(*fresh)


def _new_doctor(case: Case, pen: Pen, person: Person, *, for_good: bool) -> Participant:
    if not person.name:
        raise NobodyToInviteError
    own = [gp.stands_in_for or gp.id for gp in case.present(Role.GP)]
    return Participant(
        id=ParticipantId(pen.new_id()),
        role=Role.GP,
        name=person.name,
        office=person.office,
        email=person.email,
        phone=person.phone,
        stands_in_for=None if for_good or not own else own[-1],
    )


def _own_yes(case: Case, pen: Pen, command: ReplaceGp) -> dict[MeetingId, Answer]:
    """The meetings to which this very doctor has said yes in the GP's place, as what they are."""
    how = Substitute.FOR_GOOD if command.for_good else Substitute.FOR_NOW
    name = command.doctor.name.casefold()
    said: dict[MeetingId, Answer] = {}
    for invitation in engine.coming(case, pen.now):
        answer = rules.present_answer(case, invitation)
        if answer is None or answer.verdict is not Verdict.ACCEPTED:
            continue
        if answer.substitute is how and answer.by_name.casefold() == name:
            said[invitation.meeting_id] = answer
    return said


def _with_kept(case: Case, pen: Pen, doctor: Participant, said: Mapping[MeetingId, Answer]) -> Case:
    """Whoever has said yes already is not asked again (D4b)."""
    for invitation in engine.coming(case, pen.now):
        answer = said.get(invitation.meeting_id)
        if invitation.participant_id == doctor.id and answer is not None:
            kept = replace(
                answer,
                id=AnswerId(pen.new_id()),
                invitation_id=invitation.id,
                revision=invitation.revision,
                substitute=Substitute.NONE,
                by_name="",
            )
            case = case.with_changed(kept)
    return case

"""SHM2 is agreed at the end of SHM1: the same people, asked in one plan (R14b, R18, R22)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import agenda
from pathway import plan as engine
from pathway.commands import InviteGp
from pathway.errors import AlreadyInvitedError, LeaderNeededError, OwnWayInError
from pathway.service.afterwards.attendance import held_meeting
from pathway.service.invitations.calling_in import another_adviser, doubts
from pathway.service.invitations.invited import is_wanted, to_call_in
from pathway.service.invitations.inviting import arrange
from pathway.service.meetings.arranging import gp_to_ask, living
from pathway.words import DOCTORS, Attendance, MeetingKind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathway.case import Case
    from pathway.commands import ArrangeNext
    from pathway.messages import Pen
    from pathway.model import Meeting, Participant
    from pathway.views import Consequence, Plan
    from pathway.words import ParticipantId

_ALWAYS = DOCTORS | {Role.PATIENT}


def arrange_next(case: Case, pen: Pen, command: ArrangeNext) -> Plan:
    """SHM2 with SHM1's agenda, place and leader; whose gate is open is asked at once.

    `NoMeetingError` before SHM1 is held, `AlreadyInvitedError` where SHM2 is arranged,
    `OwnWayInError` and `LeaderNeededError` of those who always come, and what `arrange` refuses.
    """
    before = held_meeting(case, MeetingKind.SHM1)
    if case.meeting_of(MeetingKind.SHM2) is not None:
        raise AlreadyInvitedError
    out = [check_optional(case, who) for who in command.left_out]
    doctor = gp_to_ask(case, MeetingKind.SHM2)
    plan = arrange(
        case,
        pen,
        InviteGp(
            ref=command.ref,
            kind=MeetingKind.SHM2,
            start=command.start,
            template=before.template,
            leader=before.leader,
            place=before.place,
            link=command.link,
            attends=doctor.attends if doctor else Attendance.VIDEO,
            without_gp=before.without_gp,
        ),
    )
    meeting = _without(living(plan.case, MeetingKind.SHM2), out)
    case = plan.case.with_changed(meeting)
    told: list[Consequence] = list(plan.consequences)
    if command.adviser is not None:
        case, over = another_adviser(case, pen, meeting, command.adviser, command.instead_of)
        told.extend(over)
    for person in to_ask(case, pen):
        agenda.check_parts(meeting.parts, (person,))
        case, sent = engine.invite(case, pen, meeting, person)
        told.extend(sent)
    warnings = (*plan.warnings, *doubts(case, pen, meeting, case.participants))
    return replace(plan, case=case, consequences=tuple(told), warnings=warnings)


def optional(case: Case) -> tuple[Participant, ...]:
    """Those who come to SHM2 as they came to SHM1, and may as well not: none where it was not here.

    Patient, doctor and leader always come; of Nav and others those whom the patient wants there.
    """
    before = case.meeting_of(MeetingKind.SHM1)
    if before is None or not before.held:
        return ()
    return tuple(
        person
        for person in coming(case, before)
        if person.role not in _ALWAYS
        and (person.staff_id is None or person.staff_id != before.leader)
    )


def coming(case: Case, meeting: Meeting) -> tuple[Participant, ...]:
    """Those of the case who have a part in this meeting, and whom the patient wants there."""
    present = (p for p in case.participants if p.ended_at is None and is_wanted(case, p))
    return tuple(person for person in present if agenda.parts_of(meeting, person))


def check_optional(case: Case, who: ParticipantId) -> Participant:
    """Whoever this is, if SHM2 can be without them.

    `OwnWayInError` of patient and doctor, `LeaderNeededError` of who leads it.
    """
    person, leader = case.participant(who), held_meeting(case, MeetingKind.SHM1).leader
    if person.role in _ALWAYS:
        raise OwnWayInError(person.role)
    if person.staff_id is not None and person.staff_id == leader:
        raise LeaderNeededError(person.name)
    return person


def _without(meeting: Meeting, out: Iterable[Participant]) -> Meeting:
    """The meeting with these in none of its parts."""
    for person in out:
        meeting = replace(meeting, parts=agenda.placed(meeting.parts, person, ()))
    return meeting


def to_ask(case: Case, pen: Pen) -> list[Participant]:
    """Those whose gate is open, the patient first; Nav's new adviser is rung first (F12)."""
    meeting = living(case, MeetingKind.SHM2)
    ready = [who for who, missing in to_call_in(case, pen.clinic, meeting) if not missing]
    return sorted(ready, key=lambda one: one.role is not Role.PATIENT)

"""What a GP's office says at once is one change, one plan, one message each (D2, F5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import agenda, rules
from pathway import plan as engine
from pathway.errors import (
    DayNotAheadError,
    MeetingInPastError,
    NoMeetingError,
    NoSuchInvitationError,
    NoSuchPartError,
    NothingSettledError,
    TooLongError,
)
from pathway.model import Answer, Facts, Invitation, Meeting, Participant
from pathway.service.answers.answering import TEXT_LIMIT, announced
from pathway.service.doctors.replacing import replaced
from pathway.service.meetings.arranging import check_order, invited, judged, living
from pathway.service.meetings.beside import ahead_beside, called_off, kept_beside
from pathway.service.people.participants import check_way
from pathway.views import Consequence, Plan
from pathway.words import AnswerId, Role, StaffId, Verdict

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import Postpone, SettleOffice
    from pathway.messages import Pen

_UNDECIDED = frozenset({Verdict.DECLINED, Verdict.NEW_TIME})


def settle_office(case: Case, pen: Pen, command: SettleOffice) -> Plan:
    """Another doctor, another time, another way of attending: each person hears once (D2).

    What the office has agreed to already is an accepted answer to the new invitation (F5).
    """
    if len(command.text) > TEXT_LIMIT:
        raise TooLongError(TEXT_LIMIT)
    before = living(case, command.kind)
    if before.starts_at <= pen.now:
        raise MeetingInPastError
    asked, facts, doctor = _asked(case, before)
    case = _with_no(case, pen, command, asked, facts)
    if command.doctor is not None:
        case, doctor = replaced(case, pen, command.doctor, for_good=command.for_good)
    doctor = _attending(doctor, command)
    meeting = _changed(before, doctor, pen, command)
    if (command.doctor, meeting, doctor) == (None, before, case.participant(doctor.id)):
        raise NothingSettledError
    case, off = kept_beside(case, pen, meeting)
    case = case.with_changed(doctor, meeting)
    check_order(case, meeting)
    agenda.check_parts(meeting.parts, invited(case, meeting))
    case, told = _followed(case, pen, command, meeting, doctor)
    return judged(Plan(case=case, consequences=(*off, *told)), pen, meeting)


def _asked(case: Case, meeting: Meeting) -> tuple[Invitation, Facts, Participant]:
    """The doctor who is asked to this meeting, the invitation, and what it offers."""
    for doctor in case.present(Role.GP):
        invitation = case.live_invitation(doctor.id, meeting.id)
        if invitation is not None and invitation.offered is not None:
            return invitation, invitation.offered, doctor
    raise NoSuchInvitationError


def _with_no(case: Case, pen: Pen, command: SettleOffice, asked: Invitation, facts: Facts) -> Case:
    """That it does not fit as it was asked, unless that was said before in as many words."""
    present = rules.present_answer(case, asked)
    known = present is not None and present.verdict in _UNDECIDED
    if known and (command.agreed or not command.text):
        return case
    moved = command.start if command.doctor is None else None
    no = replace(
        _answer(pen, command, asked, facts),
        verdict=Verdict.NEW_TIME if moved else Verdict.DECLINED,
        text="" if command.agreed else command.text,
        proposed=moved,
    )
    return replace(case, answers=(*case.answers, no))


def _answer(pen: Pen, command: SettleOffice, invitation: Invitation, facts: Facts) -> Answer:
    return Answer(
        id=AnswerId(pen.new_id()),
        invitation_id=invitation.id,
        revision=invitation.revision,
        facts=facts,
        verdict=Verdict.ACCEPTED,
        at=pen.now,
        channel=command.channel,
        evidence=command.evidence,
        text=command.text,
        recorded_by=StaffId(pen.actor),
    )


def _attending(doctor: Participant, command: SettleOffice) -> Participant:
    attends = command.attends or doctor.attends
    attending = replace(doctor, attends=attends, phone=command.phone or doctor.phone)
    check_way(attending)
    return attending


def _changed(meeting: Meeting, doctor: Participant, pen: Pen, command: SettleOffice) -> Meeting:
    """The meeting as the office wants it; parts are only chosen in an agenda that is decided."""
    changed = replace(meeting, start=command.start or meeting.start)
    if command.parts is not None:
        if not command.parts or not set(command.parts) <= set(range(1, len(meeting.parts) + 1)):
            raise NoSuchPartError(len(meeting.parts))
        parts = agenda.placed(meeting.parts, doctor, [number - 1 for number in command.parts])
        template = meeting.template or _shown(meeting, pen)
        changed = replace(changed, parts=parts, template=template)
    return meeting if changed == meeting else replace(changed, revision=meeting.revision + 1)


def _shown(meeting: Meeting, pen: Pen) -> str:
    """The template whose parts stand in the meeting while none is chosen (D1)."""
    titles = [part.title for part in meeting.parts]
    names = pen.clinic.templates
    fits = [name for name in names if [p.title for p in names[name].parts] == titles]
    return fits[0] if fits else next(iter(names))


def _followed(
    case: Case, pen: Pen, command: SettleOffice, meeting: Meeting, doctor: Participant
) -> engine.Step:
    """Everybody brought to what holds now; what was agreed to needs no answer any more."""
    invitation = case.live_invitation(doctor.id, meeting.id)
    facts = rules.due_facts(case, pen.clinic, invitation) if invitation else None
    if not command.agreed or invitation is None or facts is None:
        return engine.follow(case, pen)
    yes = _answer(pen, command, invitation, facts)
    case, told = engine.follow(replace(case, answers=(*case.answers, yes)), pen)
    yes = replace(yes, revision=case.invitation(invitation.id).revision)
    return announced(case.with_changed(yes), pen, doctor, yes), told


def postpone(case: Case, pen: Pen, command: Postpone) -> Plan:
    """The meeting is off, and of it only the day on which to decide is chased (D2, F15)."""
    if command.until <= pen.today:
        raise DayNotAheadError(command.until)
    meeting = case.meeting_of(command.kind)
    if (meeting is None or not meeting.alive) and case.decide_by is None:
        raise NoMeetingError
    told: tuple[Consequence, ...] = ()
    if meeting is not None and meeting.alive:
        slots = ahead_beside(case, pen, meeting)
        case, told = called_off(case, pen, meeting, *slots, why="D2")
    return Plan(case=replace(case, decide_by=command.until), consequences=told)

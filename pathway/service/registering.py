"""A case begins, is put right, moves on by its milestones, and ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pathway import plan as engine
from pathway.case import Case
from pathway.commands import Correct, Person, RecordMilestone, RegisterPatient, StopPathway
from pathway.errors import (
    MilestoneInFutureError,
    MilestoneOrderError,
    NobodyToInviteError,
    NothingToCorrectError,
    ReasonNeededError,
    ReferralInFutureError,
    TooLongError,
)
from pathway.messages import Pen, address_of, to_staff
from pathway.model import Closing, MilestoneEntry, Participant
from pathway.outgoing import SendingKind, SendingStatus
from pathway.owed.terms import BY_HAND
from pathway.ports import Notice
from pathway.variants import MEETING_MILESTONE
from pathway.views import Consequence, Plan
from pathway.words import CaseId, CaseRef, ClosedReason, Milestone, ParticipantId, Role, StaffId

if TYPE_CHECKING:
    from pathway.service.context import Context

NAME_LIMIT = 200
_ORDER = tuple(Milestone)
_MEETING_OF = {milestone: kind for kind, milestone in MEETING_MILESTONE.items()}
_GP_FIELDS = {"gp_name": "name", "gp_office": "office", "gp_email": "email", "gp_phone": "phone"}
_DATES = {
    "referral_received": Milestone.REFERRAL_RECEIVED,
    "assessment_started": Milestone.ASSESSMENT_STARTED,
    "shm1_held": Milestone.SHM1_HELD,
    "shm2_held": Milestone.SHM2_HELD,
}


def register_patient(context: Context, command: RegisterPatient) -> Case:
    """A new pathway from the day the referral was received (R2); `ReferralInFutureError`."""
    if command.referral_received > context.today:
        raise ReferralInFutureError(command.referral_received)
    _check_length(command.name)
    patient = Participant(id=ParticipantId(context.new_id()), role=Role.PATIENT, name=command.name)
    gp = (_doctor(command.gp, context.new_id()),) if command.gp else ()
    received = MilestoneEntry(
        milestone=Milestone.REFERRAL_RECEIVED,
        on=command.referral_received,
        recorded_at=context.now,
        recorded_by=StaffId(context.actor),
    )
    return Case(
        id=CaseId(context.new_id()),
        clinic_id=context.clinic.id,
        ref=CaseRef(context.new_ref()),
        variant=context.clinic.default_variant,
        name=command.name,
        created_at=context.now,
        secretary=StaffId(context.actor),
        clinician=command.clinician,
        milestones=(received,),
        participants=(patient, *gp),
    )


def _check_length(text: str) -> None:
    if len(text) > NAME_LIMIT:
        raise TooLongError(NAME_LIMIT)


def _doctor(person: Person, new_id: str) -> Participant:
    for text in (person.name, person.office, person.email, person.phone):
        _check_length(text)
    return Participant(
        id=ParticipantId(new_id),
        role=Role.GP,
        name=person.name,
        office=person.office,
        email=person.email,
        phone=person.phone,
    )


def record_milestone(case: Case, pen: Pen, command: RecordMilestone) -> Plan:
    """A milestone was reached, or a meeting was not held, which frees its place (R5)."""
    if command.on > pen.today:
        raise MilestoneInFutureError(command.on)
    if not command.held and not command.reason:
        raise ReasonNeededError
    if command.held:
        _check_order(case, command.milestone, command.on)
    case = _with_entry(case, pen, command.milestone, command.on, command)
    kind = _MEETING_OF.get(command.milestone)
    meeting = case.meeting_of(kind) if kind else None
    if meeting is None or meeting.held is not None or meeting.start.date() > command.on:
        return Plan(case=case)
    told: tuple[Consequence, ...] = ()
    if not command.held:  # said before it began, so those who would come must hear
        ahead = (i for i in engine.coming(case, pen.now) if i.meeting_id == meeting.id)
        case, told = engine.call_off_all(case, pen, tuple(ahead), why="F6")
    return Plan(case=case.with_changed(replace(meeting, held=command.held)), consequences=told)


def _with_entry(
    case: Case, pen: Pen, milestone: Milestone, on: date, command: RecordMilestone | None = None
) -> Case:
    entry = MilestoneEntry(
        milestone=milestone,
        on=on,
        recorded_at=pen.now,
        recorded_by=StaffId(pen.actor),
        held=command.held if command else True,
        reason=command.reason if command else "",
    )
    return replace(case, milestones=(*case.milestones, entry))


def _check_order(case: Case, milestone: Milestone, on: date) -> None:
    """Each milestone stands on or after the one before it, which must be recorded (R5)."""
    place = _ORDER.index(milestone)
    if place > 0:
        earlier = _ORDER[place - 1]
        known = case.date_of(earlier)
        if known is None or known > on:
            raise MilestoneOrderError(milestone, earlier, known)
    for later in _ORDER[place + 1 :]:
        known = case.date_of(later)
        if known is not None and known < on:
            raise MilestoneOrderError(later, milestone, on)


def correct(case: Case, pen: Pen, command: Correct) -> Plan:
    """Put one field right; the log keeps what stood there (*rett opp*)."""
    _check_length(command.value)
    if command.field in _DATES:
        return Plan(case=_correct_date(case, pen, _DATES[command.field], command.value))
    if command.field in _GP_FIELDS:
        return _correct_gp(case, pen, _GP_FIELDS[command.field], command.value)
    if command.field == "name":
        return Plan(case=_correct_name(case, command.value))
    if command.field == "clinician":
        chosen = pen.clinic.member(command.value).id if command.value else None
        if chosen == case.clinician:
            raise NothingToCorrectError
        return Plan(case=replace(case, clinician=chosen))
    raise NothingToCorrectError


def _correct_date(case: Case, pen: Pen, milestone: Milestone, value: str) -> Case:
    try:
        on = date.fromisoformat(value)
    except ValueError:
        raise NothingToCorrectError from None
    if case.date_of(milestone) in {None, on}:
        raise NothingToCorrectError
    if on > pen.today:
        raise MilestoneInFutureError(on)
    _check_order(case, milestone, on)
    return _with_entry(case, pen, milestone, on)


def _correct_name(case: Case, value: str) -> Case:
    if not value or value == case.name:
        raise NothingToCorrectError
    patients = [replace(p, name=value) for p in case.present(Role.PATIENT)]
    return replace(case.with_changed(*patients), name=value)


def _correct_gp(case: Case, pen: Pen, field: str, value: str) -> Plan:
    """A GP's contact details; an invitation that could not be delivered is sent again."""
    doctors = case.present(Role.GP)
    if not doctors:
        if field != "name" or not value:
            raise NobodyToInviteError
        return Plan(case=case.with_changed(_doctor(Person(name=value), pen.new_id())))
    doctor = doctors[-1]
    if getattr(doctor, field) == value or (field == "name" and not value):
        raise NothingToCorrectError
    changed = _replaced(doctor, field, value)
    case = _readdressed(case.with_changed(changed), changed)
    case, told = _sent_again(case, pen, changed)
    return Plan(case=case, consequences=told)


def _replaced(doctor: Participant, field: str, value: str) -> Participant:
    match field:
        case "name":
            return replace(doctor, name=value)
        case "office":
            return replace(doctor, office=value)
        case "email":
            return replace(doctor, email=value)
        case _:
            return replace(doctor, phone=value)


def _readdressed(case: Case, doctor: Participant) -> Case:
    """What waits to leave goes where the GP is now, not where they were."""
    waiting = [s for s in case.sendings if s.waiting and s.to == doctor.id]
    rows = [replace(s, address=address_of(doctor, s.channel) or s.address) for s in waiting]
    return case.with_changed(*rows)


def _sent_again(case: Case, pen: Pen, doctor: Participant) -> tuple[Case, tuple[Consequence, ...]]:
    told_all: list[Consequence] = []
    for invitation in engine.coming(case, pen.now):
        own, facts = invitation.participant_id == doctor.id, invitation.offered
        if own and invitation.undelivered_at is not None and facts is not None:
            case, told = engine.send_again(case, pen, invitation, facts)
            told_all.extend(told)
    return case, tuple(told_all)


def _handed_over(case: Case, pen: Pen) -> Case:
    """Cancellations that a person must send: the secretary gets their text at once.

    Nothing is owed in a pathway that has ended, so no promise would remind of them.
    """
    for row in case.sendings:
        if row.waiting and row.channel in BY_HAND and row.kind is SendingKind.CANCELLATION:
            values = {"role": row.role.value, "text": row.content.text}
            notice = Notice(name="cancel_by_hand", ref=case.ref, values=values)
            told = to_staff(pen, case, case.secretary, Role.SECRETARY, notice, why="D6")
            shown = replace(row, status=SendingStatus.SHOWN, done_at=pen.now)
            case = case.with_changed(shown, told)
    return case


def stop_pathway(case: Case, pen: Pen, command: StopPathway) -> Plan:
    """Cancel all that lives and stop everything; on death nothing goes to the patient (F6, R10)."""
    spared = frozenset({Role.PATIENT}) if command.reason is ClosedReason.DIED else frozenset()
    coming = engine.coming(case, pen.now)
    case, told = engine.call_off_all(case, pen, coming, why="F6", spared=spared)
    for meeting in case.meetings:
        if meeting.alive and meeting.starts_at > pen.now:
            case = case.with_changed(replace(meeting, cancelled_at=pen.now))
    case = engine.dropped(case, (s for s in case.sendings if s.role in spared))
    case = _handed_over(case, pen)
    closing = Closing(reason=command.reason, at=pen.now, by=StaffId(pen.actor), note=command.note)
    return Plan(case=replace(case, closing=closing), consequences=told)

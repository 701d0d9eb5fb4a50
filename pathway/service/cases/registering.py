"""A case begins, is put right, moves on by its milestones, and ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pathway import asking, live_run, offers, run_log, running
from pathway import plan as engine
from pathway.case import Case
from pathway.commands import Person, RecordMilestone, RegisterPatient, StopPathway
from pathway.entries import Closing, MilestoneEntry
from pathway.errors import (
    MilestoneInFutureError,
    MilestoneOrderError,
    NobodyCameError,
    NotCompletedError,
    ReasonNeededError,
    ReferralInFutureError,
    TooLongError,
)
from pathway.messages import Pen
from pathway.model import Meeting, Participant
from pathway.outgoing import SendingKind, SendingStatus
from pathway.owed.terms import BY_HAND
from pathway.ports import Notice
from pathway.service.afterwards.attendance import planned
from pathway.service.cases.ending import check_all_done, closing_ticked
from pathway.service.meetings.beside import ahead_beside, called_off
from pathway.service.run.breaking_off import (
    broken_off,
    ended,
    not_come_yet,
    runs_now,
    turned_away,
)
from pathway.telling import to_staff
from pathway.variants import MEETING_MILESTONE
from pathway.views import Consequence, Plan
from pathway.words import (
    CaseId,
    CaseRef,
    ClosedReason,
    Milestone,
    ParticipantId,
    Role,
    StaffId,
)

if TYPE_CHECKING:
    from pathway.service.context import Context

NAME_LIMIT = 200
_ORDER = tuple(Milestone)
_MEETING_OF = {milestone: kind for kind, milestone in MEETING_MILESTONE.items()}


def register_patient(context: Context, command: RegisterPatient) -> Case:
    """A new pathway from the day the referral was received (R2); `ReferralInFutureError`."""
    if command.referral_received > context.today:
        raise ReferralInFutureError(command.referral_received)
    for text in (command.name, command.phone, command.email):
        check_length(text)
    patient = Participant(
        id=ParticipantId(context.new_id()),
        role=Role.PATIENT,
        name=command.name,
        phone=command.phone,
        email=command.email,
    )
    gp = (doctor_of(command.gp, context.new_id()),) if command.gp else ()
    clinician = (_responsible(context, command.clinician),) if command.clinician else ()
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
        participants=(patient, *gp, *clinician),
    )


def _responsible(context: Context, clinician: StaffId) -> Participant:
    """The responsible clinician, who must attend the meetings that are theirs to lead (D5)."""
    member = context.clinic.member(clinician)
    return Participant(
        id=ParticipantId(context.new_id()),
        role=Role.CLINICIAN,
        name=member.name,
        email=member.email,
        staff_id=member.id,
    )


def check_length(text: str) -> None:
    """`TooLongError` for a name or address that nobody has."""
    if len(text) > NAME_LIMIT:
        raise TooLongError(NAME_LIMIT)


def doctor_of(person: Person, new_id: str) -> Participant:
    """A GP as first described; `TooLongError`."""
    for text in (person.name, person.office, person.email, person.phone):
        check_length(text)
    return Participant(
        id=ParticipantId(new_id),
        role=Role.GP,
        name=person.name,
        office=person.office,
        email=person.email,
        phone=person.phone,
    )


def record_milestone(case: Case, pen: Pen, command: RecordMilestone) -> Plan:
    """A milestone was reached, or a meeting was not held, which frees its place (R5).

    A meeting that was held on another day than arranged: who holds the later time is told.
    """
    if command.on > pen.today:
        raise MilestoneInFutureError(command.on)
    if not command.held and not command.reason:
        raise ReasonNeededError
    if command.held:
        check_order(case, command.milestone, command.on)
    case = with_entry(case, pen, command.milestone, command.on, command)
    kind = _MEETING_OF.get(command.milestone)
    if kind is not None and command.held:
        case = replace(case, decide_by=None)  # held after all: there is nothing left to decide
    meeting = case.meeting_of(kind) if kind else None
    runs = meeting is not None and runs_now(case, meeting)
    later = meeting is not None and meeting.start.date() > command.on and not runs
    if meeting is None or meeting.held is not None or (later and not command.held):
        return Plan(case=case)
    there = _attended(case, pen, meeting, command) if command.held else ()
    told: tuple[Consequence, ...] = ()
    if later or not command.held:  # those who would come must hear
        ahead = tuple(not_come_yet(case, meeting, pen.now))
        case, told = engine.call_off_all(case, pen, ahead, why="F6")
        case, off = called_off(case, pen, *ahead_beside(case, pen, meeting))
        told = (*told, *off)
    elif runs:
        case, told = turned_away(case, pen)
    case = ended(case, pen) if runs else case
    case = case.with_changed(replace(meeting, held=command.held, attended=there))
    return Plan(case=case if command.held else _heard(case, pen, meeting), consequences=told)


def _attended(
    case: Case, pen: Pen, meeting: Meeting, command: RecordMilestone
) -> tuple[ParticipantId, ...]:
    """Who was there: as it is told, else as it was run, else everybody who was to come."""
    if command.attended is not None:
        return command.attended
    run = running.going_on(case)
    if run is not None and run.meeting_id == meeting.id:
        there = run_log.attended(case, live_run.live(run, meeting), max(pen.now, run.last_at))
        if not there:
            raise NobodyCameError
        return there
    return tuple(person.id for person in planned(case, meeting))


def _heard(case: Case, pen: Pen, meeting: Meeting) -> Case:
    """The secretary hears of a meeting that came to nothing, unless it was they who said it."""
    if pen.actor == case.secretary:
        return case
    notice = Notice(
        name="meeting_not_held",
        ref=case.ref,
        values={"meeting": meeting.kind},
        on=meeting.start.date(),
        zone=pen.clinic.zone,
    )
    return case.with_changed(to_staff(pen, case, case.secretary, Role.SECRETARY, notice, why="D4"))


def with_entry(
    case: Case, pen: Pen, milestone: Milestone, on: date, command: RecordMilestone | None = None
) -> Case:
    """The case with one more entry of a milestone; earlier ones stay."""
    entry = MilestoneEntry(
        milestone=milestone,
        on=on,
        recorded_at=pen.now,
        recorded_by=StaffId(pen.actor),
        held=command.held if command else True,
        reason=command.reason if command else "",
    )
    return replace(case, milestones=(*case.milestones, entry))


def check_order(case: Case, milestone: Milestone, on: date) -> None:
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


def _handed_over(case: Case, pen: Pen) -> Case:
    """Cancellations that a person must send: the secretary gets their text at once.

    Nothing is owed in a pathway that has ended, so no promise would remind of them.
    """
    taken_back = {SendingKind.CANCELLATION, SendingKind.TIMES_OVER}
    for row in case.sendings:
        if row.waiting and row.channel in BY_HAND and row.kind in taken_back:
            values = {"role": row.role.value, "text": row.content.text}
            notice = Notice(name="cancel_by_hand", ref=case.ref, values=values)
            told = to_staff(pen, case, case.secretary, Role.SECRETARY, notice, why="D6")
            shown = replace(row, status=SendingStatus.SHOWN, done_at=pen.now)
            case = case.with_changed(shown, told)
    return case


def check_reason(case: Case, reason: ClosedReason) -> None:
    """`NotCompletedError` where a pathway without its last meeting would count as completed."""
    if reason is ClosedReason.COMPLETED and case.date_of(Milestone.SHM2_HELD) is None:
        raise NotCompletedError


def stop_pathway(case: Case, pen: Pen, command: StopPathway) -> Plan:
    """Cancel all that lives and stop everything; on death nothing goes to the patient (F6, R10).

    Completed is refused with `NotCompletedError` while SHM2 is not held, and with `StillToDoError`
    while the closing or the note is not done; the closing may be ticked with it, or what is left
    of it may be left with a note that says why.
    """
    check_reason(case, command.reason)
    if command.all_ticked and command.reason is ClosedReason.COMPLETED:
        case = closing_ticked(case, pen.now)
    check_all_done(case, command.reason, command.note)
    spared = frozenset({Role.PATIENT}) if command.reason is ClosedReason.DIED else frozenset()
    coming = engine.coming(case, pen.now)
    case, told = engine.call_off_all(case, pen, coming, why="F6", spared=spared)
    case, off = broken_off(case, pen, spared)
    told = (*told, *off)
    for question in offers.open_questions(case):
        case, over = asking.stopped(case, pen, question)
        told = (*told, *(one for one in over if one.participant.role not in spared))
    for meeting in case.diary:
        if meeting.alive and meeting.starts_at > pen.now:
            case = case.with_changed(replace(meeting, cancelled_at=pen.now))
    case = engine.dropped(case, (s for s in case.sendings if s.role in spared))
    case = _handed_over(case, pen)
    closing = Closing(reason=command.reason, at=pen.now, by=StaffId(pen.actor), note=command.note)
    return Plan(case=replace(case, closing=closing), consequences=told)

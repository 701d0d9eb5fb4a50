"""What only clinicians are asked to: assessments (R9) and slots among themselves (R26).

An appointment is a meeting of one part, with those who are asked in it by name: their invitations,
messages, answers and clashes are those of any meeting. It has no gates, no link and no patient.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import agenda
from pathway import plan as engine
from pathway.commands import AddParticipant
from pathway.errors import (
    MeetingTooLongError,
    NobodyToInviteError,
    NoMeetingError,
    NothingChangedError,
    PartMinutesError,
)
from pathway.model import Meeting, Part
from pathway.service.cases.registering import check_length
from pathway.service.meetings.arranging import judged
from pathway.service.meetings.parts import MOST_MINUTES
from pathway.service.people.participants import coming_meeting, newcomer
from pathway.views import Plan
from pathway.words import MeetingId, MeetingKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import (
        ArrangeAppointment,
        CancelAppointment,
        ChangeAppointment,
        MoveAppointment,
    )
    from pathway.messages import Pen
    from pathway.model import Participant
    from pathway.words import StaffId


def arrange(case: Case, pen: Pen, command: ArrangeAppointment) -> Plan:
    """Put it into the calendars of these clinicians; refusals as of any meeting's time."""
    _check(command)
    case, people = _clinicians(case, pen, command.people)
    meeting = Meeting(
        id=MeetingId(pen.new_id()),
        kind=command.kind,
        start=command.start,
        zone=pen.clinic.zone,
        template=command.kind.value,
        parts=(_part(command.kind, command.minutes, people),),
        leader=command.people[0],
        place=command.place,
    )
    case = case.with_changed(meeting)
    asked = (engine.requested(pen, meeting, person) for person in people)
    case, told = engine.follow(case.with_changed(*asked), pen)
    return judged(Plan(case=case, consequences=told), pen, meeting)


def _check(command: ArrangeAppointment | ChangeAppointment) -> None:
    if not command.people:
        raise NobodyToInviteError
    if command.minutes < 1:
        raise PartMinutesError
    if command.minutes > MOST_MINUTES:
        raise MeetingTooLongError(MOST_MINUTES)
    check_length(command.place)


def _part(kind: MeetingKind, minutes: int, people: list[Participant]) -> Part:
    return Part(
        title=kind.value,
        minutes=minutes,
        roles=frozenset(),
        added=frozenset(person.id for person in people),
    )


def _clinicians(case: Case, pen: Pen, staff: tuple[StaffId, ...]) -> tuple[Case, list[Participant]]:
    people: list[Participant] = []
    for staff_id in dict.fromkeys(staff):
        case, person = _clinician(case, pen, staff_id)
        people.append(person)
    return case, people


def _clinician(case: Case, pen: Pen, staff_id: StaffId) -> tuple[Case, Participant]:
    """The case with this colleague; somebody new has no part in a meeting that is arranged."""
    known = [p for p in case.present(Role.CLINICIAN) if p.staff_id == staff_id]
    if known:
        return case, known[-1]
    new = AddParticipant(ref=case.ref, role=Role.CLINICIAN, staff_id=staff_id, must=True)
    person = newcomer(case, pen, new)
    case = case.with_changed(person)
    ahead = coming_meeting(case, pen)
    if ahead is not None:
        case = case.with_changed(replace(ahead, parts=agenda.placed(ahead.parts, person, ())))
    return case, person


def move(case: Case, pen: Pen, command: MoveAppointment) -> Plan:
    """Another time; each clinician hears at once (F5)."""
    old = living_appointment(case, command.meeting)
    moved = replace(old, start=command.start, revision=old.revision + 1)
    case, told = engine.follow(_as_agreed(case.with_changed(moved), pen, moved), pen)
    return judged(Plan(case=case, consequences=told), pen, moved)


def _as_agreed(case: Case, pen: Pen, now: Meeting) -> Case:
    """The action plan waits for the extra meeting where that is now, or for a new day (R24)."""
    if now.kind is not MeetingKind.EXTRA:
        return case
    on, at = (now.start.date(), now.start.time()) if now.alive else (None, None)
    wanted = case.extra_wanted_at if on else pen.now
    after = replace(case.aftermath, extra_at=at)
    return replace(case, extra_wanted_at=wanted, extra_on=on, aftermath=after)


def change(case: Case, pen: Pen, command: ChangeAppointment) -> Plan:
    """Other people, length or place: who comes is asked, who no longer does is told (F7, F14).

    `NothingChangedError` where all is so already; else refusals as `arrange`.
    """
    _check(command)
    old = living_appointment(case, command.meeting)
    case, people = _clinicians(case, pen, command.people)
    changed = replace(
        old,
        parts=(_part(old.kind, command.minutes, people),),
        leader=command.people[0] if _is_other(old, people) else old.leader,
        place=command.place,
    )
    if changed == old:
        raise NothingChangedError
    changed = replace(changed, revision=old.revision + 1)
    case = case.with_changed(changed)
    new = (p for p in people if case.live_invitation(p.id, old.id) is None)
    asked = [engine.requested(pen, changed, person) for person in new]
    case, told = engine.follow(case.with_changed(*asked), pen)
    return judged(Plan(case=case, consequences=told), pen, changed)


def _is_other(old: Meeting, people: list[Participant]) -> bool:
    """Whether whoever leads it is no longer among them."""
    return old.leader not in {person.staff_id for person in people}


def cancel(case: Case, pen: Pen, command: CancelAppointment) -> Plan:
    """Call it off; whoever holds an invitation is told (F6)."""
    meeting = living_appointment(case, command.meeting)
    case, told = engine.call_off_all(case, pen, case.invitations_to(meeting.id), why="F6")
    off = replace(meeting, cancelled_at=pen.now, revision=meeting.revision + 1)
    case = _as_agreed(case.with_changed(off), pen, off)
    return Plan(case=case, consequences=told)


def living_appointment(case: Case, wanted: MeetingId) -> Meeting:
    """The appointment with this id that is still to come; `NoMeetingError`."""
    for meeting in case.appointments:
        if meeting.id == wanted and meeting.alive:
            return meeting
    raise NoMeetingError

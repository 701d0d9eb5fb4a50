"""A meeting is run live: started, steered by one press at a time, and ended as held (R22, R23)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pathway import live_run, run_log, running, timetable, workdays
from pathway.commands import (
    AddParticipant,
    BringAlong,
    EndMeeting,
    RecordMilestone,
    StartMeeting,
    StepMeeting,
)
from pathway.errors import (
    AlreadyHereError,
    AlreadyRunningError,
    MeetingOffError,
    MeetingTooLongError,
    MilestoneOrderError,
    NobodyCameError,
    NoMeetingError,
    NoPartLeftError,
    NotLeadingError,
    NotRunningError,
    PartMinutesError,
    RuleError,
    RunForgottenError,
    RunMovedOnError,
    RunOverError,
    TooEarlyToStartError,
    TooLateToStartError,
)
from pathway.run import Deed, Run, Step
from pathway.service.afterwards.attendance import with_writers
from pathway.service.cases.registering import record_milestone
from pathway.service.meetings.parts import MOST_MINUTES
from pathway.service.people import participants
from pathway.service.run import breaking_off, following, new_minutes, steps
from pathway.variants import MEETING_MILESTONE
from pathway.views import Consequence, Plan
from pathway.words import Attendance, ParticipantId, Role, RunId, StaffId

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.live_run import Live
    from pathway.messages import Pen
    from pathway.model import Meeting, Participant
    from pathway.words import MeetingKind

EARLY = timedelta(minutes=60)
"""How long before its time a meeting may be started."""

LATE = timedelta(hours=2)
"""How long after it was to end it may still be started."""

LEADS = frozenset({Role.CLINICIAN, Role.LEADER})
"""Who leads a meeting that they start or take over; the office starts it for its leader."""


def start_meeting(case: Case, pen: Pen, command: StartMeeting) -> Plan:
    """The first part begins; refusals where it is off, not today, over, or running already."""
    meeting = with_writers(pen, _to_start(case, pen, command.kind), command)
    case = case.with_changed(meeting)
    leads = bool(pen.clinic.member(pen.actor).roles & LEADS)
    run = Run(
        id=RunId(pen.new_id()),
        meeting_id=meeting.id,
        started_at=pen.now,
        started_by=StaffId(pen.actor),
        leader=StaffId(pen.actor) if leads else meeting.leader,
    )
    case, told = new_minutes.told(case.with_changed(run), pen)
    return Plan(case=following.begun(case, pen, run), consequences=told)


def _to_start(case: Case, pen: Pen, kind: MeetingKind) -> Meeting:
    meeting = case.meeting_of(kind)
    if meeting is None:
        _check_over(case, pen)
        off = [m for m in case.meetings if m.kind is kind and m.cancelled_at]
        raise MeetingOffError(off[-1].start.date()) if off else NoMeetingError
    run = running.run_of(case, meeting)
    if run is not None and run.ended_at is not None:
        raise _over(pen, run)
    run = running.going_on(case)
    if run is not None:
        raise AlreadyRunningError(_name(pen, run.started_by), run.started_at)
    if not meeting.alive:
        raise NoMeetingError
    check_startable(meeting, pen.now)
    return meeting


def may_start(meeting: Meeting, now: datetime) -> bool:
    """Whether its time has come, is not long past, and its parts can be held."""
    try:
        check_startable(meeting, now)
    except RuleError:
        return False
    return True


def check_startable(meeting: Meeting, now: datetime) -> None:
    """`TooEarlyToStartError`, `TooLateToStartError`, or parts that nobody can hold."""
    if now < meeting.starts_at - EARLY:
        raise TooEarlyToStartError(meeting.start, meeting.starts_at - EARLY)
    if any(part.minutes < 1 for part in meeting.parts) or not meeting.parts:
        raise PartMinutesError
    if meeting.minutes > MOST_MINUTES:
        raise MeetingTooLongError(MOST_MINUTES)
    if now > meeting.window.end + LATE:
        raise TooLateToStartError(meeting.start)


# --- while it runs ------------------------------------------------------------------------------


def current(case: Case, pen: Pen, mark: str = "") -> Live:
    """The run that goes on, if nothing was pressed since `mark`.

    `NotRunningError`, `RunOverError`, or `RunMovedOnError` with who pressed something and when.
    """
    for run in case.runs:
        if mark.startswith(f"{run.id}:") and run.ended_at is not None:
            raise _over(pen, run)
    going = running.going_on(case)
    if going is None:
        _check_over(case, pen)
        raise NotRunningError
    if mark and mark != going.mark:
        by = going.steps[-1].by if going.steps else going.started_by
        raise RunMovedOnError(_name(pen, by), going.last_at)
    return live_run.live(going, case.meeting(going.meeting_id))


def _check_over(case: Case, pen: Pen) -> None:
    """`RunOverError` where a meeting was run and ended today."""
    run = case.runs[-1] if case.runs else None
    if run and run.ended_at and workdays.local_date(run.ended_at, pen.clinic.zone) == pen.today:
        raise _over(pen, run)


def _over(pen: Pen, run: Run) -> RunOverError:
    ended_by = [person.name for person in pen.clinic.staff if person.id == run.ended_by]
    return RunOverError(run.last_at, *ended_by)


def step_meeting(case: Case, pen: Pen, command: StepMeeting) -> Plan:
    """One press; what it may be is said by `run_steps`."""
    state = current(case, pen, command.mark)
    if command.deed is not Deed.TAKE_OVER:
        check_leads(pen, state)
    check_remembered(case, state, pen.now)
    step = steps.step(case, pen, state, command)
    off: tuple[Consequence, ...] = ()
    if command.deed is Deed.NEXT:
        case, off = breaking_off.passed_over(case, pen)
    plan = _stepped(case, pen, state, step)
    return replace(plan, consequences=(*off, *plan.consequences))


def _stepped(case: Case, pen: Pen, state: Live, step: Step) -> Plan:
    """The step is noted, and whoever waits hears of their new minute."""
    noted = case.with_changed(replace(state.run, steps=(*state.run.steps, step)))
    after, told = new_minutes.told(new_minutes.begun(new_minutes.said(noted, step), step), pen)
    return Plan(case=after, consequences=told)


def check_leads(pen: Pen, state: Live) -> None:
    """The one who leads, and the office; others follow, or take over first."""
    if pen.actor != state.leader and not pen.clinic.member(pen.actor).runs_office:
        raise NotLeadingError(_name(pen, state.leader))


def check_remembered(case: Case, state: Live, now: datetime) -> None:
    """`RunForgottenError` where it should have been over long ago: yesterday's card."""
    if timetable.is_forgotten(case, state, now):
        raise RunForgottenError(state.run.started_at)


def bring_along(case: Case, pen: Pen, command: BringAlong) -> Plan:
    """Somebody whom the patient has brought is there from now on (R16); no consent is asked for.

    Not beside Nav where the patient does not want it; in the case they then have the parts until
    Nav comes, since nobody is called in to leave and come back (R21).
    """
    state = current(case, pen, command.mark)
    check_leads(pen, state)
    check_remembered(case, state, pen.now)
    person = _relative(case, pen, command)
    if person in running.in_room(case, state, pen.now):
        raise AlreadyHereError(person.name)
    parts = steps.parts_beside(case, state, person, with_nav=command.with_nav)
    if not parts:
        raise NoPartLeftError(person.name)
    meeting = steps.placed(state, person, parts)
    step = steps.brought(pen, state, ParticipantId(person.id), parts)
    return _stepped(case.with_changed(person, meeting), pen, state, step)


def _relative(case: Case, pen: Pen, command: BringAlong) -> Participant:
    """Whoever is part of the case by that name, else somebody new, who attends as the patient."""
    for known in case.present(Role.RELATIVE):
        if known.name.casefold() == command.name.casefold():
            return known
    patient = next(iter(case.present(Role.PATIENT)), None)
    way = patient.attends if patient else Attendance.CLINIC
    at_home = way in {Attendance.HOME, Attendance.TELEPHONE}
    added = AddParticipant(
        ref=command.ref,
        role=Role.RELATIVE,
        name=command.name,
        attends=Attendance.VIDEO if at_home else way,
    )
    return participants.newcomer(case, pen, added)


# --- the end ------------------------------------------------------------------------------------


def end_meeting(case: Case, pen: Pen, command: EndMeeting) -> Plan:
    """It is over, and recorded as held with those who were there; `NobodyCameError`.

    One that was forgotten ended when it was to. Whoever is still to come in hears that they need
    not. Where a milestone before it is missing, the run ends all the same, and the meeting is to be
    recorded when that is put right (R5).
    """
    state = current(case, pen, command.mark)
    check_leads(pen, state)
    until = timetable.expected_end(case, state)
    ended = until if pen.now > until + timetable.FORGOTTEN else max(pen.now, state.run.last_at)
    run = state.run.over(ended, pen.actor, state.meeting)
    over = live_run.live(run, state.meeting)
    attended = run_log.attended(case, over, ended)
    if not attended:
        raise NobodyCameError
    held = RecordMilestone(
        ref=command.ref,
        milestone=MEETING_MILESTONE[state.meeting.kind],
        on=workdays.local_date(run.started_at, state.meeting.zone),
        attended=attended,
    )
    case, told = breaking_off.turned_away(case, pen)
    case = case.with_changed(run)
    with suppress(MilestoneOrderError):
        recorded = record_milestone(case, pen, held)
        case, told = recorded.case, (*told, *recorded.consequences)
    return Plan(case=case, consequences=told)


def _name(pen: Pen, staff_id: str) -> str:
    names = {person.id: person.name for person in pen.clinic.staff}
    return names.get(StaffId(staff_id), staff_id)


DECISIONS: dict[type, Callable[[Case, Pen, Any], Plan]] = {
    StartMeeting: start_meeting,
    StepMeeting: step_meeting,
    BringAlong: bring_along,
    EndMeeting: end_meeting,
}
COMMANDS = tuple(DECISIONS)
"""What clinicians and leaders may do as well as the office."""

"""An extra meeting with the patient to finish the plan: wanted, and then on a day (R24).

With a clock it is an appointment in the calendar of whoever finishes the plan; the patient, who
is never on the staff's event (P2), agrees to it in the room or by phone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import promises
from pathway.commands import ArrangeAppointment, CancelAppointment, MoveAppointment
from pathway.errors import DayNotAheadError, NoSuchInvitationError, NothingChangedError
from pathway.owed.papers import PLAN, writer
from pathway.service.meetings import appointments
from pathway.views import Plan
from pathway.words import MeetingKind, PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import ExtraMeeting
    from pathway.messages import Pen
    from pathway.model import Meeting

EXTRA_MINUTES = 30


def extra_meeting(case: Case, pen: Pen, command: ExtraMeeting) -> Plan:
    """The plan waits for its day; until there is one, the secretary is to find it.

    `NoSuchInvitationError` where no plan is waited for, `DayNotAheadError` for a day gone by,
    `NothingChangedError` for one that is not needed where none was wanted, and what an
    appointment's time is refused for.
    """
    if not command.needed:
        return _not_needed(case, pen)
    if not any(p.kind in PLAN for p in promises.open_promises(case)):
        raise NoSuchInvitationError
    if command.on is not None and command.on < pen.today:
        raise DayNotAheadError(command.on)
    plan = _in_calendar(case, pen, command)
    after = replace(plan.case.aftermath, extra_at=command.at if command.on else None)
    wanted = case.extra_wanted_at or pen.now
    case = replace(plan.case, extra_wanted_at=wanted, extra_on=command.on, aftermath=after)
    return replace(plan, case=case)


def _not_needed(case: Case, pen: Pen) -> Plan:
    """Nobody looks for a day any more, and the plan is waited for as before."""
    if case.extra_wanted_at is None:
        raise NothingChangedError
    plan = _called_off(case, pen)
    after = replace(plan.case.aftermath, extra_at=None)
    case = replace(plan.case, extra_wanted_at=None, extra_on=None, aftermath=after)
    return replace(plan, case=case)


def _in_calendar(case: Case, pen: Pen, command: ExtraMeeting) -> Plan:
    """It stands at this time with its clinician, or nowhere while there is no clock."""
    shm1 = case.meeting_of(MeetingKind.SHM1)
    who, role = writer(case, pen.clinic, PromiseKind.ACTION_PLAN_FINISH, shm1)
    if command.on is None or command.at is None or role is not Role.CLINICIAN:
        return _called_off(case, pen)
    start, ahead = datetime.combine(command.on, command.at), _ahead(case, pen)
    if ahead is not None and ahead.start == start:
        return Plan(case=case)
    if ahead is not None:
        move = MoveAppointment(ref=case.ref, meeting=ahead.id, start=start)
        return appointments.move(case, pen, move)
    new = ArrangeAppointment(
        ref=case.ref,
        kind=MeetingKind.EXTRA,
        start=start,
        minutes=EXTRA_MINUTES,
        people=(who,),
        place=next(iter(pen.clinic.places), ""),
    )
    return appointments.arrange(case, pen, new)


def _called_off(case: Case, pen: Pen) -> Plan:
    ahead = _ahead(case, pen)
    if ahead is None:
        return Plan(case=case)
    return appointments.cancel(case, pen, CancelAppointment(ref=case.ref, meeting=ahead.id))


def _ahead(case: Case, pen: Pen) -> Meeting | None:
    own = (m for m in case.appointments if m.kind is MeetingKind.EXTRA and m.alive)
    return next((m for m in own if m.starts_at > pen.now), None)

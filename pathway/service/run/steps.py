"""What may be pressed while a meeting runs, and what each press notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import agenda, awaited, rules, running, timetable
from pathway.errors import (
    AlreadyHereError,
    AlreadyLeadingError,
    AlreadyPausedError,
    GateClosedError,
    LastPartError,
    MeetingTooLongError,
    MinutesError,
    NobodyToInviteError,
    NotAllowedError,
    NotHereError,
    NothingToReorderError,
    NotInMeetingError,
    NotPausedError,
    NotTheirPartError,
    TornByOrderError,
)
from pathway.rules import Unmet
from pathway.run import Deed, Step
from pathway.service.meetings.parts import MOST_MINUTES
from pathway.service.people.participants import participant
from pathway.words import THIRD_PARTIES, Role, StaffId

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import StepMeeting
    from pathway.live_run import Live
    from pathway.messages import Pen
    from pathway.model import Meeting, Participant
    from pathway.words import ParticipantId

MOST_LATE = 240
MOST_LONGER = 60

_MINUTE = timedelta(minutes=1)

_OF_SOMEBODY = frozenset({Deed.LATE, Deed.ABSENT, Deed.CAME, Deed.LEFT})
_LEADS = frozenset({Role.CLINICIAN, Role.LEADER})


def step(case: Case, pen: Pen, state: Live, command: StepMeeting) -> Step:
    """What this press notes; each refusal says what is in the way."""
    bare = _noted(pen, state, command)
    return _STEPS[command.deed](case, pen, state, bare)


def _noted(pen: Pen, state: Live, command: StepMeeting) -> Step:
    """Never before what was noted last, though two clocks may differ."""
    return Step(
        deed=command.deed,
        at=max(pen.now, state.run.last_at),
        by=StaffId(pen.actor),
        who=command.who if command.deed in _OF_SOMEBODY else None,
        minutes=command.minutes,
        until=command.until if command.deed in {Deed.LATE, Deed.LONGER} else None,
        parts=command.parts,
    )


# --- the course of the meeting ------------------------------------------------------------------


def _next(_case: Case, _pen: Pen, state: Live, said: Step) -> Step:
    if not state.ahead:
        raise LastPartError
    return said


def _longer(case: Case, _pen: Pen, state: Live, said: Step) -> Step:
    """Counted from when the part ends, or from now where that is past; noted from its own end."""
    ends = max(said.at, timetable.planned_end(case, state, said.at))
    minutes = said.minutes if said.until is None else -((ends - said.until) // _MINUTE)
    if not 0 < minutes <= MOST_LONGER:
        raise MinutesError(MOST_LONGER)
    passed = -((timetable.own_end(case, state, said.at) - ends) // _MINUTE)
    if sum(state.minutes) + passed + minutes > MOST_MINUTES:
        raise MeetingTooLongError(MOST_MINUTES)
    return replace(said, minutes=passed + minutes, until=None)


def _pause(_case: Case, _pen: Pen, state: Live, said: Step) -> Step:
    if state.now_on.paused_at is not None:
        raise AlreadyPausedError
    return said


def _resume(_case: Case, _pen: Pen, state: Live, said: Step) -> Step:
    if state.now_on.paused_at is None:
        raise NotPausedError
    return said


def _reorder(case: Case, _pen: Pen, state: Live, said: Step) -> Step:
    """Another order of what is to come, in which nobody has to leave and come back (R21)."""
    if sorted(said.parts) != sorted(state.ahead) or said.parts == state.ahead:
        raise NothingToReorderError
    torn = _torn(case, replace(state, ahead=said.parts))
    if torn:
        raise TornByOrderError(tuple(person.name for person in torn))
    return said


def _torn(case: Case, state: Live) -> list[Participant]:
    order = [state.meeting.parts[n] for n in state.order]
    return list(agenda.gaps(order, running.planned(case, state.meeting)))


def _take_over(_case: Case, pen: Pen, state: Live, said: Step) -> Step:
    if pen.actor == state.leader:
        raise AlreadyLeadingError
    if not pen.clinic.member(pen.actor).roles & _LEADS:
        raise NotAllowedError
    return said


# --- who is there -------------------------------------------------------------------------------


def _late(case: Case, pen: Pen, state: Live, said: Step) -> Step:
    """Not there yet: they count as there when the minutes are over, unless they come before."""
    person = _not_come_yet(case, state, said)
    most = timedelta(minutes=MOST_LATE)
    if said.until is not None:
        if not timedelta() < said.until - said.at <= most:
            raise MinutesError(MOST_LATE)
        return replace(said, minutes=0)
    if not 0 < said.minutes <= MOST_LATE:
        raise MinutesError(MOST_LATE)
    slots = timetable.timetable(case, state, pen.now)
    begins = timetable.begins(case, state, slots, person) or said.at
    asked = awaited.asked(case, state, person.id) or said.at
    return replace(said, until=max(begins, asked, said.at) + timedelta(minutes=said.minutes))


def _absent(case: Case, _pen: Pen, state: Live, said: Step) -> Step:
    _not_come_yet(case, state, said)
    return said


def _not_come_yet(case: Case, state: Live, said: Step) -> Participant:
    """Somebody with a part that is not over, whom nobody has let in by a press."""
    person = _of(case, state, said.who)
    over = {stage.part for stage in state.stages[:-1]}
    if over.issuperset(running.own_parts(case, state, person)):
        raise NotTheirPartError(person.name)
    let_in = {Deed.CAME, Deed.BROUGHT, Deed.LEFT}
    if any(s.who == person.id and s.deed in let_in for s in state.run.steps):
        raise AlreadyHereError(person.name)
    return person


def _came(case: Case, _pen: Pen, state: Live, said: Step) -> Step:
    """Let in now: only into a part of their own, and with the consent that they need (R13, R23)."""
    person = _of(case, state, said.who)
    if person.role in THIRD_PARTIES and rules.consent_for(case, person) is None:
        raise GateClosedError((Unmet.CONSENT,))
    if state.now_on.part not in running.own_parts(case, state, person):
        raise NotTheirPartError(person.name)
    if not running.is_away(case, state, person, said.at):
        raise AlreadyHereError(person.name)
    return said


def _left(case: Case, _pen: Pen, state: Live, said: Step) -> Step:
    person = _of(case, state, said.who)
    own = state.now_on.part in running.own_parts(case, state, person)
    if not own or running.is_away(case, state, person, said.at):
        raise NotHereError(person.name)
    return said


def _of(case: Case, state: Live, who: ParticipantId | None) -> Participant:
    if who is None:
        raise NobodyToInviteError
    person = participant(case, who)
    if not running.own_parts(case, state, person):
        raise NotInMeetingError(person.name)
    return person


_STEPS: dict[Deed, Callable[[Case, Pen, Live, Step], Step]] = {
    Deed.NEXT: _next,
    Deed.LONGER: _longer,
    Deed.PAUSE: _pause,
    Deed.RESUME: _resume,
    Deed.REORDER: _reorder,
    Deed.TAKE_OVER: _take_over,
    Deed.LATE: _late,
    Deed.ABSENT: _absent,
    Deed.CAME: _came,
    Deed.LEFT: _left,
}


# --- somebody whom the patient has brought ------------------------------------------------------


def brought(pen: Pen, state: Live, who: ParticipantId, parts: tuple[int, ...]) -> Step:
    """They are there from now on, in these parts."""
    at = max(pen.now, state.run.last_at)
    return Step(deed=Deed.BROUGHT, at=at, by=StaffId(pen.actor), who=who, parts=parts)


def parts_beside(
    case: Case, state: Live, person: Participant, *, with_nav: bool
) -> tuple[int, ...]:
    """The parts from now on that are a relative's, those with Nav or others only if wished.

    Who was left out of the whole meeting, and has come all the same, has those of the role.
    """
    outside = {
        part
        for other in running.people(case, state)
        if other.role in THIRD_PARTIES
        for part in running.own_parts(case, state, other)
    }
    left = (state.now_on.part, *state.ahead)
    by_role = (n for n, part in enumerate(state.meeting.parts) if person.role in part.roles)
    own = agenda.parts_of(state.meeting, person) or tuple(by_role)
    return tuple(n for n in left if n in own and (with_nav or n not in outside))


def placed(state: Live, person: Participant, parts: tuple[int, ...]) -> Meeting:
    """The meeting with them in these parts, as many as are in a row."""
    row: list[int] = []
    for n in sorted(parts):
        if not row or n == row[-1] + 1:
            row.append(n)
    return replace(state.meeting, parts=agenda.placed(state.meeting.parts, person, row))

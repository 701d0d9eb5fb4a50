"""Somebody takes another's place: one plan that calls off the one and asks the other (R16, F7).

The newcomer has the parts, the must or may and the invitations of the one who goes; consent is
for one named actor, so another of these is asked only when there is one for them (R13).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import plan as engine
from pathway import promises
from pathway.commands import AddParticipant
from pathway.errors import LeaderNeededError, OwnWayInError
from pathway.service.meetings.arranging import clashes
from pathway.service.people.participants import OWN_WAY_IN, check_way, newcomer, participant
from pathway.views import Plan
from pathway.words import APPOINTMENTS, THIRD_PARTIES, ParticipantId, Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pathway.case import Case
    from pathway.commands import ReplaceParticipant
    from pathway.messages import Pen
    from pathway.model import Meeting, Part, Participant
    from pathway.views import Clash

NOT_THIS_WAY = OWN_WAY_IN | {Role.NAV_ADVISER}
"""Another doctor has `ReplaceGp` and another adviser `RecordAdviser`; the patient is the case."""


def replace_participant(case: Case, pen: Pen, command: ReplaceParticipant) -> Plan:
    """Another of the same role in this one's place; refusals as of adding and removing.

    `LeaderNeededError` where the one who goes leads a meeting to come and nobody else is named; an
    appointment of theirs goes to the newcomer whole (R9, R26).
    """
    gone = participant(case, command.who)
    if gone.role in NOT_THIS_WAY:
        raise OwnWayInError(gone.role)
    person = newcomer(case, pen, _as_added(gone, command))
    check_way(person)
    coming = [m for m in case.diary if m.alive and m.starts_at > pen.now]
    meetings = [_handed_on(meeting, pen, gone, person, command) for meeting in coming]
    asked = {i.meeting_id for i in engine.coming(case, pen.now) if i.participant_id == gone.id}
    ended = replace(gone, ended_at=pen.now, ended_why="replaced", wanted_at=None)
    case = case.with_changed(ended, person, *meetings)
    if person.role not in THIRD_PARTIES:
        fresh = (engine.requested(pen, m, person) for m in meetings if m.id in asked)
        case = case.with_changed(*fresh)
    case, told = engine.follow(case, pen)
    who = {person.staff_id, command.leader} - {None}
    taken = tuple(clash for m in meetings for clash in _taken(case, pen, m, who))
    return Plan(case=case, consequences=told, clashes=taken)


def _as_added(gone: Participant, command: ReplaceParticipant) -> AddParticipant:
    return AddParticipant(
        ref=command.ref,
        role=gone.role,
        name=command.name,
        staff_id=command.staff_id,
        office=command.office,
        email=command.email,
        phone=command.phone,
        attends=command.attends,
        must=gone.must,
    )


def _handed_on(
    meeting: Meeting, pen: Pen, gone: Participant, person: Participant, command: ReplaceParticipant
) -> Meeting:
    """The meeting with the newcomer where the other was, and with somebody to lead it (D5)."""
    parts = tuple(_in_place(part, gone.id, person.id) for part in meeting.parts)
    leader = meeting.leader
    if leads(meeting, gone) and meeting.kind in APPOINTMENTS:
        leader = person.staff_id or leader
    elif leads(meeting, gone):
        if command.leader in {None, gone.staff_id}:
            raise LeaderNeededError(gone.name)
        leader = pen.clinic.member(command.leader).id
    if (parts, leader) == (meeting.parts, meeting.leader):
        return meeting
    return replace(meeting, parts=parts, leader=leader, revision=meeting.revision + 1)


def leads(meeting: Meeting, person: Participant) -> bool:
    """Whether this person leads the meeting."""
    return person.staff_id is not None and meeting.leader == person.staff_id


def _in_place(part: Part, gone: ParticipantId, new: ParticipantId) -> Part:
    """The part with the one in the place of the other, who is not remembered there."""
    own = {gone: new}
    added = frozenset(own.get(one, one) for one in part.added)
    left_out = frozenset(own.get(one, one) for one in part.left_out)
    return replace(part, added=added, left_out=left_out)


def _taken(case: Case, pen: Pen, meeting: Meeting, who: Collection[str | None]) -> Iterator[Clash]:
    """Where the newcomer, or who leads from now on, is to be elsewhere at that time."""
    return (clash for clash in clashes(case, pen, meeting) if clash.who in who)


def keeps(case: Case, person: Participant) -> tuple[bool, int]:
    """What stays with the one who goes: whether they are responsible, and tasks handed to them.

    A place at a meeting is not the case, so these are handed on by themselves (D4, D5).
    """
    owed = (p for p in promises.open_promises(case) if person.staff_id is not None)
    handed = sum(promise.handed_to == person.staff_id for promise in owed)
    return person.staff_id is not None and case.clinician == person.staff_id, handed

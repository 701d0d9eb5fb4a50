"""One more person, or all who may be, are asked to a meeting that is arranged (R12 to R14, R18)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import agenda, rules
from pathway import plan as engine
from pathway.asked_anew import for_another
from pathway.errors import (
    AlreadyInvitedError,
    GateClosedError,
    MeetingInPastError,
    NobodyToInviteError,
)
from pathway.owed.doctors import claims
from pathway.service.cases.registering import check_length
from pathway.service.meetings import rooms
from pathway.service.meetings.arranging import as_checked, clashes, living
from pathway.service.people.contacts import REMEMBERED
from pathway.service.people.participants import named, participant
from pathway.views import Clash, Consequence, Plan, Warn
from pathway.words import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.case import Case
    from pathway.commands import Invite, InviteSeveral, Person
    from pathway.messages import Pen
    from pathway.model import Meeting, Participant
    from pathway.words import MeetingKind, ParticipantId


def invite(case: Case, pen: Pen, command: Invite) -> Plan:
    """Ask the patient, Nav or another once the gate is open (R12 to R14); `GateClosedError`.

    Another adviser of Nav is not asked yet: a new phone call comes first (R14b, F12).
    """
    meeting = _ahead(case, pen, command.kind)
    person = named(case, command.role, command.name)
    if command.who is not None:
        person = participant(case, command.who)
    if command.adviser is not None:
        case, told = another_adviser(case, pen, meeting, command.adviser, person.id)
        return Plan(case=case, consequences=told)
    person = as_checked(person, command.checked)
    case, told = _asked(case.with_changed(person), pen, meeting, person)
    return Plan(
        case=case,
        consequences=told,
        clashes=_taken(case, pen, meeting, [person]),
        warnings=doubts(case, pen, meeting, [person]),
    )


def invite_several(case: Case, pen: Pen, command: InviteSeveral) -> Plan:
    """Ask each of these, the patient first, since others wait for the patient (R18, F5)."""
    meeting = _ahead(case, pen, command.kind)
    people = [_checked(participant(case, who), command) for who in command.people]
    case = case.with_changed(*people)
    told_all: list[Consequence] = []
    if command.adviser is not None:
        case, over = another_adviser(case, pen, meeting, command.adviser, command.instead_of)
        told_all.extend(over)
    for person in sorted(people, key=lambda one: one.role is not Role.PATIENT):
        case, told = _asked(case, pen, meeting, person)
        told_all.extend(told)
    if not told_all and command.adviser is None:
        raise NobodyToInviteError
    return Plan(
        case=case,
        consequences=tuple(told_all),
        clashes=_taken(case, pen, meeting, people),
        warnings=doubts(case, pen, meeting, people),
    )


def doubts(
    case: Case, pen: Pen, meeting: Meeting, people: Sequence[Participant]
) -> tuple[Warn, ...]:
    """The patient's letter names the GP, which somebody else may be by now (R20b, D2).

    And a video room may be too small for all who are to be in it.
    """
    patient = any(person.role is Role.PATIENT for person in people)
    doubt = (Warn.GP_IN_DOUBT,) if patient and any(claims(case)) else ()
    small = rooms.is_too_small(case, pen.clinic, meeting)
    return (*doubt, Warn.ROOM_TOO_SMALL) if small else doubt


def _checked(person: Participant, command: InviteSeveral) -> Participant:
    """Somebody of the same name who is no contact keeps their own details."""
    return as_checked(person, command.checked) if person.role in REMEMBERED else person


def _taken(
    case: Case, pen: Pen, meeting: Meeting, people: Sequence[Participant]
) -> tuple[Clash, ...]:
    """The clinicians among these who are taken elsewhere at that time; said, never a stop."""
    asked = {person.staff_id for person in people if person.staff_id}
    return tuple(c for c in clashes(case, pen, meeting) if c.who in asked) if asked else ()


def _ahead(case: Case, pen: Pen, kind: MeetingKind) -> Meeting:
    meeting = living(case, kind)
    if meeting.starts_at <= pen.now:
        raise MeetingInPastError
    return meeting


def _asked(case: Case, pen: Pen, meeting: Meeting, person: Participant) -> engine.Step:
    if case.live_invitation(person.id, meeting.id) is not None:
        raise AlreadyInvitedError
    missing = rules.unmet(case, meeting, case.participant(person.id))
    if missing:
        raise GateClosedError(tuple(missing))
    agenda.check_parts(meeting.parts, (person,))
    return engine.invite(case, pen, meeting, person)


def another_adviser(
    case: Case, pen: Pen, meeting: Meeting, adviser: Person, instead_of: ParticipantId | None
) -> engine.Step:
    """Nav's consent goes on for another adviser, who must be told by phone whom it concerns.

    `NobodyToInviteError` where whoever it is `instead_of` has no part in it, `AlreadyInvitedError`.
    """
    old = participant(case, instead_of) if instead_of else named(case, Role.NAV_ADVISER, "")
    if not agenda.parts_of(meeting, old):
        raise NobodyToInviteError
    if case.live_invitation(old.id, meeting.id) is not None:
        raise AlreadyInvitedError
    for text in (adviser.name, adviser.office, adviser.email, adviser.phone):
        check_length(text)
    new = replace(
        old,
        name=adviser.name,
        office=adviser.office or old.office,
        email=adviser.email,
        phone=adviser.phone,
        told_at=None,
    )
    case, over = for_another(case, pen, old)
    return case.with_changed(new), over

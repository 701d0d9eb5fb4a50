"""Who was to come to a meeting, who was there, and who writes what comes of it (R22)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import rules
from pathway.errors import NoMeetingError, NoSuchInvitationError
from pathway.views import Plan
from pathway.words import NOT_COMING

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import NameWriters, RecordAttendance, StartMeeting
    from pathway.messages import Pen
    from pathway.model import Meeting, Participant
    from pathway.words import MeetingKind


def planned(case: Case, meeting: Meeting) -> tuple[Participant, ...]:
    """Everybody who is called in and has not said no; only exceptions are recorded."""
    coming = {
        invitation.participant_id
        for invitation in case.invitations_to(meeting.id)
        if rules.state_of(case, invitation) not in NOT_COMING
    }
    return tuple(person for person in case.participants if person.id in coming)


def was_there(case: Case, meeting: Meeting) -> tuple[Participant, ...]:
    """Those who were at a meeting that was held."""
    return tuple(person for person in case.participants if person.id in meeting.attended)


def may_have_come(case: Case, meeting: Meeting) -> tuple[Participant, ...]:
    """Whoever may be named as having been there: those of the case, and those who were."""
    return tuple(p for p in case.participants if p.ended_at is None or p.id in meeting.attended)


def held_meeting(case: Case, kind: MeetingKind) -> Meeting:
    """The meeting of this kind that was held; `NoMeetingError` where there is none."""
    meeting = case.meeting_of(kind)
    if meeting is None or meeting.held is not True:
        raise NoMeetingError
    return meeting


def record_attendance(case: Case, _pen: Pen, command: RecordAttendance) -> Plan:
    """Exactly these were there; `NoMeetingError`, `NoSuchInvitationError` for a stranger."""
    meeting = held_meeting(case, command.kind)
    known = {person.id for person in may_have_come(case, meeting)}
    if not set(command.attended) <= known:
        raise NoSuchInvitationError
    return Plan(case=case.with_changed(replace(meeting, attended=command.attended)))


def name_writers(case: Case, pen: Pen, command: NameWriters) -> Plan:
    """Who takes minutes and edits the plan, before or after it is held; None leaves it as it is.

    `NoMeetingError` where none is arranged, `UnknownStaffError` for a stranger.
    """
    meeting = case.meeting_of(command.kind)
    if meeting is None:
        raise NoMeetingError
    return Plan(case=case.with_changed(with_writers(pen, meeting, command)))


def with_writers(pen: Pen, meeting: Meeting, command: NameWriters | StartMeeting) -> Meeting:
    """The meeting with those who are named to write; `UnknownStaffError` for a stranger."""
    for who in (command.minute_taker, command.plan_editor):
        if who is not None:
            pen.clinic.member(who)
    return replace(
        meeting,
        minute_taker=command.minute_taker or meeting.minute_taker,
        plan_editor=command.plan_editor or meeting.plan_editor,
    )

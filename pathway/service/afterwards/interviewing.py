"""The letter that asks for an interview: its own consent, withdrawn at any time (R25)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway.aftermath import Interview, InterviewState
from pathway.errors import NoSuchInvitationError
from pathway.service.afterwards.attendance import held_meeting
from pathway.views import Plan
from pathway.words import StaffId

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import RecordInterview
    from pathway.messages import Pen

_FOLLOWS: dict[InterviewState | None, frozenset[InterviewState]] = {
    None: frozenset({InterviewState.WANTED, InterviewState.DECLINED}),
    InterviewState.WANTED: frozenset({InterviewState.SENT, InterviewState.WITHDRAWN}),
    InterviewState.SENT: frozenset({InterviewState.WITHDRAWN}),
    InterviewState.DECLINED: frozenset({InterviewState.WANTED}),
    InterviewState.WITHDRAWN: frozenset({InterviewState.WANTED}),
}
"""What may be said after what; a letter is sent only while the patient's consent stands."""


def may_follow(before: Interview | None) -> frozenset[InterviewState]:
    """What may be said now."""
    return _FOLLOWS[before.state if before else None]


def record_interview(case: Case, pen: Pen, command: RecordInterview) -> Plan:
    """What the patient says of it, or that the letter is sent.

    `NoMeetingError` before the meeting is held, `NoSuchInvitationError` for what may not follow.
    """
    held_meeting(case, command.after)
    before = case.aftermath.interview_after(command.after)
    if command.state not in may_follow(before):
        raise NoSuchInvitationError
    said = Interview(after=command.after, state=command.state, at=pen.now, by=StaffId(pen.actor))
    return Plan(case=replace(case, aftermath=case.aftermath.with_interview(said)))

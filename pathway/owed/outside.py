"""What people outside owe: an answer, and to come to what they hold an invitation to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import rules, workdays
from pathway.model import (
    DOCTORS,
    THIRD_PARTIES,
    Invitation,
    InvitationState,
    Meeting,
    MeetingKind,
    Participant,
    Promise,
    PromiseKind,
    Role,
)
from pathway.owed.terms import HELD, living, promise_of

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic

LONG_AGO = 60
"""Working days from which a meeting was agreed long ago (F4)."""

_LADDERS = {
    Role.GP: "gp",
    Role.REFERRER: "gp",
    Role.NAV_ADVISER: "third_party",
    Role.OTHER: "third_party",
    Role.CLINICIAN: "must_clinician",
}


def answers(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """An answer from each who was asked (D3); tentative is asked once more (F4)."""
    for meeting, invitation, person in living(case, now):
        ladder = _LADDERS.get(person.role)
        state = rules.state_of(case, invitation)
        if ladder is None or invitation.asked_at is None or not person.must:
            continue
        if state is InvitationState.SENT:
            due = None
        elif state is InvitationState.TENTATIVE:
            ladder, due = "tentative", meeting.start.date()
        else:
            continue
        yield promise_of(
            clinic,
            kind=PromiseKind.ANSWER,
            key=f"{invitation.id}:{invitation.revision}:{ladder}",
            ladder=ladder,
            owner=person.id,
            owner_role=person.role,
            about=invitation.id,
            since=invitation.asked_at,
            due=due,
        )


def reminders(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """Link and reminder before the meeting, to all who hold it and did not decline (R17, F4)."""
    for meeting, invitation, person in living(case, now):
        state = rules.state_of(case, invitation)
        if state in HELD and _holds_present_time(case, clinic, invitation):
            patient = person.role is Role.PATIENT
            ladder = "patient_reminder" if patient else "meeting_reminder"
            yield _before(clinic, PromiseKind.REMINDER, ladder, meeting, invitation, person)


def still_stands(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """SHM2 agreed long ago: doctors and third parties are asked whether it stands (D3, F4)."""
    for meeting, invitation, person in living(case, now):
        if meeting.kind is not MeetingKind.SHM2 or person.role not in DOCTORS | THIRD_PARTIES:
            continue
        if rules.state_of(case, invitation) in HELD and invitation.asked_at is not None:
            agreed = workdays.local_date(invitation.asked_at, clinic.zone)
            if workdays.between(agreed, meeting.start.date()) >= LONG_AGO:
                kind = PromiseKind.STILL_STANDS
                yield _before(clinic, kind, "still_stands", meeting, invitation, person)


def _holds_present_time(case: Case, clinic: Clinic, invitation: Invitation) -> bool:
    """Nobody is reminded of a time that has been given up."""
    due = rules.due_facts(case, clinic, invitation)
    return (
        due is not None
        and invitation.offered is not None
        and due.window == invitation.offered.window
    )


def _before(
    clinic: Clinic,
    kind: PromiseKind,
    ladder: str,
    meeting: Meeting,
    invitation: Invitation,
    person: Participant,
) -> Promise:
    return promise_of(
        clinic,
        kind=kind,
        key=f"{invitation.id}:{invitation.revision}",
        ladder=ladder,
        owner=person.id,
        owner_role=person.role,
        about=invitation.id,
        since=invitation.asked_at or invitation.requested_at or meeting.starts_at,
        due=meeting.start.date(),
    )

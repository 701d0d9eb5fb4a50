"""What people outside owe: an answer, and to come to what they hold an invitation to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import leaving, rules, workdays
from pathway.model import Invitation, Meeting, Participant, Promise
from pathway.owed.by_mail import has_written
from pathway.owed.terms import HELD, living, promise_of
from pathway.words import (
    DOCTORS,
    SLOTS,
    THIRD_PARTIES,
    InvitationState,
    MeetingKind,
    PromiseKind,
    Role,
    Verdict,
)

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
        if ladder is None or invitation.asked_at is None or not person.must:
            continue
        if meeting.kind in SLOTS:
            continue  # to talk among themselves needs no yes (R26)
        if leaving.done_without(case, invitation) or has_written(case, invitation):
            continue
        if _agreed_ahead(case, clinic, invitation):
            continue
        state = rules.state_of(case, invitation)
        since, due, key = invitation.asked_at, None, f"{invitation.id}:{invitation.revision}"
        if state is InvitationState.TENTATIVE:
            ladder, due = "tentative", meeting.start.date()
            key = f"{invitation.id}:{due.isoformat()}"
            since = _answered_at(case, invitation) or since
        elif state is not InvitationState.SENT:
            continue
        yield promise_of(
            clinic,
            kind=PromiseKind.ANSWER,
            key=f"{key}:{ladder}",
            ladder=ladder,
            owner=person.id,
            owner_role=person.role,
            about=invitation.id,
            since=since,
            due=due,
        )


def _agreed_ahead(case: Case, clinic: Clinic, invitation: Invitation) -> bool:
    """Whether the owner proposed the time that they are told of once the GP says yes (F5)."""
    due = rules.due_facts(case, clinic, invitation)
    counted = [a for a in case.answers_to(invitation.id) if a.counts]
    if due is None or not counted or counted[-1].verdict is not Verdict.ACCEPTED:
        return False
    return rules.covers(counted[-1].facts, due)


def _answered_at(case: Case, invitation: Invitation) -> datetime | None:
    answer = rules.present_answer(case, invitation)
    return answer.at if answer else None


def reminders(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """Link and reminder before the meeting, to all who hold it and did not decline (R17, F4).

    A doctor who never answered hears no more once the meeting is held without one (D2).
    """
    for meeting, invitation, person in living(case, now):
        if leaving.done_without(case, invitation) or meeting.kind in SLOTS:
            continue
        since = invitation.asked_at or _answered_at(case, invitation)
        held = rules.state_of(case, invitation) in HELD and since is not None
        if since and held and _holds_present_time(case, clinic, invitation):
            patient = person.role is Role.PATIENT
            ladder = "patient_reminder" if patient else "meeting_reminder"
            kind = PromiseKind.REMINDER
            yield _before(clinic, kind, ladder, meeting, invitation, person, since)


def still_stands(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """SHM2 agreed long ago: doctors and third parties are asked whether it stands (D3, F4)."""
    for meeting, invitation, person in living(case, now):
        if meeting.kind is not MeetingKind.SHM2 or person.role not in DOCTORS | THIRD_PARTIES:
            continue
        since = _answered_at(case, invitation)
        if since and rules.accepts(case, invitation):
            agreed = workdays.local_date(since, clinic.zone)
            if workdays.between(agreed, meeting.start.date()) >= LONG_AGO:
                kind = PromiseKind.STILL_STANDS
                yield _before(clinic, kind, "still_stands", meeting, invitation, person, since)


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
    since: datetime,
) -> Promise:
    """Counts back from the meeting's day: a new link or hour takes no step a second time."""
    return promise_of(
        clinic,
        kind=kind,
        key=f"{invitation.id}:{meeting.start.date().isoformat()}",
        ladder=ladder,
        owner=person.id,
        owner_role=person.role,
        about=invitation.id,
        since=since,
        due=meeting.start.date(),
    )

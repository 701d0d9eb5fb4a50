"""What a doctor's answer leaves to the secretary: a GP who may be another, a patient to call in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from pathway import rules, workdays
from pathway.model import Answer, Meeting, Participant, Promise
from pathway.owed.terms import promise_of, since_when
from pathway.words import MeetingKind, PromiseKind, Role, Substitute

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic


def claim_on(case: Case, doctor: Participant) -> Answer | None:
    """The answer in which somebody else says to be the GP now, in this doctor's place (D2).

    It stands until an answer says otherwise: a move or a cancellation makes nobody the GP again.
    """
    said = _said(case, doctor)
    return said[-1] if said and said[-1].substitute is Substitute.FOR_GOOD else None


def _said(case: Case, doctor: Participant) -> list[Answer]:
    asked = {i.id for i in case.invitations if i.participant_id == doctor.id}
    return [a for a in case.answers_now if a.invitation_id in asked and a.counts]


def claims(case: Case) -> Iterator[tuple[Participant, Answer]]:
    """Each GP of the case whose place somebody says to have taken, and the answer that says it."""
    for doctor in case.present(Role.GP):
        claim = claim_on(case, doctor)
        if claim is not None:
            yield doctor, claim


def new_gps(case: Case, clinic: Clinic, _now: datetime) -> Iterator[Promise]:
    """Whether it is true is the secretary's to find out, and nobody is replaced by itself (F14)."""
    for doctor, claim in claims(case):
        first = _first_said(case, doctor, claim)
        yield promise_of(
            clinic,
            kind=PromiseKind.NEW_GP,
            key=first.id,
            ladder="obtain",
            owner=case.secretary,
            owner_role=Role.SECRETARY,
            about=doctor.id,
            since=first.at,
        )


def _first_said(case: Case, doctor: Participant, claim: Answer) -> Answer:
    """The first of the answers in a row in which this person says it: one question."""
    first = claim
    for earlier in reversed(_said(case, doctor)):
        if (earlier.substitute, earlier.by_name) != (claim.substitute, claim.by_name):
            break
        first = earlier
    return first


def call_ins(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """The patient is to be called in to SHM1 once gate P is open (R12, D3, D4).

    The secretary hears of it at once, and it stands among what is to do until it is done.
    """
    for meeting in case.meetings:
        ahead = meeting.alive and meeting.starts_at > now
        if not ahead or meeting.kind is not MeetingKind.SHM1:
            continue
        for patient in case.present(Role.PATIENT):
            asked = case.live_invitation(patient.id, meeting.id) is not None
            if not asked and not rules.unmet(case, meeting, patient):
                key = f"{meeting.id}:{patient.id}"
                yield promise_of(
                    clinic,
                    kind=PromiseKind.PREVIEW,
                    key=key,
                    ladder="call_in",
                    owner=case.secretary,
                    owner_role=Role.SECRETARY,
                    about=patient.id,
                    since=_opened(
                        case, meeting, since_when(case, f"{PromiseKind.PREVIEW}:{key}", now)
                    ),
                    due=_reminded_from(clinic, meeting),
                )


def _reminded_from(clinic: Clinic, meeting: Meeting) -> date:
    """The day of the patient's first reminder: who is to get it must be asked before."""
    first = clinic.ladders["patient_reminder"].steps[0]
    return workdays.subtract(meeting.start.date(), first.days)


def _opened(case: Case, meeting: Meeting, known: datetime) -> datetime:
    """When the gate opened, as nearly as is recorded: the last answer, or when somebody was asked.

    A decision to hold the meeting without a GP has no day of its own: then when it was first known.
    """
    asked = case.invitations_to(meeting.id)
    answered = [a.at for i in asked for a in case.answers_to(i.id) if a.counts]
    decided = [known] if meeting.without_gp else []
    asked_at = (i.requested_at for i in asked if i.requested_at)
    return max([case.created_at, *answered, *decided, *asked_at])

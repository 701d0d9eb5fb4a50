"""What is owed about the people of a meeting: the patient's wishes, a place, SHM2 (R15, R18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import agenda, rules
from pathway.model import Meeting, Participant, Promise
from pathway.owed.terms import came_to_nothing, promise_of, since_when
from pathway.words import Attendance, MeetingKind, Milestone, PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic


def wishes(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """The patient's wishes of SHM1, from the GP's yes until they are recorded (R15)."""
    meeting = case.meeting_of(MeetingKind.SHM1)
    ahead = meeting is not None and meeting.alive and meeting.starts_at > now
    if meeting is None or not ahead or case.wishes is not None:
        return
    for patient in case.present(Role.PATIENT):
        if rules.gp_yes(case, meeting):
            yield _obtain(case, clinic, now, PromiseKind.WISHES, meeting.id, patient.id)


def places(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """A place at the GP's office, for each meeting that somebody is to attend from there (R15).

    Another time is another thing to arrange.
    """
    for meeting in case.meetings:
        ahead = meeting.alive and meeting.starts_at > now
        if ahead and any(_from_office(case, meeting, person) for person in case.participants):
            key = f"{meeting.id}:{meeting.start.isoformat()}"
            kind = PromiseKind.PLACE
            yield _obtain(case, clinic, now, kind, key, meeting.id, by_secretary=True)


def _from_office(case: Case, meeting: Meeting, person: Participant) -> bool:
    """Whether this person, who is no doctor there, is asked to come or soon may be."""
    if person.attends is not Attendance.GP_OFFICE or person.role is Role.GP or person.ended_at:
        return False
    asked = case.live_invitation(person.id, meeting.id) is not None
    there = agenda.own_window(meeting, person) is not None
    return there and (asked or rules.gp_yes(case, meeting))


def call_backs(case: Case, clinic: Clinic, _now: datetime) -> Iterator[Promise]:
    """Whoever asked to be rung is rung back; ticked off, a new wish is a new call (R15)."""
    for person in case.participants:
        if person.call_back_at is not None and person.ended_at is None:
            yield promise_of(
                clinic,
                kind=PromiseKind.CALL_BACK,
                key=f"{person.id}:{person.call_back_at.isoformat()}",
                ladder="obtain",
                owner=case.secretary,
                owner_role=Role.SECRETARY,
                about=person.id,
                since=person.call_back_at,
            )


def shm2_details(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """Date and participants of SHM2, from SHM1 was held until SHM2 is arranged (R18).

    Not while it is put off: then it is the day to decide that is waited for (F15).
    """
    held, over = case.date_of(Milestone.SHM1_HELD), case.date_of(Milestone.SHM2_HELD)
    arranged = case.meeting_of(MeetingKind.SHM2) is not None
    if held is None or over is not None or arranged or case.decide_by is not None:
        return
    fallen = [m for m in case.meetings if came_to_nothing(case, m) and m.kind is MeetingKind.SHM2]
    key = f"{held.isoformat()}:{len(fallen)}"
    yield _obtain(case, clinic, now, PromiseKind.SHM2_DETAILS, key, MeetingKind.SHM2)


def _obtain(
    case: Case,
    clinic: Clinic,
    now: datetime,
    kind: PromiseKind,
    key: str,
    about: str,
    *,
    by_secretary: bool = False,
) -> Promise:
    """Something to be had from people, by the responsible clinician where there is one (D3)."""
    clinician = None if by_secretary else case.clinician
    return promise_of(
        clinic,
        kind=kind,
        key=key,
        ladder="obtain",
        owner=clinician or case.secretary,
        owner_role=Role.CLINICIAN if clinician else Role.SECRETARY,
        about=about,
        since=since_when(case, f"{kind}:{key}", now),
    )

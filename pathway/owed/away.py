"""A meeting lacks its leader, or a clinician who must be there, on its day (*fravær*)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway.owed.terms import living, promise_of, since_when
from pathway.words import PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.model import Meeting, Promise
    from pathway.words import StaffId


def questions(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """What the secretary is to decide: nothing about a meeting is changed by itself."""
    if not clinic.roster.absences:
        return
    for meeting in case.diary:
        if not meeting.alive or meeting.starts_at <= now:
            continue
        for staff_id, about in _needed(case, meeting, now).items():
            day = meeting.start.date()
            absence = clinic.roster.absence(staff_id, day)
            if absence is None:
                continue
            key = f"{meeting.id}:{staff_id}:{day.isoformat()}:{absence.id}"
            yield promise_of(
                clinic,
                kind=PromiseKind.AWAY,
                key=key,
                ladder="obtain",
                owner=case.secretary,
                owner_role=Role.SECRETARY,
                about=about,
                since=since_when(case, f"{PromiseKind.AWAY}:{key}", now),
            )


def _needed(case: Case, meeting: Meeting, now: datetime) -> dict[StaffId, str]:
    """Who must be at a meeting, and what the question is then about: an invitation, or itself."""
    asked = {
        person.staff_id: str(invitation.id)
        for other, invitation, person in living(case, now)
        if other.id == meeting.id and person.staff_id and person.must
    }
    return {**asked, meeting.leader: str(meeting.id)} if meeting.leader else asked


def missing(clinic: Clinic, promise: Promise) -> str:
    """By name who is away, of a promise of this kind."""
    return clinic.name_of(promise.key.split(":")[2])

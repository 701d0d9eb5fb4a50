"""What clinicians owe after a meeting: the action plan, and the journal note (R10, R24, D3).

Each is first made and then passed on; the second begins when the first is said to be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pathway.model import Meeting, Promise
from pathway.owed.terms import promise_of, since_when
from pathway.variants import MEETING_MILESTONE
from pathway.words import MeetingKind, Milestone, PromiseKind, Role, SettledHow, StaffId

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic

PASSED_ON = {
    PromiseKind.ACTION_PLAN_FINISH: PromiseKind.ACTION_PLAN_DISTRIBUTE,
    PromiseKind.NOTE_WRITE: PromiseKind.NOTE_SEND,
}
"""What is owed next, once the paper is made."""

PAPERS = frozenset({*PASSED_ON, *PASSED_ON.values()})
"""All that is owed of the action plan and the journal note."""

_OF = {
    PromiseKind.ACTION_PLAN_FINISH: (MeetingKind.SHM1, "action_plan"),
    PromiseKind.NOTE_WRITE: (MeetingKind.SHM2, "note"),
}


def action_plans(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """The plan after SHM1, to finish and then to distribute, until SHM2 evaluates it (R24)."""
    if case.date_of(Milestone.SHM2_HELD) is None:
        yield from _paper(case, clinic, now, PromiseKind.ACTION_PLAN_FINISH)


def notes(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """The note after SHM2, to write and then to send to GP and referrer (R10)."""
    yield from _paper(case, clinic, now, PromiseKind.NOTE_WRITE)


def _paper(case: Case, clinic: Clinic, now: datetime, made: PromiseKind) -> Iterator[Promise]:
    of, ladder = _OF[made]
    if case.date_of(MEETING_MILESTONE[of]) is None:
        return
    meeting = case.meeting_of(of)
    owner, role = _owner(case, clinic, meeting)
    done = _done_at(case, f"{made}:{of}")
    for kind, since in ((made, now), (PASSED_ON[made], done)):
        if since is not None:
            yield promise_of(
                clinic,
                kind=kind,
                key=of,
                ladder=ladder,
                owner=owner,
                owner_role=role,
                about=meeting.id if meeting else of,
                since=since_when(case, f"{kind}:{of}", since),
            )


def _owner(case: Case, clinic: Clinic, meeting: Meeting | None) -> tuple[StaffId, Role]:
    """The responsible clinician, else a clinician who led the meeting, else the secretary."""
    known = {person.id: person for person in clinic.staff}
    for who in (case.clinician, meeting.leader if meeting else None):
        if who in known and Role.CLINICIAN in known[who].roles:
            return who, Role.CLINICIAN
    return case.secretary, Role.SECRETARY


def _done_at(case: Case, key: str) -> datetime | None:
    """When somebody said that the promise with this key is done, or None."""
    ended = (p.settled for p in case.promises if p.key == key and p.settled)
    return next((end.at for end in ended if end.how is SettledHow.DONE), None)


def as_held(case: Case, meeting: Meeting | None) -> Meeting | None:
    """The meeting on the day on which it was held, which may be another than was arranged."""
    if meeting is None or meeting.held is not True:
        return meeting
    on = case.date_of(MEETING_MILESTONE[meeting.kind])
    return replace(meeting, start=datetime.combine(on, meeting.start.time())) if on else meeting

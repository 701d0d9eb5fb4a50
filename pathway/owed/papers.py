"""What clinicians owe after a meeting: the action plan, and the journal note (R10, R24, D3).

Each is first made and then passed on; the second begins when the first is said to be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import workdays
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

PLAN = frozenset({PromiseKind.ACTION_PLAN_FINISH, PromiseKind.ACTION_PLAN_DISTRIBUTE})
"""What an extra meeting is for."""

_OF = {
    PromiseKind.ACTION_PLAN_FINISH: (MeetingKind.SHM1, "action_plan"),
    PromiseKind.NOTE_WRITE: (MeetingKind.SHM2, "note"),
}


def action_plans(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """The plan after SHM1, to finish and then to distribute, until SHM2 evaluates it (R24).

    One that was begun anew then, or later, is waited for too.
    """
    held, renewed = case.date_of(Milestone.SHM2_HELD), case.aftermath.renewed
    since = workdays.local_date(renewed.at, clinic.zone) if renewed else None
    if held is None or (since is not None and since >= held):
        yield from _paper(case, clinic, now, PromiseKind.ACTION_PLAN_FINISH)


def notes(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """The note after SHM2, to write and then to send to GP and referrer (R10)."""
    yield from _paper(case, clinic, now, PromiseKind.NOTE_WRITE)


def _paper(case: Case, clinic: Clinic, now: datetime, made: PromiseKind) -> Iterator[Promise]:
    """To make, and once that is done to pass on; nothing when that is done too."""
    of, ladder = _OF[made]
    ready = done_at(case, made, of)
    kind = made if ready is None else PASSED_ON[made]
    held = case.date_of(MEETING_MILESTONE[of]) is not None
    if not held or done_at(case, kind, of) is not None:
        return
    meeting = case.meeting_of(of)
    owner, role = writer(case, clinic, kind, meeting)
    key, waits = of.value, _waits_until(case, clinic, kind)
    if waits is not None and case.extra_on is not None:
        key = f"{of}:{case.extra_on.isoformat()}"
    key += _version(case, kind)
    since = since_when(case, f"{kind}:{key}", ready or now)
    yield promise_of(
        clinic,
        kind=kind,
        key=key,
        ladder=ladder,
        owner=owner,
        owner_role=role,
        about=meeting.id if meeting else of,
        since=max(since, waits) if waits else since,
    )


def _version(case: Case, kind: PromiseKind) -> str:
    """What tells the promises of a plan that was begun anew from those of the one before it."""
    renewed = case.aftermath.renewed
    return f":{renewed.at.isoformat()}" if renewed is not None and kind in PLAN else ""


def _waits_until(case: Case, clinic: Clinic, kind: PromiseKind) -> datetime | None:
    """The plan's ladder begins anew with the extra meeting in which it is finished (D3)."""
    if kind not in PLAN or case.extra_on is None:
        return None
    return workdays.moment(case.extra_on, clinic.work_from, clinic.zone)


def extra_meetings(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """The secretary finds a day for the extra meeting, while the plan is waited for (R24)."""
    waited_for = any(action_plans(case, clinic, now))
    if case.extra_wanted_at is not None and case.extra_on is None and waited_for:
        yield promise_of(
            clinic,
            kind=PromiseKind.EXTRA_MEETING,
            key=case.extra_wanted_at.isoformat(),
            ladder="obtain",
            owner=case.secretary,
            owner_role=Role.SECRETARY,
            about=case.id,
            since=case.extra_wanted_at,
        )


def writer(
    case: Case, clinic: Clinic, kind: PromiseKind, meeting: Meeting | None
) -> tuple[StaffId, Role]:
    """Who was named to write it (R22), else the responsible clinician, else who led the meeting.

    Only clinicians write; where there is none, the secretary sees to it.
    """
    known = {person.id: person for person in clinic.staff}
    named = _named(kind, meeting) if meeting else None
    for who in (named, case.clinician, meeting.leader if meeting else None):
        if who in known and Role.CLINICIAN in known[who].roles:
            return who, Role.CLINICIAN
    return case.secretary, Role.SECRETARY


def _named(kind: PromiseKind, meeting: Meeting) -> StaffId | None:
    return meeting.plan_editor if kind in PLAN else meeting.minute_taker


def done_at(case: Case, kind: PromiseKind, of: MeetingKind) -> datetime | None:
    """When somebody said that this paper is done, whatever day it waited for.

    Of the plan it is the version begun last that counts.
    """
    key, version = f"{kind}:{of}", _version(case, kind)
    whole = (p for p in case.promises if p.key == key or p.key.startswith(f"{key}:"))
    own = (p for p in whole if p.key.endswith(version))
    ended = (p.settled for p in own if p.settled)
    return next((end.at for end in ended if end.how is SettledHow.DONE), None)


def as_held(case: Case, meeting: Meeting | None) -> Meeting | None:
    """The meeting on the day on which it was held, which may be another than was arranged."""
    if meeting is None or meeting.held is not True:
        return meeting
    on = case.date_of(MEETING_MILESTONE[meeting.kind])
    return replace(meeting, start=datetime.combine(on, meeting.start.time())) if on else meeting

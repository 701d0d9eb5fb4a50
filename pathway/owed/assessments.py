"""Whether the assessment was started: asked once its appointment has passed (R1, R2, R9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway.owed.terms import promise_of
from pathway.words import MeetingKind, Milestone, PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.model import Meeting, Promise

STARTED = Milestone.ASSESSMENT_STARTED


def starts(case: Case, clinic: Clinic, _now: datetime) -> Iterator[Promise]:
    """The clock of SHM1 starts with the assessment (R2), so somebody is to say that it did.

    Owed from the end of the appointment, which may be still to come; a no to it settles it too.
    """
    meeting = to_ask_about(case)
    if meeting is not None:
        yield promise_of(
            clinic,
            kind=PromiseKind.ASSESSMENT_START,
            key=f"{meeting.id}:{meeting.start.isoformat()}",
            ladder="obtain",
            owner=case.clinician or case.secretary,
            owner_role=Role.CLINICIAN if case.clinician else Role.SECRETARY,
            about=STARTED,
            since=meeting.window.end,
        )


def to_ask_about(case: Case) -> Meeting | None:
    """The first assessment of which nobody has said that it was, or was not, started."""
    if case.date_of(STARTED) is not None:
        return None
    denied = [entry.on for entry in case.milestones if entry.milestone is STARTED]
    arranged = (m for m in case.appointments if m.alive and m.kind is MeetingKind.ASSESSMENT)
    unsaid = (m for m in arranged if not denied or m.start.date() > max(denied))
    return min(unsaid, key=lambda one: one.start, default=None)

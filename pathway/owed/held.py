"""Whether a meeting was held: asked once it is over, until somebody says it (R5, R10, R24)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway.owed.terms import promise_of
from pathway.variants import MEETING_MILESTONE
from pathway.words import PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.model import Promise

ASKED_AFTERWARDS = frozenset({PromiseKind.ASSESSMENT_START, PromiseKind.MEETING_HELD})
"""Owed from the end of something that may be still to come: nobody's task before it is asked."""

RESTING = ASKED_AFTERWARDS | {PromiseKind.MILESTONE, PromiseKind.BRIEFING}
"""Nobody's task before its first step; a briefing never is."""


def questions(case: Case, clinic: Clinic, _now: datetime) -> Iterator[Promise]:
    """What follows of a meeting begins when it is said to be held, so somebody is to say it.

    Owed from its end, which may be still to come; not held, moved or called off settles it too.
    """
    for kind, milestone in MEETING_MILESTONE.items():
        meeting = case.meeting_of(kind)
        if meeting is None or not meeting.alive or case.date_of(milestone) is not None:
            continue
        yield promise_of(
            clinic,
            kind=PromiseKind.MEETING_HELD,
            key=f"{meeting.id}:{meeting.start.isoformat()}",
            ladder="obtain",
            owner=case.clinician or case.secretary,
            owner_role=Role.CLINICIAN if case.clinician else Role.SECRETARY,
            about=meeting.id,
            since=meeting.window.end,
        )

"""What a warning before a deadline says, and that one has passed (F2, F10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway import rules
from pathway.ports import Notice
from pathway.variants import MEETING_MILESTONE
from pathway.words import Milestone

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.model import Promise


def milestone_notice(case: Case, clinic: Clinic, promise: Promise) -> Notice:
    """The deadline, the latest safe day to call in, and the day of the meeting where it is one."""
    milestone = Milestone(promise.about)
    safe = rules.latest_safe_day(case, clinic, milestone, promise.due)
    called = any(d.nothing_ahead for d in rules.deadlines(case, clinic) if d.milestone is milestone)
    kind = next((k for k, m in MEETING_MILESTONE.items() if m is milestone), None)
    meeting = case.meeting_of(kind) if kind else None
    values = {
        "milestone": milestone.value,
        "deadline": promise.due.isoformat(),
        "latest_safe_day": "" if called else safe.isoformat(),
    }
    if kind is not None:
        values["meeting_on"] = meeting.start.date().isoformat() if meeting else ""
    name = "deadline_passed" if promise.step < 0 else "milestone_warning"
    return Notice(name=name, ref=case.ref, values=values, zone=clinic.zone)

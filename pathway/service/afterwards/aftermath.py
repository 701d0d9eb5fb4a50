"""What may be asked for before and after a meeting, and by whom: a piece of `deciding`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.commands import (
    ArrangeNext,
    DraftPlan,
    EvaluatePlan,
    GivePlan,
    NameWriters,
    RecordAttendance,
    RecordInterview,
)
from pathway.service.afterwards.action_plan import draft_plan, evaluate_plan, give_plan
from pathway.service.afterwards.attendance import name_writers, record_attendance
from pathway.service.afterwards.interviewing import record_interview
from pathway.service.afterwards.next_meeting import arrange_next

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.views import Plan

DECISIONS: dict[type, Callable[[Case, Pen, Any], Plan]] = {
    NameWriters: name_writers,
    RecordAttendance: record_attendance,
    ArrangeNext: arrange_next,
    RecordInterview: record_interview,
    DraftPlan: draft_plan,
    GivePlan: give_plan,
    EvaluatePlan: evaluate_plan,
}
BESIDE = (
    NameWriters,
    RecordAttendance,
    RecordInterview,
    DraftPlan,
    GivePlan,
    EvaluatePlan,
)
"""What changes nothing that was agreed with anybody."""

ALSO_CLINICIANS = (*BESIDE, ArrangeNext)
"""SHM2 too is agreed in the meeting; what is sent by hand is the secretary's to send (R18)."""

"""What people have entered of a case's course: its milestones, what was put right, its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pathway.words import ClosedReason, Milestone, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneEntry:
    """A milestone as a person entered it; `held` is false for a meeting that did not happen."""

    milestone: Milestone
    on: date
    recorded_at: datetime
    recorded_by: StaffId
    held: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What stood in a field and what stands there now (*rett opp*); dates are ISO text.

    It belongs to the case and not to the log, which only grows and so may hold no name (P5). In the
    fields `answer` and `undone`, `before` is the id of an answer that was taken back.
    """

    field: str
    before: str
    after: str
    at: datetime
    by: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralCheck:
    """Which of a referral's ten fields were missing when somebody read it (R7)."""

    missing: tuple[str, ...]
    at: datetime
    by: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """That a pathway has ended, and why."""

    reason: ClosedReason
    at: datetime
    by: StaffId
    note: str = ""

"""Who writes and who was there; the plan's way to each; the interview; the meeting after (R24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pathway.aftermath import InterviewState, PlanWay
from pathway.commands.people import Person
from pathway.words import CaseRef, MeetingKind, ParticipantId, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWriters:
    """Who takes the minutes and who edits the action plan (R22); None leaves it as it is."""

    ref: CaseRef
    kind: MeetingKind
    minute_taker: StaffId | None = None
    plan_editor: StaffId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttendance:
    """Who was at a meeting that was held, where it was not just those who were to come."""

    ref: CaseRef
    kind: MeetingKind
    attended: tuple[ParticipantId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangeNext:
    """SHM2 as SHM1 was: the same people, asked in one plan as their gates allow (R14b, R18).

    `start` is wall time. `adviser` comes from Nav `instead_of` another, the latest if none is
    named, and must be rung first (F12). `left_out` are those who have no part in it this time.
    """

    ref: CaseRef
    start: datetime
    link: str = ""
    adviser: Person | None = None
    instead_of: ParticipantId | None = None
    left_out: tuple[ParticipantId, ...] = ()
    accept_clashes: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInterview:
    """What the patient said of the letter about an interview, or that it is sent (R25)."""

    ref: CaseRef
    after: MeetingKind
    state: InterviewState


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPlan:
    """The action plan is begun (R24)."""

    ref: CaseRef


@dataclass(frozen=True, slots=True, kw_only=True)
class GivePlan:
    """These have the action plan, each by this way (R20)."""

    ref: CaseRef
    given: tuple[tuple[ParticipantId, PlanWay], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatePlan:
    """The plan was gone through in SHM2 (R24)."""

    ref: CaseRef

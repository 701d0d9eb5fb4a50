"""What the action plan says, where the clinic has turned that on (R24, R27).

`seen` is the hash of the plan that was shown; empty where none was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pathway.plan_text import MeasureStatus, Responsible
from pathway.words import CaseRef


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteMeasure:
    """A new measure, or another wording of the one with this number."""

    ref: CaseRef
    text: str
    responsible: Responsible
    number: int | None = None
    follow_up: date | None = None
    factor: int | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveMeasure:
    """A measure of the draft is not to be."""

    ref: CaseRef
    number: int
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacePlan:
    """Another version takes the place of the finished one, with its measures to begin with."""

    ref: CaseRef
    reason: str
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpMeasure:
    """What became of a measure, said in SHM2."""

    ref: CaseRef
    number: int
    status: MeasureStatus
    seen: str = ""

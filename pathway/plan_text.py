"""What the action plan says, for clinics that have turned that on (R24, R27, P4).

It lies behind `Plans` alone: no case, promise, message or line of the log holds a word of it.
A version that is finished is never changed; another takes its place, and says why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from pathway.aftermath import Mark
from pathway.errors import PlanFinishedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathway.words import CaseId

FACTORS = range(1, 18)
"""The numbers of the NOMED factors, which may stand above a measure (R27)."""

MOST_MEASURES = 20
MOST_LETTERS = 300
"""In a measure, and in the reason for another version."""


class Responsible(StrEnum):
    """The one who answers for a measure."""

    PATIENT = "patient"
    CLINIC = "clinic"
    GP = "gp"
    NAV = "nav"
    OTHER = "other"


class MeasureStatus(StrEnum):
    """What became of a measure, said in SHM2."""

    DONE = "done"
    GOING_ON = "going_on"
    ADJUSTED = "adjusted"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that is to be done; `number` stays its own in all versions."""

    number: int
    text: str
    responsible: Responsible
    follow_up: date | None = None
    factor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVersion:
    """The plan as it stood from one finishing to the next; `reason` is why it replaced another.

    `statuses` are by the measures' numbers, and alone may change once it is finished.
    """

    number: int
    begun: Mark
    measures: tuple[Measure, ...] = ()
    reason: str = ""
    finished: Mark | None = None
    statuses: tuple[tuple[int, MeasureStatus], ...] = ()

    @property
    def unsaid(self) -> tuple[Measure, ...]:
        """The measures of which nobody has said what became of them."""
        said = dict(self.statuses)
        return tuple(one for one in self.measures if one.number not in said)

    def measure(self, number: int) -> Measure | None:
        """The measure with this number, or None."""
        return next((one for one in self.measures if one.number == number), None)

    def with_measure(self, new: Measure) -> PlanVersion:
        """The version with this measure in its place, or at the end."""
        if self.measure(new.number) is None:
            return replace(self, measures=(*self.measures, new))
        measures = (new if one.number == new.number else one for one in self.measures)
        return replace(self, measures=tuple(measures))

    def without(self, number: int) -> PlanVersion:
        """The version without the measure with this number."""
        return replace(self, measures=tuple(m for m in self.measures if m.number != number))

    def with_status(self, number: int, status: MeasureStatus) -> PlanVersion:
        """The version with this said of a measure; what was said last counts."""
        return replace(self, statuses=tuple({**dict(self.statuses), number: status}.items()))


def next_number(versions: Iterable[PlanVersion]) -> int:
    """The number of a new measure: none that any of these has."""
    taken = (one.number for version in versions for one in version.measures)
    return max(taken, default=0) + 1


def check_kept(before: PlanVersion | None, after: PlanVersion) -> None:
    """`PlanFinishedError` where a finished version would say something else."""
    finished = before is not None and before.finished is not None
    if finished and replace(after, statuses=()) != replace(before, statuses=()):  # type: ignore[type-var] # finished is not None
        raise PlanFinishedError


class Plans(Protocol):
    """Where plans are kept; a part of `Ledger`."""

    def plan_versions(self, case_id: CaseId) -> tuple[PlanVersion, ...]:
        """Every version of this case's plan, the first one first."""

    def put_plan_version(self, case_id: CaseId, version: PlanVersion) -> None:
        """Remember it, in the place of one with its number; `PlanFinishedError` as `check_kept`."""

    def forget_plan(self, case_id: CaseId) -> None:
        """Forget every version (P5)."""

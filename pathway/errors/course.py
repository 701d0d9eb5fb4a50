"""Refusals about a case's course: its milestones, its end, and what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.errors.rule import RuleError

if TYPE_CHECKING:
    from datetime import date

    from pathway.words import PromiseKind


class PathwayClosedError(RuleError):
    """The pathway has ended: nothing more is done in it."""


class ReferralInFutureError(RuleError):
    """A referral cannot have been received after today: correct the date."""

    def __init__(self, on: date) -> None:
        super().__init__(on)
        self.on = on


class MilestoneOrderError(RuleError):
    """The milestone would stand before the one that it follows (R5): correct one of the dates.

    `earlier` is the milestone's name that must come first and `on` its date, or None when it
    is not recorded.
    """

    def __init__(self, milestone: str, earlier: str, on: date | None) -> None:
        super().__init__(milestone, earlier, on)
        self.milestone = milestone
        self.earlier = earlier
        self.on = on


class MilestoneInFutureError(RuleError):
    """A milestone cannot be reached after today: correct the date."""

    def __init__(self, on: date) -> None:
        super().__init__(on)
        self.on = on


class AssessmentNotStartedError(RuleError):
    """SHM1 comes after the assessment has started (R5): record the start, or choose a later day."""


class NotCompletedError(RuleError):
    """A pathway is completed when SHM2 is held (R5, R10): record that, or give another reason."""


class StillToDoError(RuleError):
    """A pathway is completed when all of its end is done (R10): do that first, or say why not.

    `ref` is the case, `kinds` what is open.
    """

    def __init__(self, ref: str, kinds: tuple[PromiseKind, ...]) -> None:
        super().__init__(ref)
        self.ref = ref
        self.kinds = kinds


class AlreadyOutsideError(RuleError):
    """Somebody outside has heard of the case: end the pathway instead of removing the case.

    `role` is whose, of those who may have.
    """

    def __init__(self, ref: str, role: str) -> None:
        super().__init__(ref, role)
        self.ref = ref
        self.role = role

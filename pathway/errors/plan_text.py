"""Refusals about what the action plan says (R27)."""

from __future__ import annotations

from pathway.errors.rule import RuleError


class PlanTextOffError(RuleError):
    """The clinic has not turned the plan's text on (P4): write the plan where it was written."""


class NotPlanWriterError(RuleError):
    """Only clinicians and whoever edits the plan write in it (R22): ask one of them."""


class PlanFinishedError(RuleError):
    """A finished version is never changed (R27): replace it, and say why."""


class NoPlanTextError(RuleError):
    """There is no finished plan to replace or go through: write the measures and finish it."""


class NoSuchMeasureError(RuleError):
    """No measure of the plan has the number: look at the plan again."""


class TooManyMeasuresError(RuleError):
    """A plan has at most `most` measures: put two together."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class NotYetFollowedUpError(RuleError):
    """What became of a measure is said in SHM2 (R24), not before it has begun."""

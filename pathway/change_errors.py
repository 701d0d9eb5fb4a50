"""Refusals of changes to what is agreed; as `errors`, where the rest are."""

from __future__ import annotations

from pathway.errors import RuleError


class PartMinutesError(RuleError):
    """A part lasts at least a minute (R21): make it longer, or take it away."""


class MeetingTooLongError(RuleError):
    """The parts together last more than `limit` minutes: make some of them shorter."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class NothingChangedError(RuleError):
    """Everything is as it was asked to be already: nothing was done, and nobody hears."""

"""Refusals of who asks, and of what is no longer as it was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.errors.rule import RuleError

if TYPE_CHECKING:
    from datetime import datetime


class UnknownCaseError(RuleError):
    """No case of this clinic has the reference: look at the reference again, or search."""

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.ref = ref


class UnknownStaffError(RuleError):
    """Nobody at the clinic has this id: see the staff in the clinic file."""

    def __init__(self, staff_id: str) -> None:
        super().__init__(staff_id)
        self.staff_id = staff_id


class NotAllowedError(RuleError):
    """This person's roles do not allow it: a secretary or coordinator does it."""


class WhyNeededError(RuleError):
    """One who is not on the case's team must say why they read it (P3)."""

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.ref = ref


class StalePlanError(RuleError):
    """The case changed since the plan was shown: look at the new plan and confirm that."""


class TimeRunsBackwardError(RuleError):
    """`--at` is earlier than what is recorded: give a later time."""

    def __init__(self, recorded: datetime) -> None:
        super().__init__(recorded)
        self.recorded = recorded

"""Refusals of what was written."""

from __future__ import annotations

from pathway.errors.rule import RuleError


class ReasonNeededError(RuleError):
    """This needs a reason in words: write one."""


class BirthNumberError(RuleError):
    """A text about a case holds a birth number (P4): write it without."""


class TooLongError(RuleError):
    """The text is longer than `limit` characters: shorten it."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

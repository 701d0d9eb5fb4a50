"""Refusals about a question of times."""

from __future__ import annotations

from pathway.errors.rule import RuleError


class TooManyTimesError(RuleError):
    """A question has one to `most` times, each of them once: leave some out."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class TimesGoneError(RuleError):
    """There is no such question of times, or it is over: look at the case."""


class TimeGoneError(RuleError):
    """This time was withdrawn, has passed or was never asked about: choose another."""


class SameTimesError(RuleError):
    """Just these times are asked about already: nothing would change."""


class MeetingWasHeldError(RuleError):
    """The meeting was held already, so that no time is sought for it: look at the case."""

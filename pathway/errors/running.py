"""Refusals while a meeting is run live: what another pressed first, and what cannot be."""

from __future__ import annotations

from datetime import date, datetime

from pathway.errors.rule import RuleError


class MeetingOffError(RuleError):
    """The meeting was called off: arrange a new one. `on` is its day in the clinic."""

    def __init__(self, on: date) -> None:
        super().__init__(on)
        self.on = on


class TooEarlyToStartError(RuleError):
    """The meeting is not yet: start it from `opens` (UTC) on, or move it first."""

    def __init__(self, start: datetime, opens: datetime) -> None:
        super().__init__(start, opens)
        self.start = start  # wall time
        self.opens = opens


class TooLateToStartError(RuleError):
    """The meeting is long over: say whether it was held. `start` is wall time."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self.start = start


class AlreadyRunningError(RuleError):
    """Somebody has started it already, at `at` (UTC): go on from the card as it is now."""

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(by, at)
        self.by = by
        self.at = at


class MeetingRunsError(RuleError):
    """It runs, so it keeps its time and its parts: end it first, or say that it was not held."""


class NotRunningError(RuleError):
    """No meeting is running in this case: start it first."""


class RunOverError(RuleError):
    """The meeting is over, since `at` (UTC), ended `by`: nothing more can happen in it."""

    def __init__(self, at: datetime, by: str = "") -> None:
        super().__init__(at, by)
        self.at = at
        self.by = by


class RunForgottenError(RuleError):
    """It was started at `at` (UTC), long ago, and never ended: end it."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


class RunMovedOnError(RuleError):
    """Something was pressed in between, by `by` at `at` (UTC): look, and press again if wanted."""

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(by, at)
        self.by = by
        self.at = at


class NotLeadingError(RuleError):
    """The meeting is led by somebody else: follow it, or take over first. `leader` is by name."""

    def __init__(self, leader: str) -> None:
        super().__init__(leader)
        self.leader = leader


class AlreadyLeadingError(RuleError):
    """Whoever wants to take over leads already: nothing is to be done."""


class LastPartError(RuleError):
    """There is no part after this one: end the meeting instead."""


class NothingToReorderError(RuleError):
    """Fewer than two parts are left, or they have this order already: nothing to change."""


class TornByOrderError(RuleError):
    """In that order somebody would leave and come back (R21): keep it. `who` are names."""

    def __init__(self, who: tuple[str, ...]) -> None:
        super().__init__(who)
        self.who = who


class AlreadyPausedError(RuleError):
    """The meeting is paused already: go on, or leave it so."""


class NotPausedError(RuleError):
    """The meeting is not paused: nothing to go on with."""


class NotInMeetingError(RuleError):
    """Whoever is named has no part in this meeting: bring them in, or name another."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotTheirPartError(RuleError):
    """They may not come into the present part (R21, R23): they wait until theirs. By name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NoPartLeftError(RuleError):
    """None of the parts that are left is without Nav, with whom they are not to be. By name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class AlreadyHereError(RuleError):
    """They count as there already: nothing is to be done. `name` is whose."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotHereError(RuleError):
    """They do not count as there, so they cannot go: say that they came first."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class MinutesError(RuleError):
    """So many minutes cannot be: say from 1 to `most`."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class NobodyCameError(RuleError):
    """Nobody was there, so it was not held: say that it was not held, or who came."""

"""Refusals about what somebody is to do, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.errors.rule import RuleError

if TYPE_CHECKING:
    from datetime import date, datetime

    from pathway.words import CaseRef


class NothingToChaseError(RuleError):
    """Nobody owes this answer any more: see the case."""


class AlreadyRemindedError(RuleError):
    """One reminder a day (D4): `waiting` says that its text lies ready and is to be sent first."""

    def __init__(self, *, waiting: bool) -> None:
        super().__init__(waiting)
        self.waiting = waiting


class NotTheirTaskError(RuleError):
    """This person's roles do not allow the task: hand it to one of those in `instead`."""

    def __init__(self, name: str, instead: tuple[str, ...]) -> None:
        super().__init__(name, instead)
        self.name = name
        self.instead = instead


class NotYoursError(RuleError):
    """Only who has a task puts it off: they are `names`; or it is handed over to somebody else."""

    def __init__(self, ref: CaseRef, names: tuple[str, ...]) -> None:
        super().__init__(ref, names)
        self.ref = ref
        self.names = names


class TooLateByThenError(RuleError):
    """The task is of no use from `at` on, in wall time: an earlier day, if there is `earlier` one.

    `meets` says that the meeting begins then.
    """

    def __init__(self, ref: CaseRef, at: datetime, *, meets: bool, earlier: bool) -> None:
        super().__init__(ref, at, meets, earlier)
        self.ref = ref
        self.at = at
        self.meets = meets
        self.earlier = earlier


class AlreadyTheirsError(RuleError):
    """The task is this person's already: choose somebody else."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class DayNotAheadError(RuleError):
    """A day to decide on must be after today: choose a later one."""

    def __init__(self, on: date) -> None:
        super().__init__(on)
        self.on = on

"""Refusals about who of the staff is away, and who does their work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.errors.rule import RuleError

if TYPE_CHECKING:
    from datetime import date, time


class AbsenceOverError(RuleError):
    """An absence ends today or later, and not before it begins: give other days."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(first, last)
        self.first = first
        self.last = last


class DeputyUnfitError(RuleError):
    """The deputy may not do what the one who is away does: choose one of those in `instead`."""

    def __init__(self, name: str, instead: tuple[str, ...]) -> None:
        super().__init__(name, instead)
        self.name = name
        self.instead = instead


class DeputyRingError(RuleError):
    """The deputies are away too and lead back to the one who is away: choose one of `instead`.

    Where nobody is in it, other days. `office` is that it takes a secretary or coordinator.
    """

    def __init__(
        self, names: tuple[str, ...], instead: tuple[str, ...] = (), *, office: bool = False
    ) -> None:
        super().__init__(names, instead)
        self.names = names
        self.instead = instead
        self.office = office


class DigestHourError(RuleError):
    """The digest comes within the clinic's working hours (D4): choose a time between the two."""

    def __init__(self, opens: time, closes: time) -> None:
        super().__init__(opens, closes)
        self.opens = opens
        self.closes = closes


class NothingToHandOverError(RuleError):
    """Nobody with this id is on the staff, and no open case is theirs: check the name."""

    def __init__(self, staff_id: str) -> None:
        super().__init__(staff_id)
        self.staff_id = staff_id


class NotAwayError(RuleError):
    """This person is not away on that day: there is nothing to end."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

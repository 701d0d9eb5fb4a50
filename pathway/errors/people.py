"""Refusals about who is asked, and how they are reached and attend."""

from __future__ import annotations

from pathway.errors.rule import RuleError


class NobodyToInviteError(RuleError):
    """No such person is part of the case: add them first."""


class AlreadyInvitedError(RuleError):
    """This person already holds an invitation to this meeting: move the meeting instead."""


class AlreadyParticipantError(RuleError):
    """Somebody with this role and name is part of the case already: change them instead."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class OwnWayInError(RuleError):
    """Patient and GP are part of the case by registering and replacing, and are not removed."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role


class LeaderNeededError(RuleError):
    """Whoever goes leads the meeting to come (D5): say who leads it from now on."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NameNeededError(RuleError):
    """Somebody outside must be called something: a first name or a relation is enough (R16)."""


class PhoneNeededError(RuleError):
    """Whoever attends by telephone has a number (R15): say which, or another way to attend."""


class StaffAddressError(RuleError):
    """The address of the clinic's own people stands in its file (R11): put it right there."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class WayNotTheirsError(RuleError):
    """This way of attending is not for this role (R15): choose another."""

    def __init__(self, role: str, attends: str) -> None:
        super().__init__(role, attends)
        self.role = role
        self.attends = attends


class UnknownContactError(RuleError):
    """The clinic knows no such contact: look at the list."""

"""Refusals of what the patient has not consented to, and of gates that are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.errors.rule import RuleError

if TYPE_CHECKING:
    from datetime import date


class GateClosedError(RuleError):
    """The invitation may not leave yet; `unmet` names what is missing (R12, R13, R14)."""

    def __init__(self, unmet: tuple[str, ...]) -> None:
        super().__init__(unmet)
        self.unmet = unmet


class ConsentNotNeededError(RuleError):
    """Somebody with this role comes without a consent (R16): call them in, or add them."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role


class ConsentOutdatedError(RuleError):
    """The consent was withdrawn after this one was given (R19): give the day it was given anew."""

    def __init__(self, withdrawn: date) -> None:
        super().__init__(withdrawn)
        self.withdrawn = withdrawn


class NoConsentError(RuleError):
    """The patient has not consented to this actor, by this name (R13): record the consent first."""

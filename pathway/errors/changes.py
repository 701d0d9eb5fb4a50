"""Refusals of changes that change nothing, and of undoing them."""

from __future__ import annotations

from pathway.errors.rule import RuleError


class NothingToCorrectError(RuleError):
    """The field is unknown or already has that value: choose one of the fields."""


class NothingChangedError(RuleError):
    """Everything is as it was asked to be already: nothing was done, and nobody hears."""


class NothingToUndoError(RuleError):
    """No change of this case is kept: it was undone already, or there is another way back."""

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.ref = ref


class CannotUndoError(RuleError):
    """What was done last, the command `what`, is never undone: see what can be done instead."""

    def __init__(self, ref: str, what: str) -> None:
        super().__init__(ref, what)
        self.ref = ref
        self.what = what


class AlreadyLeftError(RuleError):
    """Somebody may have heard of the change: make another change that takes it back.

    `what` is the name of the command, `role` whose message has left.
    """

    def __init__(self, ref: str, what: str, role: str) -> None:
        super().__init__(ref, what, role)
        self.ref = ref
        self.what = what
        self.role = role


class ChangedSinceError(RuleError):
    """Something else has happened in the case since the change `what`: change it back instead."""

    def __init__(self, ref: str, what: str) -> None:
        super().__init__(ref, what)
        self.ref = ref
        self.what = what

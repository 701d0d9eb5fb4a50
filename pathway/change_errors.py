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


class NothingToUndoError(RuleError):
    """No change of this case is kept: it was undone already, or there is another way back."""

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.ref = ref


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

"""Refusals about a meeting: its time, its link and its parts."""

from __future__ import annotations

from pathway.errors.rule import RuleError


class NoMeetingError(RuleError):
    """There is no such meeting to act on: arrange it first."""


class MeetingInPastError(RuleError):
    """A meeting cannot be arranged for a time that has passed: choose a later one."""


class ClashError(RuleError):
    """Somebody, or the link, is taken at that time in another case: choose again, or confirm."""

    def __init__(self, clashes: tuple[object, ...]) -> None:
        super().__init__(clashes)
        self.clashes = clashes


class LinkInUseError(RuleError):
    """The video link belongs to another meeting and is no listed room (P1): use a new link."""


class NoLinkHeldError(RuleError):
    """They hold no link that could be sent again: put the link in, or record their yes, first."""


class LinkOnItsWayError(RuleError):
    """The link is being sent to them again, or was a moment ago: wait for it, or ring them.

    `by_hand` is that a person is to send it: send it, and tick it off.
    """

    def __init__(self, *, by_hand: bool) -> None:
        super().__init__(by_hand)
        self.by_hand = by_hand


class UnreachableNowError(RuleError):
    """There is neither e-mail nor telephone to reach them by now: write in a number first."""


class NoSuchPartError(RuleError):
    """The meeting has no such part: name one or more of its parts, from 1 to `parts`."""

    def __init__(self, parts: int) -> None:
        super().__init__(parts)
        self.parts = parts


class NoSuchClockError(RuleError):
    """The hour is left out that night, when the clock is put forward (C2): choose another time."""


class UnknownAgendaError(RuleError):
    """The clinic has no agenda by this name any more: choose one of those in the clinic file."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class PartMinutesError(RuleError):
    """A part lasts at least a minute (R21): make it longer, or take it away."""


class MeetingTooLongError(RuleError):
    """The parts together last more than `limit` minutes: make some of them shorter."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class GapInAttendanceError(RuleError):
    """Somebody would have to leave and come back (R21): use the order in `mended` (old indices)."""

    def __init__(self, who: tuple[str, ...], mended: tuple[int, ...] | None) -> None:
        super().__init__(who, mended)
        self.who = who
        self.mended = mended


class NavPartTooShortError(RuleError):
    """Nav's time in the meeting is under 15 minutes (R23): make its parts longer."""

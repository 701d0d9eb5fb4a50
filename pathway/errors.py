"""Refusals. Each class names the rule that is broken; its docstring says the way out.

What people read is one function for each class in the wording; data rides as attributes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


class RuleError(Exception):
    """A rule refuses what was asked; nothing was changed."""


class UnknownCaseError(RuleError):
    """No case of this clinic has the reference: look at the reference again, or search."""

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.ref = ref


class UnknownStaffError(RuleError):
    """Nobody at the clinic has this id: see the staff in the clinic file."""

    def __init__(self, staff_id: str) -> None:
        super().__init__(staff_id)
        self.staff_id = staff_id


class NotAllowedError(RuleError):
    """This person's roles do not allow it: a secretary or coordinator does it."""


class WhyNeededError(RuleError):
    """One who is not on the case's team must say why they read it (P3)."""

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.ref = ref


class StalePlanError(RuleError):
    """The case changed since the plan was shown: look at the new plan and confirm that."""


class TimeRunsBackwardError(RuleError):
    """`--at` is earlier than what is recorded: give a later time."""

    def __init__(self, recorded: datetime) -> None:
        super().__init__(recorded)
        self.recorded = recorded


class PathwayClosedError(RuleError):
    """The pathway has ended: nothing more is done in it."""


class ReferralInFutureError(RuleError):
    """A referral cannot have been received after today: correct the date."""

    def __init__(self, on: date) -> None:
        super().__init__(on)
        self.on = on


class MilestoneOrderError(RuleError):
    """The milestone would stand before the one that it follows (R5): correct one of the dates.

    `earlier` is the milestone's name that must come first and `on` its date, or None when it
    is not recorded.
    """

    def __init__(self, milestone: str, earlier: str, on: date | None) -> None:
        super().__init__(milestone, earlier, on)
        self.milestone = milestone
        self.earlier = earlier
        self.on = on


class MilestoneInFutureError(RuleError):
    """A milestone cannot be reached after today: correct the date."""

    def __init__(self, on: date) -> None:
        super().__init__(on)
        self.on = on


class MeetingInPastError(RuleError):
    """A meeting cannot be arranged for a time that has passed: choose a later one."""


class AssessmentNotStartedError(RuleError):
    """SHM1 comes after the assessment has started (R5): record the start, or choose a later day."""


class NoMeetingError(RuleError):
    """There is no such meeting to act on: arrange it first."""


class NobodyToInviteError(RuleError):
    """No such person is part of the case: add them first."""


class AlreadyInvitedError(RuleError):
    """This person already holds an invitation to this meeting: move the meeting instead."""


class GateClosedError(RuleError):
    """The invitation may not leave yet; `unmet` names what is missing (R12, R13, R14)."""

    def __init__(self, unmet: tuple[str, ...]) -> None:
        super().__init__(unmet)
        self.unmet = unmet


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


class NameNeededError(RuleError):
    """Somebody outside must be called something: a first name or a relation is enough (R16)."""


class PhoneNeededError(RuleError):
    """Whoever attends by telephone has a number (R15): say which, or another way to attend."""


class WayNotTheirsError(RuleError):
    """This way of attending is not for this role (R15): choose another."""

    def __init__(self, role: str, attends: str) -> None:
        super().__init__(role, attends)
        self.role = role
        self.attends = attends


class NoSuchPartError(RuleError):
    """The meeting has no such part: name one or more of its parts, from 1 to `parts`."""

    def __init__(self, parts: int) -> None:
        super().__init__(parts)
        self.parts = parts


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


class GapInAttendanceError(RuleError):
    """Somebody would have to leave and come back (R21): use the order in `mended` (old indices)."""

    def __init__(self, who: tuple[str, ...], mended: tuple[int, ...] | None) -> None:
        super().__init__(who, mended)
        self.who = who
        self.mended = mended


class NavPartTooShortError(RuleError):
    """Nav's time in the meeting is under 15 minutes (R23): make its parts longer."""


class ClashError(RuleError):
    """Somebody, or the link, is taken at that time in another case: choose again, or confirm."""

    def __init__(self, clashes: tuple[object, ...]) -> None:
        super().__init__(clashes)
        self.clashes = clashes


class LinkInUseError(RuleError):
    """The video link belongs to another meeting and is no listed room (P1): use a new link."""


class NoSuchInvitationError(RuleError):
    """No invitation of this person can be answered: see the case."""


class AnswerNotHeldError(RuleError):
    """The answer does not hold any more, or its meeting is over or off: look at the case."""


class NothingToCorrectError(RuleError):
    """The field is unknown or already has that value: choose one of the fields."""


class AlreadyOutsideError(RuleError):
    """Somebody outside has heard of the case: end the pathway instead of removing the case.

    `role` is whose, of those who may have.
    """

    def __init__(self, ref: str, role: str) -> None:
        super().__init__(ref, role)
        self.ref = ref
        self.role = role


class UnknownContactError(RuleError):
    """The clinic knows no such contact: look at the list."""


class ReasonNeededError(RuleError):
    """This needs a reason in words: write one."""


class NotCompletedError(RuleError):
    """A pathway is completed when SHM2 is held (R5, R10): record that, or give another reason."""


class BirthNumberError(RuleError):
    """A text about a case holds a birth number (P4): write it without."""


class TooLongError(RuleError):
    """The text is longer than `limit` characters: shorten it."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


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


class AlreadyTheirsError(RuleError):
    """The task is this person's already: choose somebody else."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NothingSettledError(RuleError):
    """Neither doctor, time nor way of attending is another: record it as a plain answer."""


class DayNotAheadError(RuleError):
    """A day to decide on must be after today: choose a later one."""

    def __init__(self, on: date) -> None:
        super().__init__(on)
        self.on = on

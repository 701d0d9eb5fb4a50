"""Refusals, by subject. Each class names the rule that is broken; its docstring says the way out.

What people read is one function for each class in the wording; data rides as attributes.
"""

from __future__ import annotations

from pathway.errors.access import (
    NotAllowedError,
    StalePlanError,
    TimeRunsBackwardError,
    UnknownCaseError,
    UnknownStaffError,
    WhyNeededError,
)
from pathway.errors.answers import (
    AnswerNotHeldError,
    NobodyAskedError,
    NoSuchInvitationError,
    NothingSettledError,
    NoVerdictError,
    ProposalGoneError,
    QuestionSettledError,
    SameTimeError,
)
from pathway.errors.changes import (
    AlreadyLeftError,
    CannotUndoError,
    ChangedSinceError,
    NothingChangedError,
    NothingToCorrectError,
    NothingToUndoError,
)
from pathway.errors.consents import (
    ConsentNotNeededError,
    ConsentOutdatedError,
    GateClosedError,
    NoConsentError,
)
from pathway.errors.course import (
    AlreadyOutsideError,
    AssessmentNotStartedError,
    MilestoneInFutureError,
    MilestoneOrderError,
    NotCompletedError,
    PathwayClosedError,
    ReferralInFutureError,
    StillToDoError,
)
from pathway.errors.meetings import (
    ClashError,
    GapInAttendanceError,
    LinkInUseError,
    LinkOnItsWayError,
    MeetingInPastError,
    MeetingTooLongError,
    NavPartTooShortError,
    NoLinkHeldError,
    NoMeetingError,
    NoSuchPartError,
    PartMinutesError,
    UnreachableNowError,
)
from pathway.errors.people import (
    AlreadyInvitedError,
    AlreadyParticipantError,
    LeaderNeededError,
    NameNeededError,
    NobodyToInviteError,
    OwnWayInError,
    PhoneNeededError,
    UnknownContactError,
    WayNotTheirsError,
)
from pathway.errors.rule import (
    RuleError,
)
from pathway.errors.tasks import (
    AlreadyRemindedError,
    AlreadyTheirsError,
    DayNotAheadError,
    NothingToChaseError,
    NotTheirTaskError,
)
from pathway.errors.texts import (
    BirthNumberError,
    ReasonNeededError,
    TooLongError,
)

__all__ = [
    "AlreadyInvitedError",
    "AlreadyLeftError",
    "AlreadyOutsideError",
    "AlreadyParticipantError",
    "AlreadyRemindedError",
    "AlreadyTheirsError",
    "AnswerNotHeldError",
    "AssessmentNotStartedError",
    "BirthNumberError",
    "CannotUndoError",
    "ChangedSinceError",
    "ClashError",
    "ConsentNotNeededError",
    "ConsentOutdatedError",
    "DayNotAheadError",
    "GapInAttendanceError",
    "GateClosedError",
    "LeaderNeededError",
    "LinkInUseError",
    "LinkOnItsWayError",
    "MeetingInPastError",
    "MeetingTooLongError",
    "MilestoneInFutureError",
    "MilestoneOrderError",
    "NameNeededError",
    "NavPartTooShortError",
    "NoConsentError",
    "NoLinkHeldError",
    "NoMeetingError",
    "NoSuchInvitationError",
    "NoSuchPartError",
    "NoVerdictError",
    "NobodyAskedError",
    "NobodyToInviteError",
    "NotAllowedError",
    "NotCompletedError",
    "NotTheirTaskError",
    "NothingChangedError",
    "NothingSettledError",
    "NothingToChaseError",
    "NothingToCorrectError",
    "NothingToUndoError",
    "OwnWayInError",
    "PartMinutesError",
    "PathwayClosedError",
    "PhoneNeededError",
    "ProposalGoneError",
    "QuestionSettledError",
    "ReasonNeededError",
    "ReferralInFutureError",
    "RuleError",
    "SameTimeError",
    "StalePlanError",
    "StillToDoError",
    "TimeRunsBackwardError",
    "TooLongError",
    "UnknownCaseError",
    "UnknownContactError",
    "UnknownStaffError",
    "UnreachableNowError",
    "WayNotTheirsError",
    "WhyNeededError",
]

"""One refusal of each class, more where the words differ."""

from __future__ import annotations

from datetime import date

from dialogs.wording.nb import ask_undo
from pathway import errors
from pathway.rules import Unmet
from pathway.views import Clash, TakenBy
from pathway.words import Attendance, CaseRef, Milestone, PromiseKind, Role
from tests.dialogs.wording.example_values import REF, START, window

_TAKEN = Clash(what=TakenBy.LEADER, who="Per Li", ref=REF, start=window().start, end=window().end)

ERRORS: tuple[errors.RuleError, ...] = (
    errors.RuleError(),
    errors.UnknownCaseError("K7M3"),
    errors.UnknownCaseError("{answer_url}\n" + "x" * 5000),
    errors.UnknownStaffError("nissen"),
    errors.NotAllowedError(),
    errors.WhyNeededError(REF),
    errors.StalePlanError(),
    errors.TimeRunsBackwardError(START),
    errors.PathwayClosedError(),
    errors.NoLinkHeldError(),
    errors.LinkOnItsWayError(by_hand=False),
    errors.LinkOnItsWayError(by_hand=True),
    errors.UnreachableNowError(),
    errors.ReferralInFutureError(date(2027, 1, 4)),
    errors.MilestoneOrderError(Milestone.SHM1_HELD, Milestone.ASSESSMENT_STARTED, None),
    errors.MilestoneOrderError(
        Milestone.SHM1_HELD, Milestone.ASSESSMENT_STARTED, date(2026, 11, 30)
    ),
    errors.MilestoneInFutureError(date(2027, 1, 4)),
    errors.MeetingInPastError(),
    errors.AssessmentNotStartedError(),
    errors.NoMeetingError(),
    errors.NobodyToInviteError(),
    errors.AlreadyInvitedError(),
    errors.GateClosedError((Unmet.GP_ACCEPTED, Unmet.CONSENT)),
    errors.GateClosedError(()),
    errors.AlreadyParticipantError("Anne"),
    errors.AlreadyParticipantError(""),
    errors.OwnWayInError(Role.PATIENT),
    errors.OwnWayInError(Role.GP),
    errors.OwnWayInError(Role.NAV_ADVISER),
    errors.LeaderNeededError("Frida Funn"),
    errors.NameNeededError(),
    errors.PhoneNeededError(),
    errors.WayNotTheirsError(Role.RELATIVE, Attendance.HOME),
    errors.WayNotTheirsError("noen", "slik"),
    errors.GateClosedError((Unmet.CONSENT_PARTS,)),
    errors.ConsentNotNeededError(Role.RELATIVE),
    errors.ConsentNotNeededError(Role.GP),
    errors.ConsentNotNeededError(Role.PATIENT),
    errors.ConsentOutdatedError(date(2026, 11, 5)),
    errors.NoConsentError(),
    errors.NoSuchPartError(3),
    errors.GapInAttendanceError(("Nav-veilederen",), (0, 2, 1)),
    errors.GapInAttendanceError((), None),
    errors.NavPartTooShortError(),
    errors.ClashError((_TAKEN,)),
    errors.ClashError(()),
    errors.LinkInUseError(),
    errors.NoSuchInvitationError(),
    errors.NothingToCorrectError(),
    errors.AnswerNotHeldError(),
    errors.AlreadyOutsideError(REF, Role.GP),
    errors.UnknownContactError(),
    errors.ReasonNeededError(),
    errors.BirthNumberError(),
    errors.NotCompletedError(),
    errors.StillToDoError("K7M2", (PromiseKind.NOTE_SEND, PromiseKind.CLOSING)),
    errors.TooLongError(300),
    errors.QuestionSettledError(),
    errors.NoVerdictError(),
    errors.NobodyAskedError(CaseRef("K7M2")),
    errors.ProposalGoneError(),
    errors.SameTimeError(),
    errors.NothingToChaseError(),
    errors.AlreadyRemindedError(waiting=True),
    errors.AlreadyRemindedError(waiting=False),
    errors.NotTheirTaskError("Liv Låtsom", ("Siri Eksempel", "Kåre Prøvesen")),
    errors.AlreadyTheirsError("Kåre Prøvesen"),
    errors.NothingSettledError(),
    errors.DayNotAheadError(date(2026, 11, 2)),
    errors.PartMinutesError(),
    errors.MeetingTooLongError(240),
    errors.NothingChangedError(),
    errors.NothingToUndoError("K7M2"),
    errors.AlreadyLeftError("K7M2", "MoveMeeting", "gp"),
    *(errors.CannotUndoError("K7M2", what) for what in sorted(ask_undo.NEVER)),
    errors.CannotUndoError("K7M2", "SettleOffice"),
    errors.ChangedSinceError("K7M2", "CancelMeeting"),
)

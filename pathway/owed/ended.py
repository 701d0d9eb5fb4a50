"""How a promise that is no longer expected has ended: answered, done, or merely cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway import offers, rules
from pathway.aftermath import InterviewState
from pathway.owed import checklists
from pathway.owed.checklists import CHECKLISTS
from pathway.owed.papers import PAPERS
from pathway.words import (
    AskedId,
    InvitationId,
    InvitationState,
    MeetingId,
    MeetingKind,
    Milestone,
    ParticipantId,
    PromiseKind,
    QuestionId,
    SettledHow,
    TimesId,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.case import Case
    from pathway.model import Promise


TICKED = frozenset(
    {
        PromiseKind.SECURE_MESSAGE,
        PromiseKind.PHONE_CALL,
        PromiseKind.REMINDER,
        PromiseKind.PLACE,
        PromiseKind.REFERRAL_CONTENT,
        PromiseKind.NEW_GP,
        PromiseKind.CALL_BACK,
        PromiseKind.AWAY,
    }
)
"""What a person settles by a tick; everything else is settled by doing it in the program."""


SAID_DONE = TICKED | PAPERS | CHECKLISTS.keys()
"""What a person says to be done, and is then owed no more; all else is owed while the case says so.
"""


def how(case: Case, promise: Promise) -> SettledHow:
    """Answered where what was waited for came in, done where that is for good."""
    if case.closing is not None:
        return SettledHow.DONE if promise.kind is PromiseKind.CLOSE else SettledHow.CANCELLED
    if _CAME_IN.get(promise.kind, _never)(case, promise.about):
        return SettledHow.ANSWERED
    if _DONE.get(promise.kind, _never)(case, promise.about):
        return SettledHow.DONE
    return SettledHow.CANCELLED


def _never(_case: Case, _about: str) -> bool:
    return False


def _is_answered(case: Case, about: str) -> bool:
    return rules.state_of(case, case.invitation(InvitationId(about))) in _ANSWERED


def _has_link(case: Case, about: str) -> bool:
    return bool(case.meeting(MeetingId(about)).link)


def _is_reached(case: Case, about: str) -> bool:
    return case.date_of(Milestone(about)) is not None


def _is_said(case: Case, about: str) -> bool:
    return case.meeting(MeetingId(about)).held is not None


def _has_consent(case: Case, about: str) -> bool:
    return rules.consent_for(case, case.participant(ParticipantId(about))) is not None


def _was_told(case: Case, about: str) -> bool:
    return rules.phone_told(case, case.participant(ParticipantId(about)))


def _has_wishes(case: Case, _about: str) -> bool:
    return case.wishes is not None


def _is_arranged(case: Case, about: str) -> bool:
    return case.meeting_of(MeetingKind(about)) is not None


def _is_asked(case: Case, about: str) -> bool:
    return any(i.participant_id == about and not i.cancelled_at for i in case.invitations)


def _is_settled(case: Case, about: str) -> bool:
    return case.question(QuestionId(about)).settled is not None


def _is_decided(case: Case, about: str) -> bool:
    return case.question_of_times(TimesId(about)).chosen is not None


def _has_said(case: Case, about: str) -> bool:
    return not offers.unanswered(case, case.asked_about(AskedId(InvitationId(about))))


def _was_replaced(case: Case, about: str) -> bool:
    return case.participant(ParticipantId(about)).ended_at is not None


def _was_sent(case: Case, about: str) -> bool:
    said = case.aftermath.interview_after(MeetingKind(about))
    return said is not None and said.state is InterviewState.SENT


def _list_is_done(kind: PromiseKind) -> Callable[[Case, str], bool]:
    return lambda case, _about: checklists.is_done(case, kind)


_ANSWERED = frozenset(InvitationState(verdict.value) for verdict in Verdict)
_CAME_IN = {
    PromiseKind.ANSWER: _is_answered,
    PromiseKind.TIMES: _has_said,
    PromiseKind.LINK: _has_link,
    PromiseKind.PREVIEW: _is_asked,
}
_DONE = {
    PromiseKind.MILESTONE: _is_reached,
    PromiseKind.ASSESSMENT_START: _is_reached,
    PromiseKind.MEETING_HELD: _is_said,
    PromiseKind.CONSENT: _has_consent,
    PromiseKind.PHONE_CALL: _was_told,
    PromiseKind.WISHES: _has_wishes,
    PromiseKind.SHM2_DETAILS: _is_arranged,
    PromiseKind.NEW_GP: _was_replaced,
    PromiseKind.QUESTION: _is_settled,
    PromiseKind.TIMES_CHOICE: _is_decided,
    PromiseKind.INTERVIEW: _was_sent,
    PromiseKind.INTAKE: _list_is_done(PromiseKind.INTAKE),
    PromiseKind.CLOSING: _list_is_done(PromiseKind.CLOSING),
}

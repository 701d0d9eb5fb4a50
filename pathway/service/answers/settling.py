"""What a person was asked about is settled by a press (D4)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pathway import plan as engine
from pathway import promises
from pathway.commands import RecordAnswer, RemindNow
from pathway.errors import NothingToChaseError, NoVerdictError, QuestionSettledError
from pathway.owed import outside
from pathway.questions import BY_HAND, Question, Resolution
from pathway.service.answers.answering import record_answer
from pathway.service.answers.questioning import minutes_of
from pathway.service.staff.tasks import remind_now
from pathway.views import Plan
from pathway.words import Channel, PromiseKind, Substitute, Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.commands import SettleQuestion
    from pathway.messages import Pen
    from pathway.words import QuestionId


def settle_question(case: Case, pen: Pen, command: SettleQuestion) -> Plan:
    """What was asked is judged; `QuestionSettledError`, `NoVerdictError`, as of reminding."""
    question = _still_open(case, command.question_id)
    case = case.with_changed(question.seen_to(pen.now))
    if command.how is Resolution.NOTED:
        return Plan(case=case)
    if command.how is Resolution.RESTORED:
        return _restored(case, pen, question)
    if command.how is Resolution.ASKED_AGAIN:
        return _asked_again(case, pen, question)
    return record_answer(case, pen, _as_answer(case, command, question))


def may_be_asked_again(case: Case, clinic: Clinic, now: datetime, question: Question) -> bool:
    """Whether an answer is owed, by one who is reminded of such, once this question is settled."""
    owed = outside.answers(case.with_changed(question.seen_to(now)), clinic, now)
    return any(promise.about == question.invitation_id for promise in owed)


def _asked_again(case: Case, pen: Pen, question: Question) -> Plan:
    """Who was asked owes an answer once more, and is reminded of it now."""
    case = promises.reconcile(case, pen.clinic, pen.now, pen.new_id)
    for promise in promises.open_promises(case):
        if promise.kind is PromiseKind.ANSWER and promise.about == question.invitation_id:
            return remind_now(case, pen, RemindNow(ref=case.ref, promise_id=promise.id))
    raise NothingToChaseError


def _restored(case: Case, pen: Pen, question: Question) -> Plan:
    """The calendar is written once more as the meeting is; who has answered is not asked again.

    Whose invitation is off by now is written to no more: the event itself is compared anew.
    """
    by_hand = question.doubt in BY_HAND
    invitation = case.invitation(question.invitation_id) if question.invitation_id else None
    if not by_hand or invitation is None or invitation.offered is None:
        raise NoVerdictError
    if invitation.cancelled_at is not None:
        return Plan(case=case)
    case, told = engine.send_again(case, pen, invitation, invitation.offered)
    return Plan(case=case, consequences=told)


def _still_open(case: Case, wanted: QuestionId) -> Question:
    """The question, if nobody has settled it and no answer has; one that nobody owes can be too."""
    for question in case.questions:
        if question.id == wanted and question.settled is None:
            return question
    raise QuestionSettledError


def _as_answer(case: Case, command: SettleQuestion, question: Question) -> RecordAnswer:
    """The answer as it is judged now; a proposed time goes with it."""
    if question.verdict is None or question.invitation_id is None:
        raise NoVerdictError
    zone = ZoneInfo(case.meeting(case.invitation(question.invitation_id).meeting_id).zone)
    window = question.proposed if question.verdict is Verdict.NEW_TIME else None
    instead = command.how is Resolution.SUBSTITUTE
    return RecordAnswer(
        ref=command.ref,
        invitation_id=question.invitation_id,
        verdict=question.verdict,
        channel=Channel.MAIL,
        evidence=f"question {question.id}",
        revision=question.revision or None,
        text=question.comment,
        proposed=window.start.astimezone(zone).replace(tzinfo=None) if window else None,
        proposed_minutes=minutes_of(window) if window else 0,
        by_name=(question.sender_name or question.sender) if instead else "",
        substitute=Substitute.FOR_NOW if instead else Substitute.NONE,
    )

"""What a person was asked about is settled by a press (D4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pathway import plan as engine
from pathway.commands import RecordAnswer
from pathway.errors import NoVerdictError, QuestionSettledError
from pathway.model import Settled
from pathway.questions import Doubt, Question, Resolution
from pathway.service.answers.answering import record_answer
from pathway.service.answers.questioning import minutes_of
from pathway.views import Plan
from pathway.words import Channel, SettledHow, Substitute

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import SettleQuestion
    from pathway.messages import Pen
    from pathway.words import QuestionId


def settle_question(case: Case, pen: Pen, command: SettleQuestion) -> Plan:
    """What was asked is judged; `QuestionSettledError`, `NoVerdictError`."""
    question = _still_open(case, command.question_id)
    ended = replace(question, comment="", settled=Settled(how=SettledHow.DONE, at=pen.now))
    case = case.with_changed(ended)
    if command.how is Resolution.NOTED:
        return Plan(case=case)
    if command.how is Resolution.RESTORED:
        return _restored(case, pen, question)
    return record_answer(case, pen, _as_answer(case, command, question))


def _restored(case: Case, pen: Pen, question: Question) -> Plan:
    """The calendar is written once more as the meeting is; who has answered is not asked again."""
    by_hand = question.doubt in {Doubt.MOVED, Doubt.DELETED}
    invitation = case.invitation(question.invitation_id) if question.invitation_id else None
    if not by_hand or invitation is None or invitation.offered is None:
        raise NoVerdictError
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
    window = question.proposed
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

"""What came by mail and nobody has judged yet is owed to those who sent it (D4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import offers
from pathway.model import Invitation, Participant, Promise
from pathway.owed.terms import living, promise_of
from pathway.questions import BY_HAND, Doubt, Question
from pathway.words import MeetingKind, PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic

WRITTEN = frozenset({Doubt.SAYS_MORE, Doubt.NO_ANSWER, Doubt.UNREADABLE})
"""Doubts about what the one who was asked has written: such a one is not reminded meanwhile."""

_SETTLED_BY_AN_ANSWER = frozenset(
    {Doubt.SAYS_MORE, Doubt.NO_ANSWER, Doubt.AWAY, Doubt.DELAYED, Doubt.OFTEN}
)
"""Doubts that the owner's own later answer ends; what others wrote, or nobody has read, stands."""


def questions(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """The secretary judges it, until that is done or an answer has come after all."""
    found = [q for _, invitation, _ in living(case, now) for q in asked_about(case, invitation)]
    for question in (*found, *about_times(case)):
        yield promise_of(
            clinic,
            kind=PromiseKind.QUESTION,
            key=question.id,
            ladder="obtain",
            owner=case.secretary,
            owner_role=Role.SECRETARY,
            about=question.id,
            since=question.since,
        )


def about_times(case: Case) -> Iterator[Question]:
    """The questions about which times suit that still stand: they are asked, and not answered."""
    open_ = {question.id for question in offers.open_questions(case)}
    for asked in case.asked:
        if asked.question_id not in open_ or asked.ended_at is not None:
            continue
        answer = offers.present_answer(case, asked)
        for question in case.questions:
            unseen = answer is None or answer.at <= question.at
            mine = question.asked_id == asked.id and question.settled is None
            if mine and (unseen or question.doubt not in _SETTLED_BY_AN_ANSWER):
                yield question


def asked_about(case: Case, invitation: Invitation) -> tuple[Question, ...]:
    """The questions about this invitation that still stand, oldest first."""
    own = (q for q in case.questions if q.invitation_id == invitation.id and q.settled is None)
    return tuple(question for question in own if not _overtaken(case, invitation, question))


def _overtaken(case: Case, invitation: Invitation, question: Question) -> bool:
    """Whether the owner has answered since, or a message that was late did not arrive at all."""
    later = any(a.counts and a.at > question.at for a in case.answers_to(invitation.id))
    lost = invitation.undelivered_at is not None and invitation.undelivered_at >= question.since
    answered = later and question.doubt in _SETTLED_BY_AN_ANSWER
    if question.doubt in BY_HAND:
        return _put_right(case, invitation, question)
    return answered or (question.doubt is Doubt.DELAYED and lost)


def _put_right(case: Case, invitation: Invitation, question: Question) -> bool:
    """Whether the meeting now is where the calendar has it, or more was done there by hand."""
    others = (q for q in case.questions if q.invitation_id == invitation.id and q.doubt in BY_HAND)
    newer = any(other.at > question.at for other in others)
    return newer or question.proposed == case.meeting(invitation.meeting_id).window


def has_written(case: Case, invitation: Invitation) -> bool:
    """Whether the owner has written something that the secretary has yet to judge."""
    return any(question.doubt in WRITTEN for question in asked_about(case, invitation))


def meeting_of(case: Case, question: Question) -> MeetingKind | None:
    """Which kind of meeting a mail is about; None where it is of a question of times."""
    if question.invitation_id is None:
        return None
    return case.meeting(case.invitation(question.invitation_id).meeting_id).kind


def owner_of(case: Case, question: Question) -> Participant | None:
    """Whose invitation, or question of times, a mail is about; None where it is of no case."""
    if question.asked_id is not None:
        return case.participant(case.asked_about(question.asked_id).participant_id)
    if question.invitation_id is None:
        return None
    return case.participant(case.invitation(question.invitation_id).participant_id)

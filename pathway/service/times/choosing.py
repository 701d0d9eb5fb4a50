"""One of the times that were asked about becomes the meeting (D4b, F5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import alternatives, asking, offers
from pathway import plan as engine
from pathway.errors import NoSuchInvitationError, TimeGoneError
from pathway.model import Answer, Invitation, Meeting, Participant
from pathway.service.meetings import rooms
from pathway.service.meetings.arranging import check_order, judged
from pathway.service.meetings.beside import kept_beside
from pathway.service.times.questions_of_times import option_at
from pathway.times import TimeOption, TimeQuestion
from pathway.views import Plan
from pathway.words import AnswerId, MeetingId, Role, Verdict

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import ChooseTime
    from pathway.messages import Pen


def choose_time(case: Case, pen: Pen, command: ChooseTime) -> Plan:
    """The meeting is arranged, or moves there: a plan as any other, in a room where one is free.

    The GP is invited, and so is everybody who has said that the time suits, their yes with them
    (D4b). `TimeGoneError`, and the refusals of any meeting.
    """
    question, option = _wanted(case, pen, command)
    case = case.with_changed(option)
    fresh = alternatives.meeting_at(case, question, option.start, pen.clinic.zone)
    meeting = _agreed(case, pen, question, fresh)
    check_order(case, meeting)
    agreeing = [
        person
        for person in offers.to_ask(case, question)
        if offers.agrees(case, pen.clinic, question, option, person)
        and not offers.lacking(case, pen.clinic, question, option, person)
    ]
    people = dict.fromkeys((*case.present(Role.GP), *agreeing))
    case = asking.ended(case, replace(question, chosen=option.id), pen.now)
    case, off = kept_beside(case, pen, meeting)
    case = replace(case.with_changed(meeting), decide_by=None)  # decided (F15)
    for person in people:
        if case.live_invitation(person.id, meeting.id) is None:
            case = case.with_changed(engine.requested(pen, meeting, person))
    yeses = [_yes(case, pen, question, meeting, person) for person in agreeing]
    case, told = engine.follow(case.with_changed(*yeses), pen)
    kept = (replace(yes, revision=case.invitation(yes.invitation_id).revision) for yes in yeses)
    case, over = asking.decided(case.with_changed(*kept), pen, question)
    return judged(Plan(case=case, consequences=(*off, *told, *over)), pen, meeting)


def _wanted(case: Case, pen: Pen, command: ChooseTime) -> tuple[TimeQuestion, TimeOption]:
    """The alternative that is meant; a time that is proposed becomes one by being chosen."""
    for question in offers.open_questions(case):
        if offers.overtaken(case, question):
            continue
        for option in offers.living_options(case, question, pen.now):
            if option.id == command.option_id:
                return question, option
        for one in offers.proposals(case, pen.clinic, question, pen.now):
            if one.start == command.proposed:
                return question, option_at(case, pen, question, one.start)
    raise TimeGoneError


def _agreed(case: Case, pen: Pen, question: TimeQuestion, meeting: Meeting) -> Meeting:
    link = meeting.link or rooms.first_free(case, pen, meeting.kind, meeting.window)
    meeting = replace(meeting, link=link)
    if case.meeting_of(question.kind) is not None:
        return replace(meeting, revision=meeting.revision + 1)
    return replace(meeting, id=MeetingId(pen.new_id()))


def _yes(
    case: Case, pen: Pen, question: TimeQuestion, meeting: Meeting, person: Participant
) -> Answer:
    """What they said of the time, as an answer to the invitation to it."""
    asked = next(
        one
        for one in reversed(case.asked)
        if one.question_id == question.id and one.participant_id == person.id
    )
    said = offers.present_answer(case, asked)
    invitation = _invitation(case, person, meeting)
    facts = alternatives.facts_at(case, pen.clinic, meeting, person)
    if said is None or facts is None:
        raise NoSuchInvitationError
    return Answer(
        id=AnswerId(pen.new_id()),
        invitation_id=invitation.id,
        revision=invitation.revision,
        facts=facts,
        verdict=Verdict.ACCEPTED,
        at=pen.now,
        channel=said.channel,
        evidence=f"said of the time in {said.id}",
        by_name=said.by_name,
        substitute=said.substitute,
        recorded_by=said.recorded_by,
    )


def _invitation(case: Case, person: Participant, meeting: Meeting) -> Invitation:
    invitation = case.live_invitation(person.id, meeting.id)
    if invitation is None:
        raise NoSuchInvitationError
    return invitation

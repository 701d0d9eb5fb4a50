"""What each who is asked about times is sent: their own windows, by the numbers they were given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import agenda, alternatives, offers, workdays
from pathway.messages import Pen, address_of, leaves_at
from pathway.model import Facts
from pathway.outgoing import Hours, Sending, SendingKind
from pathway.ports import Letter
from pathway.times import Asked, TimeQuestion
from pathway.words import Channel, Milestone, Role, SendingId

if TYPE_CHECKING:
    from pathway.case import Case


def written(
    case: Case, pen: Pen, question: TimeQuestion, asked: Asked, kind: SendingKind
) -> Sending:
    """One message of a question to the one who is asked."""
    person = case.participant(asked.participant_id)
    letter = _letter(case, pen, question, asked, kind)
    own_name = pen.texts.attendee_name(person.role, person.name)
    return Sending(
        id=SendingId(pen.new_id()),
        clinic_id=case.clinic_id,
        case_id=case.id,
        to=person.id,
        role=person.role,
        channel=asked.channel,
        address=address_of(person, asked.channel),
        kind=kind,
        content=replace(pen.texts.letter(letter), name=own_name),
        why="D2",
        created_at=pen.now,
        not_before=leaves_at(pen, _hours(pen, kind)),
        hours=_hours(pen, kind),
        asked_id=asked.id,
        revision=asked.revision,
    )


def _hours(pen: Pen, kind: SendingKind) -> Hours:
    """What is taken back leaves at any hour, and so does what a person has pressed (F3)."""
    return Hours.ANY if kind is SendingKind.TIMES_OVER else pen.hours


def _letter(
    case: Case, pen: Pen, question: TimeQuestion, asked: Asked, kind: SendingKind
) -> Letter:
    person, clinic = case.participant(asked.participant_id), pen.clinic
    option = offers.options_of(case, question.id)[0]
    meeting = alternatives.meeting_at(case, question, option.start, clinic.zone)
    own = agenda.parts_of(meeting, person)
    return Letter(
        kind=kind,
        role=person.role,
        ref=case.ref,
        public_name=clinic.public_name,
        phone=clinic.phone,
        zone=clinic.zone,
        facts=offers.first_open(case, asked),
        times=_numbered(case, question, asked, pen),
        recipient="" if person.role is Role.PATIENT else person.name,
        received=case.date_of(Milestone.REFERRAL_RECEIVED),
        attends=person.attends,
        answer_by=max(question.answer_by, workdays.add(pen.today, 1)),
        secure=asked.channel is Channel.SECURE_MESSAGE,
        paper=asked.channel is Channel.LETTER,
        spoken=asked.channel is Channel.PHONE,
        parts=tuple(meeting.parts[n].title for n in own),
        own_phone=person.phone,
        meeting_kind=question.kind,
        again=asked.revision > 1,
    )


def _numbered(
    case: Case, question: TimeQuestion, asked: Asked, pen: Pen
) -> tuple[tuple[int, Facts], ...]:
    """The times that are still to be had, by the numbers that this person was given."""
    living = {option.id for option in offers.living_options(case, question, pen.now)}
    numbered = enumerate(asked.offers, 1)
    return tuple((number, one.facts) for number, one in numbered if one.option_id in living)

"""Intents to deliver: one sending from one decision, its text frozen here and now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from pathway import agenda, channels, rules, workdays
from pathway.clinic import Clinic
from pathway.earlier import Earlier
from pathway.model import Facts, Invitation, Meeting, Participant
from pathway.outgoing import Content, Event, Hours, Method, Sending, SendingKind
from pathway.ports import Booking, Letter, Texts
from pathway.words import CaseId, Channel, Milestone, Role, SendingId, Substitute

if TYPE_CHECKING:
    from pathway.case import Case

IN_CALENDAR = frozenset(
    {SendingKind.INVITATION, SendingKind.UPDATE, SendingKind.LINK, SendingKind.CANCELLATION}
)
"""Kinds that carry an event; a reminder carries none, so it can leave no ghost."""

ANSWER_DAYS = 5
"""A written answer is asked for within this many working days (P7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """What a decision is written with: the clinic, the wording, ids, the moment, who acts.

    `pressed` is true when a person asked for it, so that it leaves at any hour (F3). `bookings`
    and `link_users` look at other cases for clashes, `earlier` at what a change may be undone to.
    """

    clinic: Clinic
    texts: Texts
    new_id: Callable[[], str]
    now: datetime
    actor: str
    bookings: Callable[[datetime, datetime], Sequence[Booking]]
    link_users: Callable[[str], Sequence[Booking]]
    earlier: Callable[[CaseId], Earlier | None]
    pressed: bool = True

    @property
    def today(self) -> date:
        """The date in the clinic."""
        return workdays.local_date(self.now, self.clinic.zone)

    @property
    def hours(self) -> Hours:
        """When what is written now may leave."""
        return Hours.ANY if self.pressed else Hours.WORKING


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a message to a participant is to say, before it has words.

    `call_on` is the day on which we ring when no answer comes, `counter` that it answers a COUNTER.
    """

    kind: SendingKind
    facts: Facts
    why: str
    before: Facts | None = None
    must_answer: bool = True
    accepted: bool = False
    step: int = 0
    promise_id: str = ""
    hours: Hours | None = None
    call_on: date | None = None
    channel: Channel | None = None
    counter: bool = False


def by_each_way(pen: Pen, case: Case, invitation: Invitation, draft: Draft) -> tuple[Sending, ...]:
    """The same message by every channel that it takes, as what it is there (R11, R12)."""
    wanted = wanted_of(pen, draft)
    rows: list[Sending] = []
    for channel in channels.ways(case, pen.clinic, invitation, wanted):
        kind = channels.kind_by(case, invitation, draft.kind, channel)
        own = replace(draft, channel=channel, kind=kind)
        if kind is not draft.kind:
            own = replace(own, before=None)
        rows.append(to_participant(pen, case, invitation, own))
    return tuple(rows)


def wanted_of(pen: Pen, draft: Draft) -> channels.Wanted:
    """What is to be told now, and the earlier of the times that it is about."""
    told = (draft.facts, draft.before or draft.facts)
    needed = min(facts.window.start for facts in told)
    until = max(facts.window.end for facts in told)
    return channels.Wanted(kind=draft.kind, at=pen.now, before=needed, until=until)


def to_participant(pen: Pen, case: Case, invitation: Invitation, draft: Draft) -> Sending:
    """A message of an invitation to its owner, by the draft's channel or the invitation's own."""
    person = case.participant(invitation.participant_id)
    channel = _carried_by(draft.channel or invitation.channel, draft)
    draft = replace(draft, channel=channel)
    letter = _letter(pen, case, invitation, person, draft)
    own_name = pen.texts.attendee_name(person.role, person.name)
    content = replace(pen.texts.letter(letter), name=own_name)
    mailed = channel is Channel.MAIL and invitation.channel is not Channel.GRAPH
    if channel is Channel.GRAPH or (mailed and (draft.counter or draft.kind in IN_CALENDAR)):
        content = replace(content, event=_event(pen, invitation, person, draft, letter))
    hours = Hours.SMS if channel is Channel.SMS else draft.hours or pen.hours
    return Sending(
        id=SendingId(pen.new_id()),
        clinic_id=case.clinic_id,
        case_id=case.id,
        to=person.id,
        role=person.role,
        channel=channel,
        address=address_of(person, channel),
        kind=draft.kind,
        content=content,
        why=draft.why,
        step=draft.step,
        created_at=pen.now,
        not_before=leaves_at(pen, hours),
        hours=hours,
        invitation_id=invitation.id,
        revision=invitation.revision,
        facts=draft.facts,
    )


def _carried_by(channel: Channel, draft: Draft) -> Channel:
    """A calendar holds events alone: what else is said to its owner goes by mail."""
    said = channel is Channel.GRAPH and draft.kind not in IN_CALENDAR
    return Channel.MAIL if said else channel


def as_of_today(pen: Pen, case: Case, sending: Sending) -> Content:
    """The text of a message that waits for a person to send it, as it reads today.

    A first invitation asks for an answer some days after it is sent, not after it was written;
    what stands beside a mail asks for one only while the mail does.
    """
    written = workdays.local_date(sending.created_at, pen.clinic.zone)
    beside = sending.kind is SendingKind.ABOUT_WHOM
    first = sending.kind is SendingKind.INVITATION and written != pen.today
    if sending.invitation_id is None or sending.facts is None or not (beside or first):
        return sending.content
    invitation = case.invitation(sending.invitation_id)
    answered = rules.present_answer(case, invitation) is not None
    draft = Draft(
        kind=sending.kind,
        facts=sending.facts,
        why=sending.why,
        must_answer=not (answered if beside else rules.accepts(case, invitation)),
        channel=sending.channel,
    )
    person = case.participant(invitation.participant_id)
    return pen.texts.letter(_letter(pen, case, invitation, person, draft))


def address_of(person: Participant, channel: Channel) -> str:
    """Where a message by this channel goes."""
    match channel:
        case Channel.MAIL | Channel.GRAPH:
            return person.email
        case Channel.SMS | Channel.PHONE:
            return person.phone
        case _:
            return person.office or person.name


def leaves_at(pen: Pen, hours: Hours) -> datetime:
    """The first moment at which a row of these hours may leave."""
    clinic = pen.clinic
    return workdays.next_leave(pen.now, hours, clinic.zone, clinic.work_from, clinic.work_to)


def _letter(
    pen: Pen, case: Case, invitation: Invitation, person: Participant, draft: Draft
) -> Letter:
    clinic, meeting = pen.clinic, case.meeting(invitation.meeting_id)
    patient, (doctor, locum) = person.role is Role.PATIENT, _doctor(case, meeting)
    channel = draft.channel or invitation.channel
    return Letter(
        kind=draft.kind,
        role=person.role,
        ref=case.ref,
        public_name=clinic.public_name,
        phone=clinic.phone,
        zone=clinic.zone,
        facts=draft.facts,
        recipient="" if patient else person.name,
        before=draft.before,
        must_answer=draft.must_answer,
        received=case.date_of(Milestone.REFERRAL_RECEIVED),
        attends=draft.facts.attends,
        answer_by=answer_by(clinic, pen.now, meeting),
        secure=channel is Channel.SECURE_MESSAGE,
        paper=channel is Channel.LETTER,
        sms=channel is Channel.SMS,
        spoken=channel is Channel.PHONE,
        doctor=doctor if patient else None,
        locum=locum and patient,
        parts=tuple(meeting.parts[n].title for n in agenda.parts_of(meeting, person)),
        own_text=clinic.patient_letter if patient else "",
        own_phone=person.phone,
        meeting_kind=meeting.kind,
        call_on=draft.call_on,
        patient_waits=not _patient_asked(case, meeting),
        shared=channel is Channel.GRAPH,
    )


def answer_by(clinic: Clinic, now: datetime, meeting: Meeting) -> date | None:
    """The day by which an answer is asked for; None where the meeting comes first."""
    day = workdays.add(workdays.local_date(now, clinic.zone), ANSWER_DAYS)
    return day if day < meeting.start.date() else None


def _doctor(case: Case, meeting: Meeting) -> tuple[str | None, bool]:
    """The name of the doctor who comes, and whether instead of the GP (R20b).

    So the patient can say who is wrong; None where the meeting is held without one.
    """
    doctors = () if meeting.without_gp else case.present(Role.GP)
    for doctor in doctors[-1:]:
        asked = case.live_invitation(doctor.id, meeting.id)
        answer = rules.present_answer(case, asked) if asked else None
        if answer and answer.substitute is Substitute.FOR_NOW and answer.by_name:
            return answer.by_name, True
        return doctor.name, doctor.stands_in_for is not None
    return None, False


def _patient_asked(case: Case, meeting: Meeting) -> bool:
    """Whether the patient is asked to this meeting."""
    return any(case.live_invitation(p.id, meeting.id) for p in case.present(Role.PATIENT))


def _event(
    pen: Pen, invitation: Invitation, person: Participant, draft: Draft, letter: Letter
) -> Event:
    entry = pen.texts.entry(letter)
    method = Method.DECLINECOUNTER if draft.counter else Method.REQUEST
    own_name = pen.texts.attendee_name(person.role, person.name)
    return Event(
        method=Method.CANCEL if draft.kind is SendingKind.CANCELLATION else method,
        uid=invitation.id,
        sequence=invitation.sequence,
        window=draft.facts.window,
        zone=pen.clinic.zone,
        summary=entry.subject,
        description=entry.text,
        location=pen.texts.location(letter),
        link=pen.texts.link(letter),
        attendee_name=own_name,
        accepted=draft.accepted,
    )


def current_event(pen: Pen, case: Case, invitation: Invitation) -> Event | None:
    """The invitation as its owner was last told, for a calendar; None before it was offered."""
    if invitation.offered is None:
        return None
    person = case.participant(invitation.participant_id)
    draft = Draft(kind=SendingKind.INVITATION, facts=invitation.offered, why="")
    letter = _letter(pen, case, invitation, person, draft)
    return _event(pen, invitation, person, draft, letter)

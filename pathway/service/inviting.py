"""One more person is asked, another doctor takes over, consents come and go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import leaving, promises
from pathway import plan as engine
from pathway.commands import Person
from pathway.errors import (
    NobodyToInviteError,
    NoSuchInvitationError,
    NothingToCorrectError,
    ReasonNeededError,
)
from pathway.leaving import FACTUAL
from pathway.messages import as_of_today
from pathway.model import Consent, Participant
from pathway.outgoing import SendingStatus
from pathway.service.meetings import living
from pathway.service.people import named
from pathway.views import Consequence, Plan
from pathway.words import (
    THIRD_PARTIES,
    ConsentId,
    ParticipantId,
    PromiseKind,
    Role,
    SendingId,
    StaffId,
)

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.commands import (
        HoldWithoutGp,
        RecordConsent,
        ReplaceGp,
        Snooze,
        TickSent,
        WithdrawConsent,
    )
    from pathway.messages import Pen
    from pathway.model import Promise


def replace_gp(case: Case, pen: Pen, command: ReplaceGp) -> Plan:
    """Another doctor is asked; whose place is taken hears a CANCEL (D2, F14).

    A locum has it for the meeting that is coming; the next is the GP's own again.
    """
    return take_over(case, pen, _new_doctor(case, pen, command))


def take_over(case: Case, pen: Pen, doctor: Participant, *, why: str = "") -> Plan:
    """This doctor is asked to what those before were asked to; `why` their time is over."""
    old = {gp.id for gp in case.present(Role.GP)}
    asked = {i.meeting_id for i in engine.coming(case, pen.now) if i.participant_id in old}
    ended = [replace(gp, ended_at=pen.now, ended_why=why) for gp in case.present(Role.GP)]
    case = case.with_changed(*ended, doctor)
    told_all: list[Consequence] = []
    for meeting in case.meetings:
        if meeting.id in asked:
            case, told = engine.invite(case, pen, meeting, doctor)
            told_all.extend(told)
    return Plan(case=case, consequences=tuple(told_all))


def _new_doctor(case: Case, pen: Pen, command: ReplaceGp) -> Participant:
    if not command.doctor.name:
        raise NobodyToInviteError
    own = [gp.stands_in_for or gp.id for gp in case.present(Role.GP)]
    return Participant(
        id=ParticipantId(pen.new_id()),
        role=Role.GP,
        name=command.doctor.name,
        office=command.doctor.office,
        email=command.doctor.email,
        phone=command.doctor.phone,
        stands_in_for=None if command.for_good or not own else own[-1],
    )


def hold_without_gp(case: Case, pen: Pen, command: HoldWithoutGp) -> Plan:
    """The responsible clinician decides, the secretary records: this replaces the GP's yes (D2)."""
    if not command.reason:
        raise ReasonNeededError
    meeting = replace(living(case, command.kind), without_gp=command.reason)
    case, told = engine.follow(case.with_changed(meeting), replace(pen, pressed=False))
    return Plan(case=case, consequences=told)


def record_consent(case: Case, pen: Pen, command: RecordConsent) -> Plan:
    """The patient consents to this actor; a later one without a name keeps the name (R13, F14)."""
    if command.role not in THIRD_PARTIES:
        raise NobodyToInviteError
    if command.given_on > pen.today:
        raise NothingToCorrectError
    person = _actor(case, pen, command)
    consent = Consent(
        id=ConsentId(pen.new_id()),
        participant_id=person.id,
        given_on=command.given_on,
        form=command.form,
        recorded_at=pen.now,
        recorded_by=StaffId(pen.actor),
        parts=command.parts,
    )
    return Plan(case=case.with_changed(person, consent))


def _actor(case: Case, pen: Pen, command: RecordConsent) -> Participant:
    known = [
        p for p in case.present(command.role) if not command.name or p.name in {"", command.name}
    ]
    given = Person(
        name=command.name, office=command.office, email=command.email, phone=command.phone
    )
    if not known:
        return Participant(
            id=ParticipantId(pen.new_id()),
            role=command.role,
            name=given.name,
            office=given.office,
            email=given.email,
            phone=given.phone,
            wanted_at=pen.now,
        )
    old = known[-1]
    return replace(
        old,
        name=given.name or old.name,
        office=given.office or old.office,
        email=given.email or old.email,
        phone=given.phone or old.phone,
    )


def withdraw_consent(case: Case, pen: Pen, command: WithdrawConsent) -> Plan:
    """That actor's invitations are cancelled at once and nothing more is sent to them (R19).

    One whose time is over ends without a message, so that no new time of the meeting revives it.
    """
    person = named(case, command.role, command.name)
    standing = [c for c in case.consents if c.participant_id == person.id and not c.withdrawn_at]
    if not standing:
        raise NothingToCorrectError
    case = case.with_changed(*(replace(c, withdrawn_at=pen.now) for c in standing))
    case = case.with_changed(replace(person, wanted_at=None, told_at=None))
    told_all: list[Consequence] = []
    for invitation in case.invitations:
        meeting = case.meeting(invitation.meeting_id)
        living = meeting.alive and invitation.cancelled_at is None
        if living and invitation.participant_id == person.id:
            held = leaving.last_told(case, invitation)
            over = held is not None and held[1].window.end <= pen.now
            case, told = engine.call_off(case, pen, invitation, why="R19", silent=over)
            told_all.extend(told)
    return Plan(case=case, consequences=tuple(told_all))


# --- ticked by a person -----------------------------------------------------------------------


def tick_sent(case: Case, pen: Pen, command: TickSent) -> Plan:
    """A person did it: sent the text (D6), phoned Nav (R14), or finished the task."""
    promise = _open_promise(case, command.promise_id)
    if promise.kind is PromiseKind.SECURE_MESSAGE:
        case = left_by_hand(case, pen, SendingId(promise.about))
    elif promise.kind is PromiseKind.PHONE_CALL:
        case = _told(case, promise, pen.now)
        if _nameless(case, promise):
            return Plan(case=case)  # stays open until Nav's adviser has a name (R14)
    return Plan(case=promises.settle_by_hand(case, promise, pen.now))


def _open_promise(case: Case, promise_id: str) -> Promise:
    found = [p for p in promises.open_promises(case) if p.id == promise_id]
    if not found:
        raise NoSuchInvitationError
    return found[0]


def _nameless(case: Case, promise: Promise) -> bool:
    people = [p for p in case.participants if p.id == promise.about and p.role in THIRD_PARTIES]
    return any(not person.name for person in people)


def _told(case: Case, promise: Promise, now: datetime) -> Case:
    people = [p for p in case.participants if p.id == promise.about and p.role in THIRD_PARTIES]
    return case.with_changed(*(replace(person, told_at=now) for person in people))


def left_by_hand(case: Case, pen: Pen, sending_id: SendingId) -> Case:
    """A hand-carried message has really left: its ladder starts now (D3)."""
    sending = case.sending(sending_id)
    said = as_of_today(pen, case, sending)
    left = replace(sending, content=said, status=SendingStatus.SENT, done_at=pen.now)
    return with_left(case.with_changed(left), sending_id, pen.now)


def with_left(case: Case, sending_id: SendingId, now: datetime) -> Case:
    """The invitation after one of its messages left: when asked, and when first told."""
    sending = case.sending(sending_id)
    if sending.invitation_id is None or sending.kind not in FACTUAL:
        return case
    invitation = case.invitation(sending.invitation_id)
    asked = invitation.asked_at
    if sending.revision == invitation.revision and asked is None:
        asked = now
    left = invitation.left_at or now
    return case.with_changed(replace(invitation, asked_at=asked, left_at=left, undelivered_at=None))


def snooze(case: Case, _pen: Pen, command: Snooze) -> Plan:
    """Hide a promise until a day; its ladder does not shift (F3)."""
    promise = _open_promise(case, command.promise_id)
    return Plan(case=case.with_changed(replace(promise, snoozed_until=command.until)))

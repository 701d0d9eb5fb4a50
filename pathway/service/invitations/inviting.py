"""A meeting needs no GP, and what is done by hand is ticked off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import asking, promises
from pathway import plan as engine
from pathway.errors import (
    NoSuchInvitationError,
    ReasonNeededError,
)
from pathway.leaving import FACTUAL
from pathway.messages import as_of_today
from pathway.outgoing import SendingKind, SendingStatus
from pathway.owed.checklists import ASKED
from pathway.owed.ended import TICKED
from pathway.ports import Notice
from pathway.service.invitations.unticked import heard_all_the_same, unticked
from pathway.service.meetings.arranging import invite_gp, living
from pathway.telling import to_staff
from pathway.views import Plan
from pathway.words import (
    THIRD_PARTIES,
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
        InviteGp,
        TickSent,
    )
    from pathway.messages import Pen
    from pathway.model import Meeting, Promise
    from pathway.views import Consequence
    from pathway.words import PromiseId


def arrange(case: Case, pen: Pen, command: InviteGp) -> Plan:
    """Arrange a meeting: the GP is asked (R11), or it is held without where there is none (D2)."""
    plan = invite_gp(case, pen, command)
    if case.present(Role.GP):
        return plan
    return replace(plan, case=_gate_opened(plan.case, pen, living(plan.case, command.kind)))


def hold_without_gp(case: Case, pen: Pen, command: HoldWithoutGp) -> Plan:
    """The responsible clinician decides, the secretary records: this replaces the GP's yes (D2)."""
    if not command.reason:
        raise ReasonNeededError
    meeting = replace(living(case, command.kind), without_gp=command.reason)
    case, told = engine.follow(case.with_changed(meeting), replace(pen, pressed=False))
    return Plan(case=_gate_opened(case, pen, meeting), consequences=told)


def _gate_opened(case: Case, pen: Pen, meeting: Meeting) -> Case:
    """The secretary hears at once what another has decided (D4)."""
    if pen.actor == case.secretary:
        return case
    known = {person.id: person.name for person in pen.clinic.staff}
    values = {"by": known.get(StaffId(pen.actor), pen.actor)}
    zone = pen.clinic.zone
    notice = Notice(
        name="without_gp", ref=case.ref, values=values, on=meeting.start.date(), zone=zone
    )
    row = to_staff(pen, case, case.secretary, Role.SECRETARY, notice, why="D4")
    return case.with_changed(row)


# --- ticked by a person -----------------------------------------------------------------------


def tick_sent(case: Case, pen: Pen, command: TickSent) -> Plan:
    """A person did it: sent the text (D6), phoned Nav (R14), or finished the task.

    `NoSuchInvitationError` where one of several is done already: then none is ticked.
    """
    told: tuple[Consequence, ...] = ()
    for promise_id in (command.promise_id, *command.also):
        plan = _ticked(case, pen, promise_id)
        case, told = plan.case, (*told, *plan.consequences)
    return Plan(case=case, consequences=told)


def _ticked(case: Case, pen: Pen, promise_id: PromiseId) -> Plan:
    late = [p for p in unticked(case, pen.now) if p.id == promise_id]
    if late:
        return _ticked_late(case, pen, late[0])
    promise = open_promise(case, promise_id)
    if promise.kind not in TICKED:
        raise NoSuchInvitationError
    if promise.kind is PromiseKind.SECURE_MESSAGE:
        case = left_by_hand(case, pen, SendingId(promise.about))
    elif promise.kind is PromiseKind.REFERRAL_CONTENT:
        return Plan(case=case.with_changed(_asked(promise)))
    elif promise.kind is PromiseKind.PHONE_CALL:
        case = _told(case, promise, pen.now)
        if _nameless(case, promise):
            return Plan(case=case)  # stays open until Nav's adviser has a name (R14)
    return Plan(case=promises.settle_by_hand(case, promise, pen.now))


def _ticked_late(case: Case, pen: Pen, promise: Promise) -> Plan:
    sent = SendingId(promise.about)
    case = promises.settle_by_hand(left_by_hand(case, pen, sent), promise, pen.now)
    case, told = heard_all_the_same(case, pen, case.sending(sent))
    return Plan(case=case, consequences=told)


def _asked(promise: Promise) -> Promise:
    """The referrer has the text, and what is missing is still waited for (R7); once."""
    if ASKED in promise.ticked:
        raise NoSuchInvitationError
    return replace(promise, ticked=(*promise.ticked, ASKED))


def open_promise(case: Case, promise_id: str) -> Promise:
    """What is owed and not settled; `NoSuchInvitationError` where it is not."""
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
    if sending.asked_id is not None and sending.kind is SendingKind.TIMES:
        return asking.left(case, sending.asked_id, now)
    if sending.invitation_id is None or sending.kind not in FACTUAL:
        return case
    invitation = case.invitation(sending.invitation_id)
    asked = invitation.asked_at
    if sending.revision == invitation.revision and asked is None:
        asked = now
    left = invitation.left_at or now
    return case.with_changed(replace(invitation, asked_at=asked, left_at=left, undelivered_at=None))

"""Reminders to people outside: what is written, and whether one was written already (D4, F11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pathway import asking_letters, offers, rules, workdays
from pathway.messages import Draft, Pen, by_each_way
from pathway.model import Facts, Invitation, Promise
from pathway.outgoing import Hours, Sending, SendingKind, SendingStatus
from pathway.times import Asked
from pathway.words import AskedId, Channel, InvitationId, PromiseKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from pathway.case import Case
    from pathway.clinic import Clinic

REMINDERS = {
    PromiseKind.REMINDER: SendingKind.REMINDER,
    PromiseKind.ANSWER: SendingKind.REMINDER,
    PromiseKind.STILL_STANDS: SendingKind.STILL_STANDS,
    PromiseKind.TIMES: SendingKind.TIMES_REMINDER,
}

ASKING = frozenset({PromiseKind.ANSWER, PromiseKind.TIMES})
"""What somebody was asked, and has not answered."""

_ASKED_AGAIN = frozenset({SendingKind.REMINDER, SendingKind.TIMES_REMINDER})

PRESSED = "F11"
"""Why a reminder was written that a person asked for."""


def asks_first(case: Case, promise: Promise) -> bool:
    """Whether an answer may lie in the EHR, so that a person is asked before a reminder (F11)."""
    asking = promise.kind in ASKING
    return asking and way_of(case, promise) is Channel.SECURE_MESSAGE


def way_of(case: Case, promise: Promise) -> Channel:
    """How the one who owes an answer, or is to come, was asked."""
    if promise.kind is PromiseKind.TIMES:
        return _asked(case, promise).channel
    return case.invitation(InvitationId(promise.about)).channel


def _asked(case: Case, promise: Promise) -> Asked:
    return case.asked_about(AskedId(InvitationId(promise.about)))


def reminder(
    case: Case, pen: Pen, promise: Promise, step: int, *, call_on: date | None = None
) -> Sending:
    """The reminder of this promise; one that a person asked for leaves at any hour (F3)."""
    why = PRESSED if pen.pressed else f"D3:{promise.ladder}:{step}"
    if promise.kind is PromiseKind.TIMES:
        asked = _asked(case, promise)
        question = case.question_of_times(asked.question_id)
        row = asking_letters.written(case, pen, question, asked, REMINDERS[promise.kind])
        return replace(row, why=why, step=step, promise_id=promise.id)
    invitation = case.invitation(InvitationId(promise.about))
    facts = offered(case, promise)
    unanswered = rules.present_answer(case, invitation) is None
    draft = Draft(
        kind=REMINDERS[promise.kind],
        facts=facts,
        before=facts,
        why=why,
        must_answer=unanswered or promise.kind is not PromiseKind.REMINDER,
        step=step,
        hours=Hours.ANY if pen.pressed else Hours.WORKING,
        call_on=call_on,
    )
    return replace(by_each_way(pen, case, invitation, draft)[0], promise_id=promise.id)


def offered(case: Case, promise: Promise) -> Facts:
    """What the promise's invitation offers now; what was never offered is our own mistake."""
    if promise.kind is PromiseKind.TIMES:
        return offers.first_open(case, _asked(case, promise))
    facts = case.invitation(InvitationId(promise.about)).offered
    if facts is None:
        raise ValueError(promise.id)
    return facts


def reminded_today(case: Case, pen: Pen, promise: Promise) -> bool:
    """Two reminders of one invitation on one day become one (D4, F11).

    One that was written in the evening and left in the morning is the morning's too.
    """
    days = (
        workdays.local_date(at, pen.clinic.zone)
        for row in _written(case, promise)
        for at in (row.created_at, row.stamp, row.done_at)
        if at is not None
    )
    return pen.today in days


def reminder_waits(case: Case, promise: Promise) -> bool:
    """Whether a reminder is written already, and has not left."""
    return any(row.waiting for row in _written(case, promise))


def reminded_by_hand(case: Case, promise: Promise) -> bool:
    """Whether a person has had a reminder written since the ladder's last step."""
    own = (row for row in _written(case, promise) if row.promise_id == promise.id)
    return any(row.why == PRESSED and row.step == promise.step for row in own)


def _written(case: Case, promise: Promise) -> tuple[Sending, ...]:
    kinds = set(REMINDERS.values())
    rows = (s for s in case.sendings if promise.about in {s.invitation_id, s.asked_id})
    return tuple(s for s in rows if s.kind in kinds and s.status is not SendingStatus.DROPPED)


def without_earlier(case: Case, promise: Promise) -> Case:
    """What an earlier step wrote, and nobody sent or saw, gives way to what comes now (F3)."""
    stale = [
        replace(s, status=SendingStatus.DROPPED)
        for s in case.sendings
        if s.promise_id == promise.id and s.waiting and not s.may_have_left
    ]
    return case.with_changed(*stale)


def told_anew(case: Case, promise: Promise, told: Collection[Sending]) -> Case:
    """These are written; a task that they have not read gives way to what they are told now."""
    readers = {row.to for row in told}
    unread = [
        replace(s, status=SendingStatus.DROPPED)
        for s in case.sendings
        if s.promise_id == promise.id
        and s.kind is SendingKind.TASK
        and s.waiting
        and s.to in readers
    ]
    return case.with_changed(*unread).with_changed(*told)


def asked_and_reminded(case: Case, clinic: Clinic, promise: Promise) -> tuple[str, str]:
    """The ISO dates on which this invitation's owner was asked and last reminded, or empty."""
    every: tuple[Invitation | Asked, ...] = (*case.invitations, *case.asked)
    about = next((one for one in every if one.id == promise.about), None)
    if about is None or about.asked_at is None:
        return "", ""
    asked = workdays.local_date(about.asked_at, clinic.zone).isoformat()
    reminders = [
        s.done_at
        for s in case.sendings
        if about.id in {s.invitation_id, s.asked_id}
        and s.kind in _ASKED_AGAIN
        and s.done_at
        and s.revision == about.revision
    ]
    last = workdays.local_date(reminders[-1], clinic.zone).isoformat() if reminders else ""
    return asked, last

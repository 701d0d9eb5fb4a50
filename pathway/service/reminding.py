"""Reminders to people outside: what is written, and whether one was written already (D4, F11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pathway import rules, workdays
from pathway.messages import Draft, Pen, by_each_way
from pathway.model import Facts, Promise
from pathway.outgoing import Hours, Sending, SendingKind, SendingStatus
from pathway.words import Channel, InvitationId, PromiseKind

if TYPE_CHECKING:
    from pathway.case import Case

REMINDERS = {
    PromiseKind.REMINDER: SendingKind.REMINDER,
    PromiseKind.ANSWER: SendingKind.REMINDER,
    PromiseKind.STILL_STANDS: SendingKind.STILL_STANDS,
}

PRESSED = "F11"
"""Why a reminder was written that a person asked for."""


def asks_first(case: Case, promise: Promise) -> bool:
    """Whether an answer may lie in the EHR, so that a person is asked before a reminder (F11)."""
    if promise.kind is not PromiseKind.ANSWER:
        return False
    return case.invitation(InvitationId(promise.about)).channel is Channel.SECURE_MESSAGE


def reminder(
    case: Case, pen: Pen, promise: Promise, step: int, *, call_on: date | None = None
) -> Sending:
    """The reminder of this promise; one that a person asked for leaves at any hour (F3)."""
    invitation = case.invitation(InvitationId(promise.about))
    facts = offered(case, promise)
    unanswered = rules.present_answer(case, invitation) is None
    draft = Draft(
        kind=REMINDERS[promise.kind],
        facts=facts,
        before=facts,
        why=PRESSED if pen.pressed else f"D3:{promise.ladder}:{step}",
        must_answer=unanswered or promise.kind is not PromiseKind.REMINDER,
        step=step,
        hours=Hours.ANY if pen.pressed else Hours.WORKING,
        call_on=call_on,
    )
    return replace(by_each_way(pen, case, invitation, draft)[0], promise_id=promise.id)


def offered(case: Case, promise: Promise) -> Facts:
    """What the promise's invitation offers now; what was never offered is our own mistake."""
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
    rows = case.sendings_of(InvitationId(promise.about))
    return tuple(s for s in rows if s.kind in kinds and s.status is not SendingStatus.DROPPED)


def without_earlier(case: Case, promise: Promise) -> Case:
    """What an earlier step wrote, and nobody sent or saw, gives way to what comes now (F3)."""
    stale = [
        replace(s, status=SendingStatus.DROPPED)
        for s in case.sendings
        if s.promise_id == promise.id and s.waiting and not s.may_have_left
    ]
    return case.with_changed(*stale)

"""Chat messages are delivered when the person is shown them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import underway
from pathway.outgoing import Hours, Sending, SendingKind, SendingStatus
from pathway.service.answers import answering, stray_mail
from pathway.service.daemon import digest
from pathway.service.run import briefed, following
from pathway.service.staff import absent, holdups, put_off

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from pathway.case import Case
    from pathway.service.context import Context
    from pathway.words import SendingId


_NEVER_ALONE = frozenset({SendingKind.TASK, SendingKind.EDIT})
"""A task comes with its digest, and an edit in the place of what it changes."""


def show_waiting(context: Context) -> tuple[Sending, ...]:
    """The notices and the digest that wait for the acting person, now marked as shown.

    A task is shown with the digest that holds it (D4); what may not leave yet waits for its hour,
    and an edit for the chat whose message it changes.
    """
    waiting = [
        row for row in context.ledger.waiting_chat(context.actor) if row.not_before <= context.now
    ]
    told: list[Sending] = []
    for row in waiting:
        if row.kind not in _NEVER_ALONE:
            told.extend(_shown_if_true(context, row))
    digests = [row.created_at for row in told if row.kind is SendingKind.DIGEST]
    if digests:
        tasks_shown(context, context.actor, max(digests))
    return tuple(told)


def show_copies(
    context: Context, since: datetime, seen: Collection[SendingId]
) -> tuple[Sending, ...]:
    """The same for one whose own chat gets them: nothing is marked, so the chat gets them still.

    What was posted there after `since` is among them; what was `seen` is not.
    """
    waiting = [
        row for row in context.ledger.waiting_chat(context.actor) if row.not_before <= context.now
    ]
    rows = [*context.ledger.posted(context.actor, since), *waiting]
    fresh = [row for row in rows if row.id not in seen and row.kind not in _NEVER_ALONE]
    return tuple(true for row in fresh if (true := _copied(context, row)))


def _copied(context: Context, row: Sending) -> Sending | None:
    if row.case_id is None:
        return of_no_case(context, row)
    return as_true(context, context.ledger.load_for(row.id, context.access), row)


def as_true(context: Context, case: Case, row: Sending) -> Sending | None:
    """News of a case as they are when they are shown; None where they hold no more (D2)."""
    return briefed.renewed(context, case, row) if holds(case, row, context.now) else None


def holds(case: Case, row: Sending, now: datetime) -> bool:
    """Whether news of a case are still to be told, as far as the case says.

    Of one that has ended only its end and what came after it (R10), and an answer that was kept
    (F15); of a task nothing once it is settled, and how far a run has come only while it goes on.
    """
    settled = any(p.settled for p in case.promises if p.id in row.content.held)
    if row.why == following.WHY and underway.is_old_news(case, row, now):
        return False
    if (case.ended_after(row.created_at) or settled) and row.why != answering.KEPT:
        return False
    return answering.still_news(case, row, now)


def hours_of(context: Context, row: Sending) -> Hours:
    """When it may be told: of a run at once, and in working hours when it is past (D4, F18)."""
    if row.hours is not Hours.ANY or row.kind is SendingKind.EDIT or row.case_id is None:
        return row.hours
    case = context.ledger.load_for(row.id, context.access)
    return Hours.WORKING if underway.is_old_news(case, row, context.now) else row.hours


def of_no_case(context: Context, row: Sending) -> Sending | None:
    """What belongs to no case as true as it is now; None where it has nothing to say any more.

    What has been read is what it was.
    """
    if not row.waiting:
        return row
    if row.kind is SendingKind.DIGEST:
        return digest.renewed(context, row)
    if row.why == holdups.WHY:
        return holdups.renewed(context, row)
    return stray_mail.renewed(context, row) if absent.still_away(context, row) else None


def tasks_shown(context: Context, staff_id: str, at: datetime) -> None:
    """The tasks that the digest of this moment holds are shown with it."""
    for case, row in _held(context, staff_id, at):
        _save(context, case, row, SendingStatus.SHOWN)


def tasks_mailed(context: Context, staff_id: str, at: datetime) -> None:
    """A mail has told of the tasks that it holds: they wait to be read, the day is kept (D3)."""
    for case, row in _held(context, staff_id, at):
        if row.stamp is None:
            told = replace(row, stamp=context.now)
            context.ledger.save(case.with_changed(told), context.access, what="mailed")


def shown(context: Context, row: Sending) -> None:
    """A row that has reached its reader, whatever has become of what it says."""
    if row.case_id is None:
        context.ledger.put_sending(_ended(context, row, SendingStatus.SHOWN))
        return
    case = context.ledger.load_for(row.id, context.access)
    _save(context, case, row, SendingStatus.SHOWN)


def _shown_if_true(context: Context, row: Sending) -> tuple[Sending, ...]:
    """The row as shown, or nothing where what it says has been overtaken (D2)."""
    if row.case_id is None:
        true = of_no_case(context, row)
        ended = _ended(context, true or row, SendingStatus.SHOWN if true else SendingStatus.DROPPED)
        context.ledger.put_sending(ended)
        return (ended,) if true else ()
    case = context.ledger.load_for(row.id, context.access)
    true = as_true(context, case, row)
    status = SendingStatus.SHOWN if true else SendingStatus.DROPPED
    ended = _save(context, case, true or row, status)
    return (ended,) if true else ()


def _held(context: Context, staff_id: str, at: datetime) -> Iterator[tuple[Case, Sending]]:
    """The tasks in the digest of this moment; one that is snoozed was not in it, and waits (F3)."""
    clinic, today = context.clinic, context.today
    for row in context.ledger.waiting_chat(staff_id):
        if row.kind is not SendingKind.TASK or row.created_at > at or row.not_before > context.now:
            continue
        case = context.ledger.load_for(row.id, context.access)
        about = [p for p in case.promises if p.id == row.promise_id]
        if not any(put_off.waits(case, clinic, promise, row, today) for promise in about):
            yield case, row


def _save(context: Context, case: Case, row: Sending, status: SendingStatus) -> Sending:
    ended = _ended(context, row, status)
    context.ledger.save(case.with_changed(ended), context.access, what=status)
    return ended


def _ended(context: Context, row: Sending, status: SendingStatus) -> Sending:
    return replace(row, status=status, done_at=context.now)

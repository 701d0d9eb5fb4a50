"""The daemon's part of what waits for staff in chat: claim, hand over, write the receipt (D4).

Whoever has a chat gets it there, others by e-mail; whoever has neither finds it when they come.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import workdays
from pathway.messages import to_staff
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.ports import Notice
from pathway.service import answering, showing
from pathway.service.delivering import LEASE, delay
from pathway.words import Role

if TYPE_CHECKING:
    from pathway.service.context import Context
    from pathway.words import SendingId

MOST = 10
"""Messages to one person in one pass; the rest goes with the next."""


def claim(context: Context, staff_id: str, *, by_mail: bool = True) -> tuple[Sending, ...]:
    """Take what this person may be told now; what an answer has overtaken is dropped (D2).

    `by_mail` is whether those without a chat are mailed.
    """
    if not _reached(context, staff_id, by_mail=by_mail):
        return ()
    ready = [row for row in context.ledger.waiting_chat(staff_id) if _ready(context, row)]
    claimed = (_claimed(context, row) for row in ready[:MOST])
    return tuple(row for row in claimed if row is not None)


def _reached(context: Context, staff_id: str, *, by_mail: bool) -> bool:
    chat = context.ledger.chat(staff_id)
    in_chat = chat is not None and chat.unreachable_at is None
    return in_chat or (by_mail and bool(context.clinic.member(staff_id).email))


def _ready(context: Context, row: Sending) -> bool:
    """A task waits for the digest that holds it; all the rest for its hours and its lease."""
    if row.kind is SendingKind.TASK or row.not_before > context.now:
        return False
    leased = row.leased_until is not None and row.leased_until > context.now
    clinic = context.clinic
    opens, closes = clinic.work_from, clinic.work_to
    return not leased and workdays.may_leave(context.now, row.hours, clinic.zone, opens, closes)


def _claimed(context: Context, row: Sending) -> Sending | None:
    held = replace(
        row,
        leased_until=context.now + LEASE,
        attempts=row.attempts + 1,
        stamp=row.stamp or context.now.replace(microsecond=0),
    )
    if row.case_id is None:
        context.ledger.put_sending(held)
        return held
    case = context.ledger.load_for(row.id, context.access)
    if not answering.still_news(case, row):
        dropped = replace(row, status=SendingStatus.DROPPED, done_at=context.now)
        context.ledger.save(case.with_changed(dropped), context.access, what="dropped")
        return None
    context.ledger.save(case.with_changed(held), context.access, what="claimed")
    return held


def delivered(context: Context, staff_id: str, sending_id: SendingId) -> None:
    """It is in the chat: shown, and with a digest the tasks that it holds."""
    row = _waiting(context, staff_id, sending_id)
    if row is None:
        return
    showing.shown(context, row)
    if row.kind is SendingKind.DIGEST:
        showing.tasks_shown(context, staff_id, row.created_at)


def failed(context: Context, staff_id: str, sending_id: SendingId, error: str) -> None:
    """It could not be handed over: it waits longer each time, and is never given up."""
    row = _waiting(context, staff_id, sending_id)
    if row is None:
        return
    later = replace(
        row,
        status=SendingStatus.FAILED,
        leased_until=None,
        error=error,
        not_before=context.now + delay(row.attempts),
    )
    if row.case_id is None:
        context.ledger.put_sending(later)
        return
    case = context.ledger.load_for(row.id, context.access)
    context.ledger.save(case.with_changed(later), context.access, what="failed")


def lost(context: Context, staff_id: str) -> None:
    """The chat is blocked or removed: e-mail is next, and else the secretaries are told (D4)."""
    chat = context.ledger.chat(staff_id)
    if chat is None or chat.unreachable_at is not None:
        return
    context.ledger.put_chat(replace(chat, unreachable_at=context.now))
    if context.clinic.member(staff_id).email:
        return
    waiting = [row for row in context.ledger.waiting_chat(staff_id) if row.case_id is not None]
    for case_id in dict.fromkeys(row.case_id for row in waiting if row.case_id):
        case = context.ledger.load_for(case_id, context.access)
        if case.secretary != staff_id:
            name = context.clinic.member(staff_id).name
            notice = Notice(
                name="colleague_unreached", ref=case.ref, values={"name": name}, at=context.now
            )
            pen = context.pen(pressed=False)
            told = to_staff(pen, case, case.secretary, Role.SECRETARY, notice, why="D4")
            context.ledger.save(case.with_changed(told), context.access, what="unreached")


def _waiting(context: Context, staff_id: str, sending_id: SendingId) -> Sending | None:
    """The row as it is now; None where somebody else has shown it meanwhile."""
    rows = context.ledger.waiting_chat(staff_id)
    return next((row for row in rows if row.id == sending_id), None)

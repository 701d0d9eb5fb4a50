"""Chat messages are delivered when the person is shown them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway.outgoing import Sending, SendingKind, SendingStatus

if TYPE_CHECKING:
    from pathway.service.context import Context


def show_waiting(context: Context) -> tuple[Sending, ...]:
    """The notices and the digest that wait for the acting person, now marked as shown.

    Single tasks wait for the digest (D4), and what may not leave yet waits for its hour.
    """
    waiting = [
        row
        for row in context.ledger.waiting_chat(context.actor)
        if row.kind is not SendingKind.TASK and row.not_before <= context.now
    ]
    return tuple(_shown(context, row) for row in waiting)


def _shown(context: Context, row: Sending) -> Sending:
    shown = replace(row, status=SendingStatus.SHOWN, done_at=context.now)
    if row.case_id is None:
        context.ledger.put_sending(shown)
        return shown
    case = context.ledger.load_for(row.id, context.access)
    context.ledger.save(case.with_changed(shown), context.access, what="shown")
    return shown

"""What was told of the day ahead stays true until its meeting begins (R17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway.service.daemon import progress
from pathway.service.run import briefing, todays
from pathway.telling import meanwhile

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.model import Meeting
    from pathway.outgoing import Content, Sending
    from pathway.service.context import Context

WHY = "D3:briefing"
"""With what the reason of such a message begins; no other has it."""

STANDS = timedelta(days=7)
"""So long before its meeting one was told at most: the working day before may be a week ago."""


def edited(context: Context, before: Case, after: Case) -> None:
    """What was told of the day ahead is edited in its place while it lies ahead (R17).

    Quietly: whoever must act because of a change is told of that by itself (D4, F18).
    """
    rows = [row for row in after.sendings if row.why.startswith(WHY) and row.message_id]
    if not rows or before == after:
        return
    pen = context.pen(pressed=False)
    for row in {row.to: row for row in rows}.values():  # the last of each
        meeting = _about(after, row)
        soon = meeting and timedelta() < meeting.starts_at - context.now <= STANDS
        said = _as_now(after, pen, row, meeting) if meeting and soon else None
        if meeting and soon and not meeting.alive:
            said = pen.texts.notice(todays.off(after, meeting))
        if said is not None:
            progress.take_place(context, row, said)


def renewed(context: Context, case: Case, row: Sending) -> Sending | None:
    """One that waited to be shown says what holds now; None where nobody needs it any more."""
    meeting = _about(case, row) if row.why.startswith(WHY) else None
    if meeting is None:
        return row
    said = _as_now(case, context.pen(pressed=False), row, meeting)
    return None if said is None else replace(row, content=said)


def _about(case: Case, row: Sending) -> Meeting | None:
    """The meeting that lay ahead when it was written."""
    stood = (m for m in case.meetings if not m.cancelled_at or m.cancelled_at >= row.created_at)
    ahead = [m for m in stood if m.starts_at > row.created_at]
    return min(ahead, key=lambda one: one.starts_at, default=None)


def _as_now(case: Case, pen: Pen, row: Sending, meeting: Meeting) -> Content | None:
    """The briefing as it reads now; None where it is off, or its reader has no part in it."""
    if not meeting.alive:
        return None
    notice = briefing.notice_of(case, pen, meeting)
    people = (meanwhile(pen.clinic, who, notice) for who, _ in briefing.whom(case, meeting))
    return next((pen.texts.notice(own) for who, own in people if who == row.to), None)

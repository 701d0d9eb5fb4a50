"""What was told of the day ahead stays true until its meeting begins (R17)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pathway.service.daemon import progress
from pathway.service.run import briefing
from pathway.telling import to_staff

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.service.context import Context

WHY = "D3:briefing"
"""With what the reason of such a message begins; no other has it."""

STANDS = timedelta(days=7)
"""So long before its meeting one was told at most: the working day before may be a week ago."""


def edited(context: Context, before: Case, after: Case) -> None:
    """What was told of the day ahead is edited in its place while it lies ahead (R17).

    Quietly: whoever must act because of a change is told of that by itself (D4, F18).
    """
    ahead = [one for one in after.meetings if one.alive and one.starts_at > context.now]
    rows = [row for row in after.sendings if row.why.startswith(WHY) and row.message_id]
    if not (ahead and rows) or before == after:
        return
    meeting, pen = min(ahead, key=lambda one: one.starts_at), context.pen(pressed=False)
    if meeting.starts_at - context.now > STANDS:
        return
    notice = briefing.notice_of(after, pen, meeting)
    for who, role in briefing.whom(after, meeting):
        now = to_staff(pen, after, who, role, notice, why=WHY)
        own = [row for row in rows if row.to == now.to]
        if own:
            progress.take_place(context, own[-1], now.content)

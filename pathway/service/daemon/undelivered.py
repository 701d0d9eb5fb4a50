"""What did not arrive: the secretary is told, and rings instead (D4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.ports import Notice
from pathway.telling import to_staff
from pathway.words import Channel, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.model import Invitation
    from pathway.service.context import Context

GATHERED = timedelta(minutes=2)
"""So long a notice waits for the others of the same event, each tried right after the last."""


def not_arrived(case: Case, context: Context, sending: Sending, *, for_good: bool) -> Case:
    """The case after a message did not arrive, and the secretary is told."""
    if sending.invitation_id is not None:
        invitation = case.invitation(sending.invitation_id)
        if sending.kind is not SendingKind.CANCELLATION:
            case = case.with_changed(replace(invitation, undelivered_at=context.now))
        if sending.channel is Channel.GRAPH:
            return _not_in_calendars(case, context, invitation)
    elif sending.asked_id is not None and sending.kind is not SendingKind.TIMES_OVER:
        asked = case.asked_about(sending.asked_id)
        case = case.with_changed(replace(asked, undelivered_at=context.now))
    if context.actor == case.secretary:  # who ties a failure to its case has it before them
        return case
    notice = Notice(
        name="undelivered" if for_good else "given_up",
        ref=case.ref,
        values={
            "role": sending.role,
            "kind": sending.kind,
            "error": "refused" if for_good else "failed",
        },
        at=context.now,
    )
    return case.with_changed(_told(case, context, notice, "D4"))


def _not_in_calendars(case: Case, context: Context, about: Invitation) -> Case:
    """One notice for all who share the meeting's event, by name, until somebody has read it."""
    why = f"D4:{about.meeting_id}"
    unread = (row for row in case.sendings if row.why == why and row.waiting and not row.attempts)
    before = next((row for row in unread if not case.ended_after(row.created_at)), None)
    since = before.created_at if before else context.now
    rows = [
        row
        for one in case.invitations_to(about.meeting_id)
        for row in case.sendings_of(one.id)
        if row.channel is Channel.GRAPH
    ]
    given_up = [row for row in rows if row.status is SendingStatus.GIVEN_UP]
    lost = [row for row in given_up if row.done_at and row.done_at >= since]
    names: dict[str, str] = {p.id: p.name for p in case.participants}
    values = {"names": "\n".join(dict.fromkeys(names[row.to] for row in lost))}
    kinds = {row.kind for row in lost}
    if len(kinds) == 1:
        values["kind"] = kinds.pop()
    notice = Notice(name="not_in_calendar", ref=case.ref, values=values, at=context.now)
    told = _told(case, context, notice, why)
    if any(row.waiting for row in rows):
        told = replace(told, not_before=max(told.not_before, context.now + GATHERED))
    if before is not None:
        told = replace(told, id=before.id, created_at=before.created_at)
    return case.with_changed(told)


def _told(case: Case, context: Context, notice: Notice, why: str) -> Sending:
    pen = context.pen(pressed=False)
    return to_staff(pen, case, case.secretary, Role.SECRETARY, notice, why=why)

"""The organiser's mailbox or calendar, or what is done in it, fails: the office hears it, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.outgoing import Hours, Sending, SendingKind
from pathway.ports import Notice
from pathway.words import CaseRef, Channel, Role, SendingId

if TYPE_CHECKING:
    from pathway.clinic import Staff
    from pathway.postbox import PostboxFault
    from pathway.service.context import Context

WHY = "mailbox"


def tell_of_mailbox(context: Context, fault: PostboxFault, what: str = WHY) -> None:
    """A notice to each of the office; none to one who has not read the last one (D4)."""
    for person in context.clinic.staff:
        if person.runs_office and not _waits(context, person, what):
            context.ledger.put_sending(_notice(context, person, fault, what))


def _waits(context: Context, person: Staff, what: str) -> bool:
    return any(row.why == what for row in context.ledger.waiting_chat(person.id))


def _notice(context: Context, person: Staff, fault: PostboxFault, what: str) -> Sending:
    notice = Notice(name=f"{what}_down", ref=CaseRef(""), values={"fault": fault})
    return Sending(
        id=SendingId(context.new_id()),
        clinic_id=context.clinic.id,
        case_id=None,
        to=person.id,
        role=Role.SECRETARY,
        channel=Channel.CHAT,
        kind=SendingKind.NOTICE,
        content=context.texts.notice(notice),
        why=what,
        created_at=context.now,
        not_before=context.now,
        hours=Hours.WORKING,
    )

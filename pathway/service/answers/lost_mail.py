"""Mail that was handed over and did not arrive: which it was, and what becomes of it (D4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway.outgoing import Sending, SendingStatus
from pathway.service.daemon.undelivered import not_arrived
from pathway.words import Channel, ParticipantId, SendingId

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pathway.case import Case
    from pathway.service.context import Context


def lost(sent: Iterable[Sending], to: str, named: Collection[SendingId] = ()) -> Sending | None:
    """The message that a report of this recipient is about: one of the named, else the last mailed.

    None where it is about another recipient: what we wrote to may be an alias of several, and the
    one who was asked has it all the same (F6). Where nobody is told of, it is about any.
    """
    mailed = [
        row
        for row in sent
        if row.channel is Channel.MAIL and row.attempts and row.status is not SendingStatus.DROPPED
    ]
    known = [row for row in mailed if row.id in named]
    theirs = [row for row in known or mailed if not to or row.address.lower() == to]
    return next(reversed(theirs), None)


def bounced(case: Case, context: Context, row: Sending, why: str) -> Case | None:
    """As when the other side refuses it: the secretary rings, or puts the address right (D4).

    None where it is known, or of an address that nobody writes to any more.
    """
    moved = case.participant(ParticipantId(row.to)).email.lower() != row.address.lower()
    if row.status is SendingStatus.GIVEN_UP or moved:
        return None
    given_up = replace(
        row, status=SendingStatus.GIVEN_UP, error=why, leased_until=None, done_at=context.now
    )
    return not_arrived(case.with_changed(given_up), context, given_up, for_good=True)

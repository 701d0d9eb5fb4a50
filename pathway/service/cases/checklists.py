"""The items of a checklist are ticked; the last one settles it (R9, R10)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import promises
from pathway.errors import NoSuchInvitationError
from pathway.owed.checklists import CHECKLISTS, remaining
from pathway.service.invitations.inviting import open_promise
from pathway.views import Plan

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import TickItems
    from pathway.messages import Pen


def tick_items(case: Case, pen: Pen, command: TickItems) -> Plan:
    """These are done; when nothing remains the list is settled.

    `NoSuchInvitationError` for what is no list, or stands on another.
    """
    promise = open_promise(case, command.promise_id)
    if not set(command.items) <= set(CHECKLISTS.get(promise.kind, ())):
        raise NoSuchInvitationError
    ticked = tuple(dict.fromkeys((*promise.ticked, *command.items)))
    promise = replace(promise, ticked=ticked)
    if remaining(case, promise):
        return Plan(case=case.with_changed(promise))
    return Plan(case=promises.settle_by_hand(case, promise, pen.now))

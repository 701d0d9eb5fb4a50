"""Everybody who is asked can be found again by the link and the code that they were sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.service.context import Context


def keep(context: Context, case: Case) -> None:
    """Remember the hashes of whoever is asked just now."""
    for invitation in case.invitations:
        if invitation.requested_at == context.now:
            for hashed in context.links.hashes(invitation.id, invitation.link_counter):
                context.ledger.put_answer_key(hashed, invitation.id)
    for asked in case.asked:
        if asked.requested_at == context.now:
            for hashed in context.links.hashes(asked.id, asked.link_counter):
                context.ledger.put_times_key(hashed, asked.id)

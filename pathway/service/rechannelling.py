"""A role's channel was changed in the clinic's file: its living invitations move over, once.

What its owner holds is called off in the old channel, and they are asked in the new one. An
answer goes along, since who has said yes is not asked again (D4b).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import channels, promises
from pathway import plan as engine
from pathway.outgoing import CARRIED
from pathway.rules import present_answer
from pathway.words import AnswerId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.model import Invitation
    from pathway.service.context import Context
    from pathway.words import CaseRef

MARK = "calendar.roles"


def elsewhere(context: Context) -> Sequence[CaseRef]:
    """The cases with an invitation that is no longer in its role's channel.

    No case is looked at where the file says the same as when all had moved (P3).
    """
    if context.ledger.mark(MARK) == _said(context):
        return []
    pen = context.pen(pressed=False)
    return [
        case.ref
        for case in context.ledger.list_cases(context.access)
        if any(_moves(case, pen, one) for one in engine.coming(case, context.now))
    ]


def all_moved(context: Context) -> None:
    """Remember that every invitation is where the file says."""
    context.ledger.put_mark(MARK, _said(context))


def _said(context: Context) -> str:
    return " ".join(("calendar:", *sorted(context.clinic.in_graph)))


def move_over(context: Context, ref: CaseRef) -> None:
    """Move this case's invitations; nothing where all are where they belong."""
    case = context.ledger.load(ref, context.access)
    pen = context.pen(pressed=False)
    before = case
    for invitation in engine.coming(case, context.now):
        if _moves(case, pen, invitation):
            case = _moved(case, pen, invitation)
    if case == before:
        return
    case = promises.reconcile(case, context.clinic, context.now, context.new_id)
    context.ledger.save(case, context.access, what="moved_over")
    for invitation in case.invitations:
        if invitation.requested_at == context.now:
            for hashed in context.links.hashes(invitation.id, invitation.link_counter):
                context.ledger.put_answer_key(hashed, invitation.id)


def _moves(case: Case, pen: Pen, invitation: Invitation) -> bool:
    """Only between mail and calendar: what people carry by hand is theirs."""
    way = channels.way_to(pen.clinic, case.participant(invitation.participant_id))
    return way is not invitation.channel and {way, invitation.channel} <= CARRIED


def _moved(case: Case, pen: Pen, invitation: Invitation) -> Case:
    answer = present_answer(case, invitation)
    person = case.participant(invitation.participant_id)
    meeting = case.meeting(invitation.meeting_id)
    case, _ = engine.call_off(case, pen, invitation, why="R11")
    new = engine.requested(pen, meeting, person)
    case = case.with_changed(new)
    if answer is not None:
        own = AnswerId(pen.new_id())
        case = case.with_changed(
            replace(answer, id=own, invitation_id=new.id, revision=new.revision)
        )
    case, _ = engine.follow(case, pen)
    return case

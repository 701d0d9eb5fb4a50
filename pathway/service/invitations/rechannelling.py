"""The clinic's file says another channel or address: living invitations move over, once.

What its owner holds is called off where it stands, and they are asked where they are now. An
answer goes along, since who has said yes is not asked again (D4b).
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from pathway import channels, promises
from pathway import plan as engine
from pathway.outgoing import CARRIED
from pathway.rules import present_answer
from pathway.service.invitations.reaching import readdressed
from pathway.words import AnswerId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.model import Answer, Invitation, Participant
    from pathway.service.context import Context
    from pathway.words import CaseRef, ParticipantId

MARK = "calendar.roles"


def elsewhere(context: Context) -> tuple[Sequence[CaseRef], int]:
    """The cases with an invitation that is not where the file says, and how many are unreadable.

    No case is looked at where the file says the same as when all had moved (P3).
    """
    if context.ledger.mark(MARK) == _said(context):
        return [], 0
    pen = context.pen(pressed=False)
    cases, unreadable = context.ledger.readable_cases(context.access)
    found = [case.ref for case in cases if _to_move(case, pen) or _elsewhere(case, pen)]
    return found, unreadable


def all_moved(context: Context) -> None:
    """Remember that every invitation is where the file says."""
    context.ledger.put_mark(MARK, _said(context))


def _said(context: Context) -> str:
    """The roles in calendars, and a print of everybody's address: the mark itself names nobody."""
    addresses = sorted(f"{one.id} {one.email.casefold()}" for one in context.clinic.staff)
    known = sha256("\n".join(addresses).encode()).hexdigest()
    return " ".join(("calendar:", *sorted(context.clinic.in_graph), known))


def move_over(context: Context, ref: CaseRef) -> None:
    """Move this case's invitations; nothing where all are where they belong."""
    case = context.ledger.load(ref, context.access)
    pen = context.pen(pressed=False)
    moving, others = _to_move(case, pen), _elsewhere(case, pen)
    if not moving and not others:
        return
    before = case
    for invitation in moving:
        case, _ = engine.call_off(case, pen, invitation, why="R11")
    for person in others:
        case = readdressed(case.with_changed(person), pen, person)
    for invitation in moving:
        case = _asked_anew(case, pen, invitation, present_answer(before, invitation))
    case, _ = engine.follow(case, pen)
    case = promises.reconcile(case, context.clinic, context.now, context.new_id)
    context.ledger.save(case, context.access, what="moved_over")
    for invitation in case.invitations:
        if invitation.requested_at == context.now:
            for hashed in context.links.hashes(invitation.id, invitation.link_counter):
                context.ledger.put_answer_key(hashed, invitation.id)


def _elsewhere(case: Case, pen: Pen) -> tuple[Participant, ...]:
    """Those of our own who are in this case by another address than the file's, by the file's.

    Whose address is taken away, or who is gone from the file, stays as the case knows them.
    """
    filed: dict[str, str] = {one.id: one.email for one in pen.clinic.staff if one.email}
    here = (person for person in case.participants if person.ended_at is None)
    now = ((person, filed.get(person.staff_id or "", person.email)) for person in here)
    return tuple(
        replace(person, email=email)
        for person, email in now
        if email.casefold() != person.email.casefold()
    )


def _to_move(case: Case, pen: Pen) -> tuple[Invitation, ...]:
    """Only between mail and calendar, and addresses there: what people carry by hand is theirs."""
    moved = {person.id: person for person in _elsewhere(case, pen)}
    return tuple(one for one in engine.coming(case, pen.now) if _moves(case, pen, one, moved))


def _moves(
    case: Case, pen: Pen, invitation: Invitation, moved: Mapping[ParticipantId, Participant]
) -> bool:
    own = invitation.participant_id
    way = channels.way_to(pen.clinic, moved.get(own) or case.participant(own))
    other = way is not invitation.channel or own in moved
    return other and {way, invitation.channel} <= CARRIED


def _asked_anew(case: Case, pen: Pen, invitation: Invitation, answer: Answer | None) -> Case:
    person = case.participant(invitation.participant_id)
    new = engine.requested(pen, case.meeting(invitation.meeting_id), person)
    case = case.with_changed(new)
    if answer is None:
        return case
    own = AnswerId(pen.new_id())
    return case.with_changed(replace(answer, id=own, invitation_id=new.id, revision=new.revision))

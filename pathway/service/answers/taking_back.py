"""*Rett opp et svar*: an answer that was not to this invitation counts no more (D2, F5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import leaving, rules
from pathway import plan as engine
from pathway.entries import Correction
from pathway.errors import AnswerNotHeldError
from pathway.model import Answer, Invitation
from pathway.service.answers.answering import unread
from pathway.views import Plan
from pathway.words import StaffId

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.commands import TakeBackAnswer
    from pathway.messages import Pen
    from pathway.outgoing import Sending

TAKEN_BACK = "answer"
"""The field of a `Correction` that takes back the answer with the id in `before`."""


def holding(case: Case, now: datetime) -> tuple[tuple[Invitation, Answer], ...]:
    """The answers that can be taken back: the last that counts of each invitation that lives."""
    found: list[tuple[Invitation, Answer]] = []
    for invitation in engine.coming(case, now):
        counted = [a for a in case.answers_to(invitation.id) if a.counts]
        found.extend((invitation, answer) for answer in counted[-1:])
    return tuple(found)


def take_back_answer(case: Case, pen: Pen, command: TakeBackAnswer) -> Plan:
    """The answer is kept and counts no more; `AnswerNotHeldError` where it did not count.

    What staff were to hear of it, and have not seen, is not said. What was sent because of it is
    not recalled (D2); what waits to leave is judged anew.
    """
    held = [i for i, a in holding(case, pen.now) if a.id == command.answer_id]
    if not held:
        raise AnswerNotHeldError
    invitation = held[0]
    kept = Correction(
        field=TAKEN_BACK, before=command.answer_id, after="", at=pen.now, by=StaffId(pen.actor)
    )
    case = engine.dropped(case, unread(case, invitation.id))
    case = replace(case, corrections=(*case.corrections, kept))
    pen = replace(pen, pressed=False)
    case, own = _asked_anew(case, pen, invitation)
    case, told = engine.follow(case, pen)
    return Plan(case=case, consequences=(*own, *told))


def _asked_anew(case: Case, pen: Pen, invitation: Invitation) -> engine.Step:
    """What waits for the one who answered may say that no answer is needed: it is written anew."""
    facts = invitation.offered
    rows = [s for s in case.sendings_of(invitation.id) if s.kind in leaving.FACTUAL]
    now = {_asks(s) for s in rows if s.waiting and not s.may_have_left and s.facts == facts}
    if facts is None or not now or rules.present_answer(case, invitation) is not None:
        return case, ()
    anew, told = engine.tell(case, pen, invitation, facts)
    then = {_asks(s) for s in anew.sendings_of(invitation.id) if s.waiting}
    if leaving.last_told(case, invitation) is None and now <= then:
        return case, ()  # it asks for an answer already
    return anew, told


def _asks(sending: Sending) -> tuple[str, bool]:
    """Whether, and in what words, a message asks for an answer."""
    event = sending.content.event
    return sending.content.text, event is not None and event.accepted

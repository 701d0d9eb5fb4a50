"""*Rett opp et svar*: an answer that was not to this invitation counts no more (D2, F5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import leaving, rules
from pathway import plan as engine
from pathway.entries import Correction
from pathway.errors import AnswerNotHeldError
from pathway.messages import Draft, to_participant
from pathway.model import Answer, Facts, Invitation
from pathway.outgoing import SendingKind
from pathway.service.answers.answering import unread
from pathway.views import Consequence, Plan
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
    held = [one for one in holding(case, pen.now) if one[1].id == command.answer_id]
    if not held:
        raise AnswerNotHeldError
    invitation, answer = held[0]
    kept = Correction(
        field=TAKEN_BACK, before=command.answer_id, after="", at=pen.now, by=StaffId(pen.actor)
    )
    case = engine.dropped(case, unread(case, invitation.id))
    case = replace(case, corrections=(*case.corrections, kept))
    pen = replace(pen, pressed=False)
    case, own = _asked_anew(case, pen, invitation, answer)
    case, told = engine.follow(case, pen)
    return Plan(case=case, consequences=(*own, *told))


def _asked_anew(case: Case, pen: Pen, invitation: Invitation, answer: Answer) -> engine.Step:
    """What was written while the answer held may say that none is needed: it asks for one now.

    Only what waits, under its own number: by another channel the same may have been told already.
    """
    told: list[Consequence] = []
    if rules.present_answer(case, invitation) is not None:
        return case, ()
    for row in case.sendings_of(invitation.id):
        untried = row.waiting and not row.may_have_left and row.kind in leaving.FACTUAL
        if not untried or row.facts is None or row.created_at < answer.at:
            continue
        draft = Draft(
            kind=row.kind,
            facts=row.facts,
            why=row.why,
            before=_told_before(case, row),
            channel=row.channel,
        )
        asks = to_participant(pen, case, invitation, draft)
        if _asks(asks) == _asks(row):
            continue
        case = engine.dropped(case, [row]).with_changed(asks)
        told.append(_consequence(case, invitation, asks, row.facts))
    return case, tuple(told)


def _told_before(case: Case, row: Sending) -> Facts | None:
    """What its owner had heard before of another time, place or link."""
    if row.kind is SendingKind.INVITATION or row.invitation_id is None:
        return None
    own = reversed(case.sendings_of(row.invitation_id))
    left = (s.facts for s in own if s.kind in leaving.FACTUAL and s.may_have_left)
    return next((facts for facts in left if facts != row.facts), None)


def _consequence(case: Case, invitation: Invitation, asks: Sending, facts: Facts) -> Consequence:
    return Consequence(
        participant=case.participant(invitation.participant_id),
        channel=asks.channel,
        kind=asks.kind,
        must_answer=True,
        later=leaving.frozen(case, asks),
        lacks_consent=leaving.lacks_consent(case, invitation),
        window=facts.window,
        content=asks.content,
    )


def _asks(sending: Sending) -> tuple[str, bool]:
    """Whether, and in what words, a message asks for an answer."""
    event = sending.content.event
    return sending.content.text, event is not None and event.accepted

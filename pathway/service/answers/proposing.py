"""A time that somebody has proposed is taken by a plan like any other, or turned down (D2, F5).

Whoever proposes names their own time: the meeting begins as much earlier as they come later.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pathway import channels, leaving, rules
from pathway import plan as engine
from pathway.errors import ProposalGoneError, SameTimeError
from pathway.messages import Draft, to_participant
from pathway.model import Answer, Invitation
from pathway.outgoing import SendingKind
from pathway.service.answers.answering import announced
from pathway.service.meetings.arranging import check_order, judged
from pathway.service.meetings.beside import kept_beside
from pathway.views import Consequence, Plan
from pathway.words import AnswerId, Channel, StaffId, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.commands import AcceptProposal, DeclineProposal
    from pathway.messages import Pen
    from pathway.model import Facts


def wished(case: Case, now: datetime) -> Iterator[tuple[Invitation, Answer]]:
    """Each wish for another time that stands, of somebody who is asked to a meeting to come."""
    for invitation in engine.coming(case, now) if case.closing is None else ():
        answer = rules.present_answer(case, invitation)
        if answer is not None and answer.verdict is Verdict.NEW_TIME:
            yield invitation, answer


def meeting_start(case: Case, clinic: Clinic, invitation: Invitation, at: datetime) -> datetime:
    """When the meeting begins, in wall time, if this person's own time begins then."""
    meeting = case.meeting(invitation.meeting_id)
    due = rules.due_facts(case, clinic, invitation)
    later = due.window.start - meeting.starts_at if due else timedelta()
    return at - later


def accept_proposal(case: Case, pen: Pen, command: AcceptProposal) -> Plan:
    """The meeting moves there; refusals as of any move, `ProposalGoneError`, `SameTimeError`."""
    invitation, answer = _stands(case, pen, command.answer_id)
    if not 1 <= command.number <= len(answer.proposals):
        raise ProposalGoneError
    before = case.meeting(invitation.meeting_id)
    at = answer.proposals[command.number - 1]
    start = meeting_start(case, pen.clinic, invitation, at)
    if start == before.start:
        raise SameTimeError
    meeting = replace(before, start=start, revision=before.revision + 1)
    case, off = kept_beside(case, pen, meeting)
    case = case.with_changed(meeting)
    check_order(case, meeting)
    case, told = _followed(case, pen, invitation, answer)
    return judged(Plan(case=case, consequences=(*off, *told)), pen, meeting)


def _stands(case: Case, pen: Pen, wanted: AnswerId) -> tuple[Invitation, Answer]:
    for invitation, answer in wished(case, pen.now):
        if answer.id == wanted:
            return invitation, answer
    raise ProposalGoneError


def _followed(case: Case, pen: Pen, invitation: Invitation, answer: Answer) -> engine.Step:
    """Everybody brought to the new time; who proposed it has said yes, if they can stay (F5)."""
    facts = rules.due_facts(case, pen.clinic, invitation)
    if facts is None or _too_short(answer, facts):
        return engine.follow(case, pen)
    yes = _yes(pen, answer, facts)
    case, told = engine.follow(replace(case, answers=(*case.answers, yes)), pen)
    yes = replace(yes, revision=case.invitation(invitation.id).revision)
    person = case.participant(invitation.participant_id)
    return announced(case.with_changed(yes), pen, person, yes), told


def _too_short(answer: Answer, facts: Facts) -> bool:
    """Whether they proposed less time than they are to be there, so that it is no yes yet."""
    proposed = timedelta(minutes=answer.proposed_minutes)
    return bool(proposed) and facts.window.start + proposed < facts.window.end


def _yes(pen: Pen, answer: Answer, facts: Facts) -> Answer:
    return Answer(
        id=AnswerId(pen.new_id()),
        invitation_id=answer.invitation_id,
        revision=answer.revision,
        facts=facts,
        verdict=Verdict.ACCEPTED,
        at=pen.now,
        channel=answer.channel,
        evidence=f"proposed in {answer.id}",
        by_name=answer.by_name,
        substitute=answer.substitute,
        recorded_by=StaffId(pen.actor),
    )


# --- turned down ----------------------------------------------------------------------------------


def decline_proposal(case: Case, pen: Pen, command: DeclineProposal) -> Plan:
    """The time that was offered stands; the owner is told, and owes an answer to it again.

    To a calendar's COUNTER goes a DECLINECOUNTER (RFC 5546 section 3.2.8), to all others the same
    in words; neither is a new revision.
    """
    invitation, answer = _stands(case, pen, command.answer_id)
    facts = answer.facts if invitation.offered is None else invitation.offered
    invitation = replace(invitation, asked_at=None)
    channel = _way_back(case, pen, invitation, facts)
    draft = Draft(
        kind=SendingKind.STANDS,
        facts=facts,
        why="D2",
        step=len(case.answers_to(invitation.id)),
        channel=channel,
        counter=channel is Channel.MAIL and answer.stamp is not None,
    )
    row = to_participant(pen, case, invitation, draft)
    case = case.with_changed(invitation, row)
    told = Consequence(
        participant=case.participant(invitation.participant_id),
        channel=channel,
        kind=row.kind,
        must_answer=True,
        later=leaving.frozen(case, row),
        window=facts.window,
        content=row.content,
    )
    due = rules.due_facts(case, pen.clinic, invitation)
    if due is None or due == facts or due.window != facts.window:
        return Plan(case=case, consequences=(told,))
    case, also = engine.follow(case, pen)  # a link or place that was new was kept from them
    return Plan(case=case, consequences=(told, *also))


def _way_back(case: Case, pen: Pen, invitation: Invitation, facts: Facts) -> Channel:
    """One message: by mail where that is their way, else by the quickest."""
    wanted = channels.Wanted(kind=SendingKind.STANDS, at=pen.now, before=facts.window.start)
    ways = channels.ways(case, pen.clinic, invitation, wanted)
    return invitation.channel if invitation.channel is Channel.MAIL else ways[-1]

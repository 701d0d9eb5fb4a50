"""What a change means beside its messages: who hears nothing, which deadline and wait it touches.

It is shown and never hashed: it follows from the case, and from what the plan shows already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from pathway import leaving, promises, rules
from pathway import plan as engine
from pathway.commands import (
    AcceptProposal,
    AddParticipant,
    CancelAppointment,
    CancelMeeting,
    ChangeAppointment,
    ChangeMeeting,
    ChangeParticipant,
    ChangeParts,
    CorrectGp,
    HoldWithoutGp,
    KeepToConsent,
    MoveAppointment,
    MoveMeeting,
    NoAdviser,
    Postpone,
    RecordAdviser,
    RecordConsent,
    RemoveParticipant,
    ReplaceGp,
    ReplaceParticipant,
    SettleOffice,
    TakeBackAnswer,
    Undo,
    WithdrawConsent,
)
from pathway.messages import answer_by
from pathway.service.invitations.awaiting import waiting
from pathway.variants import MEETING_MILESTONE
from pathway.views import Asked, Touched
from pathway.words import PromiseKind

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.model import Invitation, Meeting, Participant
    from pathway.service.context import Context
    from pathway.views import Deadline, Plan, Waiting
    from pathway.words import Verdict

CHANGES = (
    MoveAppointment,
    ChangeAppointment,
    CancelAppointment,
    MoveMeeting,
    ChangeMeeting,
    ChangeParts,
    CancelMeeting,
    AddParticipant,
    ChangeParticipant,
    RemoveParticipant,
    ReplaceParticipant,
    ReplaceGp,
    KeepToConsent,
    NoAdviser,
    SettleOffice,
    Postpone,
)
"""Commands that change what is agreed: everybody who holds an invitation is accounted for."""

SHOWN = (
    *CHANGES,
    AcceptProposal,
    CorrectGp,
    HoldWithoutGp,
    RecordAdviser,
    RecordConsent,
    TakeBackAnswer,
    Undo,
    WithdrawConsent,
)
"""Commands of which this is shown."""


def touched(context: Context, before: Case, plan: Plan) -> Touched:
    """Who hears nothing, what is waited for and no longer, and the deadline that is nearer."""
    numbers = count(1)
    clinic, now = context.clinic, context.now
    after = promises.reconcile(plan.case, clinic, now, lambda: f"plan{next(numbers)}")
    old, new = (waiting(case, clinic, context.today) for case in (before, after))
    deadline = _deadline(context, before, after)
    return Touched(
        silent=_silent(context, plan),
        begins=_without(new, {_term(w) for w in old}),
        ends=_without(old, {_term(w)[:-1] for w in new}),
        asked=_asked(context, plan),
        lapsed=tuple(_lapsed(context, before, plan.case)),
        refused=tuple(_refused(context, before, plan.case)),
        milestone=deadline.milestone if deadline else None,
        deadline=deadline.day if deadline else None,
        safe_day=deadline.latest_safe_day if deadline else None,
    )


def _silent(context: Context, plan: Plan) -> tuple[Participant, ...]:
    """Those who hold an invitation to a meeting that is to come, and hear nothing of this."""
    case = plan.case
    told = {consequence.participant.id for consequence in plan.consequences}
    holders = (
        case.participant(invitation.participant_id)
        for invitation in engine.reached(case, context.now)
        if leaving.last_told(case, invitation) is not None
    )
    return tuple(dict.fromkeys(person for person in holders if person.id not in told))


def _asked(context: Context, plan: Plan) -> tuple[Asked, ...]:
    """Whose answer is waited for once the messages have left, and by which day (D3)."""
    clinic, now, numbers = context.clinic, context.now, count(1)
    told = (c for c in plan.consequences if c.must_answer and not c.later)
    whose = {c.participant.id for c in told if c.kind in leaving.FACTUAL}
    coming = [i for i in engine.reached(plan.case, now) if i.participant_id in whose]
    coming = [i for i in coming if i.asked_at is None]  # a first link asks nobody anew
    left = (replace(i, asked_at=now, left_at=i.left_at or now) for i in coming)
    case = plan.case.with_changed(*left)
    case = promises.reconcile(case, clinic, now, lambda: f"sent{next(numbers)}")
    about = {p.id: p.about for p in case.promises if p.kind is PromiseKind.ANSWER}
    waits = {about.get(w.promise_id): w for w in waiting(case, clinic, context.today)}
    return tuple(
        Asked(
            participant=case.participant(invitation.participant_id),
            wait=waits[invitation.id],
            by=answer_by(clinic, now, case.meeting(invitation.meeting_id)),
        )
        for invitation in coming
        if invitation.id in waits
    )


def _lapsed(context: Context, before: Case, after: Case) -> Iterator[tuple[Participant, Verdict]]:
    """Whose answer held, and holds no more of what they are asked to now (D4b)."""
    for was, now in _asked_all_along(context, before, after):
        answer = rules.present_answer(before, was)
        if answer is not None and rules.present_answer(after, now) is None:
            yield after.participant(now.participant_id), answer.verdict


def _refused(context: Context, before: Case, after: Case) -> Iterator[tuple[Participant, Verdict]]:
    """Who has said no to just the time that this comes to, or wished another than it (D2)."""
    for was, now in _asked_all_along(context, before, after):
        old = rules.due_facts(before, context.clinic, was)
        new = rules.due_facts(after, context.clinic, now)
        if new is None or (old is not None and old.window == new.window):
            continue
        about = [a for a in before.answers_to(now.id) if a.counts and rules.covers(a.facts, new)]
        if about and about[-1].verdict in rules.NOS:
            yield after.participant(now.participant_id), about[-1].verdict


def _asked_all_along(
    context: Context, before: Case, after: Case
) -> Iterator[tuple[Invitation, Invitation]]:
    """Each invitation to a meeting to come that was there before, as it was and as it is then."""
    known = {invitation.id: invitation for invitation in before.invitations}
    for now in engine.reached(after, context.now):
        if now.id in known:
            yield known[now.id], now


def _term(wait: Waiting) -> tuple[object, ...]:
    return (wait.kind, wait.owner_role, wait.about_role, wait.channel, wait.due)


def _without(
    waits: tuple[Waiting, ...], known: Collection[tuple[object, ...]]
) -> tuple[Waiting, ...]:
    """Those that are not known, with their last day or without it; each said once."""
    fresh = (w for w in waits if not {_term(w), _term(w)[:-1]} & set(known))
    return tuple({_term(wait): wait for wait in fresh}.values())


def _deadline(context: Context, before: Case, after: Case) -> Deadline | None:
    """That of a meeting whose time is another, or which is off."""
    milestones = {MEETING_MILESTONE[meeting.kind] for meeting in _retimed(before, after)}
    rows = rules.deadlines(after, context.clinic)
    return next((row for row in rows if row.milestone in milestones), None)


def _retimed(before: Case, after: Case) -> Iterator[Meeting]:
    for old in before.meetings:
        new = after.meeting(old.id)
        if (old.window, old.alive) != (new.window, new.alive):
            yield new

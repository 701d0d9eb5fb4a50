"""The action plan is begun, given to each, and gone through in SHM2 (R20, R24)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import action_plan, promises
from pathway.action_plan import PlanState
from pathway.aftermath import HandedOver, Mark
from pathway.errors import NoSuchInvitationError
from pathway.views import Plan
from pathway.words import PromiseKind, StaffId

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import DraftPlan, EvaluatePlan, GivePlan
    from pathway.messages import Pen

_MADE = frozenset({PlanState.FINISHED, PlanState.AVAILABLE})


def draft_plan(case: Case, pen: Pen, _command: DraftPlan) -> Plan:
    """Begun during the assessment or in the meeting; `NoSuchInvitationError` once it is begun."""
    if action_plan.status(case).state is not PlanState.NONE:
        raise NoSuchInvitationError
    after = replace(case.aftermath, drafted=_mark(pen))
    return Plan(case=replace(case, aftermath=after))


def give_plan(case: Case, pen: Pen, command: GivePlan) -> Plan:
    """These have it; when nobody is left, it is distributed (R24).

    `NoSuchInvitationError` before it is finished, for who is no actor or has it already, and for
    a way that is not theirs (R20).
    """
    status = action_plan.status(case)
    lacking = {person.id: person for person in status.lacking}
    theirs = all(
        who in lacking and way in action_plan.ways(pen.clinic, lacking[who])
        for who, way in command.given
    )
    if status.state not in _MADE or not command.given or not theirs:
        raise NoSuchInvitationError
    by = StaffId(pen.actor)
    new = (HandedOver(to=who, way=way, at=pen.now, by=by) for who, way in command.given)
    after = replace(case.aftermath, handed=(*case.aftermath.handed, *new))
    return Plan(case=all_given(replace(case, aftermath=after), pen))


def all_given(case: Case, pen: Pen) -> Case:
    """The promise to distribute is kept when every actor has the plan."""
    if action_plan.status(case).lacking:
        return case
    for promise in promises.open_promises(case):
        if promise.kind is PromiseKind.ACTION_PLAN_DISTRIBUTE:
            case = promises.settle_by_hand(case, promise, pen.now)
    return case


def given_to_all(case: Case, pen: Pen) -> Case:
    """Everybody has it, each by the usual way: said of all of them at once (R20)."""
    by = StaffId(pen.actor)
    new = (
        HandedOver(to=who.id, way=action_plan.ways(pen.clinic, who)[0], at=pen.now, by=by)
        for who in action_plan.actors(case)
        if not case.aftermath.has_plan(who.id)
    )
    after = replace(case.aftermath, handed=(*case.aftermath.handed, *new))
    return replace(case, aftermath=after)


def evaluate_plan(case: Case, pen: Pen, _command: EvaluatePlan) -> Plan:
    """It was gone through in SHM2; `NoSuchInvitationError` before that, and the second time."""
    if not action_plan.can_be_evaluated(case):
        raise NoSuchInvitationError
    after = replace(case.aftermath, evaluated=_mark(pen))
    return Plan(case=replace(case, aftermath=after))


def _mark(pen: Pen) -> Mark:
    return Mark(at=pen.now, by=StaffId(pen.actor))

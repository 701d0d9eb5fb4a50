"""The ledger: who owes what to whom, and when it is chased (D3, F1 to F4, F9 to F13).

What is owed follows from the case: `expected` derives it anew, `reconcile` opens what is missing
and settles what no longer holds, so that nothing settled is ever chased. A ladder's step is
computed against the case at that moment and taken once; steps missed collapse into the last.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from pathway import rules, workdays
from pathway.model import (
    Milestone,
    Promise,
    PromiseId,
    PromiseKind,
    Settled,
    SettledHow,
)
from pathway.outgoing import SendingStatus
from pathway.owed import expected
from pathway.variants import Act, Anchor, Ladder, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.case import Case
    from pathway.clinic import Clinic

_REOPENED = frozenset({SettledHow.CANCELLED, SettledHow.ANSWERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class DueStep:
    """A step of one promise: its number from 1, the working day it falls on, and what it does."""

    number: int
    day: date
    step: Step


# --- the ledger ------------------------------------------------------------------------------


def open_promises(case: Case) -> tuple[Promise, ...]:
    """What is owed and not settled."""
    return tuple(p for p in case.promises if p.settled is None)


def reconcile(case: Case, clinic: Clinic, now: datetime, new_id: Callable[[], str]) -> Case:
    """The case with its promises brought to what it now expects; twice changes nothing more."""
    wanted = {promise.key: promise for promise in expected(case, clinic, now)}
    for promise in open_promises(case):
        fresh = wanted.pop(promise.key, None)
        if fresh is None:
            settled = Settled(how=_how(case, promise), at=now)
            case = case.with_changed(replace(promise, settled=settled))
        elif (fresh.owner, fresh.owner_role, fresh.due) != _terms(promise):
            terms = {"owner": fresh.owner, "owner_role": fresh.owner_role, "due": fresh.due}
            case = case.with_changed(replace(promise, **terms))  # type: ignore[arg-type]
    for promise in wanted.values():
        case = _open(case, promise, PromiseId(new_id()))
    return case


def _terms(promise: Promise) -> tuple[object, ...]:
    return (promise.owner, promise.owner_role, promise.due)


def _open(case: Case, fresh: Promise, new_id: PromiseId) -> Case:
    earlier = [p for p in case.promises if p.key == fresh.key]
    if not earlier:
        return case.with_changed(replace(fresh, id=new_id))
    last = earlier[-1]
    if last.settled is None or last.settled.how not in _REOPENED:
        return case  # a person ticked it off
    again = replace(fresh, id=new_id, since=last.since, taken=last.taken, step=last.step)
    return case.with_changed(again)


def _how(case: Case, promise: Promise) -> SettledHow:
    if case.closing is not None:
        return SettledHow.CANCELLED
    match promise.kind:
        case PromiseKind.ANSWER:
            return _how_answered(case, promise)
        case PromiseKind.SECURE_MESSAGE:
            left = case.sending_status(promise.about) is SendingStatus.SENT
            return SettledHow.DONE if left else SettledHow.CANCELLED
        case PromiseKind.MILESTONE:
            reached = case.date_of(Milestone(promise.about)) is not None
            return SettledHow.DONE if reached else SettledHow.CANCELLED
        case PromiseKind.CONSENT | PromiseKind.PHONE_CALL | PromiseKind.LINK:
            return SettledHow.DONE
        case _:
            return SettledHow.CANCELLED


def _how_answered(case: Case, promise: Promise) -> SettledHow:
    invitation = next((i for i in case.invitations if i.id == promise.about), None)
    if invitation is None or invitation.cancelled_at is not None:
        return SettledHow.CANCELLED
    answered = rules.present_answer(case, invitation) is not None
    return SettledHow.ANSWERED if answered else SettledHow.CANCELLED


def settle_by_hand(case: Case, promise: Promise, now: datetime) -> Case:
    """A person says that it is done; it is never opened again under the same key."""
    return case.with_changed(replace(promise, settled=Settled(how=SettledHow.DONE, at=now)))


# --- the ladders -----------------------------------------------------------------------------


def ladder_of(promise: Promise, clinic: Clinic) -> Ladder:
    """The ladder that this promise climbs, as the clinic has it."""
    return clinic.ladders[promise.ladder]


def schedule(case: Case, promise: Promise, clinic: Clinic) -> tuple[DueStep, ...]:
    """Every step with its day, taken ones too, as the case now stands.

    A reminder whose day was already here when the promise began is not sent (it would follow
    the invitation on its heels); a warning is, since it has not been given.
    """
    ladder = ladder_of(promise, clinic)
    began = workdays.local_date(promise.since, clinic.zone)
    steps: list[DueStep] = []
    for number, step in enumerate(ladder.steps, 1):
        day = _day_of(case, promise, ladder.anchor, step, began)
        too_late = ladder.anchor is Anchor.BEFORE and step.act is Act.REMIND and day <= began
        if not too_late:
            steps.append(DueStep(number=number, day=day, step=step))
    return tuple(steps)


def _day_of(case: Case, promise: Promise, anchor: Anchor, step: Step, began: date) -> date:
    match anchor:
        case Anchor.SINCE:
            return workdays.add(began, step.days)
        case Anchor.BEFORE:
            return workdays.subtract(promise.due, step.days)
        case Anchor.WEEKS_BEFORE:
            if step.days < 0:
                return workdays.on_or_after(promise.due + timedelta(days=1))
            safe = rules.latest_safe_day(case, Milestone(promise.about), promise.due)
            return workdays.on_or_before(safe - timedelta(weeks=step.days))


def steps_ahead(case: Case, promise: Promise, clinic: Clinic) -> tuple[DueStep, ...]:
    """The steps that have not been taken, in order."""
    if promise.settled is not None:
        return ()
    return tuple(s for s in schedule(case, promise, clinic) if s.number > promise.taken)


def next_step_at(case: Case, promise: Promise, clinic: Clinic) -> datetime | None:
    """When the next step falls due, UTC: the opening hour of its day; None when all are taken."""
    ahead = steps_ahead(case, promise, clinic)
    if not ahead or case.closing is not None:
        return None
    return workdays.moment(ahead[0].day, clinic.work_from, clinic.zone)


def step_due(case: Case, promise: Promise, clinic: Clinic, today: date) -> DueStep | None:
    """The step to take today: the last that has fallen due and was not taken (F1, F3)."""
    fallen = [s for s in steps_ahead(case, promise, clinic) if s.day <= today]
    return fallen[-1] if fallen else None


def taken(promise: Promise, due: DueStep) -> Promise:
    """The promise with this step, and those before it, behind us."""
    return replace(promise, taken=due.number, step=due.step.days)


def last_taken(promise: Promise, clinic: Clinic) -> Step | None:
    """The step that was taken last, or None."""
    return ladder_of(promise, clinic).steps[promise.taken - 1] if promise.taken else None

"""The ledger: who owes what to whom, and when it is chased (D3, F1 to F4, F9 to F13).

What is owed follows from the case: `expected` derives it anew, `reconcile` opens what is missing
and settles what no longer holds, so that nothing settled is ever chased. A ladder's step is
computed against the case at that moment and taken once; steps missed collapse into the last, but
whoever owes it is told beside a leader.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, assert_never

from pathway import leaving, rules, workdays
from pathway.model import Meeting, Promise, Settled
from pathway.outgoing import SendingKind, SendingStatus
from pathway.owed import ended, expected
from pathway.owed.papers import PAPERS
from pathway.variants import Act, Anchor, Ladder, Step, Toward
from pathway.words import Milestone, PromiseId, PromiseKind, SendingId, SettledHow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pathway.case import Case
    from pathway.chats import Standing
    from pathway.clinic import Clinic


@dataclass(frozen=True, slots=True, kw_only=True)
class DueStep:
    """A step of one promise: its number from 1, the working day it falls on, and what it does."""

    number: int
    day: date
    step: Step


HELD_BY_HAND = frozenset({Toward.OWNER, Toward.SECRETARY})
"""Whose part of a ladder goes with a task that is handed over."""


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
            case = _settled(case, promise, now)
            continue
        fresh = _frozen(fresh, promise.days, clinic)
        if _terms(fresh) != _terms(promise):
            case = case.with_changed(_on_terms_of(fresh, promise))
    for promise in wanted.values():
        case = _open(case, promise, clinic, PromiseId(new_id()))
    return case


def _settled(case: Case, promise: Promise, now: datetime) -> Case:
    """No longer expected; a text that nobody needs to send any more is taken away with it."""
    if promise.kind is PromiseKind.SECURE_MESSAGE:
        row = case.sending(SendingId(promise.about))
        if row.waiting and not leaving.frozen(case, row):
            case = case.with_changed(replace(row, status=SendingStatus.DROPPED, done_at=now))
    settled = Settled(how=ended.how(case, promise), at=now)
    return case.with_changed(replace(promise, settled=settled))


def _terms(promise: Promise) -> tuple[object, ...]:
    return (promise.owner, promise.owner_role, promise.due, promise.days)


def _on_terms_of(fresh: Promise, promise: Promise) -> Promise:
    """The promise with another's owner, day and ladder, as far as it has come."""
    return replace(
        promise,
        owner=fresh.owner,
        owner_role=fresh.owner_role,
        due=fresh.due,
        days=fresh.days,
    )


def _frozen(fresh: Promise, days: tuple[int, ...], clinic: Clinic) -> Promise:
    """On the days of when it began; one from before these were kept begins to keep them now.

    Where its due day is the ladder's last, that is of those days too.
    """
    if days == fresh.days or len(days) != len(fresh.days):
        return fresh
    due = fresh.due
    if clinic.ladders[fresh.ladder].anchor is Anchor.SINCE:
        began = workdays.local_date(fresh.since, clinic.zone)
        last, now = workdays.add(began, days[-1]), workdays.add(began, fresh.days[-1])
        due = last if due == now else due
    return replace(fresh, days=days, due=due)


def _open(case: Case, fresh: Promise, clinic: Clinic, new_id: PromiseId) -> Case:
    earlier = [p for p in case.promises if p.key == fresh.key]
    done = any(p.settled and p.settled.how is SettledHow.DONE for p in earlier)
    if done and fresh.kind in ended.SAID_DONE:
        return case
    last = earlier[-1] if earlier else fresh
    fresh = replace(fresh, id=new_id, ticked=last.ticked)
    if earlier and fresh.since <= last.since:  # not asked anew: goes on where it was
        fresh = replace(
            _frozen(fresh, last.days, clinic),
            taken=last.taken,
            step=last.step,
            tried_on=last.tried_on,
            handed_to=last.handed_to,
        )
    return case.with_changed(fresh)


def settle_by_hand(case: Case, promise: Promise, now: datetime) -> Case:
    """A person says that it is done; it is never opened again under the same key."""
    return case.with_changed(replace(promise, settled=Settled(how=SettledHow.DONE, at=now)))


# --- the ladders -----------------------------------------------------------------------------


def ladder_of(promise: Promise, clinic: Clinic) -> Ladder:
    """The ladder that this promise climbs, on the days of when it began (D3).

    Where the program has given the ladder other steps since, it is climbed as it is now.
    """
    ladder = clinic.ladders[promise.ladder]
    now = tuple(step.days for step in ladder.steps)
    if promise.days == now or len(promise.days) != len(now):
        return ladder
    pairs = zip(ladder.steps, promise.days, strict=True)
    return replace(ladder, steps=tuple(replace(step, days=days) for step, days in pairs))


def schedule(case: Case, promise: Promise, clinic: Clinic) -> tuple[DueStep, ...]:
    """Every step with its day, taken ones too, as the case now stands.

    A reminder whose day was already here when the promise began is not sent (it would follow
    the invitation on its heels); a warning is, since it has not been given.
    """
    return tuple(_scheduled(case, promise, clinic))


def _scheduled(
    case: Case, promise: Promise, clinic: Clinic, *, after: int = 0
) -> Iterator[DueStep]:
    """The steps with a number above `after`."""
    ladder = ladder_of(promise, clinic)
    began = workdays.local_date(promise.since, clinic.zone)
    for number, step in enumerate(ladder.steps[after:], after + 1):
        day = _day_of(case, promise, clinic, step, began)
        too_late = ladder.anchor is Anchor.BEFORE and step.act is Act.REMIND and day <= began
        if not too_late:
            yield DueStep(number=number, day=day, step=step)


def _day_of(case: Case, promise: Promise, clinic: Clinic, step: Step, began: date) -> date:
    anchor = clinic.ladders[promise.ladder].anchor
    match anchor:
        case Anchor.SINCE:
            return workdays.add(began, step.days)
        case Anchor.AFTER:
            return workdays.add(promise.due, step.days)
        case Anchor.BEFORE:
            return workdays.subtract(promise.due, step.days)
        case Anchor.WEEKS_BEFORE:
            if step.days < 0:
                return workdays.on_or_after(promise.due + timedelta(days=1))
            safe = rules.latest_safe_day(case, clinic, Milestone(promise.about), promise.due)
            return workdays.on_or_before(safe - timedelta(weeks=step.days))
        case _:
            assert_never(anchor)


def steps_ahead(case: Case, promise: Promise, clinic: Clinic) -> tuple[DueStep, ...]:
    """The steps that have not been taken, in order."""
    if promise.settled is not None:
        return ()
    return tuple(_scheduled(case, promise, clinic, after=promise.taken))


def next_step_at(case: Case, promise: Promise, clinic: Clinic) -> datetime | None:
    """When the ledger is to look at a promise, UTC, or None.

    That is the opening hour of its next step's day, or before that the start of its meeting, when
    nothing more is owed for it (F3).
    """
    if promise.settled is not None or case.closing is not None:
        return None
    ahead = _scheduled(case, promise, clinic, after=promise.taken)
    days = [step.day for step in islice(ahead, 1)]
    if promise.snoozed_until is not None:
        days.append(workdays.on_or_after(promise.snoozed_until))
    moments = [workdays.moment(day, clinic.work_from, clinic.zone) for day in days]
    return min(filter(None, (*moments, lapses_at(case, promise))), default=None)


def lapses_at(case: Case, promise: Promise) -> datetime | None:
    """When the last meeting begins that a promise is owed for; none that had begun before it.

    A cancellation is owed still, but as a call only until the time is over.
    """
    if promise.kind is PromiseKind.MEETING_HELD:
        return None  # it begins when its meeting is over
    row = next((s for s in case.sendings if s.id == promise.about), None)
    if row is not None and row.kind is SendingKind.CANCELLATION:
        return leaving.rung_until(row)
    own = meeting_of(case, promise)
    if own is not None and row is not None and own.alive:
        return leaving.too_late_from(case, own, row)
    names_none = promise.kind in {PromiseKind.PHONE_CALL, PromiseKind.PREVIEW}
    about = (own, *(case.meetings if names_none else ()))
    starts = (m.starts_at for m in about if m is not None and m.alive)
    return max((start for start in starts if start > promise.since), default=None)


def meeting_of(case: Case, promise: Promise) -> Meeting | None:
    """The meeting that a promise is about: its own, its invitation's or its message's."""
    about: set[str | None] = {promise.about}
    told = (s for s in case.sendings if s.kind is not SendingKind.NOTICE)
    about |= {one.invitation_id for one in told if one.id == promise.about}
    about |= {one.invitation_id for one in case.questions if one.id == promise.about}
    about |= {one.meeting_id for one in case.invitations if one.id in about}
    return next((meeting for meeting in case.diary if meeting.id in about), None)


def steps_due(case: Case, promise: Promise, clinic: Clinic, today: date) -> tuple[DueStep, ...]:
    """What to take today: the last step that has fallen due and was not taken (F1, F3).

    A leader settles nothing: before they alone are told, whoever owes it hears of the step before.
    """
    fallen = tuple(s for s in steps_ahead(case, promise, clinic) if s.day <= today)
    both = bool(fallen) and fallen[-1].step.toward == (Toward.LEADER,)
    return fallen[-2:] if both else fallen[-1:]


def taken(promise: Promise, due: DueStep) -> Promise:
    """The promise with this step, and those before it, behind us.

    A step that turns to others than who has the task takes it from whom it was handed to. They have
    put nothing off who have it now, nor has anybody put off a deadline that has passed.
    """
    promise = replace(promise, taken=due.number, step=due.step.days)
    if passes_on(promise, due.step):
        return replace(promise, handed_to=None, snoozed_until=None)
    return replace(promise, snoozed_until=None) if due.step.days < 0 else promise


def passes_on(promise: Promise | Standing, step: Step) -> bool:
    """Whether the task is another's from this step on; a paper stays with whoever is to make it."""
    return promise.kind not in PAPERS and not set(step.toward) & HELD_BY_HAND


def told_besides(promise: Promise | Standing, clinic: Clinic) -> tuple[Toward, ...]:
    """Whom the last step told of what others have to do, who may put it off for themselves alone.

    A leader settles nothing: what has come so far is put off for none of them.
    """
    if not promise.taken:
        return ()
    step = clinic.ladders[promise.ladder].steps[: promise.taken][-1]
    besides = {Toward.LEADER}
    if not passes_on(promise, step):
        besides.add(Toward.COORDINATOR)
    return tuple(toward for toward in step.toward if toward in besides)


def is_hidden(promise: Promise, today: date) -> bool:
    """Whether a member of staff has put it off until a later day; its ladder goes on (F3)."""
    return promise.snoozed_until is not None and promise.snoozed_until > today


def last_taken(promise: Promise, clinic: Clinic) -> Step | None:
    """The step that was taken last, or None."""
    steps = ladder_of(promise, clinic).steps[: promise.taken]
    return steps[-1] if steps else None


def turned_to(promise: Promise, clinic: Clinic) -> Toward:
    """Whom the last step turned to; the owner while they are only reminded."""
    step = last_taken(promise, clinic)
    return step.toward[0] if step is not None and step.act is Act.TASK else Toward.OWNER

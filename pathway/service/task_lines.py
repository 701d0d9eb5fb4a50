"""What a member of staff is to do in one case now: open promises as lines (D3, F3)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pathway import promises, workdays
from pathway.model import Promise
from pathway.owed.terms import BY_HAND
from pathway.service import calls, chasing
from pathway.variants import Toward
from pathway.views import TaskLine
from pathway.words import PromiseKind

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic, Staff
    from pathway.outgoing import Sending


def task_lines(case: Case, clinic: Clinic, person: Staff, today: date) -> tuple[TaskLine, ...]:
    """What this member of staff is to do in this case now (D3); what is snoozed is hidden (F3)."""
    return tuple(
        task_line(case, clinic, promise, today)
        for promise in promises.open_promises(case)
        if not promises.is_hidden(promise, today) and person.id in _doers(case, clinic, promise)
    )


def _doers(case: Case, clinic: Clinic, promise: Promise) -> frozenset[str]:
    """Who is to do something about a promise: its owner, or those its last step turned to."""
    if not _begun(case, promise):
        return frozenset()
    step = promises.last_taken(promise, clinic)
    doers = {promise.owner} & {person.id for person in clinic.staff}
    if step is not None and step.toward != (Toward.OWNER,):
        doers |= {who for who, _ in chasing.addressees(case, clinic, promise, step.toward)}
    return frozenset(doers)


def _begun(case: Case, promise: Promise) -> bool:
    """A warning is a task from its first step; what is simply owed is one at once."""
    waits = promise.kind in {PromiseKind.MILESTONE, PromiseKind.POSTPONED}
    if promise.taken == 0 and (waits or promise.ladder == "old_time"):
        return False
    return not (promise.kind is PromiseKind.MILESTONE and chasing.arranged_in_time(case, promise))


def task_line(case: Case, clinic: Clinic, promise: Promise, today: date) -> TaskLine:
    """One promise as a line of what is to be done."""
    person = chasing.subject(case, promise)
    asked, reminded = chasing.asked_and_reminded(case, clinic, promise)
    steps = clinic.ladders[promise.ladder].steps
    text = _to_send(case, promise)
    return TaskLine(
        ref=case.ref,
        promise_id=promise.id,
        kind=promise.kind,
        owner=promise.owner,
        person=person,
        meeting=promises.meeting_of(case, promise),
        since=workdays.local_date(promise.since, clinic.zone),
        due=promise.due,
        step=promise.step,
        urgent=promise.due <= today or promise.taken >= len(steps),
        asked=date.fromisoformat(asked) if asked else None,
        reminded=date.fromisoformat(reminded) if reminded else None,
        content=text.content if text else None,
        channel=text.channel if text else None,
        telling=calls.is_telling(case, promise, person),
        tried=promise.tried_on,
        lacking=calls.lacking(case, promise, person),
    )


def _to_send(case: Case, promise: Promise) -> Sending | None:
    """The message that travels by hand (D6), or None."""
    for sending in case.sendings:
        if sending.id == promise.about and sending.channel in BY_HAND:
            return sending
    return None

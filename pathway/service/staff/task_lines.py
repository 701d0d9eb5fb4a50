"""What a member of staff is to do in one case now: open promises as lines (D3, F3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pathway import promises, workdays
from pathway.model import Promise
from pathway.owed import away, papers
from pathway.owed.checklists import lacking
from pathway.owed.held import ASKED_AFTERWARDS
from pathway.owed.terms import BY_HAND, proposes
from pathway.service.afterwards.papers import reminded_of
from pathway.service.daemon import chasing
from pathway.service.invitations.reminding import (
    ASKING,
    asked_and_reminded,
    asks_first,
    reminded_by_hand,
)
from pathway.service.staff.put_off import is_put_off
from pathway.service.third_parties import calls
from pathway.variants import Act, Step, Toward
from pathway.views import TaskLine
from pathway.words import Milestone, PromiseKind

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic, Staff
    from pathway.outgoing import Sending


def task_lines(case: Case, clinic: Clinic, person: Staff, today: date) -> tuple[TaskLine, ...]:
    """What this member of staff is to do in this case now (D3); not what they put off (F3)."""
    return tuple(
        _seen_by(case, clinic, person, promise, today)
        for promise in promises.open_promises(case)
        if person.id in _doers(case, clinic, promise, today)
        and not is_put_off(case, clinic, promise, person.id, today)
    )


def _seen_by(case: Case, clinic: Clinic, person: Staff, promise: Promise, today: date) -> TaskLine:
    """A paper is made by who has it, whomever the last step told; that one talks with them."""
    own = {person.id, *clinic.roster.stands_in_for(person.id)} & {
        promise.handed_to or promise.owner
    }
    line = task_line(case, clinic, promise, today)
    line = replace(line, toward=Toward.OWNER) if own and promise.kind in papers.PAPERS else line
    whose = own_doers(case, clinic, promise, today)
    return replace(line, **_in_whose_place(clinic, person, whose))


def _in_whose_place(clinic: Clinic, person: Staff, whose: frozenset[str]) -> Mapping[str, Any]:
    """Whose it is that the reader does, where it is not their own (*fravær*)."""
    others = sorted(whose & clinic.roster.stands_in_for(person.id))
    if person.id in whose or not others:
        return {}
    absence = clinic.roster.absence(others[0])
    return {
        "instead_of": clinic.name_of(others[0]),
        "away_until": absence.last if absence else None,
    }


def is_done_by(case: Case, clinic: Clinic, promise: Promise, today: date, staff_id: str) -> bool:
    """Whether this person has the task already."""
    return staff_id in _doers(case, clinic, promise, today)


def _doers(case: Case, clinic: Clinic, promise: Promise, today: date) -> frozenset[str]:
    """Who is to do something about a promise: its owner, or those its last step turned to.

    What was handed over is done by whom it was handed to, and by those whom a step told besides;
    what somebody has who is away, by their deputy.
    """
    return frozenset(clinic.does_work_of(who) for who in own_doers(case, clinic, promise, today))


def own_doers(case: Case, clinic: Clinic, promise: Promise, today: date) -> frozenset[str]:
    """The same, were nobody away."""
    step = promises.last_taken(promise, clinic)
    if not _begun(case, promise, today):
        return frozenset()
    if step is not None and _reminds_enough(case, promise, step):
        return frozenset()
    toward = step.toward if step is not None else (Toward.OWNER,)
    if promise.handed_to is not None:
        passed_on = step is not None and promises.passes_on(promise, step)
        told = chasing.addressees(case, clinic, promise, () if passed_on else toward)
        return frozenset({promise.handed_to, *(who for who, _ in told)})
    outside = {person.id for person in case.participants}
    doers = set() if promise.owner in outside else {promise.owner}
    if step is not None and (toward != (Toward.OWNER,) or asks_first(case, promise)):
        doers |= {who for who, _ in chasing.addressees(case, clinic, promise, toward)}
    return frozenset(doers)


def _reminds_enough(case: Case, promise: Promise, step: Step) -> bool:
    """Whether the step's reminder has left, or the question before it was answered (F11)."""
    if step.act is not Act.REMIND or promise.kind not in ASKING:
        return False
    return not asks_first(case, promise) or reminded_by_hand(case, promise)


def _begun(case: Case, promise: Promise, today: date) -> bool:
    """A warning is a task from its first step; what is simply owed is one at once.

    A briefing is only told: there is nothing to do about it.
    """
    if promise.kind is PromiseKind.BRIEFING:
        return False
    warns = promise.kind is PromiseKind.MILESTONE
    later = warns or promise.kind in ASKED_AFTERWARDS
    if promise.taken == 0 and (later or promise.ladder in {"old_time", "postponed"}):
        return False
    return not (warns and chasing.arranged_in_time(case, promise, today))


def task_line(case: Case, clinic: Clinic, promise: Promise, today: date) -> TaskLine:
    """One promise as a line of what is to be done."""
    person = chasing.subject(case, promise)
    asked, reminded = asked_and_reminded(case, clinic, promise)
    has, told = reminded_of(case, clinic, promise) if promise.kind in papers.PAPERS else ("", ())
    if promise.kind is PromiseKind.AWAY:
        has = away.missing(clinic, promise)
    if promise.kind is PromiseKind.REFERRAL_CONTENT:
        has = lacking(case, promise)
    by_hand = sent_by_hand(case, promise)
    steps = promises.ladder_of(promise, clinic).steps
    return TaskLine(
        ref=case.ref,
        promise_id=promise.id,
        kind=promise.kind,
        owner=promise.owner,
        person=person,
        meeting=papers.as_held(case, promises.meeting_of(case, promise)),
        since=workdays.local_date(promise.since, clinic.zone),
        due=promise.due,
        step=promise.step,
        urgent=promise.due <= today or 0 < len(steps) <= promise.taken,
        asked=date.fromisoformat(asked) if asked else None,
        reminded=date.fromisoformat(reminded) if reminded else None,
        content=by_hand.content if by_hand else None,
        channel=by_hand.channel if by_hand else None,
        sends=by_hand.kind if by_hand else None,
        toward=promises.turned_to(promise, clinic),
        telling=calls.is_telling(case, promise, person),
        tried=promise.tried_on,
        lacking=calls.lacking(case, promise, person),
        milestone=Milestone(promise.about) if promise.kind is PromiseKind.MILESTONE else None,
        overdue=promise.due < today,
        proposed=proposes(case, promise),
        has=has,
        told=told,
        received=case.date_of(Milestone.REFERRAL_RECEIVED),
    )


def sent_by_hand(case: Case, promise: Promise) -> Sending | None:
    """The message that travels by hand (D6), or None."""
    for sending in case.sendings:
        if sending.id == promise.about and sending.channel in BY_HAND:
            return sending
    return None

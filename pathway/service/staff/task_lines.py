"""What a member of staff is to do in one case now: open promises as lines (D3, F3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from pathway import promises, workdays
from pathway.messages import as_of_today
from pathway.model import Promise
from pathway.outgoing import Hours
from pathway.owed import away, papers
from pathway.owed.checklists import lacking
from pathway.owed.held import RESTING
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
from pathway.words import Channel, Milestone, PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic, Staff
    from pathway.outgoing import Sending
    from pathway.roster import Owed
    from pathway.service.context import Context
    from pathway.words import CaseId


def task_lines(case: Case, clinic: Clinic, person: Staff, today: date) -> tuple[TaskLine, ...]:
    """What this member of staff is to do in this case now (D3); not what they put off (F3)."""
    return tuple(
        _seen_by(case, clinic, person, promise, today)
        for promise in promises.open_promises(case)
        if person.id in _doers(case, clinic, promise, today)
        and not is_put_off(case, clinic, promise, person.id, today)
    )


def filled(context: Context, case: Case, lines: Iterable[TaskLine]) -> tuple[TaskLine, ...]:
    """Texts to copy with their links in place; no text message outside its hours (P6)."""
    return tuple(_filled(context, case, line) for line in lines)


def _filled(context: Context, case: Case, line: TaskLine) -> TaskLine:
    promise = case.promise(line.promise_id)
    sending = next((s for s in case.sendings if s.id == promise.about), None)
    if sending is None:
        return line
    opens = _opens(context, sending)
    if opens is not None:
        return replace(line, content=None, opens=opens)
    under = case.answers_under(sending)
    if not line.content or not under:
        return line
    today = as_of_today(context.pen(), case, sending)
    text = context.links.links(*under).fill(today.text)
    return replace(line, content=replace(today, text=text))


def _opens(context: Context, sending: Sending) -> datetime | None:
    """When this text message may be sent, where that is not now (P6); None for all others."""
    if sending.hours is not Hours.SMS:
        return None
    clinic, now = context.clinic, context.now
    first = workdays.next_leave(now, sending.hours, clinic.zone, clinic.work_from, clinic.work_to)
    return first if first > now else None


def cases_with_tasks(owed: Iterable[Owed], clinic: Clinic, person: Staff) -> frozenset[CaseId]:
    """The cases in which `task_lines` may have something for this person, and perhaps some more."""
    does_work_of = cache(clinic.does_work_of)
    return frozenset(
        one.case_id for one in owed if person.id in map(does_work_of, _possible(one, clinic))
    )


def _possible(owed: Owed, clinic: Clinic) -> Iterator[str]:
    """Whose task this may be, were nobody away: `own_doers`, as far as it follows without the case.

    Whoever is asked outside is reminded by the program, unless the answer may lie in the EHR.
    """
    steps = clinic.ladders[owed.ladder].steps[: owed.taken]
    step = steps[-1] if steps else None
    in_ehr = owed.kind in ASKING and owed.way is Channel.SECURE_MESSAGE
    if owed.handed_to is not None:
        yield owed.handed_to
    elif not owed.outside:
        yield owed.owner
    if step is None or (step.toward == (Toward.OWNER,) and not in_ehr):
        return
    by_name = {
        Toward.OWNER: owed.secretary if owed.outside else owed.owner,
        Toward.SECRETARY: owed.secretary,
        Toward.CLINICIAN: owed.clinician,
    }
    for target in step.toward:
        if target in by_name:
            yield by_name[target] or ""
        else:
            role = clinic.acting_role(Role(target.value))
            yield from (member.id for member in clinic.with_role(role))


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
    later = promise.kind in RESTING or promise.ladder in {"old_time", "postponed"}
    if promise.taken == 0 and later:
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
        put_off=promise.snoozed_until if promises.is_hidden(promise, today) else None,
        received=case.date_of(Milestone.REFERRAL_RECEIVED),
    )


def sent_by_hand(case: Case, promise: Promise) -> Sending | None:
    """The message that travels by hand (D6), or None."""
    for sending in case.sendings:
        if sending.id == promise.about and sending.channel in BY_HAND:
            return sending
    return None

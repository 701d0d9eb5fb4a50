"""What somebody owes goes to their deputy when they leave, and back when they return (*fravær*).

Nothing of a promise is changed: whoever does it from today is told of it in their digest. What was
last told is kept, so that overlapping absences, deputies of deputies and early returns are alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pathway import plan as engine
from pathway import promises, workdays
from pathway.outgoing import Hours, Sending, SendingKind
from pathway.service.afterwards.papers import as_told_to
from pathway.service.daemon.chasing import notice_of
from pathway.service.staff.put_off import hears_besides
from pathway.service.staff.task_lines import own_doers
from pathway.telling import to_staff
from pathway.words import Role, StaffId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pathway.case import Case
    from pathway.model import Promise
    from pathway.service.context import Context
    from pathway.words import CaseId

WHY = "absence"
_ESCALATED_TO = frozenset({Role.COORDINATOR, Role.LEADER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Somebody's work is another's from today: `before` did it as far as anybody was told."""

    staff_id: StaffId
    before: StaffId
    now: StaffId


def changes(context: Context) -> tuple[Change, ...]:
    """Whose work is somebody else's than was last told; in working hours, like the digest (F3)."""
    return turned(context, context.ledger.stand_ins())


def turned(context: Context, told: Mapping[StaffId, StaffId]) -> tuple[Change, ...]:
    """The same, where `told` is what was last told."""
    clinic = context.clinic
    opens, closes = clinic.work_from, clinic.work_to
    if not workdays.may_leave(context.now, Hours.WORKING, clinic.zone, opens, closes):
        return ()
    roster = clinic.roster
    people = sorted({*told, *(absence.staff_id for absence in roster.absences)})
    found = (
        Change(staff_id=who, before=told.get(who, who), now=roster.stand_in(who)) for who in people
    )
    return tuple(change for change in found if change.before != change.now)


def cases_of(context: Context, change: Change) -> Sequence[CaseId]:
    """The open cases in which this person may have something to do."""
    known = (person for person in context.clinic.staff if person.id == change.staff_id)
    roles = next((person.roles for person in known), frozenset())
    return context.ledger.cases_of(change.staff_id, escalated=bool(roles & _ESCALATED_TO))


def pass_on(context: Context, case_id: CaseId, change: Change) -> None:
    """Whoever does this person's part of a case from today is told of it, once."""
    before = context.ledger.load_for(case_id, context.access)
    case = passed(context, before, change)
    if case != before:
        context.ledger.save(case, context.access, what=WHY)


def passed(context: Context, case: Case, change: Change) -> Case:
    """The case with that written."""
    absence = context.clinic.roster.absence(change.staff_id)
    if absence is not None and absence.leaves:
        return _moved(context, case, change)
    for promise in _theirs(context, case, change.staff_id):
        case = engine.dropped(case, _unread(context, case, promise, change))
        if not _is_told(context, case, promise, change.now):
            case = case.with_changed(_task(context, case, promise, change.staff_id))
    return case


def _moved(context: Context, case: Case, change: Change) -> Case:
    """The case of one who does not come back is another's from now on, and so is what is owed.

    Nobody is taken off a meeting: whoever leaves and is needed there is asked about.
    """
    theirs = [promise.id for promise in _theirs(context, case, change.staff_id)]
    given = [p for p in promises.open_promises(case) if p.handed_to == change.staff_id]
    case = case.with_changed(*(replace(p, handed_to=change.now) for p in given))
    if case.secretary == change.staff_id:
        case = replace(case, secretary=change.now)
    if case.clinician == change.staff_id:
        case = replace(case, clinician=change.now)
    case = promises.reconcile(case, context.clinic, context.now, context.new_id)
    for promise in promises.open_promises(case):
        if promise.id in theirs:
            unread = (row for row in _tasks(case, promise, change.before) if row.waiting)
            case = engine.dropped(case, unread)
            if not _is_told(context, case, promise, change.now):
                case = case.with_changed(_task(context, case, promise, change.now))
    return replace(case, team=case.team | {change.now})


def passed_on(context: Context, change: Change) -> None:
    """It has been told in every case."""
    context.ledger.put_stand_in(change.staff_id, change.now)


def _theirs(context: Context, case: Case, staff_id: str) -> Iterator[Promise]:
    """What this person has to do in a case, were they here."""
    for promise in promises.open_promises(case):
        if staff_id in own_doers(case, context.clinic, promise, context.today) and (
            not promises.is_hidden(promise, context.today)
            or staff_id in hears_besides(case, context.clinic, promise)
        ):
            yield promise


def _unread(context: Context, case: Case, promise: Promise, change: Change) -> Iterator[Sending]:
    """What a deputy has not read and need not read any more; one's own waits until one is back."""
    if change.before in {change.staff_id, *own_doers(case, context.clinic, promise, context.today)}:
        return
    for row in _tasks(case, promise, change.before):
        if row.waiting:
            yield row


def _is_told(context: Context, case: Case, promise: Promise, who: str) -> bool:
    """Whether a line about it waits for them, or one was written today."""
    zone = context.clinic.zone
    return any(
        row.waiting or workdays.local_date(row.created_at, zone) == context.today
        for row in _tasks(case, promise, who)
    )


def _tasks(case: Case, promise: Promise, who: str) -> Iterator[Sending]:
    for row in case.sendings:
        if row.kind is SendingKind.TASK and row.promise_id == promise.id and row.to == who:
            yield row


def _task(context: Context, case: Case, promise: Promise, staff_id: StaffId) -> Sending:
    pen = context.pen(pressed=False)
    role = promise.owner_role if promise.owner == staff_id else context.clinic.role_of(staff_id)
    notice = notice_of(case, context.clinic, promise)
    notice = replace(notice, values={**notice.values, "reader": role})
    notice = as_told_to(staff_id, promise, notice)
    row = to_staff(
        pen, case, staff_id, role, notice, kind=SendingKind.TASK, why=WHY, step=promise.step
    )
    return replace(row, promise_id=promise.id)

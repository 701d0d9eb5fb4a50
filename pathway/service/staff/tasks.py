"""What is to do passes to somebody else, or is chased by hand (D3, F11)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import plan as engine
from pathway import promises, workdays
from pathway.errors import (
    AlreadyRemindedError,
    AlreadyTheirsError,
    NothingToChaseError,
    NotTheirTaskError,
)
from pathway.outgoing import SendingKind
from pathway.service.afterwards.papers import as_told_to
from pathway.service.daemon.chasing import task_notice
from pathway.service.invitations.inviting import open_promise
from pathway.service.invitations.reminding import (
    ASKING,
    offered,
    reminded_today,
    reminder,
    reminder_waits,
    without_earlier,
)
from pathway.service.staff.task_lines import is_done_by
from pathway.telling import to_staff
from pathway.variants import Toward
from pathway.views import Consequence, Plan
from pathway.words import ParticipantId, PromiseKind, Role, StaffId

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Staff
    from pathway.commands import HandOver, RemindNow
    from pathway.messages import Pen
    from pathway.model import Promise
    from pathway.outgoing import Sending

CALL_AFTER = 1
"""Working days after a second reminder by hand on which the office is rung all the same."""

_OFFICE_ONLY = frozenset(
    {PromiseKind.LINK, PromiseKind.PREVIEW, PromiseKind.POSTPONED, PromiseKind.CLOSE}
)
"""What only a secretary or coordinator can settle; the rest a clinician can too."""


def remind_now(case: Case, pen: Pen, command: RemindNow) -> Plan:
    """On "Nei, purr" the reminder, or its text to copy, at once and once a day (F11, D4).

    Written in the place of a call, it says when we ring, and the call waits until then.
    """
    promise = open_promise(case, command.promise_id)
    if promise.kind not in ASKING:
        raise NothingToChaseError
    waiting = reminder_waits(case, promise)
    if waiting or reminded_today(case, pen, promise):
        raise AlreadyRemindedError(waiting=waiting)
    calls = promises.turned_to(promise, pen.clinic) is not Toward.OWNER
    call_on = workdays.add(pen.today, CALL_AFTER) if calls else None
    row = reminder(case, pen, promise, promise.step, call_on=call_on)
    case = without_earlier(case, promise).with_changed(row)
    if call_on is not None:
        case = case.with_changed(replace(promise, snoozed_until=call_on))
    return Plan(case=case, consequences=(_told(case, row, promise),))


def _told(case: Case, row: Sending, promise: Promise) -> Consequence:
    return Consequence(
        participant=case.participant(ParticipantId(row.to)),
        channel=row.channel,
        kind=row.kind,
        must_answer=True,
        later=False,
        window=offered(case, promise).window,
        content=row.content,
    )


def hand_over(case: Case, pen: Pen, command: HandOver) -> Plan:
    """The task is this person's from now on, who hears of it at once in working hours (D4).

    Whoever gets a task of a case belongs to its team. `NotTheirTaskError`, `AlreadyTheirsError`.
    """
    promise, person = open_promise(case, command.promise_id), pen.clinic.member(command.to)
    if not _may(person, promise):
        fit = (other.name for other in pen.clinic.staff if _may(other, promise))
        raise NotTheirTaskError(person.name, tuple(fit))
    if is_done_by(case, pen.clinic, promise, pen.today, person.id):
        raise AlreadyTheirsError(person.name)
    handed = replace(promise, handed_to=person.id, snoozed_until=None)
    case = _untold(case, promise).with_changed(handed)
    case = replace(case, team=case.team | {person.id})
    return Plan(case=case if person.id == pen.actor else _notified(case, pen, handed, person))


def _may(person: Staff, promise: Promise) -> bool:
    """Whether this person's roles allow what settles the promise."""
    if person.runs_office:
        return True
    return Role.CLINICIAN in person.roles and promise.kind not in _OFFICE_ONLY


def _untold(case: Case, promise: Promise) -> Case:
    """What nobody has seen of the task is not for whoever had it before."""
    rows = (s for s in case.sendings if s.promise_id == promise.id and s.kind is SendingKind.TASK)
    given = (s for s in case.sendings if promise.id in s.content.held)
    return engine.dropped(case, (*rows, *given))


def _notified(case: Case, pen: Pen, promise: Promise, person: Staff) -> Case:
    notice = task_notice(case, pen.clinic, promise, "handed_over")
    known = {other.id: other.name for other in pen.clinic.staff}
    values = {**notice.values, "by": known.get(StaffId(pen.actor), pen.actor)}
    role = pen.clinic.role_of(person.id)
    notice = as_told_to(person.id, promise, replace(notice, values=values))
    told = to_staff(pen, case, person.id, role, notice, why="D4")
    told = replace(told, content=replace(told.content, held=(promise.id,)))
    return case.with_changed(told)

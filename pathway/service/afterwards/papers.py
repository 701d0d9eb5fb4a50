"""The action plan and the journal note are said to be made, and passed on (R10, R24)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import promises, workdays
from pathway.errors import NoSuchInvitationError
from pathway.outgoing import SendingKind
from pathway.owed.papers import PAPERS, PASSED_ON, PLAN
from pathway.service.afterwards.action_plan import given_to_all
from pathway.service.invitations.inviting import open_promise
from pathway.variants import Toward
from pathway.views import Plan
from pathway.words import PromiseKind

if TYPE_CHECKING:
    from datetime import date

    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.commands import Finish
    from pathway.messages import Pen
    from pathway.model import Promise
    from pathway.ports import Notice


def finish(case: Case, pen: Pen, command: Finish) -> Plan:
    """Somebody says that it is done; what follows is owed from now on, or is done too.

    `NoSuchInvitationError` for what is no paper, or is not owed.
    """
    promise = open_promise(case, command.promise_id)
    if promise.kind not in PAPERS:
        raise NoSuchInvitationError
    case = promises.settle_by_hand(case, promise, pen.now)
    handed_out = command.passed_on or promise.kind is PromiseKind.ACTION_PLAN_DISTRIBUTE
    if promise.kind in PLAN and handed_out:
        case = given_to_all(case, pen)
    if command.passed_on:
        case = promises.reconcile(case, pen.clinic, pen.now, pen.new_id)
        following = PASSED_ON.get(promise.kind)
        for owed in promises.open_promises(case):
            if owed.kind is following:
                case = promises.settle_by_hand(case, owed, pen.now)
    return Plan(case=case)


def as_told_to(staff_id: str, promise: Promise, notice: Notice) -> Notice:
    """A paper is made by who has it, whomever the last step told; that one talks with them."""
    if promise.kind in PAPERS and staff_id == (promise.handed_to or promise.owner):
        return replace(notice, values={**notice.values, "toward": Toward.OWNER})
    return notice


def reminded_of(case: Case, clinic: Clinic, promise: Promise) -> tuple[str, tuple[date, ...]]:
    """By name who has the task, and the days on which they were reminded, read or not (D3)."""
    who = promise.handed_to or promise.owner
    names = {person.id: person.name for person in clinic.staff}
    rows = (s for s in case.sendings if s.promise_id == promise.id and s.to == who)
    told = (
        workdays.local_date(row.created_at, clinic.zone)
        for row in rows
        if row.kind is SendingKind.TASK
    )
    return names.get(who, ""), tuple(dict.fromkeys(told))  # type: ignore[call-overload] # an id

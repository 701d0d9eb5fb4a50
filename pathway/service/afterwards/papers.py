"""The action plan and the journal note are said to be made, and passed on (R10, R24)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import promises, workdays
from pathway.errors import NoSuchInvitationError
from pathway.outgoing import SendingKind, SendingStatus
from pathway.owed.papers import PAPERS, PASSED_ON, PLAN
from pathway.service.afterwards.action_plan import given_to_all
from pathway.service.invitations.inviting import open_promise
from pathway.variants import Toward
from pathway.views import Plan
from pathway.words import PromiseKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.commands import Finish
    from pathway.messages import Pen
    from pathway.model import Promise
    from pathway.outgoing import Sending
    from pathway.ports import Notice


TOLD_AGAIN = "F3"
"""Why a line was written of what had been put off until its day."""


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


def reminded_of(
    case: Case, clinic: Clinic, promise: Promise
) -> tuple[str, tuple[tuple[str, date], ...]]:
    """By name who does the task today, and who was reminded of it, with the days (D3).

    A reminder counts from the day on which its digest was shown, or told of by mail (`stamp`).
    """
    who = clinic.roster.stand_in(promise.handed_to or promise.owner)
    names = {str(person.id): person.name for person in clinic.staff}
    steps = promises.ladder_of(promise, clinic).steps
    escalated = {step.days for step in steps if Toward.OWNER not in step.toward}
    shown = (
        (clinic.name_of(row.to), workdays.local_date(_reminded_at(row), clinic.zone))
        for row in sorted(case.sendings, key=lambda row: row.created_at)
        if row.promise_id == promise.id and row.kind is SendingKind.TASK
        if row.status is SendingStatus.SHOWN or row.stamp is not None
        if row.step not in escalated or row.why == TOLD_AGAIN
    )
    return names.get(who, ""), tuple(dict.fromkeys(shown))


def told_of(case: Case, clinic: Clinic, promise: Promise) -> dict[str, str]:
    """The same as a notice's values, and the day until which it is put off, or empty."""
    has, told = reminded_of(case, clinic, promise)
    return {
        "has": has,
        "told": "\n".join(f"{on} {name}" for name, on in told),
        "put_off": str(promise.snoozed_until or ""),
    }


def _reminded_at(row: Sending) -> datetime:
    return row.stamp or row.done_at or row.created_at

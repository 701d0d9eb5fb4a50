"""Every command's decision, and how it is previewed and carried out: load, decide, check, save."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from pathway import asking, promises, sameness
from pathway.aftermath import InterviewState
from pathway.commands import (
    AnswerTimes,
    ChooseDigestHour,
    Correct,
    CorrectContact,
    EndAbsence,
    HandOverCases,
    RecordAbsence,
    RecordAnswer,
    RecordInterview,
    RegisterPatient,
    SettleStray,
    StopPathway,
    TakeBackAnswer,
    TieStray,
    Undo,
)
from pathway.errors import ClashError, PathwayClosedError, StalePlanError
from pathway.identity import check_texts
from pathway.service.afterwards import plan_text
from pathway.service.answers.stray_mail import settle_stray, tie_stray
from pathway.service.answers.taking_back import TAKEN_BACK
from pathway.service.cases import ending, undoing
from pathway.service.cases.registering import (
    register_patient,
)
from pathway.service.context import Context, Outcome, check_may, opened
from pathway.service.daemon import progress
from pathway.service.decisions import ALSO_CLINICIANS, DECISIONS
from pathway.service.invitations import page_links
from pathway.service.meetings import ringing, sharing, touching
from pathway.service.people import contacts
from pathway.service.run import (
    breaking_off,
    briefed,
    dropping_out,
    following,
    overrunning,
    running,
    sighted,
    todays,
)
from pathway.service.staff import absent, digest_hour, leaving_staff
from pathway.views import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.case import Case
    from pathway.commands import CaseCommand, Command

_LATE = (RecordAnswer, AnswerTimes)
_AFTER_THE_END = (*_LATE, Correct)
"""Late answers are kept (F15) and mistakes put right even when the pathway has ended.

In a case that was removed there is nothing to put right, and no name may come back (P5).
"""


def preview(context: Context, command: CaseCommand) -> Plan:
    """What a command would do, without doing it; raises the same refusals as `execute`."""
    _check(context, command)
    if isinstance(command, RegisterPatient):
        return Plan(case=register_patient(context, command))
    case = opened(context, command.ref)
    plan = _decided(context, case, command)
    if isinstance(command, touching.SHOWN):
        return replace(plan, touched=touching.touched(context, case, plan))
    return plan


def execute(context: Context, command: Command) -> Outcome:
    """Carry a command out in the running transaction; refusals as `_carried_out`, and its own."""
    own_way = _OF_STAFF.get(type(command))
    if own_way is not None:
        return own_way(context, command)
    _check(context, command)
    own_way = _OWN_WAY.get(type(command))
    return (
        own_way(context, command)
        if own_way
        else _carried_out(context, cast("CaseCommand", command))
    )


def _carried_out(context: Context, command: CaseCommand) -> Outcome:
    """Load, decide, check, save.

    `StalePlanError` when the plan shown is no longer the plan, `ClashError` when a clash was
    not confirmed, and whatever rule the command breaks.
    """
    before = opened(context, command.ref)  # type: ignore[union-attr] # one registers in its own way
    plan = _decided(context, before, command)
    shown = getattr(command, "plan", "")
    if shown and shown != plan.hash:
        raise StalePlanError
    if plan.clashes and not getattr(command, "accept_clashes", True):
        raise ClashError(plan.clashes)
    after = ringing.tell_leaders(before, plan.case, context.pen())
    after = dropping_out.told(before, after, context.pen())
    after = todays.told(before, after, context.pen())
    after = promises.reconcile(after, context.clinic, context.now, context.new_id)
    after = overrunning.pressed(before, after, context.pen())
    detail = _detail(context, before, command)
    context.ledger.save(after, context.access, what=type(command).__name__, detail=detail)
    page_links.keep(context, after)
    progress.overtaken(context, after)
    following.edited(context, before, after)
    sighted.forgotten(context, before, after)
    briefed.edited(context, before, after)
    written = contacts.remember(context, before, after, command)
    undoing.remember(context, before, after, command, written)
    sharing.restored(context, after, command)
    plan_text.kept_with(context, before, after, command)
    kept = isinstance(command, RecordAnswer) and len(after.answers) > len(before.answers)
    answer = after.answers[-1] if kept else None
    undone = detail if isinstance(command, Undo) else ""
    return Outcome(after=after, before=before, plan=plan, answer=answer, undone=undone)


def _check(context: Context, command: Command) -> None:
    clinicians = isinstance(command, ALSO_CLINICIANS)
    check_may(context, clinicians=clinicians, leaders=isinstance(command, running.COMMANDS))
    check_texts(command)


def _register(context: Context, command: RegisterPatient) -> Outcome:
    case = register_patient(context, command)
    case = promises.reconcile(case, context.clinic, context.now, context.new_id)
    context.ledger.add(case, context.access)
    contacts.remember(context, None, case, command)
    return Outcome(after=case)


_OF_STAFF: dict[type, Callable[[Context, Any], Outcome]] = {
    RecordAbsence: absent.record_absence,
    EndAbsence: absent.end_absence,
    ChooseDigestHour: digest_hour.choose_digest_hour,
    HandOverCases: leaving_staff.hand_over_cases,
}
"""About staff: each says itself who may."""

_OWN_WAY: dict[type, Callable[[Context, Any], Outcome]] = {
    CorrectContact: contacts.correct,
    SettleStray: settle_stray,
    TieStray: tie_stray,
    RegisterPatient: _register,
    **plan_text.OWN_WAY,
}
"""What changes no case that is there, or makes one of two things."""


def _decided(context: Context, case: Case, command: CaseCommand) -> Plan:
    ended = case.closing is not None and not _may_come_late(command)
    if ended or (case.removed and not isinstance(command, _LATE)):
        raise PathwayClosedError
    plan = DECISIONS[type(command)](case, context.pen(), command)
    breaking_off.check_unchanged(case, plan.case)
    after, told = asking.follow(plan.case, context.pen(pressed=False))
    plan = replace(plan, case=after, consequences=(*plan.consequences, *told))
    return replace(plan, hash=sameness.fingerprint(case, command, plan))


def _may_come_late(command: Command) -> bool:
    """A consent to an interview is withdrawn at any time (R25)."""
    withdrawn = isinstance(command, RecordInterview) and command.state is InterviewState.WITHDRAWN
    return withdrawn or isinstance(command, _AFTER_THE_END)


def _detail(context: Context, case: Case, command: Command) -> str:
    """What the log keeps of a change: a correction's field, what was undone or left; never a text.

    The log can never be changed, so what P5 wants taken away later may not stand in it.
    """
    if isinstance(command, TakeBackAnswer):
        return TAKEN_BACK
    if isinstance(command, Undo):
        return undoing.undone(context, case)
    if isinstance(command, StopPathway):
        return ",".join(ending.left_by(case, command))
    return command.field if isinstance(command, Correct) else ""

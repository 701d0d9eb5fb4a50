"""Every command's decision, and how it is previewed and carried out: load, decide, check, save."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pathway import asking, promises, sameness
from pathway.commands import (
    AcceptProposal,
    AddParticipant,
    AnswerTimes,
    ArrangeAppointment,
    AskTimes,
    CallBack,
    CancelAppointment,
    CancelMeeting,
    ChangeMeeting,
    ChangeParticipant,
    ChangeParts,
    ChooseTime,
    Correct,
    CorrectContact,
    CorrectGp,
    DeclineProposal,
    ExtraMeeting,
    Finish,
    HandOver,
    HoldWithoutGp,
    Invite,
    InviteGp,
    InviteSeveral,
    KeepToConsent,
    MoveAppointment,
    MoveMeeting,
    NoAdviser,
    NoReply,
    Postpone,
    RecordAdviser,
    RecordAnswer,
    RecordConsent,
    RecordMilestone,
    RecordWishes,
    RegisterPatient,
    RemindNow,
    RemoveCase,
    RemoveParticipant,
    ReplaceGp,
    ReplaceParticipant,
    SendLinkAgain,
    SettleOffice,
    SettleQuestion,
    SettleStray,
    Snooze,
    StopPathway,
    StopTimes,
    TakeBackAnswer,
    TickItems,
    TickSent,
    TieStray,
    Undo,
    WithdrawConsent,
)
from pathway.errors import ClashError, PathwayClosedError, StalePlanError
from pathway.identity import check_texts
from pathway.service import (
    aftermath,
    appointments,
    contacts,
    letting_in,
    page_links,
    progress,
    ringing,
    running,
    sharing,
    touching,
    undoing,
)
from pathway.service.answering import record_answer
from pathway.service.calling_in import invite, invite_several
from pathway.service.checklists import tick_items
from pathway.service.choosing import choose_time
from pathway.service.consents import keep_to_consent, record_consent, withdraw_consent
from pathway.service.context import Context, Outcome, check_may, opened
from pathway.service.correcting import correct
from pathway.service.extra_meeting import extra_meeting
from pathway.service.gp_office import postpone, settle_office
from pathway.service.inviting import arrange, hold_without_gp, snooze, tick_sent
from pathway.service.meetings import cancel_meeting, change_meeting, move_meeting
from pathway.service.papers import finish
from pathway.service.parts import change_parts
from pathway.service.people import (
    add_participant,
    call_back,
    change_participant,
    record_wishes,
    remove_participant,
)
from pathway.service.proposing import accept_proposal, decline_proposal
from pathway.service.questioning import settle_question
from pathway.service.registering import record_milestone, register_patient, stop_pathway
from pathway.service.removing import remove_case
from pathway.service.replacing import replace_gp
from pathway.service.stray_mail import settle_stray, tie_stray
from pathway.service.taking_back import TAKEN_BACK, take_back_answer
from pathway.service.taking_place import replace_participant
from pathway.service.tasks import hand_over, remind_now
from pathway.service.third_party import no_adviser, no_reply, record_adviser
from pathway.service.times import answer_times, ask_times, stop_times
from pathway.service.wrong_gp import correct_gp
from pathway.views import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.case import Case
    from pathway.commands import CaseCommand, Command
    from pathway.messages import Pen

DECISIONS: dict[type, Callable[[Case, Pen, Any], Plan]] = {
    InviteGp: arrange,
    Invite: invite,
    InviteSeveral: invite_several,
    AddParticipant: add_participant,
    ChangeParticipant: change_participant,
    RemoveParticipant: remove_participant,
    ReplaceParticipant: replace_participant,
    RecordWishes: record_wishes,
    CallBack: call_back,
    MoveMeeting: move_meeting,
    ChangeMeeting: change_meeting,
    ChangeParts: change_parts,
    CancelMeeting: cancel_meeting,
    ReplaceGp: replace_gp,
    HoldWithoutGp: hold_without_gp,
    SendLinkAgain: letting_in.send_link_again,
    ArrangeAppointment: appointments.arrange,
    MoveAppointment: appointments.move,
    CancelAppointment: appointments.cancel,
    TickSent: tick_sent,
    RecordAnswer: record_answer,
    RecordMilestone: record_milestone,
    RecordConsent: record_consent,
    WithdrawConsent: withdraw_consent,
    KeepToConsent: keep_to_consent,
    RecordAdviser: record_adviser,
    NoReply: no_reply,
    NoAdviser: no_adviser,
    Correct: correct,
    CorrectGp: correct_gp,
    TakeBackAnswer: take_back_answer,
    RemoveCase: remove_case,
    StopPathway: stop_pathway,
    Finish: finish,
    ExtraMeeting: extra_meeting,
    TickItems: tick_items,
    Snooze: snooze,
    HandOver: hand_over,
    RemindNow: remind_now,
    SettleOffice: settle_office,
    SettleQuestion: settle_question,
    AcceptProposal: accept_proposal,
    DeclineProposal: decline_proposal,
    AskTimes: ask_times,
    AnswerTimes: answer_times,
    ChooseTime: choose_time,
    StopTimes: stop_times,
    Postpone: postpone,
    Undo: undoing.undo,
    **aftermath.DECISIONS,
    **running.DECISIONS,
}

_ALSO_CLINICIANS = (
    AddParticipant,
    ChangeParticipant,
    RemoveParticipant,
    ReplaceParticipant,
    RecordWishes,
    CallBack,
    RecordMilestone,
    RecordConsent,
    WithdrawConsent,
    KeepToConsent,
    RecordAdviser,
    NoReply,
    NoAdviser,
    RecordAnswer,
    AnswerTimes,
    SettleQuestion,
    HoldWithoutGp,
    SendLinkAgain,
    ArrangeAppointment,
    MoveAppointment,
    CancelAppointment,
    TickSent,
    TickItems,
    ExtraMeeting,
    Finish,
    Snooze,
    HandOver,
    RemindNow,
    Undo,
    *aftermath.ALSO_CLINICIANS,
)
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
    """Carry a command out in the running transaction.

    `StalePlanError` when the plan shown is no longer the plan, `ClashError` when a clash was
    not confirmed, and whatever rule the command breaks.
    """
    _check(context, command)
    if isinstance(command, CorrectContact):
        return Outcome(contact=contacts.correct(context, command))
    if isinstance(command, SettleStray):
        settle_stray(context, command)
        return Outcome()
    if isinstance(command, TieStray):
        return tie_stray(context, command)
    if isinstance(command, RegisterPatient):
        return _register(context, command)
    before = opened(context, command.ref)
    plan = _decided(context, before, command)
    shown = getattr(command, "plan", "")
    if shown and shown != plan.hash:
        raise StalePlanError
    if plan.clashes and not getattr(command, "accept_clashes", True):
        raise ClashError(plan.clashes)
    after = ringing.tell_leaders(before, plan.case, context.pen())
    after = promises.reconcile(after, context.clinic, context.now, context.new_id)
    detail = _detail(context, before, command)
    context.ledger.save(after, context.access, what=type(command).__name__, detail=detail)
    page_links.keep(context, after)
    progress.overtaken(context, after)
    written = contacts.remember(context, before, after, command)
    undoing.remember(context, before, after, command, written)
    sharing.restored(context, after, command)
    answer = after.answers[-1] if isinstance(command, RecordAnswer) else None
    undone = detail if isinstance(command, Undo) else ""
    return Outcome(after=after, before=before, plan=plan, answer=answer, undone=undone)


def _check(context: Context, command: Command) -> None:
    run = isinstance(command, running.COMMANDS)
    check_may(context, clinicians=run or isinstance(command, _ALSO_CLINICIANS), leaders=run)
    check_texts(command)


def _register(context: Context, command: RegisterPatient) -> Outcome:
    case = register_patient(context, command)
    case = promises.reconcile(case, context.clinic, context.now, context.new_id)
    context.ledger.add(case, context.access)
    contacts.remember(context, None, case, command)
    return Outcome(after=case)


def _decided(context: Context, case: Case, command: CaseCommand) -> Plan:
    ended = case.closing is not None and not isinstance(command, _AFTER_THE_END)
    if ended or (case.removed and not isinstance(command, _LATE)):
        raise PathwayClosedError
    plan = DECISIONS[type(command)](case, context.pen(), command)
    after, told = asking.follow(plan.case, context.pen(pressed=False))
    plan = replace(plan, case=after, consequences=(*plan.consequences, *told))
    return replace(plan, hash=sameness.fingerprint(case, command, plan))


def _detail(context: Context, case: Case, command: Command) -> str:
    """What the log keeps of a change: a correction's field, what was undone; never a value or text.

    The log can never be changed, so what P5 wants taken away later may not stand in it.
    """
    if isinstance(command, TakeBackAnswer):
        return TAKEN_BACK
    if isinstance(command, Undo):
        return undoing.undone(context, case)
    return command.field if isinstance(command, Correct) else ""

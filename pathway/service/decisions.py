"""Which function decides each command about a case, and what a clinician may do too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.commands import (
    AcceptProposal,
    AddParticipant,
    AnswerTimes,
    ArrangeAppointment,
    AskTimes,
    CallBack,
    CancelAppointment,
    CancelMeeting,
    ChangeAppointment,
    ChangeMeeting,
    ChangeParticipant,
    ChangeParts,
    CheckReferral,
    ChooseTime,
    Correct,
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
    RemindNow,
    RemoveCase,
    RemoveParticipant,
    ReplaceGp,
    ReplaceParticipant,
    SendLinkAgain,
    SettleOffice,
    SettleQuestion,
    Snooze,
    StopPathway,
    StopTimes,
    TakeBackAnswer,
    TickItems,
    TickSent,
    Undo,
    WithdrawConsent,
)
from pathway.service.afterwards import aftermath, plan_text
from pathway.service.afterwards.extra_meeting import extra_meeting
from pathway.service.afterwards.papers import finish
from pathway.service.answers.answering import record_answer
from pathway.service.answers.proposing import accept_proposal, decline_proposal
from pathway.service.answers.settling import settle_question
from pathway.service.answers.taking_back import take_back_answer
from pathway.service.cases import undoing
from pathway.service.cases.checklists import tick_items
from pathway.service.cases.correcting import correct
from pathway.service.cases.referral import check_referral
from pathway.service.cases.registering import (
    record_milestone,
    stop_pathway,
)
from pathway.service.cases.removing import remove_case
from pathway.service.doctors.gp_office import postpone, settle_office
from pathway.service.doctors.replacing import replace_gp
from pathway.service.doctors.wrong_gp import correct_gp
from pathway.service.invitations import letting_in
from pathway.service.invitations.calling_in import invite, invite_several
from pathway.service.invitations.inviting import (
    arrange,
    hold_without_gp,
    tick_sent,
)
from pathway.service.meetings import appointments
from pathway.service.meetings.arranging import cancel_meeting, change_meeting, move_meeting
from pathway.service.meetings.parts import change_parts
from pathway.service.people.participants import (
    add_participant,
    call_back,
    change_participant,
    record_wishes,
    remove_participant,
)
from pathway.service.people.taking_place import replace_participant
from pathway.service.run import running
from pathway.service.staff.snoozing import snooze
from pathway.service.staff.tasks import hand_over, remind_now
from pathway.service.third_parties.consents import keep_to_consent, record_consent, withdraw_consent
from pathway.service.third_parties.third_party import no_adviser, no_reply, record_adviser
from pathway.service.times.choosing import choose_time
from pathway.service.times.questions_of_times import answer_times, ask_times, stop_times
from pathway.views import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.case import Case
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
    ChangeAppointment: appointments.change,
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
    CheckReferral: check_referral,
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

ALSO_CLINICIANS = (
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
    ChangeAppointment,
    CancelAppointment,
    TickSent,
    TickItems,
    CheckReferral,
    ExtraMeeting,
    Finish,
    Snooze,
    HandOver,
    RemindNow,
    Undo,
    *aftermath.ALSO_CLINICIANS,
    *plan_text.COMMANDS,
    *running.COMMANDS,
)

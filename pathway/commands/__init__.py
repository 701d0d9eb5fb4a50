"""What people ask the program to do: one frozen value a use case, in the imperative.

Every command but a contact's names its case by reference. `plan` carries the hash of the plan that
was shown before confirming; an empty one means that nothing was shown (the command line's direct
use).
"""

from __future__ import annotations

from typing import TypeAlias

from pathway.commands.aftermath import (
    ArrangeNext,
    DraftPlan,
    EvaluatePlan,
    GivePlan,
    NameWriters,
    RecordAttendance,
    RecordInterview,
)
from pathway.commands.case import (
    Correct,
    CorrectGp,
    RecordMilestone,
    RegisterPatient,
    RemoveCase,
    StopPathway,
    TakeBackAnswer,
    Undo,
)
from pathway.commands.contacts import CorrectContact
from pathway.commands.meetings import (
    ArrangeAppointment,
    CancelAppointment,
    CancelMeeting,
    ChangeAppointment,
    ChangeMeeting,
    ChangeParts,
    HoldWithoutGp,
    InviteGp,
    MoveAppointment,
    MoveMeeting,
    PartFrom,
    SendLinkAgain,
)
from pathway.commands.office import (
    Postpone,
    SettleOffice,
)
from pathway.commands.people import (
    AddParticipant,
    CallBack,
    ChangeParticipant,
    Invite,
    InviteSeveral,
    KeepToConsent,
    NoAdviser,
    NoReply,
    Person,
    RecordAdviser,
    RecordConsent,
    RecordWishes,
    RemoveParticipant,
    ReplaceGp,
    ReplaceParticipant,
    WithdrawConsent,
)
from pathway.commands.plan_text import (
    FollowUpMeasure,
    RemoveMeasure,
    ReplacePlan,
    WriteMeasure,
)
from pathway.commands.proposals import (
    AcceptProposal,
    DeclineProposal,
)
from pathway.commands.running import BringAlong, EndMeeting, StartMeeting, StepMeeting
from pathway.commands.staff import ChooseDigestHour, EndAbsence, HandOverCases, RecordAbsence
from pathway.commands.tasks import (
    CheckReferral,
    ExtraMeeting,
    Finish,
    HandOver,
    RecordAnswer,
    RemindNow,
    SettleQuestion,
    SettleStray,
    Snooze,
    TickItems,
    TickSent,
    TieStray,
)
from pathway.commands.times import (
    AnswerTimes,
    AskTimes,
    ChooseTime,
    StopTimes,
)

__all__ = [
    "AcceptProposal",
    "AddParticipant",
    "AnswerTimes",
    "ArrangeAppointment",
    "ArrangeNext",
    "AskTimes",
    "BringAlong",
    "CallBack",
    "CancelAppointment",
    "CancelMeeting",
    "CaseCommand",
    "ChangeAppointment",
    "ChangeMeeting",
    "ChangeParticipant",
    "ChangeParts",
    "CheckReferral",
    "ChooseDigestHour",
    "ChooseTime",
    "Command",
    "Correct",
    "CorrectContact",
    "CorrectGp",
    "DeclineProposal",
    "DraftPlan",
    "EndAbsence",
    "EndMeeting",
    "EvaluatePlan",
    "ExtraMeeting",
    "Finish",
    "FollowUpMeasure",
    "GivePlan",
    "HandOver",
    "HandOverCases",
    "HoldWithoutGp",
    "Invite",
    "InviteGp",
    "InviteSeveral",
    "KeepToConsent",
    "MoveAppointment",
    "MoveMeeting",
    "NameWriters",
    "NoAdviser",
    "NoReply",
    "PartFrom",
    "Person",
    "Postpone",
    "RecordAbsence",
    "RecordAdviser",
    "RecordAnswer",
    "RecordAttendance",
    "RecordConsent",
    "RecordInterview",
    "RecordMilestone",
    "RecordWishes",
    "RegisterPatient",
    "RemindNow",
    "RemoveCase",
    "RemoveMeasure",
    "RemoveParticipant",
    "ReplaceGp",
    "ReplaceParticipant",
    "ReplacePlan",
    "SendLinkAgain",
    "SettleOffice",
    "SettleQuestion",
    "SettleStray",
    "Snooze",
    "StartMeeting",
    "StepMeeting",
    "StopPathway",
    "StopTimes",
    "TakeBackAnswer",
    "TickItems",
    "TickSent",
    "TieStray",
    "Undo",
    "WithdrawConsent",
    "WriteMeasure",
]

CaseCommand: TypeAlias = (
    RegisterPatient
    | RecordMilestone
    | Correct
    | CorrectGp
    | TakeBackAnswer
    | RemoveCase
    | StopPathway
    | InviteGp
    | MoveMeeting
    | ChangeMeeting
    | ChangeParts
    | CancelMeeting
    | HoldWithoutGp
    | SendLinkAgain
    | ArrangeAppointment
    | MoveAppointment
    | ChangeAppointment
    | CancelAppointment
    | Invite
    | InviteSeveral
    | AddParticipant
    | ChangeParticipant
    | RemoveParticipant
    | ReplaceParticipant
    | RecordWishes
    | CallBack
    | ReplaceGp
    | RecordConsent
    | WithdrawConsent
    | KeepToConsent
    | RecordAdviser
    | NoReply
    | NoAdviser
    | TickSent
    | RecordAnswer
    | SettleQuestion
    | AcceptProposal
    | DeclineProposal
    | Finish
    | ExtraMeeting
    | TickItems
    | CheckReferral
    | ArrangeNext
    | DraftPlan
    | EvaluatePlan
    | GivePlan
    | NameWriters
    | RecordAttendance
    | RecordInterview
    | AskTimes
    | AnswerTimes
    | ChooseTime
    | StopTimes
    | Snooze
    | HandOver
    | RemindNow
    | SettleOffice
    | Postpone
    | Undo
    | StartMeeting
    | StepMeeting
    | BringAlong
    | EndMeeting
)
"""What is done in a case, or begins one; it can be planned before it is done."""

Command: TypeAlias = (
    CaseCommand
    | CorrectContact
    | SettleStray
    | TieStray
    | RecordAbsence
    | EndAbsence
    | ChooseDigestHour
    | HandOverCases
    | WriteMeasure
    | RemoveMeasure
    | ReplacePlan
    | FollowUpMeasure
)
"""Everything that people may ask for."""

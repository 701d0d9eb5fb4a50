"""What people ask the program to do: one frozen value a use case, in the imperative.

Every command names its case by reference. `plan` carries the hash of the plan that was shown
before confirming; an empty one means that nothing was shown (the command line's direct use).
"""

from __future__ import annotations

from typing import TypeAlias

from pathway.commands.case import (
    Correct,
    RecordMilestone,
    RegisterPatient,
    StopPathway,
)
from pathway.commands.meetings import (
    CancelMeeting,
    ChangeMeeting,
    HoldWithoutGp,
    InviteGp,
    MoveMeeting,
)
from pathway.commands.people import (
    AddParticipant,
    ChangeParticipant,
    Invite,
    InviteSeveral,
    Person,
    RecordConsent,
    RecordWishes,
    RemoveParticipant,
    ReplaceGp,
    WithdrawConsent,
)
from pathway.commands.tasks import (
    RecordAnswer,
    Snooze,
    TickSent,
)

__all__ = [
    "AddParticipant",
    "CancelMeeting",
    "ChangeMeeting",
    "ChangeParticipant",
    "Command",
    "Correct",
    "HoldWithoutGp",
    "Invite",
    "InviteGp",
    "InviteSeveral",
    "MoveMeeting",
    "Person",
    "RecordAnswer",
    "RecordConsent",
    "RecordMilestone",
    "RecordWishes",
    "RegisterPatient",
    "RemoveParticipant",
    "ReplaceGp",
    "Snooze",
    "StopPathway",
    "TickSent",
    "WithdrawConsent",
]

Command: TypeAlias = (
    RegisterPatient
    | RecordMilestone
    | Correct
    | StopPathway
    | InviteGp
    | MoveMeeting
    | ChangeMeeting
    | CancelMeeting
    | HoldWithoutGp
    | Invite
    | InviteSeveral
    | AddParticipant
    | ChangeParticipant
    | RemoveParticipant
    | RecordWishes
    | ReplaceGp
    | RecordConsent
    | WithdrawConsent
    | TickSent
    | RecordAnswer
    | Snooze
)

"""People are asked, replaced, consented to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pathway.words import (
    Attendance,
    CaseRef,
    ConsentForm,
    MeetingKind,
    ParticipantId,
    PromiseId,
    QuestionId,
    Role,
    StaffId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody outside, as first described; contact details may wait."""

    name: str
    office: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Ask one more person to a meeting that is arranged; their gate must be open.

    `who` says which, where several have the role and the name. `adviser` is another adviser of
    Nav, who must be phoned first (R14b, F12): then nobody is asked yet.
    `checked` is their details where somebody has just made sure of them.
    """

    ref: CaseRef
    kind: MeetingKind
    role: Role
    name: str = ""
    who: ParticipantId | None = None
    adviser: Person | None = None
    checked: Person | None = None
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteSeveral:
    """Ask these people to a meeting that is arranged; the gate of each must be open (R18).

    `adviser` comes from Nav `instead_of` another, the latest if none is named, and must be phoned
    first (R14b, F12); `checked` are the details of one of them that somebody has just made sure of.
    """

    ref: CaseRef
    kind: MeetingKind
    people: tuple[ParticipantId, ...]
    adviser: Person | None = None
    instead_of: ParticipantId | None = None
    checked: Person | None = None
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceGp:
    """Another doctor takes the GP's place, for now or for good (D2, F14)."""

    ref: CaseRef
    doctor: Person
    for_good: bool
    checked: Person | None = None
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsent:
    """The patient consents that this actor is contacted (R13); `name` may be unknown.

    `parts` are numbers from 1; empty is the whole meeting.
    """

    ref: CaseRef
    role: Role
    given_on: date
    form: ConsentForm
    name: str = ""
    office: str = ""
    email: str = ""
    phone: str = ""
    parts: tuple[int, ...] = ()
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent:
    """The patient withdraws a consent: that actor's invitation is cancelled at once (R19)."""

    ref: CaseRef
    role: Role
    name: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddParticipant:
    """Somebody more is part of the case (R15, R16); of a relative a first name is enough.

    `staff_id` says which clinician, whose name and address the clinic's file has. `with_nav` is
    whether they stay while Nav is there, `reorder` that the parts may change places for it (R21).
    `question_id` is the mail that they wrote, which is seen to with this.
    """

    ref: CaseRef
    role: Role
    name: str = ""
    staff_id: StaffId | None = None
    office: str = ""
    email: str = ""
    phone: str = ""
    attends: Attendance = Attendance.VIDEO
    must: bool = True
    with_nav: bool = True
    parts: tuple[int, ...] = ()
    reorder: bool = False
    question_id: QuestionId | None = None
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeParticipant:
    """Change what is not None of how somebody is reached and attends (R15, R16b).

    `parts` are numbers from 1 of the meeting to come, `reorder` that its parts may change places.
    """

    ref: CaseRef
    who: ParticipantId
    attends: Attendance | None = None
    phone: str | None = None
    email: str | None = None
    must: bool | None = None
    parts: tuple[int, ...] | None = None
    reorder: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveParticipant:
    """Somebody is no longer part of the case; what they hold an invitation to is called off."""

    ref: CaseRef
    who: ParticipantId
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceParticipant:
    """Somebody takes the place of `who`: the same role, parts, must or may, and invitations.

    `staff_id` says which clinician. `leader` is who leads from now on, where `who` did (D5).
    """

    ref: CaseRef
    who: ParticipantId
    name: str = ""
    staff_id: StaffId | None = None
    office: str = ""
    email: str = ""
    phone: str = ""
    attends: Attendance = Attendance.VIDEO
    leader: StaffId | None = None
    accept_clashes: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack:
    """Somebody has rung, and is to be rung back (R15); what about is never written (P4)."""

    ref: CaseRef
    who: ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWishes:
    """What the patient wishes of the meeting (R15, D5); empty is no wish.

    `relatives` and `others` are names of those whom the patient wishes to have there, `parts` who
    is to be there when. `nav` is None where nothing was said.
    """

    ref: CaseRef
    relatives: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    nav: bool | None = None
    place: str = ""
    leader: StaffId | None = None
    parts: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepToConsent:
    """An actor attends those of their parts that the consent covers, and no other (R13, R16b)."""

    ref: CaseRef
    kind: MeetingKind
    participant_id: ParticipantId
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAdviser:
    """Who Nav's adviser is, or another third party, as it was found out (R14).

    `told` is that they heard whom it concerns, by phone or by letter, which is the same (F12).
    """

    ref: CaseRef
    participant_id: ParticipantId
    adviser: Person
    told: bool = True
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoReply:
    """Somebody rang in vain: the call waits until the next working day (R14)."""

    ref: CaseRef
    promise_id: PromiseId


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAdviser:
    """Nav says that there is no adviser: Nav takes no part, and nobody is chased (R14).

    `template` is the agenda that the coming meeting has from now on, None for the one it has.
    """

    ref: CaseRef
    participant_id: ParticipantId
    template: str | None = None
    plan: str = ""

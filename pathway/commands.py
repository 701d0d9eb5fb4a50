"""What people ask the program to do: one frozen value a use case, in the imperative.

Every command names its case by reference. `plan` carries the hash of the plan that was shown
before confirming; an empty one means that nothing was shown (the command line's direct use).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from pathway.words import (
    Attendance,
    CaseRef,
    Channel,
    ClosedReason,
    ConsentForm,
    InvitationId,
    MeetingKind,
    Milestone,
    PromiseId,
    Role,
    StaffId,
    Substitute,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody outside, as first described; contact details may wait."""

    name: str
    office: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPatient:
    """Open a pathway: a staff-only name, when the referral was received, the GP if any."""

    name: str
    referral_received: date
    gp: Person | None
    clinician: StaffId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteGp:
    """Arrange a meeting and ask the GP to it; `template` is empty while Nav is undecided.

    `start` is wall time. `accept_clashes` is the secretary's confirmed warning.
    """

    ref: CaseRef
    kind: MeetingKind
    start: datetime
    template: str
    leader: StaffId
    place: str = ""
    link: str = ""
    attends: Attendance = Attendance.VIDEO
    accept_clashes: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Ask one more person to a meeting that is arranged; their gate must be open."""

    ref: CaseRef
    kind: MeetingKind
    role: Role
    name: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveMeeting:
    """Agree another time; `start` is wall time."""

    ref: CaseRef
    kind: MeetingKind
    start: datetime
    accept_clashes: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMeeting:
    """Change what is not None of template, place, link and leader."""

    ref: CaseRef
    kind: MeetingKind
    template: str | None = None
    place: str | None = None
    link: str | None = None
    leader: StaffId | None = None
    accept_clashes: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelMeeting:
    """Call a meeting off; everybody who holds an invitation is told."""

    ref: CaseRef
    kind: MeetingKind
    reason: str
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceGp:
    """Another doctor takes the GP's place, for now or for good (D2, F14)."""

    ref: CaseRef
    doctor: Person
    for_good: bool
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldWithoutGp:
    """The responsible clinician has decided to hold the meeting without a GP (D2)."""

    ref: CaseRef
    kind: MeetingKind
    reason: str
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TickSent:
    """A person did it by hand (D6): sent the secure message or letter, or phoned."""

    ref: CaseRef
    promise_id: PromiseId


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAnswer:
    """An answer as it reached us. `revision` is what the answerer saw, None for the present one.

    `text` is at most 300 characters. `proposed` is wall time.
    """

    ref: CaseRef
    invitation_id: InvitationId
    verdict: Verdict
    channel: Channel
    evidence: str
    revision: int | None = None
    text: str = ""
    proposed: datetime | None = None
    by_name: str = ""
    substitute: Substitute = Substitute.NONE
    at: datetime | None = None  # when it was given, where earlier than now


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMilestone:
    """A milestone was reached, or a meeting was not held (`held` false, with a reason)."""

    ref: CaseRef
    milestone: Milestone
    on: date
    held: bool = True
    reason: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsent:
    """The patient consents that this actor is contacted (R13); `name` may be unknown."""

    ref: CaseRef
    role: Role
    given_on: date
    form: ConsentForm
    name: str = ""
    office: str = ""
    email: str = ""
    phone: str = ""
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent:
    """The patient withdraws a consent: that actor's invitation is cancelled at once (R19)."""

    ref: CaseRef
    role: Role
    name: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """Put right what was written wrong; the case keeps the old value, the log the field's name.

    `field` is one of name, referral_received, assessment_started, shm1_held, shm2_held, clinician,
    gp_name, gp_office, gp_email, gp_phone; `value` is text, ISO for dates, empty to remove.
    """

    ref: CaseRef
    field: str
    value: str
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPathway:
    """End the pathway: cancels all that lives and stops every reminder (F6)."""

    ref: CaseRef
    reason: ClosedReason
    note: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    """Hide a promise from the digest until a day; it does not shift (F3)."""

    ref: CaseRef
    promise_id: PromiseId
    until: date


Command: TypeAlias = (
    RegisterPatient
    | InviteGp
    | Invite
    | MoveMeeting
    | ChangeMeeting
    | CancelMeeting
    | ReplaceGp
    | HoldWithoutGp
    | TickSent
    | RecordAnswer
    | RecordMilestone
    | RecordConsent
    | WithdrawConsent
    | Correct
    | StopPathway
    | Snooze
)

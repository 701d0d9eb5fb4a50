"""A pathway begins, moves on, is put right, and ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pathway.commands.people import Person
from pathway.words import (
    AnswerId,
    CaseRef,
    ClosedReason,
    Milestone,
    ParticipantId,
    StaffId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPatient:
    """Open a pathway: a staff-only name, when the referral was received, the GP if any.

    `clinician` is responsible, and takes part in the meetings. `phone` and `email` are the
    patient's. All three may wait.
    """

    name: str
    referral_received: date
    gp: Person | None
    clinician: StaffId | None = None
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMilestone:
    """A milestone was reached, or a meeting was not held (`held` false, with a reason).

    `attended` is who was at the meeting, None for everybody who was to come.
    """

    ref: CaseRef
    milestone: Milestone
    on: date
    held: bool = True
    reason: str = ""
    attended: tuple[ParticipantId, ...] | None = None
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """Put right what was written wrong; the case keeps the old value, the log the field's name.

    `field` is one of name, referral_received, assessment_started, shm1_held, shm2_held, clinician,
    gp_name, gp_office, gp_email, gp_phone, patient_phone, patient_email, no_sms; `value` is text,
    ISO for dates, empty to remove. `no_sms` is "yes" for one who has reserved against SMS (P6).
    """

    ref: CaseRef
    field: str
    value: str
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectGp:
    """The GP who is written is not theirs and never was: another is put in their place."""

    ref: CaseRef
    doctor: Person
    checked: Person | None = None
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackAnswer:
    """An answer was meant for another case, or was never given: it is kept and counts no more.

    What was answered before it holds again, if anything was (D2).
    """

    ref: CaseRef
    answer_id: AnswerId
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveCase:
    """Take away a case that was made by mistake, while nothing has left to anybody outside."""

    ref: CaseRef
    reason: str
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPathway:
    """End the pathway: cancels all that lives and stops every reminder (F6).

    `all_ticked` is that what was left of the closing list is done too, as it was shown (R10);
    `note` says else why it is left.
    """

    ref: CaseRef
    reason: ClosedReason
    note: str = ""
    all_ticked: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Take the case's last change back, while nothing of it has left and nothing else happened."""

    ref: CaseRef
    accept_clashes: bool = False
    plan: str = ""

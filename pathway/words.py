"""The words of the domain: ids and closed lists; the wording has them in Norwegian."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

ClinicId = NewType("ClinicId", str)
CaseId = NewType("CaseId", str)
CaseRef = NewType("CaseRef", str)
StaffId = NewType("StaffId", str)
ParticipantId = NewType("ParticipantId", str)
MeetingId = NewType("MeetingId", str)
InvitationId = NewType("InvitationId", str)
AnswerId = NewType("AnswerId", str)
ConsentId = NewType("ConsentId", str)
PromiseId = NewType("PromiseId", str)
SendingId = NewType("SendingId", str)
QuestionId = NewType("QuestionId", str)
TimesId = NewType("TimesId", str)
OptionId = NewType("OptionId", str)
AskedId = NewType("AskedId", InvitationId)  # an answer page is found by either
TimesAnswerId = NewType("TimesAnswerId", str)
RunId = NewType("RunId", str)


class Role(StrEnum):
    """Who somebody is, inside or outside the clinic."""

    PATIENT = "patient"
    RELATIVE = "relative"
    GP = "gp"
    REFERRER = "referrer"
    NAV_ADVISER = "nav_adviser"
    CLINICIAN = "clinician"
    INTERPRETER = "interpreter"
    OTHER = "other"
    SECRETARY = "secretary"
    COORDINATOR = "coordinator"
    LEADER = "leader"


THIRD_PARTIES = frozenset({Role.NAV_ADVISER, Role.OTHER})
"""Those who are contacted only with the patient's consent (R13)."""

DOCTORS = frozenset({Role.GP, Role.REFERRER})
"""Those who are asked first and by secure message (R11)."""


class Channel(StrEnum):
    """How a message travels."""

    CHAT = "chat"
    MAIL = "mail"
    GRAPH = "graph"
    SECURE_MESSAGE = "secure_message"
    SMS = "sms"
    LETTER = "letter"
    PHONE = "phone"


class Attendance(StrEnum):
    """How one person attends; it belongs to the person, not to the meeting (R15)."""

    VIDEO = "video"
    TELEPHONE = "telephone"
    CLINIC = "clinic"
    GP_OFFICE = "gp_office"
    HOME = "home"


class MeetingKind(StrEnum):
    """SHM1 sums up the assessment, SHM2 follows up; the rest are the clinicians' own."""

    SHM1 = "shm1"
    SHM2 = "shm2"
    ASSESSMENT = "assessment"
    INTERNAL = "internal"
    EXTRA = "extra"  # one clinician finishes the action plan with the patient


SHM = (MeetingKind.SHM1, MeetingKind.SHM2)
"""The meetings of the pathway, in order."""

SLOTS = frozenset({MeetingKind.INTERNAL, MeetingKind.EXTRA})
"""Time that clinicians have set aside themselves: nobody is chased for a yes (R24, R26)."""

APPOINTMENTS = SLOTS | {MeetingKind.ASSESSMENT}
"""What only clinicians are asked to, without gates, parts or link (R9, R24, R26, P2)."""


class Milestone(StrEnum):
    """The points of a pathway, in order (R1, R5)."""

    REFERRAL_RECEIVED = "referral_received"
    ASSESSMENT_STARTED = "assessment_started"
    SHM1_HELD = "shm1_held"
    SHM2_HELD = "shm2_held"
    CLOSED = "closed"


class InvitationState(StrEnum):
    """Where one person's invitation stands; computed from what is recorded, never stored."""

    BLOCKED = "blocked"
    READY = "ready"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    NEW_TIME = "new_time"
    CANCELLED = "cancelled"
    UNDELIVERED = "undelivered"


NOT_COMING = frozenset(
    {InvitationState.DECLINED, InvitationState.NEW_TIME, InvitationState.CANCELLED}
)
"""Who does not come at the time that they were asked for."""


class Verdict(StrEnum):
    """What an answer says (iTIP PARTSTAT, and a new time proposed)."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    NEW_TIME = "new_time"


class Substitute(StrEnum):
    """Whether the one who answers does so in the GP's place (D2)."""

    NONE = "none"
    FOR_NOW = "for_now"
    FOR_GOOD = "for_good"


class ConsentForm(StrEnum):
    """How a consent was given (R13)."""

    ORAL = "oral"
    WRITTEN = "written"


class ClosedReason(StrEnum):
    """Why a pathway ended (R10)."""

    COMPLETED = "completed"
    TRANSFERRED = "transferred"
    WITHDREW = "withdrew"
    DIED = "died"
    NO_RIGHT = "no_right"
    MISTAKE = "mistake"
    OTHER = "other"


class PromiseKind(StrEnum):
    """What somebody owes somebody (domain page D3)."""

    ANSWER = "answer"
    TIME_QUESTION = "time_question"
    TIMES = "times"
    TIMES_CHOICE = "times_choice"
    SECURE_MESSAGE = "secure_message"
    PHONE_CALL = "phone_call"
    CONSENT = "consent"
    WISHES = "wishes"
    PLACE = "place"
    PREVIEW = "preview"
    LINK = "link"
    REMINDER = "reminder"
    STILL_STANDS = "still_stands"
    ACTION_PLAN_FINISH = "action_plan_finish"
    ACTION_PLAN_DISTRIBUTE = "action_plan_distribute"
    NOTE_WRITE = "note_write"
    NOTE_SEND = "note_send"
    SHM2_DETAILS = "shm2_details"
    EXTRA_MEETING = "extra_meeting"
    ASSESSMENT_START = "assessment_start"
    MEETING_HELD = "meeting_held"
    INTAKE = "intake"
    CLOSING = "closing"
    CLOSE = "close"
    REFERRAL_CONTENT = "referral_content"
    INTERVIEW = "interview"
    MILESTONE = "milestone"
    POSTPONED = "postponed"
    NEW_GP = "new_gp"
    QUESTION = "question"
    CALL_BACK = "call_back"
    AWAY = "away"
    BRIEFING = "briefing"


class SettledHow(StrEnum):
    """What ended a promise."""

    DONE = "done"
    ANSWERED = "answered"
    CANCELLED = "cancelled"
    ESCALATED = "escalated"

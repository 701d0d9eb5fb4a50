"""A meeting is arranged, moved, changed, called off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pathway.commands.people import Person
from pathway.words import (
    Attendance,
    CaseRef,
    MeetingId,
    MeetingKind,
    ParticipantId,
    StaffId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteGp:
    """Arrange a meeting and ask the GP to it; `template` is empty while Nav is undecided.

    `start` is wall time. `accept_clashes` is the secretary's confirmed warning, `checked` the GP's
    details where somebody has just made sure of them. `without_gp` is why the meeting of a patient
    who has no GP is held all the same, as the responsible clinician has decided (D2).
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
    checked: Person | None = None
    without_gp: str = ""
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
class PartFrom:
    """A part as it is to be: made of which of today's parts, by numbers from 1, and how long.

    Of one it is that part, or a piece of it; of several it is these in one. `title` is what it is
    to be called, empty where it keeps its name.
    """

    of: tuple[int, ...]
    minutes: int
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeParts:
    """The one meeting's parts as they are to be, in order (R21).

    A part that is in none of them is taken away; one that is in two is split.
    """

    ref: CaseRef
    kind: MeetingKind
    parts: tuple[PartFrom, ...]
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
class SendLinkAgain:
    """Somebody does not get in: they alone are sent the meeting's link once more."""

    ref: CaseRef
    kind: MeetingKind
    who: ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangeAppointment:
    """An assessment, or a slot for the clinicians among themselves (R9, R26); `start` is wall time.

    `people` are members of staff; who is no part of the case becomes so.
    """

    ref: CaseRef
    kind: MeetingKind
    start: datetime
    minutes: int
    people: tuple[StaffId, ...]
    place: str = ""
    accept_clashes: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAppointment:
    """Another time for one of them; `start` is wall time."""

    ref: CaseRef
    meeting: MeetingId
    start: datetime
    accept_clashes: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAppointment:
    """Who is asked to one of them, how long it is and where; at the same time as before.

    `people` are all who are to be there, the first of them leads.
    """

    ref: CaseRef
    meeting: MeetingId
    people: tuple[StaffId, ...]
    minutes: int
    place: str = ""
    accept_clashes: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAppointment:
    """Call one of them off; the clinicians are told."""

    ref: CaseRef
    meeting: MeetingId
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldWithoutGp:
    """The responsible clinician has decided to hold the meeting without a GP (D2)."""

    ref: CaseRef
    kind: MeetingKind
    reason: str
    plan: str = ""

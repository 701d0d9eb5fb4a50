"""One fictitious case for samples and tests: a meeting, people, and what is said to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from pathway.clinic import Clinic
from pathway.model import Facts, Meeting, Participant, Window
from pathway.outgoing import SendingKind
from pathway.ports import Letter
from pathway.views import TaskLine
from pathway.words import (
    Attendance,
    CaseRef,
    ClinicId,
    MeetingId,
    MeetingKind,
    Milestone,
    ParticipantId,
    PromiseId,
    PromiseKind,
    Role,
    StaffId,
)

REF = CaseRef("K7M2")
ZONE = "Europe/Oslo"
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # 10.00 in Oslo
LINK = "https://video.example.no/rom/431907"
LETTER_KINDS = tuple(
    kind
    for kind in SendingKind
    if kind not in {SendingKind.TASK, SendingKind.NOTICE, SendingKind.DIGEST, SendingKind.EDIT}
    and kind is not SendingKind.ABOUT_WHOM
)
SECURE_KINDS = (*LETTER_KINDS, SendingKind.ABOUT_WHOM)
OUTSIDE = (
    Role.GP,
    Role.REFERRER,
    Role.NAV_ADVISER,
    Role.PATIENT,
    Role.RELATIVE,
    Role.INTERPRETER,
    Role.OTHER,
    Role.CLINICIAN,
)

UGLY = (
    "Smerteklinikken, 2. etasje",
    "ME-poliklinikken",
    "CFS",
    "SHM1",
    "samhandlingsmøte",
    "Pain clinic",
    "fatigue",
    "utmattelse",
    "diagnose",
    "{answer_url}",
    "{0}{",
    "a\r\nBcc: b",
    "Psykiatrisk poliklinikk",
    "Depresjon",
    "depressiv",
    "M.E.",
    "hodepinesenteret",
    "Nevropati",
    "whiplash",
    "Kreftavdelingen",
    "rus",
    "PTSD",
    "ADHD",
    "kronisk trøtthet",
    "Post-covid",
    "angst",
    "painclinic",
    "\uff2d\uff25",
    "sm\u00aderte",
    "ut\u200bmattelse",
)
"""What may not leave, in forms in which it may be typed."""

CLINIC = Clinic(
    id=ClinicId("eksempel"),
    name="Eksempelby smerteklinikk",
    public_name="Møtekontoret i Eksempelby",
    phone="55 00 00 00",
    staff=(),
)


def window(start: int = 0, length: int = 60, days: int = 0) -> Window:
    """A window that begins so many minutes (and days) after the meeting's start."""
    begins = START + timedelta(days=days, minutes=start)
    return Window(start=begins, end=begins + timedelta(minutes=length))


ASKS_TIMES = frozenset({SendingKind.TIMES, SendingKind.TIMES_REMINDER, SendingKind.TIMES_OVER})
"""Kinds of letters that are about several times."""


def letter(kind: SendingKind, role: Role, **changed: object) -> Letter:
    """A letter about the meeting; Nav and others attend 10.20 to 10.35 only."""
    part = role in {Role.NAV_ADVISER, Role.OTHER}
    plain = Letter(
        kind=kind,
        role=role,
        ref=REF,
        public_name=CLINIC.public_name,
        phone=CLINIC.phone,
        zone=ZONE,
        facts=Facts(window=window(20, 15) if part else window(), link=LINK),
        received=date(2026, 9, 7),
    )
    if kind in ASKS_TIMES:
        later = replace(plain.facts, window=window(20, 15, days=2) if part else window(days=2))
        plain = replace(plain, times=((1, plain.facts), (3, later)))
    return replace(plain, **changed)  # type: ignore[arg-type]


def person(role: Role, **changed: object) -> Participant:
    """Somebody with this role."""
    names = {Role.GP: "Kari Nordmann", Role.CLINICIAN: "Per Li", Role.PATIENT: "Ola Hemmelig"}
    plain = Participant(
        id=ParticipantId("p1"),
        role=role,
        name=names.get(role, ""),
        office="Solsiden legesenter" if role in {Role.GP, Role.REFERRER} else "",
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def meeting(kind: MeetingKind = MeetingKind.SHM1) -> Meeting:
    """The meeting of 24 November."""
    return Meeting(
        id=MeetingId("m1"),
        kind=kind,
        start=datetime(2026, 11, 24, 10, 0),  # noqa: DTZ001 - wall time
        zone=ZONE,
        template="with_nav",
        parts=(),
        leader=StaffId("lege"),
    )


def task(kind: PromiseKind, role: Role | None, **changed: object) -> TaskLine:
    """A task about somebody with this role, asked on 2 November."""
    plain = TaskLine(
        ref=REF,
        promise_id=PromiseId("l1"),
        kind=kind,
        owner="sekretar",
        person=person(role) if role else None,
        meeting=meeting(),
        since=date(2026, 11, 2),
        due=date(2026, 11, 16),
        step=0,
        urgent=False,
        milestone=Milestone.SHM1_HELD if kind is PromiseKind.MILESTONE else None,
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def in_person(place: str = "Storgata 1, 2. etasje") -> Facts:
    """The meeting for one who comes to the clinic."""
    return Facts(window=window(), place=place, attends=Attendance.CLINIC)


def by_telephone() -> Facts:
    """The meeting for one who is rung up."""
    return Facts(window=window(), attends=Attendance.TELEPHONE)


ATTENDING = {
    "video": Facts(window=window(), link=LINK),
    "video, lenken kommer": Facts(window=window()),
    "telefon": by_telephone(),
    "klinikken": in_person(),
    "legekontoret": Facts(
        window=window(), place="Solsiden legesenter", attends=Attendance.GP_OFFICE
    ),
}
"""The meeting for each way of attending."""

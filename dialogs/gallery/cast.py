"""The clinic that the examples come from, with the longest names that can be written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from dialogs.wording.nb import gallery as words
from pathway.clinic import Clinic, Contact, Staff, VideoRoom
from pathway.words import ClinicId, Role, StaffId

BEGIN = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # a Monday, 9.00 in Oslo
RECEIVED = date(2026, 9, 7)
STARTED = date(2026, 10, 19)
MEETING = date(2026, 11, 24)
MEETING_BEGINS = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # 10.00 in Oslo
DAY = timedelta(days=1)

SECRETARY, COORDINATOR, DOCTOR, PSYCHOLOGIST, LEADER = (
    *("secretary", "coordinator", "doctor", "psychologist", "leader"),
)
_ROLES = (Role.SECRETARY, Role.COORDINATOR, Role.CLINICIAN, Role.CLINICIAN, Role.LEADER)
_IDS = (SECRETARY, COORDINATOR, DOCTOR, PSYCHOLOGIST, LEADER)
_OFFICES = (words.OFFICE, words.OTHER_OFFICE)


def clinic() -> Clinic:
    """One that sends every message by hand, so that each has a text to copy."""
    staff = zip(_IDS, words.STAFF, _ROLES, strict=True)
    return Clinic(
        id=ClinicId("gallery"),
        name=words.CLINIC,
        public_name=words.PUBLIC_NAME,
        phone="21 99 99 99",
        staff=tuple(
            Staff(id=StaffId(one), name=name, roles=frozenset({role})) for one, name, role in staff
        ),
        places=words.PLACES,
        plan_text=True,
        video_rooms=(VideoRoom(link=words.LINK),),
        contacts=tuple(
            Contact(
                name=name,
                office=_OFFICES[place % 2],
                phone="21999901",
                email=f"doctor{place}@legesenteret-i-ovingsfjorden.example",
                verified_on=BEGIN.date(),
            )
            for place, name in enumerate(
                [*words.DOCTORS, *(f"{words.DOCTORS[0]} {n}" for n in "ABCDEF")]
            )
        ),
    )

"""The clinic's own video rooms: which is free, whether it is large enough, and whose it is (P1)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import agenda, rules
from pathway.clinic import ROOM_ENDPOINTS, LinkProvider
from pathway.words import APPOINTMENTS

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.messages import Pen
    from pathway.model import Meeting, Part, Window
    from pathway.ports import Booking
    from pathway.words import MeetingKind

GAP = timedelta(minutes=15)
"""A listed room is used again within this time of another case only when confirmed (P1)."""

NHN = "https://join.nhn.no/"
"""Where every address of a room at NHN begins."""


def is_listed(clinic: Clinic, link: str) -> bool:
    """Whether this is one of the clinic's rooms, which alone may be used again."""
    return any(room.link == link for room in clinic.video_rooms)


def by_itself(clinic: Clinic) -> tuple[str, ...]:
    """The rooms of which a meeting gets one unless a link is typed; none where links come else."""
    listed = tuple(room.link for room in clinic.video_rooms)
    return listed if clinic.video is LinkProvider.NHN else ()


def first_free(case: Case, pen: Pen, kind: MeetingKind, window: Window) -> str:
    """The room that a meeting then gets by itself; empty where its link comes later."""
    return next((r for r in free(case, pen, kind, window) if r in by_itself(pen.clinic)), "")


def free(case: Case, pen: Pen, kind: MeetingKind, window: Window) -> tuple[str, ...]:
    """The listed rooms that no other meeting uses then, nor within `GAP` of it, in their order."""
    near = pen.bookings(window.start - GAP, window.end + GAP)
    taken = {booking.link for booking in near if not is_own(case, kind, booking)}
    return tuple(room.link for room in pen.clinic.video_rooms if room.link not in taken)


def is_own(case: Case, kind: MeetingKind, booking: Booking) -> bool:
    """Whether it is this case's own SHM that stands in the calendar."""
    return booking.ref == case.ref and booking.kind is kind and kind not in APPOINTMENTS


def is_too_small(case: Case, clinic: Clinic, meeting: Meeting) -> bool:
    """Whether more are to be on video at once than the meeting's room takes."""
    seats = _seats(clinic, meeting.link)
    return seats is not None and endpoints(case, meeting) > seats


def _seats(clinic: Clinic, link: str) -> int | None:
    """How many the room takes; None for a link that is no room, and so has no such limit."""
    known = next((room.endpoints for room in clinic.video_rooms if room.link == link), None)
    return known or (ROOM_ENDPOINTS if link.startswith(NHN) else None)


def endpoints(case: Case, meeting: Meeting) -> int:
    """How many screens are in the room at most: all who are there by video in one part.

    The leader has one too, which those who have come to the clinic share.
    """
    return max((_in_part(case, meeting, part) for part in meeting.parts), default=0)


def _in_part(case: Case, meeting: Meeting, part: Part) -> int:
    there = [
        person
        for person in case.participants
        if person.ended_at is None
        and person.attends in rules.ON_VIDEO
        and agenda.attends(part, person)
    ]
    leads = any(person.staff_id == meeting.leader for person in there)
    return len(there) + (not leads)

"""What speaks against a time, and stops nothing: red days, hours, deadlines (C1, F8, R3, F19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pathway import rules, workdays
from pathway.agenda import parts_of
from pathway.service.meetings import rooms
from pathway.service.meetings.beside import beside
from pathway.variants import MEETING_MILESTONE
from pathway.views import Warn
from pathway.words import APPOINTMENTS, MeetingKind, Milestone, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.model import Meeting

LAST_DAY_OF = {**MEETING_MILESTONE, MeetingKind.ASSESSMENT: Milestone.ASSESSMENT_STARTED}
"""What each kind of meeting is to be held in time for (R2)."""

_BEST_DAYS = range(154, 176)
_TOO_EARLY_DAYS = 112


def against(case: Case, pen: Pen, meeting: Meeting) -> Iterator[Warn]:
    """What is said before it is confirmed."""
    day = meeting.start.date()
    if workdays.is_weekend(day):
        yield Warn.WEEKEND
    if workdays.is_holiday(day):
        yield Warn.HOLIDAY
    if workdays.is_day_to_avoid(meeting.start):
        yield Warn.DAY_TO_AVOID
    if not _inside_hours(pen, meeting):
        yield Warn.OUTSIDE_HOURS
    elif meeting.kind not in APPOINTMENTS and not _slots_inside_hours(case, pen, meeting):
        yield Warn.SLOT_OUTSIDE_HOURS
    if _somebody_is_away(case, pen, meeting):
        yield Warn.AWAY
    if not meeting.link and meeting.kind not in APPOINTMENTS:
        if rooms.by_itself(pen.clinic) and not rooms.free(case, pen, meeting.kind, meeting.window):
            yield Warn.NO_ROOM
        yield Warn.NO_LINK
    if rooms.is_too_small(case, pen.clinic, meeting):
        yield Warn.ROOM_TOO_SMALL
    yield from _deadline_warnings(case, pen, meeting)


def _somebody_is_away(case: Case, pen: Pen, meeting: Meeting) -> bool:
    """The leader, or a clinician who must come, is recorded away on that day."""
    clinicians = (p for p in case.present(Role.CLINICIAN) if p.must and parts_of(meeting, p))
    needed = {meeting.leader, *(person.staff_id for person in clinicians)}
    absences = pen.clinic.roster.absences
    return any(one.staff_id in needed and one.holds(meeting.start.date()) for one in absences)


def _inside_hours(pen: Pen, meeting: Meeting) -> bool:
    """One that ends after midnight ends outside them, whatever the clock shows then."""
    end, day = meeting.start + timedelta(minutes=meeting.minutes), meeting.start.date()
    opens, closes = pen.clinic.work_from, pen.clinic.work_to
    return datetime.combine(day, opens) <= meeting.start and end <= datetime.combine(day, closes)


def _slots_inside_hours(case: Case, pen: Pen, meeting: Meeting) -> bool:
    """Whether the clinicians' own slots, which go where it goes, are so too (R26)."""
    return all(_inside_hours(pen, slot) for slot, _ in beside(case, meeting))


def _deadline_warnings(case: Case, pen: Pen, meeting: Meeting) -> Iterator[Warn]:
    day = meeting.start.date()
    milestone = LAST_DAY_OF.get(meeting.kind)
    if meeting.kind in APPOINTMENTS and milestone and case.date_of(milestone):
        return  # a further assessment is late for nothing
    for deadline in rules.deadlines(case, pen.clinic):
        if deadline.milestone is not milestone or not deadline.day or not deadline.latest_safe_day:
            continue
        if day > deadline.day:
            yield Warn.AFTER_DEADLINE
        elif pen.today > deadline.latest_safe_day:
            yield Warn.AFTER_SAFE_DAY
    if meeting.kind is MeetingKind.SHM1 and case.date_of(Milestone.ASSESSMENT_STARTED) is None:
        yield Warn.ASSESSMENT_NOT_STARTED
    if meeting.kind is not MeetingKind.SHM2:
        return
    held = case.date_of(Milestone.SHM1_HELD)
    days = (day - held).days if held else 0
    if days < _TOO_EARLY_DAYS:
        yield Warn.TOO_EARLY
    elif days not in _BEST_DAYS:
        yield Warn.OUTSIDE_BEST_WEEKS

"""A time is sought for a meeting that is to be arranged or moved: who, when, and until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from pathway import rules, slots, workdays
from pathway.model import Meeting, Window
from pathway.service.meetings.arranging import check_order, first_parts
from pathway.service.times import busy_times
from pathway.service.times.attending import Who
from pathway.suiting import Search, Wish
from pathway.variants import MEETING_MILESTONE
from pathway.words import MeetingId, MeetingKind, Milestone, StaffId

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.freebusy import KeptCalendar
    from pathway.service.context import Context

TARGET = range(154, 176)
"""On which days after SHM1 its follow-up is best (R3, F19)."""

TOO_EARLY = timedelta(days=112)
"""Before this it is not sought (F19)."""

WEEKS = 12
"""How far is searched."""

_DAY = timedelta(days=1)

Days = tuple[date, date]
"""The first and the last of some days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What was sought, and what is known of staff's calendars, by their names."""

    kind: MeetingKind
    search: Search
    calendars: tuple[tuple[str, KeptCalendar | None], ...]

    def found(self, most: int = slots.MOST) -> slots.Found:
        """The best times."""
        return slots.propose(self.search, most)


def sought(context: Context, case: Case, kind: MeetingKind, wish: Wish | None = None) -> Sought:
    """The search for a time for this meeting, on the days and at the hours that are wished for.

    Whose calendars it asks for are read again soon. `MilestoneOrderError` for an SHM2 before SHM1.
    """
    meeting, wish = _meeting(context, case, kind), wish or Wish()
    first, last = _days_of(wish, _days(context, case, kind))
    span = Window(
        start=workdays.moment(first, time(), meeting.zone),
        end=workdays.moment(last + _DAY, time(), meeting.zone),
    )
    who = Who(context, case, meeting, span)
    opens, closes = _hours(wish, context, meeting)
    search = Search(
        now=context.now,
        zone=meeting.zone,
        minutes=meeting.minutes,
        attendees=tuple(who.attendees()),
        opens=opens,
        closes=closes,
        first=first,
        last=last,
        safe_from=_safe_from(context, case, meeting),
        deadline=_deadline(context, case, kind),
        target=_target(case, kind),
        not_before=_not_before(case, kind),
        rooms=who.rooms(),
        slot_hours=who.slot_hours(),
        present=meeting.start if meeting.id else None,
        wish=wish,
    )
    staff = who.staff()
    busy_times.wish(context, staff)
    return Sought(
        kind=kind,
        search=search,
        calendars=tuple((name, who.kept.get(staff_id)) for staff_id, name in staff.items()),
    )


def _days_of(wish: Wish, usual: Days) -> Days:
    """The days that are wished for; who says only when to begin gets as many weeks as usual."""
    first = wish.first or usual[0]
    as_usual = first + timedelta(weeks=WEEKS) - _DAY
    return first, wish.last or (as_usual if wish.first else usual[1])


def _hours(wish: Wish, context: Context, meeting: Meeting) -> tuple[time, time]:
    """The hours that are wished for, as far as they are working hours."""
    opens, closes = wish.opens, wish.closes
    if wish.begins is not None:
        opens = wish.begins
        closes = (datetime.combine(date.min, opens) + timedelta(minutes=meeting.minutes)).time()
    clinic = context.clinic
    return max(opens or clinic.work_from, clinic.work_from), min(
        closes or clinic.work_to, clinic.work_to
    )


def _meeting(context: Context, case: Case, kind: MeetingKind) -> Meeting:
    """The meeting that is to come, else as it would be arranged."""
    meeting = case.meeting_of(kind)
    if meeting is not None and meeting.alive:
        return meeting
    draft = Meeting(
        id=MeetingId(""),
        kind=kind,
        start=datetime.combine(_days(context, case, kind)[1], time(12)),
        zone=context.clinic.zone,
        template="",
        parts=first_parts(case, context.pen(), ""),
        leader=case.clinician or StaffId(""),
    )
    check_order(case, draft)
    return draft


def _days(context: Context, case: Case, kind: MeetingKind) -> Days:
    first = context.today
    held = case.date_of(Milestone.SHM1_HELD) if kind is MeetingKind.SHM2 else None
    if held is not None:
        first = max(first, held + TOO_EARLY)
    return first, first + timedelta(weeks=WEEKS) - _DAY


def _target(case: Case, kind: MeetingKind) -> Days | None:
    held = case.date_of(Milestone.SHM1_HELD)
    if kind is not MeetingKind.SHM2 or held is None:
        return None
    return held + _DAY * TARGET[0], held + _DAY * TARGET[-1]


def _not_before(case: Case, kind: MeetingKind) -> date | None:
    """SHM1 not before the assessment has started, SHM2 after SHM1 (R5)."""
    if kind is MeetingKind.SHM1:
        return case.date_of(Milestone.ASSESSMENT_STARTED)
    held = case.date_of(Milestone.SHM1_HELD)
    return held + _DAY if held else None


def _deadline(context: Context, case: Case, kind: MeetingKind) -> date | None:
    rows = rules.deadlines(case, context.clinic)
    return next((row.day for row in rows if row.milestone is MEETING_MILESTONE[kind]), None)


def _safe_from(context: Context, case: Case, meeting: Meeting) -> date:
    """When everybody who is asked today has had time to answer: of a new time nobody has (F9)."""
    if case.meeting_of(meeting.kind) is not None:
        case = case.with_changed(replace(meeting, start=meeting.start + timedelta(weeks=WEEKS)))
    ahead = rules.working_days_ahead(case, context.clinic, MEETING_MILESTONE[meeting.kind])
    return workdays.add(context.today, ahead)

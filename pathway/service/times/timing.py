"""A time is sought for a meeting that is to be arranged or moved: who, when, and until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from pathway import agenda, offers, rules, slots, workdays
from pathway.freebusy import BusyTime, freed, settled
from pathway.model import Meeting, Window
from pathway.service.meetings.arranging import check_order, first_parts
from pathway.service.meetings.rooms import GAP, is_listed, is_own
from pathway.service.times import busy_times
from pathway.suiting import Attendee, Search, Wish
from pathway.variants import MEETING_MILESTONE
from pathway.words import MeetingId, MeetingKind, Milestone, Role, StaffId, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case import Case
    from pathway.freebusy import KeptCalendar
    from pathway.model import Participant
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
        room=who.room(),
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


class Who:
    """Everybody who is to be there, and what is known of their time."""

    def __init__(self, context: Context, case: Case, meeting: Meeting, span: Window) -> None:
        self.case, self.meeting, self.span = case, meeting, span
        self.clinic = context.clinic
        self.kept = context.ledger.calendars()
        found = context.ledger.bookings(span.start - GAP, span.end + GAP)
        templates = context.clinic.templates.values()
        windows = (
            (person, agenda.attendance_window(meeting, person, templates))
            for person in case.participants
            if person.ended_at is None
        )
        self.people = [(person, window) for person, window in windows if window]
        self.bookings = [one for one in found if not is_own(case, meeting.kind, one)]

    def staff(self) -> dict[StaffId, str]:
        """The clinic's own people among them, by name."""
        ids = dict.fromkeys([p.staff_id for p, _ in self.people if p.staff_id])
        if self.meeting.leader:
            ids.setdefault(self.meeting.leader)
        known = {person.id: person.name for person in self.clinic.staff}
        return {one: known.get(one, one) for one in ids}

    def room(self) -> tuple[Window, ...]:
        """When other cases have the meeting's room, where it is a listed one (P1)."""
        link = self.meeting.link
        if not is_listed(self.clinic, link):
            return ()
        taken = (one for one in self.bookings if one.link == link)
        return tuple(Window(start=one.start, end=one.end) for one in taken)

    def attendees(self) -> Iterator[Attendee]:
        """Each with their own part; the leader too, who must come in any case."""
        begins, leads = self.meeting.starts_at, self.meeting.leader
        for person, window in self.people:
            yield replace(
                self._known(person.staff_id) if person.staff_id else self._outside(person),
                id=person.id,
                role=person.role,
                name=person.name,
                after=window.start - begins,
                until=window.end - begins,
                must=person.must or person.staff_id == leads,
            )
        if leads and leads not in {person.staff_id for person, _ in self.people}:
            yield replace(self._known(leads), name=self.staff()[leads])

    def _known(self, staff_id: StaffId) -> Attendee:
        """One of the clinic's own through the whole meeting: by the calendar, and our meetings."""
        kept = self.kept.get(staff_id)
        return Attendee(
            id=staff_id,
            role=Role.LEADER,
            name="",
            after=timedelta(),
            until=timedelta(minutes=self.meeting.minutes),
            busy=self._without_this(staff_id, kept) if kept else (),
            meetings=tuple(
                Window(start=one.start, end=one.end)
                for one in self.bookings
                if staff_id in {one.leader, *one.clinicians}
            ),
            away=tuple(self._away(staff_id)),
            seen=kept.span if kept else None,
        )

    def _away(self, staff_id: StaffId) -> Iterator[Window]:
        """The days of which it is known that somebody else does their work."""
        zone, span = self.clinic.zone, self.span
        for absence in self.clinic.roster.absences:
            start = max(workdays.moment(absence.first, time(), zone), span.start)
            end = span.end
            if absence.last is not None:
                end = min(workdays.moment(absence.last + _DAY, time(), zone), end)
            if absence.staff_id == staff_id and start < end:
                yield Window(start=start, end=end)

    def _without_this(self, staff_id: StaffId, kept: KeptCalendar) -> tuple[BusyTime, ...]:
        """What stands in a calendar, without this meeting as it was last offered, or is held."""
        busy = kept.busy
        for option in offers.holds(self.case):
            if staff_id in option.staff:
                held = (one for one in busy if one.tentative)
                firm = (one for one in busy if not one.tentative)
                busy = settled([*firm, *freed(held, option.window)], self.span)
        for person, _ in self.people:
            invitation = self.case.live_invitation(person.id, self.meeting.id)
            if person.staff_id == staff_id and invitation and invitation.offered:
                return freed(busy, invitation.offered.window)
        return busy

    def _outside(self, person: Participant) -> Attendee:
        """One who has no calendar here: busy when they have said that they are."""
        refused = dict[Window, None]()
        mine = {i.id for i in self.case.invitations if i.participant_id == person.id}
        for answer in self.case.answers_now:
            if answer.invitation_id in mine and answer.counts:
                refused.pop(answer.facts.window, None)
                if answer.verdict in {Verdict.DECLINED, Verdict.NEW_TIME}:
                    refused[answer.facts.window] = None
        busy = (BusyTime(start=window.start, end=window.end) for window in refused)
        return Attendee(
            id=person.id,
            role=person.role,
            name=person.name,
            after=timedelta(),
            until=timedelta(),
            busy=settled(busy, self.span),
            seen=Window(start=self.span.start - _DAY, end=self.span.end + _DAY),
        )

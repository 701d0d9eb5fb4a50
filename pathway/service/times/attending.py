"""Who is to be there when a time is sought, and what is known of their time, and of the rooms'."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from pathway import agenda, offers, workdays
from pathway.freebusy import BusyTime, freed, settled
from pathway.model import Window
from pathway.service.meetings import rooms
from pathway.service.meetings.beside import beside
from pathway.service.meetings.rooms import GAP, is_own
from pathway.suiting import Attendee
from pathway.words import Role, StaffId, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case import Case
    from pathway.freebusy import KeptCalendar
    from pathway.model import Meeting, Participant
    from pathway.service.context import Context

_DAY = timedelta(days=1)


class Who:
    """Everybody who is to be there, and what is known of their time."""

    def __init__(self, context: Context, case: Case, meeting: Meeting, span: Window) -> None:
        self.case, self.meeting, self.span = case, meeting, span
        self.clinic = context.clinic
        self.kept = context.ledger.calendars()
        found = context.ledger.bookings(span.start - GAP, span.end + GAP)
        self.slots = tuple(beside(case, meeting)) if meeting.id else ()
        windows = ((p, self._own(p)) for p in case.participants if p.ended_at is None)
        self.people = [(person, window) for person, window in windows if window]
        along = {slot.id for slot, _ in self.slots}
        others = (one for one in found if one.id not in along)
        self.bookings = [one for one in others if not is_own(case, meeting.kind, one)]

    def _own(self, person: Participant) -> Window | None:
        """When they are to be there, at the meeting and in the slots that go along with it."""
        templates = self.clinic.templates.values()
        found = [agenda.own_window(slot, person) for slot, _ in self.slots]
        found.append(agenda.attendance_window(self.meeting, person, templates))
        own = [window for window in found if window]
        if not own:
            return None
        return Window(start=min(w.start for w in own), end=max(w.end for w in own))

    def slot_hours(self) -> tuple[time, time]:
        """Between which the meeting is to be for its slots to be in working hours (R26)."""
        before = max((slot.minutes for slot, first in self.slots if first), default=0)
        after = max((slot.minutes for slot, first in self.slots if not first), default=0)
        day = self.span.start.date()
        opens = datetime.combine(day, self.clinic.work_from) + timedelta(minutes=before)
        closes = datetime.combine(day, self.clinic.work_to) - timedelta(minutes=after)
        return opens.time(), closes.time()

    def staff(self) -> dict[StaffId, str]:
        """The clinic's own people among them, by name."""
        ids = dict.fromkeys([p.staff_id for p, _ in self.people if p.staff_id])
        if self.meeting.leader:
            ids.setdefault(self.meeting.leader)
        known = {person.id: person.name for person in self.clinic.staff}
        return {one: known.get(one, one) for one in ids}

    def rooms(self) -> tuple[tuple[Window, ...], ...]:
        """When other cases have the meeting's listed room, else each that it may get (P1)."""
        link = self.meeting.link
        wanted = (link,) if link else rooms.by_itself(self.clinic)
        taken: dict[str, list[Window]] = {
            room: [] for room in wanted if rooms.is_listed(self.clinic, room)
        }
        for one in self.bookings:
            if one.link in taken:
                taken[one.link].append(Window(start=one.start, end=one.end))
        return tuple(tuple(times) for times in taken.values())

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
        """What stands in a calendar, without this meeting as it was last offered, or is held.

        Nor what goes along with it (R26).
        """
        busy = kept.busy
        for option in offers.holds(self.case):
            if staff_id in option.staff:
                held = (one for one in busy if one.tentative)
                firm = (one for one in busy if not one.tentative)
                busy = settled([*firm, *freed(held, option.window)], self.span)
        there = (self.meeting, *(slot for slot, _ in self.slots))
        own = (person for person, _ in self.people if person.staff_id == staff_id)
        for person, meeting in ((person, meeting) for person in own for meeting in there):
            invitation = self.case.live_invitation(person.id, meeting.id)
            if invitation and invitation.offered:
                busy = freed(busy, invitation.offered.window)
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

"""What is seen on the video platform suggests a start, an end and who is there (decision 53).

It never decides: the run, the case and its promises are as they were until somebody presses. Whom
a name on the screen belongs to is guessed of nobody; of those who are not staff only how many is
judged. An event that is heard twice, out of order or too late says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import live_run, running, sightings
from pathway.outgoing import Hours, SendingStatus
from pathway.ports import Notice
from pathway.rules import ON_VIDEO
from pathway.run import BEGAN_WHY, CAME_WHY, ENDED_WHY
from pathway.service.run.running import EARLY, LATE, may_start
from pathway.sightings import Seen, Sight
from pathway.telling import to_staff
from pathway.timetable import FORGOTTEN
from pathway.variants import MEETING_MILESTONE
from pathway.words import MeetingId

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.live_run import Live
    from pathway.messages import Pen
    from pathway.model import Meeting, Participant
    from pathway.ports import Booking
    from pathway.service.context import Context
    from pathway.sightings import Sighting

SOON = timedelta(minutes=5)
"""So long before its time a start is suggested at the earliest: people try their cameras before."""

KEPT = timedelta(hours=12)
"""What was seen of a meeting that nobody ran is forgotten after so long."""

BEGAN, ENDED, CAME = "video_began", "video_ended", "came_outside_part"


def take(context: Context, said: Sighting) -> None:
    """One event; of no meeting, of two, or with nothing new it changes nothing."""
    booking = _booking(context, said)
    if booking is None:
        return
    meeting_id = MeetingId(booking.id)
    known = context.ledger.seen(meeting_id, to_change=True) or Seen(meeting_id=meeting_id)
    seen = sightings.after(known, said)
    if seen == known:
        return
    case = context.ledger.load(booking.ref, context.access)
    run = running.run_of(case, case.meeting(meeting_id))
    if run is not None and run.ended_at is not None:
        return
    context.ledger.put_seen(seen, context.now)
    after = suggested(case, context.pen(pressed=False), seen, said.what)
    if after != case:
        context.ledger.save(after, context.access, what="sighted")


def _booking(context: Context, said: Sighting) -> Booking | None:
    """The one meeting about now that it is of."""
    near = context.ledger.bookings(context.now - LATE - FORGOTTEN, context.now + EARLY)
    meetings = [one for one in near if one.kind in MEETING_MILESTONE and not one.tentative]
    found = [one for one in meetings if _is_of(context, one, said)]
    return found[0] if len(found) == 1 else None


def _is_of(context: Context, booking: Booking, said: Sighting) -> bool:
    if sightings.is_at(booking.link, said):
        return True
    known = context.ledger.seen(MeetingId(booking.id)) if said.place else None
    return known is not None and known.place == said.place


def suggested(case: Case, pen: Pen, seen: Seen, what: Sight) -> Case:
    """The case with what its leader is asked or told now."""
    meeting = case.meeting(seen.meeting_id)
    run = running.run_of(case, meeting)
    if run is None:
        return _start(case, pen, meeting, seen, what)
    state = live_run.live(run, meeting)
    if what is Sight.ENDED and is_over(seen, state):
        return _asked(case, pen, state, ENDED, ENDED_WHY, since=run.started_at)
    if what is Sight.CAME:
        found = astray(case, state, seen)
        values = {"names": "\n".join(p.name for p in found.known), "who": _roles(found)}
        since = state.now_on.span[0]
        if found.known or found.more:
            return _asked(case, pen, state, CAME, CAME_WHY, since=since, values=values)
    return case


def is_over(seen: Seen, state: Live) -> bool:
    """Whether the video meeting seems to have ended while the run goes on."""
    return seen.over and seen.ended_at is not None and seen.ended_at > state.run.started_at


# --- a start ------------------------------------------------------------------------------------


def _start(case: Case, pen: Pen, meeting: Meeting, seen: Seen, what: Sight) -> Case:
    rows = [row for row in case.sendings if row.why == BEGAN_WHY]
    if seen.over:
        gone = (row for row in rows if row.waiting and not row.attempts)
        status = SendingStatus.DROPPED
        return case.with_changed(*(replace(r, status=status, done_at=pen.now) for r in gone))
    this_time = (row for row in rows if row.created_at >= meeting.starts_at - EARLY)
    told = any(row.status is not SendingStatus.DROPPED for row in this_time)
    if what is not Sight.BEGAN or told or not may_start(meeting, pen.now):
        return case
    notice = Notice(name=BEGAN, ref=case.ref, at=meeting.starts_at, zone=meeting.zone)
    role = pen.clinic.role_of(meeting.leader)
    row = to_staff(pen, case, meeting.leader, role, notice, why=BEGAN_WHY)
    opens = max(pen.now, meeting.starts_at - SOON)
    return case.with_changed(replace(row, hours=Hours.ANY, not_before=opens))


# --- while it runs ------------------------------------------------------------------------------


def _asked(
    case: Case,
    pen: Pen,
    state: Live,
    name: str,
    why: str,
    *,
    since: datetime,
    values: dict[str, str] | None = None,
) -> Case:
    """The leader is told, once since then."""
    if any(row.why == why and row.created_at >= since for row in case.sendings):
        return case
    said = {**(values or {}), "mark": state.run.mark}
    notice = Notice(name=name, ref=case.ref, values=said, at=pen.now, zone=state.meeting.zone)
    role = pen.clinic.role_of(state.leader)
    row = to_staff(pen, case, state.leader, role, notice, why=why)
    return case.with_changed(replace(row, hours=Hours.ANY, not_before=pen.now))


@dataclass(frozen=True, slots=True, kw_only=True)
class Astray:
    """Who is inside though the part is not theirs.

    `known` are staff, who are sure; `more` is that there are more others than have this part, and
    `waits` those of them who have another.
    """

    known: tuple[Participant, ...]
    more: bool
    waits: tuple[Participant, ...]


def astray(case: Case, state: Live, seen: Seen) -> Astray:
    """Who should not be inside now, as far as it can be told without guessing who anybody is."""
    own = running.of_part(case, state, state.now_on.part)
    others = [person for person in running.people(case, state) if person not in own]
    inside = {face.staff_id for face in seen.inside if face.staff_id not in {None, state.leader}}
    more = seen.strangers > sum(person.staff_id is None for person in own)
    return Astray(
        known=tuple(person for person in others if person.staff_id in inside),
        more=more,
        waits=tuple(person for person in others if person.staff_id is None) if more else (),
    )


def _roles(found: Astray) -> str:
    return ",".join(sorted({person.role for person in found.waits}))


def may_have_come(case: Case, state: Live, seen: Seen, now: datetime) -> tuple[Participant, ...]:
    """Those who are missed and may be inside by now: staff who were seen, others by how many."""
    here = running.in_room(case, state, now)
    on_video = sum(p.staff_id is None and p.attends in ON_VIDEO for p in here)
    inside = {face.staff_id for face in seen.inside} - {None}
    more = seen.strangers > on_video
    return tuple(
        person
        for person in running.missing(case, state, now)
        if (person.staff_id in inside if person.staff_id else more)
    )


def forgotten(context: Context, before: Case, after: Case) -> None:
    """When a run ends, what was seen of its meeting is forgotten (P5)."""
    if before.runs != after.runs and after.runs and after.runs[-1].ended_at is not None:
        context.ledger.forget_seen(after.runs[-1].meeting_id)

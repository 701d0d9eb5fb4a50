"""A run and its meeting go together: it ends with the meeting, which meanwhile stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pathway import awaited, live_run, running, timetable
from pathway import plan as engine
from pathway.errors import MeetingRunsError

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.model import Invitation, Meeting
    from pathway.outgoing import Sending
    from pathway.run import Run
    from pathway.words import ParticipantId, Role

PASSED_WHY = "R23:passed"
"""Why somebody was told that their part is over; no other message has it."""


def runs_now(case: Case, meeting: Meeting) -> bool:
    """Whether this meeting has been started and not ended."""
    run = running.going_on(case)
    return run is not None and run.meeting_id == meeting.id


def ended(case: Case, pen: Pen) -> Case:
    """The case with the run that goes on, if any, over now."""
    run = running.going_on(case)
    if run is None:
        return case
    meeting = case.meeting(run.meeting_id)
    return case.with_changed(run.over(max(pen.now, run.last_at), pen.actor, meeting))


def broken_off(case: Case, pen: Pen, spared: frozenset[Role]) -> engine.Step:
    """The run that goes on is over now, and whoever was on their way to it is told so (F6)."""
    run = running.going_on(case)
    asked = not_come_yet(case, case.meeting(run.meeting_id), pen.now) if run else ()
    case, told = engine.call_off_all(case, pen, tuple(asked), why="F6", spared=spared)
    return ended(case, pen), told


def turned_away(case: Case, pen: Pen) -> engine.Step:
    """The run that goes on is about to end: whoever is on their way to it need not come (F18)."""
    return engine.call_off_all(case, pen, on_their_way(case, pen.now), why="F6")


def passed_over(case: Case, pen: Pen) -> engine.Step:
    """The next part is about to begin: so for those on their way whose parts are over then."""
    return engine.call_off_all(case, pen, too_late(case, pen.now), why=PASSED_WHY)


def is_passed_over(row: Sending, run: Run) -> bool:
    """Whether it tells somebody that they need not come to this run, which goes on."""
    return row.why == PASSED_WHY and row.created_at >= run.started_at and run.ended_at is None


def on_their_way(case: Case, now: datetime) -> tuple[Invitation, ...]:
    """Invitations of those who are still to come in to the meeting that runs."""
    run = running.going_on(case)
    if run is None:
        return ()
    state = live_run.live(run, case.meeting(run.meeting_id))
    coming = set(awaited.on_their_way(case, state, now))
    asked = (i for i in case.invitations_to(run.meeting_id) if i.cancelled_at is None)
    return tuple(invitation for invitation in asked if invitation.participant_id in coming)


def too_late(case: Case, now: datetime) -> tuple[Invitation, ...]:
    """Those of them who would find their parts over if the next one began now."""
    run = running.going_on(case)
    if run is None:
        return ()
    state = live_run.live(run, case.meeting(run.meeting_id))
    left = {p.id for part in state.ahead for p in running.of_part(case, state, part)}
    coming = on_their_way(case, now) if state.ahead else ()
    return tuple(invitation for invitation in coming if invitation.participant_id not in left)


def not_come_yet(case: Case, meeting: Meeting, now: datetime) -> Iterator[Invitation]:
    """Invitations of those who are on their way: their time is not yet, or they wait outside."""
    waits, inside = _by_run(case, meeting, now)
    for invitation in case.invitations_to(meeting.id):
        if invitation.cancelled_at is not None or invitation.participant_id in inside:
            continue
        own = invitation.offered.window.start if invitation.offered else meeting.starts_at
        if own > now or invitation.participant_id in waits:
            yield invitation


def _by_run(
    case: Case, meeting: Meeting, now: datetime
) -> tuple[set[ParticipantId], set[ParticipantId]]:
    """Who is still to come in, and who is in the room."""
    run = running.going_on(case)
    if run is None or run.meeting_id != meeting.id:
        return set(), set()
    state = live_run.live(run, meeting)
    waits = timetable.waiting(case, state, timetable.timetable(case, state, now))
    there = {person.id for person in running.in_room(case, state, now)}
    coming = {
        person.id
        for person in running.people(case, state)
        if running.back_at(case, state, person, now)
        or (person.id in waits and not running.is_away(case, state, person, now))
    }
    return coming, there


def check_unchanged(before: Case, after: Case) -> None:
    """`MeetingRunsError` where a meeting that still runs would get another time, agenda or end."""
    for run in after.runs:
        if run.ended_at is None and any(one.id == run.id for one in before.runs):
            was, now = before.meeting(run.meeting_id), after.meeting(run.meeting_id)
            if _frame(was) != _frame(now):
                raise MeetingRunsError


def _frame(meeting: Meeting) -> tuple[object, ...]:
    """What a run builds on; who is in which part may change."""
    parts = tuple((part.title, part.minutes) for part in meeting.parts)
    return meeting.start, meeting.zone, meeting.template, meeting.cancelled_at, meeting.held, parts

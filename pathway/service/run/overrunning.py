"""A meeting goes on in silence: its part is over its time, and nobody presses (R21, F18).

The leader is asked first, in their chat, with the press that a smooth meeting needs. Whoever waits
is told a little later, once until somebody presses: more estimates nobody stands behind. Both are
told from the case alone, so a restart, a second pass or a second daemon tells nothing again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import live_run, promises, running, timetable
from pathway.outgoing import Hours, SendingKind
from pathway.ports import Notice
from pathway.run import ASKED_WHY
from pathway.service.run import breaking_off, following, new_minutes
from pathway.telling import to_staff
from pathway.words import ParticipantId, Role

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.live_run import Live
    from pathway.messages import Pen
    from pathway.model import Participant, Promise
    from pathway.outgoing import Sending
    from pathway.run import Run
    from pathway.service.context import Context
    from pathway.words import CaseId

ASKED = timedelta(minutes=2)
"""How long over its time a part is before its leader is asked, if somebody waits outside."""

SILENT = timedelta(minutes=30)
"""After so long nobody steers by the card: who waits was let in long since, and is left alone."""

ALREADY_OVER = "meeting_over_time"
PART_OVER = "part_over"


def look(context: Context, case_id: CaseId) -> None:
    """One look at one meeting, and when the next is to be."""
    before = context.ledger.load_for(case_id, context.access)
    after = looked(before, context.pen(pressed=False))
    context.ledger.save(after, context.access, what="looked")
    following.edited(context, before, after)


def looked(case: Case, pen: Pen) -> Case:
    """The case with what the leader, those who wait and the office are told now."""
    run = running.going_on(case)
    if run is None:
        return case
    state = live_run.live(run, case.meeting(run.meeting_id))
    if not timetable.is_forgotten(case, state, pen.now):
        case = case.with_changed(*_asked(case, pen, state))
        if pen.now < timetable.planned_end(case, state, pen.now) + SILENT:
            case, _ = new_minutes.told(case, pen, silent=True)
        case = promises.reconcile(case, pen.clinic, pen.now, pen.new_id)
    return watched(with_calls(case, pen), pen)


def pressed(before: Case, after: Case, pen: Pen) -> Case:
    """The same after something was pressed: whom to ring, and when to look if no more is.

    What colleagues are to be told of the run says what holds now. Where something else has moved
    a minute, as a consent that is gone, the next look is now.
    """
    if before.runs == after.runs:
        run = running.going_on(after)
        moved = run and _awaited(before, run, pen.now) != _awaited(after, run, pen.now)
        return after.with_changed(replace(run, look_at=pen.now)) if run and moved else after
    return watched(with_calls(following.renewed(after, pen, after.runs[-1]), pen), pen)


def _awaited(case: Case, run: Run, now: datetime) -> dict[ParticipantId, datetime]:
    """Who waits by now, each with when they are expected."""
    state = live_run.live(run, case.meeting(run.meeting_id))
    return timetable.waiting(case, state, timetable.timetable(case, state, now))


def watched(case: Case, pen: Pen) -> Case:
    """The case with the moment at which a run is looked at next, if nobody presses."""
    if not case.runs:
        return case
    run = case.runs[-1]
    look_at = _next_look(case, pen.now, run) if run.ended_at is None else None
    return case if run.look_at == look_at else case.with_changed(replace(run, look_at=look_at))


def _next_look(case: Case, now: datetime, run: Run) -> datetime | None:
    """When something may be told: at the part's end, then now and again, and when all is over."""
    state = live_run.live(run, case.meeting(run.meeting_id))
    ends, over = timetable.planned_end(case, state, now), timetable.expected_end(case, state)
    at = [over + SILENT]
    if state.ahead:
        again = now + new_minutes.NOTICED
        paused = state.now_on.paused_at is not None
        at += [again] if paused else [ends + ASKED, ends + new_minutes.NOTICED]
        at += [again] if ends < now < ends + SILENT else []
        for _, told_for in _outside(case, now, state):
            at += [told_for + ASKED, told_for + new_minutes.NOTICED]
    return min((moment for moment in at if moment > now), default=None)


# --- the leader is asked ------------------------------------------------------------------------


def _asked(case: Case, pen: Pen, state: Live) -> tuple[Sending, ...]:
    """What the leader is asked now: to go on, or whether the meeting is over. Once for each end."""
    ends = timetable.planned_end(case, state, pen.now)
    if pen.now >= (over := timetable.expected_end(case, state)) + SILENT:
        return _nudge(case, pen, state, ALREADY_OVER, over, {})
    outside = _outside(case, pen.now, state)
    waits = [person for person, told_for in outside if told_for + ASKED <= pen.now]
    open_end = ends + ASKED <= pen.now < ends + SILENT
    if not (waits and open_end and state.now_on.paused_at is None):
        return ()
    values = {
        "place": str(len(state.stages)),
        "part": state.meeting.parts[state.now_on.part].title,
        "who": ",".join(sorted({person.role for person in waits})),
    }
    return _nudge(case, pen, state, PART_OVER, ends, values)


def _outside(case: Case, now: datetime, state: Live) -> list[tuple[Participant, datetime]]:
    """Those who wait for their part, each with when they were last told to come."""
    found = []
    for who in _awaited(case, state.run, now):
        person, invitation = case.participant(who), case.live_invitation(who, state.meeting.id)
        if invitation and running.comes(case, state, person, now):
            found.append((person, running.known(case, state, who)))
    return found


def _nudge(
    case: Case, pen: Pen, state: Live, name: str, ends: datetime, values: dict[str, str]
) -> tuple[Sending, ...]:
    """Nothing where the leader has been asked about this end."""
    rows = (row for row in case.sendings if row.why == ASKED_WHY)
    if any(row.created_at >= ends for row in rows):
        return ()
    said = {**values, "mark": state.run.mark}
    zone = state.meeting.zone
    notice = Notice(name=name, ref=case.ref, values=said, at=ends, zone=zone)
    role = pen.clinic.role_of(state.leader)
    row = to_staff(pen, case, state.leader, role, notice, why=ASKED_WHY)
    return (replace(row, hours=Hours.ANY, not_before=pen.now),)


# --- the office is told whom to ring -------------------------------------------------------------

_SAYS = {SendingKind.NEW_MINUTE: "tell_minute", SendingKind.CANCELLATION: "tell_over"}


def with_calls(case: Case, pen: Pen) -> Case:
    """What a person must tell whoever waits reaches the secretary at once; once for each thing."""
    return case.with_changed(*_calls(case, pen, case.runs[-1])) if case.runs else case


def _calls(case: Case, pen: Pen, run: Run) -> list[Sending]:
    known = {row.promise_id for row in case.sendings if row.kind is SendingKind.NOTICE}
    rows = {str(row.id): row for row in case.sendings if _is_told(row, run, pen.now)}
    return [
        _call(case, pen, owed, rows[owed.about])
        for owed in promises.open_promises(case)
        if owed.about in rows and owed.id not in known
        if not _has_pressed(case, run, rows[owed.about])
    ]


def _is_told(row: Sending, run: Run, now: datetime) -> bool:
    """Whether it tells of a new minute, or that the run has ended or passed its reader by now."""
    if run.ended_at is None:
        return row.kind is SendingKind.NEW_MINUTE or breaking_off.is_passed_over(row, run)
    return row.kind is SendingKind.CANCELLATION and row.created_at == now


def _has_pressed(case: Case, run: Run, row: Sending) -> bool:
    """Whether the secretary has it on the card, by a press of their own."""
    by = run.steps[-1].by if run.steps else run.started_by
    return run.ended_at is None and by == case.secretary and row.created_at <= run.last_at


def _call(case: Case, pen: Pen, owed: Promise, row: Sending) -> Sending:
    person = case.participant(ParticipantId(row.to))
    values = {
        "role": person.role,
        "phone": person.phone,
        "channel": row.channel,
        "promise": owed.id,
        "runs": "yes" if row.why == breaking_off.PASSED_WHY else "",
    }
    start = row.facts.window.start if row.facts else pen.now
    notice = Notice(
        name=_SAYS[row.kind], ref=case.ref, values=values, at=start, zone=pen.clinic.zone
    )
    told = to_staff(pen, case, case.secretary, Role.SECRETARY, notice, why="F18")
    return replace(told, promise_id=owed.id, hours=Hours.ANY, not_before=pen.now)

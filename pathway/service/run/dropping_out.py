"""Somebody drops out while a meeting runs: its leader hears of it at once (D4, R19).

Who says no before their own part begins does not come; whether one whose part has begun is there
is for the leader to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import agenda, live_run, running, timetable
from pathway.outgoing import Hours
from pathway.ports import Notice
from pathway.telling import to_staff
from pathway.words import THIRD_PARTIES, Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.live_run import Live
    from pathway.messages import Pen
    from pathway.model import Answer, Invitation, Participant
    from pathway.outgoing import Sending
    from pathway.words import ParticipantId

NOES = frozenset({Verdict.DECLINED, Verdict.NEW_TIME})
"""Answers of one who does not come to this meeting."""


def begun(case: Case, invitation: Invitation, now: datetime) -> bool:
    """Whether what they are asked to has begun: their own part, in a meeting that runs.

    A run that nobody ended says nothing any more.
    """
    meeting, person = (
        case.meeting(invitation.meeting_id),
        case.participant(invitation.participant_id),
    )
    run = running.run_of(case, meeting)
    state = live_run.live(run, meeting) if run is not None else None
    if state and not state.run.ended_at and not timetable.is_forgotten(case, state, now):
        own = running.own_parts(case, state, person)
        return any(stage.part in own for stage in state.stages)
    window = agenda.own_window(meeting, person)
    return run is not None or (window or meeting.window).start <= now


def told(before: Case, after: Case, pen: Pen) -> Case:
    """What the one who leads hears of those who dropped out just now, if it was somebody else."""
    run = running.going_on(after)
    if run is None or before.runs != after.runs:
        return after
    state = live_run.live(run, after.meeting(run.meeting_id))
    if pen.actor == state.leader or timetable.is_forgotten(after, state, pen.now):
        return after
    notices = [*_out(before, after, state, pen), *_noes(before, after, state)]
    return after.with_changed(*(_row(after, pen, state, notice) for notice in notices))


def _row(case: Case, pen: Pen, state: Live, notice: Notice) -> Sending:
    role = pen.clinic.role_of(state.leader)
    row = to_staff(pen, case, state.leader, role, notice, why="R19")
    return replace(row, hours=Hours.ANY, not_before=pen.now)


def _left(case: Case, state: Live, person: Participant) -> bool:
    """Whether they have a part that is held or still to come."""
    left = {state.now_on.part, *state.ahead}
    return bool(left.intersection(running.own_parts(case, state, person)))


def _out(before: Case, after: Case, state: Live, pen: Pen) -> Iterator[Notice]:
    """Those whom the patient does not want there any more, or who were taken out."""
    here = running.in_room(before, state, pen.now)
    for known in running.people(before, state):
        person = after.participant(known.id)
        out = running.out_since(after, person) and not running.out_since(before, known)
        if person.role in THIRD_PARTIES and out and _left(before, state, known):
            there = "yes" if known in here else ""
            yield Notice(
                name="let_out", ref=after.ref, values={"role": person.role, "there": there}
            )


def _noes(before: Case, after: Case, state: Live) -> Iterator[Notice]:
    """Those who say no to what is held now or still to come."""
    for answer in after.answers[len(before.answers) :]:
        invitation = after.invitation(answer.invitation_id)
        person = after.participant(invitation.participant_id)
        own = invitation.meeting_id == state.meeting.id and _left(after, state, person)
        if own and _is_no(answer):
            press = "" if answer.counts else f"{person.id} {state.run.mark}"
            values = {"role": person.role, "press": press}
            yield Notice(name="no_midway", ref=after.ref, values=values)


def _is_no(answer: Answer) -> bool:
    return answer.verdict in NOES and (answer.counts or answer.why_not == "begun")


# --- what the card says -------------------------------------------------------------------------


def noes(case: Case, state: Live) -> tuple[Participant, ...]:
    """Those who have said no since the meeting began, and of whom nothing was pressed since."""
    found: dict[ParticipantId, Answer] = {}
    for answer in case.answers:
        invitation = case.invitation(answer.invitation_id)
        if invitation.meeting_id == state.meeting.id and answer.at >= state.run.started_at:
            found[invitation.participant_id] = answer
    pressed = {who: step.at for step in state.run.steps if (who := step.who)}
    return tuple(
        person
        for person in map(case.participant, found)
        if _is_no(found[person.id]) and _left(case, state, person)
        if not (person.id in pressed and pressed[person.id] >= found[person.id].at)
    )


def sent_out(case: Case, state: Live, since: datetime) -> tuple[Participant, ...]:
    """Those who sat there, and since that moment are not to be there any more (R19)."""
    found: list[Participant] = []
    for person in case.participants:
        out = running.out_since(case, person)
        if person.role in THIRD_PARTIES and out and out > max(since, state.run.started_at):
            part = [stage.part for stage in state.stages if stage.span[0] <= out][-1]
            *spans, _ = running.away(case, state, person)
            away = any(a < out and (b is None or out <= b) for a, b in spans)
            if part in agenda.parts_of(state.meeting, person) and not away:
                found.append(person)
    return tuple(found)

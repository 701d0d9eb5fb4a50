"""Colleagues follow a running meeting: one message in their chat, edited in place as it goes on.

Told are the one who leads and the case's secretary. Whoever presses has the card, and is told when
somebody else does: a card in a chat is renewed by its own presses alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import live_run, timetable
from pathway.outgoing import Hours, SendingKind
from pathway.ports import Notice
from pathway.service.daemon import progress
from pathway.telling import to_staff
from pathway.words import Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.outgoing import Sending
    from pathway.run import Run
    from pathway.service.context import Context

WHY = "R22"
"""Why such a message was written; no other has it."""

NAME = "meeting_runs"


def begun(case: Case, pen: Pen, run: Run) -> Case:
    """Each who does not press gets the message; once in a run."""
    meeting, notice = case.meeting(run.meeting_id), notice_of(case, run, pen)
    follow = {row.to for row in case.sendings if _is_about(row, run)}
    for staff_id in dict.fromkeys((meeting.leader, case.secretary)):
        if staff_id not in {pen.actor, *follow}:
            role = Role.SECRETARY if staff_id == case.secretary else Role.CLINICIAN
            fresh = to_staff(pen, case, staff_id, role, notice, why=WHY)
            case = case.with_changed(replace(fresh, hours=Hours.ANY, not_before=pen.now))
    return case


def renewed(case: Case, pen: Pen, run: Run) -> Case:
    """What has not left yet says what holds now, also to one who only now follows."""
    content = pen.texts.notice(notice_of(case, run, pen))
    rows = (row for row in case.sendings if _is_about(row, run) and row.waiting)
    said = (replace(row, content=content) for row in rows if not row.attempts)
    return begun(case.with_changed(*said), pen, run)


def _is_about(row: Sending, run: Run) -> bool:
    return row.why == WHY and row.created_at >= run.started_at


def notice_of(case: Case, run: Run, pen: Pen) -> Notice:
    """Which part is held until when, and which comes then; or that it is over."""
    state = live_run.live(run, case.meeting(run.meeting_id))
    zone = state.meeting.zone
    if run.ended_at is not None:
        return Notice(name=NAME, ref=case.ref, values={"over": "yes"}, at=run.ended_at, zone=zone)
    slots = timetable.timetable(case, state, max(pen.now, run.last_at))
    titles = [state.meeting.parts[slot.part].title for slot in slots[:2]]
    values = {
        "place": str(len(state.stages)),
        "number": str(len(state.order)),
        "part": titles[0],
        "next": titles[1] if len(titles) > 1 else "",
        "paused": "yes" if state.now_on.paused_at else "",
    }
    return Notice(name=NAME, ref=case.ref, values=values, at=slots[0].window.end, zone=zone)


def edited(context: Context, before: Case, after: Case) -> None:
    """What was posted of a run that went on says how far it has come, in its own place."""
    if before.runs == after.runs or not after.runs:
        return
    run, pen = after.runs[-1], context.pen(pressed=False)
    content = pen.texts.notice(notice_of(after, run, pen))
    for row in after.sendings:
        posted = row.kind is SendingKind.NOTICE and bool(row.message_id)
        if posted and _is_about(row, run) and row.content != content:
            progress.take_place(context, row, content)

"""A meeting whose time has come is still changed and told of until it is over (R17, F18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway import live_run, running, timetable
from pathway.outgoing import Hours

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.model import Invitation, Meeting
    from pathway.outgoing import Sending
    from pathway.run import Run


def over_at(case: Case, meeting: Meeting) -> datetime:
    """From when nobody can make use of a word about it: its end, or that of its run.

    One that runs goes on until somebody ends it, or it is forgotten.
    """
    run = running.run_of(case, meeting)
    if run is None:
        return meeting.window.end
    return run.ended_at or _nobodys_news_from(case, run)


def _nobodys_news_from(case: Case, run: Run) -> datetime:
    """So long after its end, or when it was to end, a run is a thing of the past."""
    state = live_run.live(run, case.meeting(run.meeting_id))
    return (run.ended_at or timetable.expected_end(case, state)) + timetable.FORGOTTEN


def is_old_news(case: Case, sending: Sending, now: datetime) -> bool:
    """Whether it tells a colleague of a run, at any hour, that was over long ago (R22)."""
    since = [run for run in case.runs if run.started_at <= sending.created_at]
    at_once = bool(since) and sending.hours is Hours.ANY
    return at_once and _nobodys_news_from(case, since[-1]) <= now


def goes_on(case: Case, meeting: Meeting, now: datetime) -> bool:
    """Whether its time has come, and it is not over."""
    return meeting.alive and meeting.starts_at <= now < over_at(case, meeting)


def attending(case: Case, now: datetime) -> tuple[Invitation, ...]:
    """Living invitations to what goes on, of those who have a part in it now or later."""
    begun = {m.id for m in case.diary if goes_on(case, m, now)}
    asked = (i for i in case.invitations if i.meeting_id in begun and not i.cancelled_at)
    return tuple(one for one in asked if _has_part_left(case, one, now))


def _has_part_left(case: Case, invitation: Invitation, now: datetime) -> bool:
    meeting, person = (
        case.meeting(invitation.meeting_id),
        case.participant(invitation.participant_id),
    )
    run = running.run_of(case, meeting)
    if person.ended_at is not None or invitation.offered is None:
        return False
    if run is None:
        return invitation.offered.window.end > now
    state = live_run.live(run, meeting)
    left = {state.now_on.part, *state.ahead}
    return bool(left.intersection(running.own_parts(case, state, person)))

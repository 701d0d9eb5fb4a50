"""The log of a meeting that was run live, as JSON: planned and actual times, and who was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.iso import JSON, moment
from pathway import agenda, live_run
from pathway.run_log import run_log

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.model import Window
    from pathway.run import Run
    from pathway.run_log import PartLog


def run_json(case: Case, run: Run) -> JSON:
    """One run, part by part; while it goes on, up to what was pressed last."""
    state = live_run.live(run, case.meeting(run.meeting_id))
    meeting, log = state.meeting, run_log(case, state, run.last_at)
    windows = agenda.part_windows(meeting)
    open_part = state.now_on.part if run.ended_at is None else None
    return {
        "meeting": meeting.kind,
        "leader": state.leader,
        "started": moment(run.started_at, meeting.zone),
        "ended": moment(run.ended_at, meeting.zone),
        "parts": [
            {
                "title": meeting.parts[part.part].title,
                "planned": _times(windows[part.part], meeting.zone),
                **_held(case, part, meeting.zone, goes_on=part.part == open_part),
            }
            for part in log
        ],
    }


def _times(window: Window, zone: str) -> JSON:
    return {"start": moment(window.start, zone), "end": moment(window.end, zone)}


def _held(case: Case, part: PartLog, zone: str, *, goes_on: bool) -> JSON:
    """When it was really held, for how many seconds, and each who was there with theirs."""
    ended = None if goes_on else part.ended
    return {
        "held": {"start": moment(part.began, zone), "end": moment(ended, zone)},
        "seconds": round(part.lasted.total_seconds()),
        "paused": round(part.paused.total_seconds()),
        "people": [
            {
                "person": case.participant(who).name or case.participant(who).role,
                "role": case.participant(who).role,
                "seconds": round(there.total_seconds()),
            }
            for who, there in part.there
        ],
    }

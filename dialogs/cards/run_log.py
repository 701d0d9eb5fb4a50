"""The log of a meeting as it was run: planned and actual times, and who was there in each part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dialogs.wording.nb import ask_running as say
from pathway import agenda, live_run, running
from pathway.case import Case
from pathway.model import Window
from pathway.run import Run
from pathway.run_log import PartLog, run_log

MOST_PARTS = 8
"""On the card of a case; a meeting seldom has more."""

MOST_NAMES = 8
"""In each part; the rest are counted."""

_MINUTE = timedelta(minutes=1)


def logs(case: Case) -> Iterator[tuple[str, list[str]]]:
    """Each meeting that was run and held, with its parts, for the card of the case."""
    for run in case.runs:
        meeting = case.meeting(run.meeting_id)
        own = running.run_of(case, meeting) is run
        if own and run.ended_at is not None and meeting.held is not False:
            yield say.as_it_was_held(meeting.kind), list(lines(case, run))[:MOST_PARTS]


def lines(case: Case, run: Run) -> Iterator[str]:
    """One line for each part that was held."""
    state = live_run.live(run, case.meeting(run.meeting_id))
    meeting, log = state.meeting, run_log(case, state, run.last_at)
    windows = agenda.part_windows(meeting)
    for place, part in enumerate(log, 1):
        held = Window(start=part.began, end=part.ended)
        minutes = (round(part.lasted / _MINUTE), part.planned, round(part.paused / _MINUTE))
        name = meeting.parts[part.part].title
        times = say.times_of(held, windows[part.part], meeting.zone)
        people = say.took_part(_there(case, part), MOST_NAMES)
        yield say.logged(place, name, times, minutes, people)


def _there(case: Case, part: PartLog) -> list[str]:
    """Who was in it, each with how long where not all of it; of many those are named first."""
    those = part.there
    if len(those) > MOST_NAMES:
        those = tuple(sorted(those, key=lambda one: one[1] == part.lasted))
    return [
        say.who(case.participant(who))
        if long == part.lasted
        else say.for_so_long(case.participant(who), round(long / _MINUTE))
        for who, long in those
    ]

"""The log of a meeting that was run: planned and actual times, and who was there in which part.

It always sums up: the parts and the pauses between them are the whole meeting, and nobody was in
a part for longer than it lasted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pathway.running import away, own_parts, people

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.live_run import Live, Span, Stage
    from pathway.model import Participant
    from pathway.words import ParticipantId

_NOTHING = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLog:
    """One part: its index, the minutes planned, when it was held (UTC), and for how long.

    `lasted` and `paused` are together the time from `began` to `ended`. `there` is for how long
    each was in it, those who were not in it left out.
    """

    part: int
    planned: int
    began: datetime
    ended: datetime
    lasted: timedelta
    paused: timedelta
    there: tuple[tuple[ParticipantId, timedelta], ...]


def run_log(case: Case, state: Live, now: datetime) -> tuple[PartLog, ...]:
    """Every part that has begun, in the order of the run, up to `now` or the run's end."""
    return tuple(_part(case, state, stage, now) for stage in state.stages)


def _part(case: Case, state: Live, stage: Stage, now: datetime) -> PartLog:
    began, ended = stage.span[0], stage.span[1] or max(now, stage.span[0])
    lasted = stage.lasted(now)
    there = ((person.id, _there(case, state, person, stage, now)) for person in people(case, state))
    return PartLog(
        part=stage.part,
        planned=state.meeting.parts[stage.part].minutes,
        began=began,
        ended=ended,
        lasted=lasted,
        paused=ended - began - lasted,
        there=tuple((who, long) for who, long in there if long),
    )


def _there(case: Case, state: Live, person: Participant, stage: Stage, now: datetime) -> timedelta:
    if stage.part not in own_parts(case, state, person):
        return _NOTHING
    active = stage.active(now)
    gone = away(case, state, person)
    out = sum((_shared(a, span) for a in active for span in _merged(gone, now)), _NOTHING)
    return stage.lasted(now) - out


def _merged(spans: tuple[Span, ...], now: datetime) -> list[tuple[datetime, datetime]]:
    """The same time as spans that do not overlap, none of them open."""
    found: list[tuple[datetime, datetime]] = []
    for since, until in sorted((since, until or max(now, since)) for since, until in spans):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def _shared(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> timedelta:
    return max(min(one[1], other[1]) - max(one[0], other[0]), _NOTHING)


def attended(case: Case, state: Live, now: datetime) -> tuple[ParticipantId, ...]:
    """Those who were there in any part, in the case's order: with whom the meeting was held."""
    there = {who for part in run_log(case, state, now) for who, _ in part.there}
    return tuple(person.id for person in case.participants if person.id in there)

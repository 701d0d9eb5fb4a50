"""How far a meeting that runs has come: which part, since when, what is ahead, who leads.

Read from what was pressed. Nothing here decides what may be pressed, or knows what time it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pathway.remembered import remembered
from pathway.run import Deed

if TYPE_CHECKING:
    from pathway.model import Meeting
    from pathway.run import Run, Step
    from pathway.words import StaffId

Span = tuple[datetime, datetime | None]
"""From when until when; None is still going on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One part as it was held: its index, its time, and the pauses in it, in order."""

    part: int
    span: Span
    pauses: tuple[Span, ...] = ()

    @property
    def paused_at(self) -> datetime | None:
        """Since when it is paused, or None."""
        return self.pauses[-1][0] if self.pauses and self.pauses[-1][1] is None else None

    def active(self, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """The stretches in which it was really held, up to `now`."""
        edges = [self.span[0]]
        for since, until in self.pauses:
            edges += [since, until or self.span[1] or now]
        edges.append(self.span[1] or max(now, edges[-1]))
        return tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)

    def lasted(self, now: datetime) -> timedelta:
        """How long it has really been held, pauses apart."""
        return sum((end - start for start, end in self.active(now)), timedelta())


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A run and how far it has come.

    `stages` are the parts that have begun, in the order they did, `ahead` the indices of those to
    come, `minutes` how long each part is to be by now, by index, and `leader` who leads now.
    """

    run: Run
    meeting: Meeting
    stages: tuple[Stage, ...]
    ahead: tuple[int, ...]
    minutes: tuple[int, ...]
    leader: StaffId

    @property
    def now_on(self) -> Stage:
        """The part that is held, or the last that was."""
        return self.stages[-1]

    @property
    def order(self) -> tuple[int, ...]:
        """The indices of all parts in the order of this run."""
        return (*(stage.part for stage in self.stages), *self.ahead)


@remembered
def live(run: Run, meeting: Meeting) -> Live:
    """How far the run has come by everything that was pressed; one that is over, as it was."""
    meeting = run.as_planned(meeting)
    state = Live(
        run=run,
        meeting=meeting,
        stages=(Stage(part=0, span=(run.started_at, None)),),
        ahead=tuple(range(1, len(meeting.parts))),
        minutes=tuple(part.minutes for part in meeting.parts),
        leader=run.leader,
    )
    for step in run.steps:
        state = _after(state, step)
    return state if run.ended_at is None else _closed(state, run.ended_at)


def _after(state: Live, step: Step) -> Live:
    change = _CHANGES.get(step.deed)
    return change(state, step) if change else state


def _next(state: Live, step: Step) -> Live:
    begun = Stage(part=state.ahead[0], span=(step.at, None))
    closed = _closed(state, step.at)
    return replace(closed, stages=(*closed.stages, begun), ahead=state.ahead[1:])


def _longer(state: Live, step: Step) -> Live:
    part = state.now_on.part
    more = (n + step.minutes if at == part else n for at, n in enumerate(state.minutes))
    return replace(state, minutes=tuple(more))


def _pause(state: Live, step: Step) -> Live:
    stage = state.now_on
    return _with_stage(state, replace(stage, pauses=(*stage.pauses, (step.at, None))))


_CHANGES: dict[Deed, Callable[[Live, Step], Live]] = {
    Deed.NEXT: _next,
    Deed.LONGER: _longer,
    Deed.PAUSE: _pause,
    Deed.RESUME: lambda state, step: _with_stage(state, _resumed(state.now_on, step.at)),
    Deed.REORDER: lambda state, step: replace(state, ahead=step.parts),
    Deed.TAKE_OVER: lambda state, step: replace(state, leader=step.by),
}
"""What each deed does to the course of the meeting; the rest are about people (`away`)."""


def _closed(state: Live, at: datetime) -> Live:
    stage = _resumed(state.now_on, at)
    return _with_stage(state, replace(stage, span=(stage.span[0], at)))


def _resumed(stage: Stage, at: datetime) -> Stage:
    if stage.paused_at is None:
        return stage
    return replace(stage, pauses=(*stage.pauses[:-1], (stage.paused_at, at)))


def _with_stage(state: Live, stage: Stage) -> Live:
    return replace(state, stages=(*state.stages[:-1], stage))

"""When the rest of a running meeting will be, within the times that people have given (R21, R23).

What comes after a delay is made shorter where somebody has to go; Nav's own time is never cut
below what it must have. Who still would have to stay longer than they said is told of by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from pathway import agenda, awaited, running
from pathway.model import Window
from pathway.remembered import remembered
from pathway.running import of_part, own_parts, people
from pathway.words import ParticipantId, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.live_run import Live
    from pathway.model import Participant

SHORTEST = 5
"""Minutes that a part keeps when it is made shorter, unless it was shorter from the start."""

FORGOTTEN = timedelta(hours=4)
"""After so long past its expected end a run was forgotten, and can only be ended."""

_MINUTE, _NOTHING = timedelta(minutes=1), timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A part by index, and when it is expected to be held (UTC)."""

    part: int
    window: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrun:
    """Somebody whose last part ends after the time that they gave, or too soon after they come.

    `until` is the minute that they gave, or for which they come.
    """

    person: Participant
    until: datetime
    ends: datetime


@remembered
def timetable(case: Case, state: Live, now: datetime) -> tuple[Slot, ...]:
    """The present part and those to come; a part that has run over its time ends now at best."""
    begins = state.now_on.span[0]
    present = max(now, planned_end(case, state, now), begins) - begins
    return _fitted(case, state, now, present, firm=1)


def expected_end(case: Case, state: Live) -> datetime:
    """When the meeting was to be over when something was last pressed."""
    return timetable(case, state, state.run.last_at)[-1].window.end


def is_forgotten(case: Case, state: Live, now: datetime) -> bool:
    """Whether it should have been over long ago: yesterday's card."""
    return now > expected_end(case, state) + FORGOTTEN


@remembered
def planned_end(case: Case, state: Live, now: datetime) -> datetime:
    """When the present part is to end: begun late it is shorter, unless it was made longer.

    Later where Nav comes later than it began, and has not had their time yet (R23).
    """
    ends = own_end(case, state, now)
    return max(ends, _waits(case, state, now)[0] or ends)


@remembered
def own_end(case: Case, state: Live, now: datetime) -> datetime:
    """The same without waiting for anybody.

    Shorter too for who comes after it, as they were told: what is told of a part before it begins
    is what holds when it has begun. What was added to it, and its pauses, count once: who was told
    of them is waited for no longer.
    """
    stage, part = state.now_on, state.now_on.part
    own, begins = state.meeting.parts[part].minutes, stage.span[0]
    paused = (stage.span[1] or max(now, begins)) - begins - stage.lasted(now)
    added = (state.minutes[part] - own) * _MINUTE + paused
    return _fitted(case, state, now, own * _MINUTE, firm=0, added=added)[0].window.end + added


def _fitted(
    case: Case,
    state: Live,
    now: datetime,
    present: timedelta,
    *,
    firm: int,
    added: timedelta = _NOTHING,
) -> tuple[Slot, ...]:
    """The parts from now on, made shorter where somebody has to go; the first `firm` are not.

    As if what was `added` to the present part were not.
    """
    free, until, there = awaited.given(case, state), _until(case, state), _there(case, state, now)
    parts = (state.now_on.part, *state.ahead)
    lasting = [present, *(state.minutes[part] * _MINUTE for part in state.ahead)]
    called = [
        max((free[who].start for who in new if who in free), default=None)
        for new in (frozenset[ParticipantId](), *(b - a for a, b in pairwise(there)))
    ]
    waits = [None, *(last and last - added for last in _waits(case, state, now)[1:])]
    for place in range(firm, len(parts)):
        slots = tuple(_laid(state, lasting, called, waits))
        limit = min((until[who] for who in there[place] if who in until), default=None)
        over = slots[place].window.end - limit if limit is not None else _NOTHING
        for at in range(place, firm - 1, -1):
            if (last := waits[at]) is not None:  # nor is it shorter than Nav needs
                over = min(over, slots[at].window.end - last)
            spare = max(_NOTHING, lasting[at] - _least(case, state, parts[at]))
            cut = max(_NOTHING, min(spare, over))
            lasting[at] -= cut
            over -= cut
            if (first := called[at]) is not None:  # what comes before them helps no further
                over = min(over, slots[at].window.start - first)
    return tuple(_laid(state, lasting, called, waits))


def _laid(
    state: Live,
    lasting: list[timedelta],
    called: list[datetime | None],
    waits: list[datetime | None],
) -> Iterator[Slot]:
    """One after the other; nobody is waited for in vain, and nobody is called before their time."""
    end, parts = state.now_on.span[0], (state.now_on.part, *state.ahead)
    for part, long, first, last in zip(parts, lasting, called, waits, strict=True):
        start = end if first is None else max(end, first)
        end = start + long if last is None else max(start + long, last)
        yield Slot(part=part, window=Window(start=start, end=end))


def _waits(case: Case, state: Live, now: datetime) -> list[datetime | None]:
    """Until when each part goes on at least, so that Nav has their time from when they come (R23).

    No longer than the others can stay, with what must still be held.
    """
    parts, there = (state.now_on.part, *state.ahead), _there(case, state, now)
    navs = {person.id for person, _ in _needed(case, state, now)}
    until = {who: ends for who, ends in _until(case, state).items() if who not in navs}
    found: list[datetime | None] = [None for _ in parts]
    for person, needs in _needed(case, state, now):
        place = max((n for n, inside in enumerate(there) if person.id in inside), default=None)
        if place is None:
            continue
        rest, ends = _NOTHING, needs
        for part, inside in zip(parts[place:], there[place:], strict=True):
            rest += _least(case, state, part) if part != parts[place] else _NOTHING
            limit = min((until[who] for who in inside if who in until), default=None)
            ends = ends if limit is None else min(ends, limit - rest)
        found[place] = max(ends, found[place] or ends)
    return found


def _needed(case: Case, state: Live, now: datetime) -> list[tuple[Participant, datetime]]:
    """Each from Nav who is there or is to be, and when they will have had their time."""
    found = []
    for person in awaited.expected(case, state, now):
        if person.role is Role.NAV_ADVISER:
            comes = awaited.came(state, person) or running.known(case, state, person.id)
            last = own_parts(case, state, person)[-1]
            found.append((person, comes + _least(case, state, last)))
    return found


def _there(case: Case, state: Live, now: datetime) -> list[frozenset[ParticipantId]]:
    """Who is to be in the present part, and in each of those to come."""
    own = [(p.id, own_parts(case, state, p)) for p in awaited.expected(case, state, now)]
    left = (state.now_on.part, *state.ahead)
    return [frozenset(who for who, parts in own if part in parts) for part in left]


def _until(case: Case, state: Live) -> dict[ParticipantId, datetime]:
    """When each has to go: a part that was put later in this meeting takes that time with it."""
    usual, changed = _ends(state, sorted(state.order)), _ends(state, state.order)
    found: dict[ParticipantId, datetime] = {}
    for who, free in awaited.given(case, state).items():
        own = own_parts(case, state, case.participant(who))
        later = max((changed[n] for n in own), default=0) - max((usual[n] for n in own), default=0)
        found[who] = free.end + max(0, later) * _MINUTE
    return found


def _ends(state: Live, order: Sequence[int]) -> dict[int, int]:
    """How many minutes into the meeting each part ends in this order, by index."""
    minutes = accumulate(state.meeting.parts[part].minutes for part in order)
    return dict(zip(order, minutes, strict=True))


def _least(case: Case, state: Live, part: int) -> timedelta:
    """How short this part may become."""
    own = state.meeting.parts[part].minutes
    nav = any(person.role is Role.NAV_ADVISER for person in of_part(case, state, part))
    return min(own, agenda.NAV_MINUTES if nav else SHORTEST) * _MINUTE


def overruns(
    case: Case, state: Live, slots: tuple[Slot, ...], now: datetime
) -> tuple[Overrun, ...]:
    """Those who would be kept a minute longer than they said, or more, before it happens.

    Who has said that they come after that time has given another.
    """
    free = awaited.given(case, state)
    ends = {slot.part: slot.window.end for slot in slots}
    found: list[Overrun] = []
    for person in awaited.expected(case, state, now):
        last = max((ends[n] for n in own_parts(case, state, person) if n in ends), default=None)
        until, late = free.get(person.id), state.run.late_until(person.id)
        if last is None or until is None or (late and late >= until.end):
            continue
        if last - until.end >= _MINUTE:
            found.append(Overrun(person=person, until=until.end, ends=last))
    return tuple(found)


def cut_short(
    case: Case, state: Live, slots: tuple[Slot, ...], now: datetime
) -> tuple[Overrun, ...]:
    """Those from Nav who come too late for the time that they must have, with when they come."""
    ends = {slot.part: slot.window.end for slot in slots}
    found: list[Overrun] = []
    for person, needs in _needed(case, state, now):
        last = own_parts(case, state, person)[-1]
        if last in ends and needs - ends[last] >= _MINUTE:
            comes = needs - _least(case, state, last)
            found.append(Overrun(person=person, until=comes, ends=ends[last]))
    return tuple(found)


def waiting(case: Case, state: Live, slots: tuple[Slot, ...]) -> dict[ParticipantId, datetime]:
    """Those whose first part is still to come, and when they are expected now.

    Who is late is not expected before they said.
    """
    found: dict[ParticipantId, datetime] = {}
    for person in people(case, state):
        start = begins(case, state, slots, person)
        if start is not None:
            found[person.id] = max(start, state.run.late_until(person.id) or start)
    return found


def begins(
    case: Case, state: Live, slots: tuple[Slot, ...], person: Participant
) -> datetime | None:
    """When their first part is to begin; None where one of theirs has begun."""
    own, begun = own_parts(case, state, person), {stage.part for stage in state.stages}
    starts = {slot.part: slot.window.start for slot in slots}
    return starts[own[0]] if own and not begun.intersection(own) else None

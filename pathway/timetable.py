"""When the rest of a running meeting will be, within the times that people have given (R21, R23).

What comes after a delay is made shorter where somebody has to go; Nav's own time is never cut
below what it must have. Who still would have to stay longer than they said is told of by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pathway import agenda, running
from pathway.model import Window
from pathway.running import back_at, is_away, of_part, own_parts, people
from pathway.words import ParticipantId, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.model import Participant
    from pathway.outgoing import Sending
    from pathway.running import Live

SHORTEST = 5
"""Minutes that a part keeps when it is made shorter, unless it was shorter from the start."""

_MINUTE = timedelta(minutes=1)

Given = Mapping["ParticipantId", Window]
"""The time that each has been asked to keep free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A part by index, and when it is expected to be held (UTC)."""

    part: int
    window: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrun:
    """Somebody whose last part ends after the time that they gave, and when that was."""

    person: Participant
    until: datetime
    ends: datetime


def given(case: Case, state: Live) -> dict[ParticipantId, Window]:
    """What each was last asked to keep free; who came with somebody gave no time.

    Nor is anybody bound by a time that is not this meeting's any more.
    """
    asked = (i for i in case.invitations_to(state.meeting.id) if not i.cancelled_at)
    kept = {i.participant_id: i.offered.window for i in asked if i.offered is not None}
    return {who: free for who, free in kept.items() if free.overlaps(state.meeting.window)}


def timetable(case: Case, state: Live, now: datetime) -> tuple[Slot, ...]:
    """The present part and those to come; a part that has run over its time ends now at best."""
    free, there = given(case, state), _there(case, state, now)
    ends = max(now, planned_end(case, state, now))
    present = Slot(part=state.now_on.part, window=_window(state.now_on.span[0], ends))
    minutes = [state.minutes[part] for part in state.ahead]
    for place in range(len(minutes)):
        slots = tuple(_laid(state, minutes, present, there, free))
        limit = _limit(there[place + 1], free)
        if limit is not None:
            _make_shorter(case, state, minutes, place, slots[place].window.end - limit)
    return (present, *_laid(state, minutes, present, there, free))


def _there(case: Case, state: Live, now: datetime) -> list[frozenset[ParticipantId]]:
    """Who is to be in the present part, and in each of those to come."""
    own = [(p.id, own_parts(case, state, p)) for p in _expected(case, state, now)]
    left = (state.now_on.part, *state.ahead)
    return [frozenset(who for who, parts in own if part in parts) for part in left]


def _expected(case: Case, state: Live, now: datetime) -> list[Participant]:
    """Those who are there, or are to be: whoever has gone or does not come binds nobody."""
    return [
        person
        for person in people(case, state)
        if not is_away(case, state, person, now) or back_at(case, state, person, now)
    ]


def _limit(there: frozenset[ParticipantId], free: Given) -> datetime | None:
    """When the first of these has to go."""
    return min((free[who].end for who in there if who in free), default=None)


def planned_end(case: Case, state: Live, now: datetime) -> datetime:
    """When the present part is to end: begun late it is shorter, unless it was made longer."""
    stage, part = state.now_on, state.now_on.part
    own, begins = state.meeting.parts[part].minutes, stage.span[0]
    paused = (stage.span[1] or max(now, begins)) - begins - stage.lasted(now)
    limit = _limit(_there(case, state, now)[0], given(case, state))
    ends = begins + own * _MINUTE
    if limit is not None and ends > limit:
        ends = max(limit, begins + _least(case, state, part) * _MINUTE)
    return ends + (state.minutes[part] - own) * _MINUTE + paused


def _window(start: datetime, end: datetime) -> Window:
    return Window(start=start, end=max(end, start))


def _laid(
    state: Live,
    minutes: list[int],
    present: Slot,
    there: list[frozenset[ParticipantId]],
    free: Given,
) -> Iterator[Slot]:
    """One after the other; nobody is waited for in vain, and nobody is called before their time."""
    end = present.window.end
    for place, part in enumerate(state.ahead):
        new = there[place + 1] - there[place]
        start = max([end, *(free[who].start for who in new if who in free)])
        end = start + minutes[place] * _MINUTE
        yield Slot(part=part, window=_window(start, end))


def _make_shorter(case: Case, state: Live, minutes: list[int], place: int, over: timedelta) -> None:
    """Take what is too much from the part itself, then from those before it, as far as they go."""
    wanted = max(0, -int(-over // _MINUTE))
    for at in range(place, -1, -1):
        spare = max(0, minutes[at] - _least(case, state, state.ahead[at]))
        minutes[at] -= min(spare, wanted)
        wanted -= min(spare, wanted)


def _least(case: Case, state: Live, part: int) -> int:
    """How short this part may become."""
    own = state.meeting.parts[part].minutes
    nav = any(person.role is Role.NAV_ADVISER for person in of_part(case, state, part))
    return min(own, agenda.NAV_MINUTES if nav else SHORTEST)


def overruns(
    case: Case, state: Live, slots: tuple[Slot, ...], now: datetime
) -> tuple[Overrun, ...]:
    """Those who would be kept a minute longer than they said, or more, before it happens."""
    free = given(case, state)
    ends = {slot.part: slot.window.end for slot in slots}
    found: list[Overrun] = []
    for person in _expected(case, state, now):
        last = max((ends[n] for n in own_parts(case, state, person) if n in ends), default=None)
        if last is not None and person.id in free and last - free[person.id].end >= _MINUTE:
            found.append(Overrun(person=person, until=free[person.id].end, ends=last))
    return tuple(found)


def waiting(case: Case, state: Live, slots: tuple[Slot, ...]) -> dict[ParticipantId, datetime]:
    """Those whose first part is still to come, and when they are expected now."""
    begun = {stage.part for stage in state.stages}
    starts = {slot.part: slot.window.start for slot in slots}
    found: dict[ParticipantId, datetime] = {}
    for person in people(case, state):
        own = own_parts(case, state, person)
        if own and not begun.intersection(own):
            found[person.id] = starts[own[0]]
    return found


def still_told(case: Case, sending: Sending) -> bool:
    """Whether the minute that a message tells is the last that its reader was to be told.

    Of no use when they have come in, or the meeting is over.
    """
    run = running.going_on(case)
    if run is None or sending.facts is None:
        return False
    state, person = running.live(run, case.meeting(run.meeting_id)), ParticipantId(sending.to)
    begun = {stage.part for stage in state.stages}
    waits = not begun.intersection(running.own_parts(case, state, case.participant(person)))
    return waits and dict(run.told).get(person) == sending.facts.window.start

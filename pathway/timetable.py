"""When the rest of a running meeting will be, within the times that people have given (R21, R23).

What comes after a delay is made shorter where somebody has to go; Nav's own time is never cut
below what it must have. Who still would have to stay longer than they said is told of by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from pathway import agenda, running
from pathway.model import Window
from pathway.run import Deed
from pathway.running import is_away, of_part, own_parts, people
from pathway.words import ParticipantId, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.model import Facts, Invitation, Participant
    from pathway.outgoing import Sending
    from pathway.running import Live

SHORTEST = 5
"""Minutes that a part keeps when it is made shorter, unless it was shorter from the start."""

_MINUTE, _NOTHING = timedelta(minutes=1), timedelta()


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
    begins = state.now_on.span[0]
    present = max(now, planned_end(case, state, now), begins) - begins
    return _fitted(case, state, now, present, firm=1)


def planned_end(case: Case, state: Live, now: datetime) -> datetime:
    """When the present part is to end: begun late it is shorter, unless it was made longer.

    Shorter too for who comes after it, as they were told: what is told of a part before it begins
    is what holds when it has begun.
    """
    stage, part = state.now_on, state.now_on.part
    own, begins = state.meeting.parts[part].minutes, stage.span[0]
    paused = (stage.span[1] or max(now, begins)) - begins - stage.lasted(now)
    ends = _fitted(case, state, now, own * _MINUTE, firm=0)[0].window.end
    return ends + (state.minutes[part] - own) * _MINUTE + paused


def _fitted(
    case: Case, state: Live, now: datetime, present: timedelta, firm: int
) -> tuple[Slot, ...]:
    """The parts from now on, made shorter where somebody has to go; the first `firm` are not."""
    free, until, there = given(case, state), _until(case, state), _there(case, state, now)
    parts = (state.now_on.part, *state.ahead)
    lasting = [present, *(state.minutes[part] * _MINUTE for part in state.ahead)]
    called = [
        max((free[who].start for who in new if who in free), default=None)
        for new in (frozenset[ParticipantId](), *(b - a for a, b in pairwise(there)))
    ]
    for place in range(firm, len(parts)):
        slots = tuple(_laid(state, lasting, called))
        limit = min((until[who] for who in there[place] if who in until), default=None)
        over = slots[place].window.end - limit if limit is not None else _NOTHING
        for at in range(place, firm - 1, -1):
            spare = max(_NOTHING, lasting[at] - _least(case, state, parts[at]))
            cut = max(_NOTHING, min(spare, over))
            lasting[at] -= cut
            over -= cut
            if (first := called[at]) is not None:  # what comes before them helps no further
                over = min(over, slots[at].window.start - first)
    return tuple(_laid(state, lasting, called))


def _laid(state: Live, lasting: list[timedelta], called: list[datetime | None]) -> Iterator[Slot]:
    """One after the other; nobody is waited for in vain, and nobody is called before their time."""
    end = state.now_on.span[0]
    for part, long, first in zip((state.now_on.part, *state.ahead), lasting, called, strict=True):
        start = end if first is None else max(end, first)
        end = start + long
        yield Slot(part=part, window=Window(start=start, end=end))


def _there(case: Case, state: Live, now: datetime) -> list[frozenset[ParticipantId]]:
    """Who is to be in the present part, and in each of those to come."""
    own = [(p.id, own_parts(case, state, p)) for p in _expected(case, state, now)]
    left = (state.now_on.part, *state.ahead)
    return [frozenset(who for who, parts in own if part in parts) for part in left]


def _expected(case: Case, state: Live, now: datetime) -> list[Participant]:
    """Those who are there, or are to be: whoever has gone or does not come binds nobody."""
    return [person for person in people(case, state) if running.comes(case, state, person, now)]


def _until(case: Case, state: Live) -> dict[ParticipantId, datetime]:
    """When each has to go: a part that was put later in this meeting takes that time with it."""
    usual, changed = _ends(state, sorted(state.order)), _ends(state, state.order)
    found: dict[ParticipantId, datetime] = {}
    for who, free in given(case, state).items():
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


def known(case: Case, state: Live, who: ParticipantId) -> datetime:
    """When they were last told to come, or said that they do; else as they were invited."""
    by_invitation = given(case, state).get(who)
    first = by_invitation.start if by_invitation else state.meeting.starts_at
    return dict(state.run.told).get(who, first)


def on_their_way(case: Case, state: Live, now: datetime) -> Iterator[ParticipantId]:
    """Those whom nobody has let in, and whose minute is still to come.

    Not who was there from the start, nor whose minute is gone: they may have come without a press.
    """
    for person in _expected(case, state, now):
        own = own_parts(case, state, person)
        late = is_away(case, state, person, now)
        joins = own[0] != state.order[0] and not _let_in(state, person)
        if (late or joins) and known(case, state, person.id) > now:
            yield person.id


def _let_in(state: Live, person: Participant) -> bool:
    own = [step.deed for step in state.run.steps if step.who == person.id]
    return bool(own) and own[-1] in {Deed.CAME, Deed.BROUGHT}


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


def as_awaited(case: Case, invitation: Invitation, facts: Facts) -> Facts:
    """What somebody holds of a meeting that runs, at the minute that they were last told."""
    run, length = running.going_on(case), facts.window.end - facts.window.start
    if run is None or run.meeting_id != invitation.meeting_id:
        return facts
    start = dict(run.told).get(invitation.participant_id, facts.window.start)
    return replace(facts, window=Window(start=start, end=start + length))

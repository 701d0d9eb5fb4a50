"""Who comes in and who goes out of a running meeting, as its card says it (R22, R23)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dialogs.wording.nb import ask_midway
from dialogs.wording.nb import ask_running as say
from pathway import running
from pathway.model import Participant
from pathway.run import Deed
from pathway.service.run import dropping_out
from pathway.words import Attendance

if TYPE_CHECKING:
    from dialogs.cards.running import View

JUST = timedelta(minutes=5)
"""For so long it is said what is said in short when somebody joins."""

_LET_IN = frozenset({Deed.CAME, Deed.BROUGHT})


def arrivals(seen: View) -> Iterator[str]:
    """Who comes in and who goes out just now, and what is said to them."""
    out, coming = gone(seen), due(seen)
    for person in dropping_out.sent_out(seen.case, seen.state, seen.now - JUST):
        yield ask_midway.let_out(say.who(person))
    if out:
        yield say.goes(out)
    new = [person for person, start in coming if start <= seen.now]
    for person, start in coming:
        early = start > seen.now
        zone = seen.state.meeting.zone
        yield say.early(person, start, zone) if early else say.let_in(person)
    came = list(_came(seen))
    if new or came:
        yield say.introduce([*new, *came])


def due(seen: View) -> list[tuple[Participant, datetime]]:
    """Those who are to come in and have not been let in, and when each was asked to come.

    From the part's start until a moment after they are due: nobody presses that all goes well.
    Not who has said themselves when they come, before they do.
    """
    case, state, begun = seen.case, seen.state, seen.state.now_on.span[0]
    joins = _joins(seen)
    found: list[tuple[Participant, datetime]] = []
    for person in expected(seen, running.of_part(case, state, state.now_on.part)):
        last = state.run.last_about(person.id)
        late = state.run.late_until(person.id)
        let_in = last is not None and last.deed in _LET_IN and last.at >= begun
        start = max(begun, running.known(case, state, person.id))
        said = late == start > seen.now
        if (late or person in joins) and not let_in and not said and seen.now - start < JUST:
            found.append((person, start))
    return found


def _joins(seen: View) -> tuple[Participant, ...]:
    """Who comes in with this part; with the first, those who are rung."""
    case, state = seen.case, seen.state
    if len(state.stages) > 1:
        return running.joining(case, state, len(state.stages) - 1)
    first = running.of_part(case, state, state.now_on.part)
    return tuple(p for p in first if p.attends is Attendance.TELEPHONE)


def gone(seen: View) -> tuple[Participant, ...]:
    """Who goes out just now, of those who were there."""
    state, begun = seen.state, seen.state.now_on.span[0]
    if seen.now - begun >= JUST:
        return ()
    goes = running.leaving(seen.case, state, len(state.stages) - 1)
    return tuple(p for p in goes if not running.is_away(seen.case, state, p, begun))


def _came(seen: View) -> Iterator[Participant]:
    """Who is here, and came or was brought along a moment ago."""
    steps = (s for s in seen.state.run.steps if s.deed in _LET_IN and seen.now - s.at < JUST)
    came = {step.who for step in steps}
    here = running.in_room(seen.case, seen.state, seen.now)
    return (person for person in here if person.id in came)


def expected(seen: View, people: tuple[Participant, ...]) -> list[Participant]:
    """Those of them who are there, or are to come."""
    return [p for p in people if running.comes(seen.case, seen.state, p, seen.now)]

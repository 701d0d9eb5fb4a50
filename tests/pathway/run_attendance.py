"""Who was there in each minute of a run, reckoned from presses, invitations and consents alone.

Nothing here asks the product who is in the room: the laws of a meeting are judged by it. Runs are
of whole minutes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import rules, run_log
from pathway.outgoing import SendingKind, SendingStatus
from pathway.run import Deed
from pathway.words import NOT_COMING, THIRD_PARTIES, Attendance
from tests.pathway.test_running import state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pathway.case import Case
    from pathway.model import Participant
    from pathway.run import Run
    from pathway.words import ParticipantId
    from tests.pathway.office import Office

ABOUT_THEM = {Deed.CAME, Deed.BROUGHT, Deed.LEFT, Deed.ABSENT, Deed.LATE}
_MINUTE = timedelta(minutes=1)


def about(run: Run, who: ParticipantId) -> list[Deed]:
    """What was pressed of this person, in order."""
    return [s.deed for s in run.steps if s.who == who and s.deed in ABOUT_THEM]


def held(run: Run, until: datetime) -> Iterator[tuple[datetime, int, int]]:
    """Each minute in which a part was held: when, its place in the run, and its index."""
    at = run.started_at
    while at < until:
        place, order, paused = 0, list(range(99)), False  # there are never so many parts
        for step in run.steps:
            if step.at > at:
                break
            if step.deed is Deed.NEXT:
                place, paused = place + 1, False
            elif step.deed is Deed.REORDER:
                order[place + 1 :] = step.parts
            elif step.deed in {Deed.PAUSE, Deed.RESUME}:
                paused = step.deed is Deed.PAUSE
        if not paused:
            yield at, place, order[place]
        at += _MINUTE


def begun(run: Run) -> list[int]:
    """The indices of the parts that have begun, in order."""
    order, place = list(range(99)), 0
    for step in run.steps:
        if step.deed is Deed.NEXT:
            place += 1
        elif step.deed is Deed.REORDER:
            order[place + 1 :] = step.parts
    return order[: place + 1]


def theirs(case: Case, run: Run, person: Participant) -> list[int]:
    """The indices of their parts, as far as a consent that was given covers them (R13, R16b)."""
    brought = [s for s in run.steps if s.who == person.id and s.deed is Deed.BROUGHT]
    found = [
        number
        for number, part in enumerate(case.meeting(run.meeting_id).parts)
        if person.id in part.added or (person.role in part.roles and person.id not in part.left_out)
    ]
    own = list(brought[-1].parts) if brought else found
    if person.role not in THIRD_PARTIES:
        return own
    given = [c for c in case.consents if c.participant_id == person.id]
    return [n for n in own if given and (not given[-1].parts or n + 1 in given[-1].parts)]


def called_in(case: Case, run: Run, person: Participant) -> bool:
    """Whether they hold an invitation to the meeting that runs, or did when it began.

    Whoever has said no to it, or wished another time, does not come (F4).
    """
    own = (i for i in case.invitations_to(run.meeting_id) if i.participant_id == person.id)
    states = {rules.state_of(case, replace(one, cancelled_at=None)) for one in own}
    return bool(states - NOT_COMING)


def minute_of(case: Case, run: Run, who: ParticipantId) -> datetime | None:
    """For when they come: as they said last, or were told by what left or is to leave; or asked.

    What was said and told in one minute is the later of both: nobody is told less than they said.
    """
    asked = (i for i in case.invitations_to(run.meeting_id) if i.participant_id == who)
    invited = [i.offered.window.start for i in asked if i.offered]
    said = [(s.at, s.until) for s in run.steps if s.who == who and s.until]
    told = [
        (row.created_at, row.facts.window.start)
        for row in case.sendings
        if row.kind is SendingKind.NEW_MINUTE and row.to == who and row.facts
        if row.status is not SendingStatus.DROPPED and row.created_at >= run.started_at
    ]
    newest = [*said[-1:], *told[-1:]]
    return max(newest)[1] if newest else next(reversed(invited), None)


def comes_in(case: Case, run: Run, person: Participant) -> bool:
    """Whether they were not there from the start: another part is their first, or they are rung.

    Or were called in while it ran.
    """
    by_phone = person.attends is Attendance.TELEPHONE
    later = called_at(case, run, person) > run.started_at
    return by_phone or later or 0 not in theirs(case, run, person)


def called_at(case: Case, run: Run, person: Participant) -> datetime:
    """When they were called in, or when it began if that was later."""
    own = (i for i in case.invitations_to(run.meeting_id) if i.participant_id == person.id)
    return max((run.started_at, *(one.requested_at for one in own if one.requested_at)))


def there(case: Case, run: Run, person: Participant, at: datetime) -> bool:
    """Whether they were there then, if the part was theirs."""
    mine = [s for s in run.steps if s.who == person.id and s.deed in ABOUT_THEM]
    missed = [n for n, s in enumerate(mine) if s.deed in {Deed.LATE, Deed.ABSENT}]
    since = minute_of(case, run, person.id) if called_in(case, run, person) else None
    if missed:
        last = mine[missed[-1]]
        since = minute_of(case, run, person.id) if last.deed is Deed.LATE else None
        mine = mine[missed[-1] + 1 :]
    elif since and not comes_in(case, run, person):
        since = run.started_at
    elif since:
        since = max(since, called_at(case, run, person))
    here = since is not None and since <= at
    for step in mine:
        if step.at <= at:
            here = step.deed in {Deed.CAME, Deed.BROUGHT}
    withdrawn = [c.withdrawn_at for c in case.consents if c.participant_id == person.id]
    outs = [person.ended_at, *(withdrawn[-1:] if person.role in THIRD_PARTIES else [])]
    return here and not any(out is not None and out <= at for out in outs)


def changes(case: Case, run: Run) -> Iterator[datetime]:
    """When anything was pressed in the run, and when somebody was called in or left the case."""
    yield from (step.at for step in run.steps)
    asked = (one.requested_at for one in case.invitations_to(run.meeting_id))
    withdrawn = (consent.withdrawn_at for consent in case.consents)
    for at in (*asked, *withdrawn, *(person.ended_at for person in case.participants)):
        if at is not None and at > run.started_at:
            yield at


def attendance_is_right(office: Office) -> None:
    """The log has each in each part for as many minutes as they were there, and nobody else.

    Not judged where a clock that is seconds off has run it, or let somebody in or out of it.
    """
    case, run = office.case, office.case.runs[-1]
    until = run.ended_at or office.clock
    if any(at.second for at in (run.started_at, until, *changes(case, run))):
        return
    found: dict[tuple[int, ParticipantId], timedelta] = {}
    for at, place, part in held(run, until):
        for person in case.participants:
            if part in theirs(case, run, person) and there(case, run, person, at):
                key = place, person.id
                found[key] = found.get(key, timedelta()) + _MINUTE
    log = run_log.run_log(case, state(office), until)
    logged = {(n, who): long for n, part in enumerate(log) for who, long in part.there}
    assert logged == found, "the log has somebody for longer or shorter than they were there"

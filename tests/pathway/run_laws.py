"""What holds at every moment of every meeting that runs, however it came about (R21 to R23).

Judged from what was arranged, consented to, pressed and written alone, not by what the product
makes of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import live_run, promises, rules, running, timetable
from pathway.outgoing import SendingKind
from pathway.owed.terms import BY_HAND
from pathway.run import Deed, Step
from pathway.service.run.new_minutes import NOTICED, open_ended
from pathway.service.run.overrunning import SILENT
from tests.pathway.build import LEADER
from tests.pathway.office import Office
from tests.pathway.run_attendance import (
    ABOUT_THEM,
    about,
    attendance_is_right,
    begun,
    called_in,
    comes_in,
    minute_of,
    theirs,
    there,
)
from tests.pathway.test_running import assert_sums_up, state
from tests.pathway.test_service_new_minutes import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pathway.case import Case
    from pathway.words import ParticipantId

FORGOTTEN = timedelta(hours=4)
"""So long after its expected end nobody runs a meeting any more (decision 45)."""


def laws(office: Office) -> None:
    """The log sums up, nobody is in another's part, and nobody is told twice or too late."""
    case = office.case
    assert_sums_up(office, case.runs[-1].ended_at or office.clock)
    room_is_right(office)
    attendance_is_right(office)
    silent = [row for row in told(office) if row.created_at > case.runs[-1].last_at]
    ways = [(row.to, row.channel) for row in silent]
    assert len(ways) == len(set(ways)), "told twice in one silence"
    heard = [s for s in case.sendings if s.kind is SendingKind.NEW_MINUTE and s.facts]
    assert all(s.facts and s.facts.window.start >= s.created_at for s in heard), "a minute gone"
    if over := case.runs[-1].ended_at:
        forgotten = office.clock > over + FORGOTTEN  # it ended when it was to, as was said later
        last = over + FORGOTTEN if forgotten else over
        assert all(s.done_at is None or s.done_at <= last for s in heard if s.may_have_left)


def room_is_right(office: Office) -> None:
    """In the room is whoever may be in this part and is there, and nobody else."""
    case, run = office.case, office.case.runs[-1]
    at = run.ended_at or office.clock
    inside = {p.id for p in running.in_room(case, state(office), at)}
    part = begun(run)[-1]
    own = (p for p in case.participants if part in theirs(case, run, p))
    assert inside == {p.id for p in own if there(case, run, p, at)}


def heard(office: Office, who: ParticipantId) -> datetime | None:
    """For when they come, by what was said, told or asked last."""
    return minute_of(office.case, office.case.runs[-1], who)


def waiting(office: Office, slots: tuple[timetable.Slot, ...]) -> dict[ParticipantId, datetime]:
    """Whoever is called in and has not said no, and when the first of their parts is to begin."""
    case, run, found = office.case, office.case.runs[-1], {}
    starts = {slot.part: slot.window.start for slot in slots}
    for person in case.participants:
        own = [slot.part for slot in slots if slot.part in theirs(case, run, person)]
        past = set(begun(run)).intersection(theirs(case, run, person))
        invitation = case.live_invitation(person.id, run.meeting_id)
        comes = invitation is not None and called_in(case, run, person) and not person.ended_at
        if own and not past and comes and about(run, person.id)[-1:] != [Deed.ABSENT]:
            said = [s for s in run.steps if s.who == person.id and s.deed in ABOUT_THEM][-1:]
            late = said[0].until if said else None
            found[person.id] = max(starts[own[0]], late or starts[own[0]])
    return found


def newest_was_told(office: Office) -> None:
    """Each who waits was told what is expected: at a press at once, in silence within minutes.

    By a message that left or leaves, or by a person who has it among their tasks. In one silence
    once, and after half an hour of it no more; nor before the daemon has passed.
    """
    case = office.case
    now, run = state(office), case.runs[-1]
    if run.ended_at is not None:
        whoever_is_turned_away_knows(office)
        return
    pressed = run.last_at == office.clock
    ahead = NOTICED if open_ended(case, now, office.clock) else timedelta()
    slots = timetable.timetable(case, now, office.clock)
    nobody_is_on_the_way_in_vain(office)
    for who, start in waiting(office, slots).items():
        one_minute_alone(office, who)
        minute = heard(office, who)
        assert minute is not None
        since = [row for row in told(office) if row.to == who and row.created_at > run.last_at]
        silent = office.clock >= timetable.planned_end(case, now, office.clock) + SILENT
        if not look_is_due(office) and (pressed or not (since or silent)):
            waits = NOTICED if pressed else NOTICED * 2  # it is looked at now and again
            assert -waits < minute - start < ahead + NOTICED, "nobody has told them"


def look_is_due(office: Office) -> bool:
    """Whether the daemon is to look at the run by now, and has not passed."""
    due = office.case.runs[-1].look_at
    return due is not None and due <= office.clock


def one_minute_alone(office: Office, who: ParticipantId) -> None:
    """What stands of what they were told is one minute, and somebody is to tell it."""
    owed = {one.about for one in promises.open_promises(office.case)}
    rows = [row for row in told(office) if row.to == who and row.facts]
    newest = {row.channel: row for row in rows}
    says = [row for row in rows if row.waiting or row in newest.values()]
    assert len({row.facts.window.start for row in says if row.facts}) <= 1, "two minutes at once"
    by_hand = [row for row in says if row.channel in BY_HAND and row.waiting]
    owes = all(row.id in owed for row in by_hand)
    assert owes or never_asked(office.case, who), "nobody is asked to tell them"


def never_asked(case: Case, who: ParticipantId) -> bool:
    """Whether they have not heard of the meeting that runs, and may not yet."""
    meeting = case.meeting(case.runs[-1].meeting_id)
    invitation = case.live_invitation(who, meeting.id)
    if invitation is None or invitation.left_at or rules.present_answer(case, invitation):
        return False
    return bool(rules.unmet(case, meeting, case.participant(who)))


def whoever_is_turned_away_knows(office: Office) -> None:
    """The run is over: who was still to come, and was not let in, was told that they need not."""
    run = office.case.runs[-1]
    assert run.ended_at is not None
    for who in on_the_way(office, run.ended_at):
        assert office.case.live_invitation(who, run.meeting_id) is None, "nobody told them"


def nobody_is_on_the_way_in_vain(office: Office) -> None:
    """Who is still to come, and has no part that is held or to come, or left, was told the same."""
    case, run = office.case, office.case.runs[-1]
    left = set(range(len(case.meeting(run.meeting_id).parts))).difference(begun(run)[:-1])
    for who in on_the_way(office, office.clock):
        person = case.participant(who)
        if person.ended_at or not left.intersection(theirs(case, run, person)):
            assert case.live_invitation(who, run.meeting_id) is None, "they come to a part gone by"


def on_the_way(office: Office, at: datetime) -> Iterator[ParticipantId]:
    """Those with a part, who were not let in or missed, and whose minute is still to come."""
    case, run = office.case, office.case.runs[-1]
    for person in case.participants:
        minute, pressed = heard(office, person.id), about(run, person.id)[-1:]
        comes = pressed == [Deed.LATE] or (not pressed and comes_in(case, run, person))
        if theirs(case, run, person) and comes and minute and minute > at:
            yield person.id


def a_minute_holds(office: Office) -> None:
    """With no other press than *neste del* in time, each comes in at the minute expected now."""
    case, now, live = office.case, office.clock, state(office)
    if live.run.ended_at is not None or open_ended(case, live, now):
        return
    expected = timetable.waiting(case, live, timetable.timetable(case, live, now))
    while live.ahead:
        now = timetable.timetable(case, live, now)[1].window.start
        onward = Step(deed=Deed.NEXT, at=now, by=LEADER)
        run = replace(live.run, steps=(*live.run.steps, onward))
        case, live = case.with_changed(run), live_run.live(run, live.meeting)
        later = timetable.waiting(case, live, timetable.timetable(case, live, now))
        begun = dict.fromkeys(expected.keys() - later.keys(), now)
        for who, start in (begun | later).items():
            minute = expected.pop(who) if who in begun else expected[who]
            assert minute in {start, live.run.late_until(who)}

"""What holds at every moment of every meeting that runs, however it came about (R21 to R23).

Judged from what was arranged, consented to, pressed and written alone, not by what the product
makes of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import agenda, live_run, promises, rules, running, timetable
from pathway.outgoing import SendingKind
from pathway.owed.terms import BY_HAND
from pathway.run import Deed, Step
from pathway.service.run.new_minutes import NOTICED, open_ended
from pathway.service.run.overrunning import SILENT
from pathway.words import NOT_COMING, THIRD_PARTIES
from tests.pathway.build import LEADER
from tests.pathway.office import Office
from tests.pathway.test_running import assert_sums_up, state
from tests.pathway.test_service_new_minutes import told

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.model import Participant
    from pathway.run import Run
    from pathway.words import ParticipantId

ABOUT_THEM = {Deed.CAME, Deed.BROUGHT, Deed.LEFT, Deed.ABSENT, Deed.LATE}


def laws(office: Office) -> None:
    """The log sums up, nobody is in another's part, and nobody is told twice or too late."""
    case = office.case
    assert_sums_up(office, case.runs[-1].ended_at or office.clock)
    room_is_right(office)
    silent = [row for row in told(office) if row.created_at > case.runs[-1].last_at]
    ways = [(row.to, row.channel) for row in silent]
    assert len(ways) == len(set(ways)), "told twice in one silence"
    heard = [s for s in case.sendings if s.kind is SendingKind.NEW_MINUTE and s.facts]
    assert all(s.facts and s.facts.window.start >= s.created_at for s in heard), "a minute gone"
    over = case.runs[-1].ended_at
    assert not over or all(s.done_at is None or s.done_at <= over for s in heard if s.may_have_left)


def room_is_right(office: Office) -> None:
    """In the room is whoever may be in this part and came, and nobody of whom more is known."""
    case, run = office.case, office.case.runs[-1]
    inside = {person.id for person in running.in_room(case, state(office), office.clock)}
    for person in case.participants:
        about = [s for s in run.steps if s.who == person.id and s.deed in ABOUT_THEM]
        if person.id in inside:
            assert may_be_in(case, run, person), "in a part that is not theirs"
            assert not about or about[-1].deed not in {Deed.LEFT, Deed.ABSENT}, "gone"
            assert about or called_in(case, run, person), (
                "nobody asked them, and nobody let them in"
            )
        elif not about and awaited(case, run, person) and person.ended_at is None:
            minute = heard(office, person.id) or run.started_at
            called = minute <= office.clock and may_be_in(case, run, person)
            assert not called, "missed, though nobody said so"


def part_now(run: Run) -> int:
    """The index of the part that is held, by the presses alone; there are never so many."""
    order, at = list(range(99)), 0
    for step in run.steps:
        if step.deed is Deed.NEXT:
            at += 1
        elif step.deed is Deed.REORDER:
            order[at + 1 :] = step.parts
    return order[at]


def may_be_in(case: Case, run: Run, person: Participant) -> bool:
    """Whether this part is theirs, and covered by a consent where one is needed (R13, R16b)."""
    number = part_now(run)
    part = case.meeting(run.meeting_id).parts[number]
    brought = [s for s in run.steps if s.who == person.id and s.deed is Deed.BROUGHT]
    theirs = person.id in part.added or (
        person.role in part.roles and person.id not in part.left_out
    )
    own = number in brought[-1].parts if brought else theirs
    if person.role not in THIRD_PARTIES:
        return own
    standing = [c for c in case.consents if c.participant_id == person.id and not c.withdrawn_at]
    return own and bool(standing) and (not standing[-1].parts or number + 1 in standing[-1].parts)


def called_in(case: Case, run: Run, person: Participant) -> bool:
    """Whether they hold an invitation to the meeting that runs."""
    return any(i.participant_id == person.id for i in case.invitations_to(run.meeting_id))


def awaited(case: Case, run: Run, person: Participant) -> bool:
    """Whether their invitation stands, and they have not said no."""
    invitation = case.live_invitation(person.id, run.meeting_id)
    return invitation is not None and rules.state_of(case, invitation) not in NOT_COMING


def heard(office: Office, who: ParticipantId) -> datetime | None:
    """For when they come: as they said last, or were told by what left or is to leave; or asked."""
    case, run = office.case, office.case.runs[-1]
    asked = (i for i in case.invitations_to(run.meeting_id) if i.participant_id == who)
    said = [(run.started_at, i.offered.window.start) for i in asked if i.offered]
    said += [(s.at, s.until) for s in run.steps if s.who == who and s.until]
    rows = (row for row in told(office) if row.to == who and row.facts)
    said += [(row.created_at, row.facts.window.start) for row in rows if row.facts]
    return max(reversed(said), key=lambda one: one[0])[1] if said else None  # the last of equals


def newest_was_told(office: Office) -> None:
    """Each who waits was told what is expected: at a press at once, in silence within minutes.

    By a message that left or leaves, or by a person who has it among their tasks. In one silence
    once, and after half an hour of it no more.
    """
    case = office.case
    now, run = state(office), case.runs[-1]
    if run.ended_at is not None:
        whoever_is_turned_away_knows(office)
        return
    pressed = run.last_at == office.clock
    ahead = NOTICED if open_ended(case, now, office.clock) else timedelta()
    slots = timetable.timetable(case, now, office.clock)
    for who, start in timetable.waiting(case, now, slots).items():
        person, invitation = case.participant(who), case.live_invitation(who, now.meeting.id)
        if invitation is None or nobody_knows(office, person):
            continue
        one_minute_alone(office, who)
        minute = heard(office, who)
        assert minute is not None
        since = [row for row in told(office) if row.to == who and row.created_at > run.last_at]
        silent = office.clock >= timetable.planned_end(case, now, office.clock) + SILENT
        if pressed or not (since or silent):
            waits = NOTICED if pressed else NOTICED * 2  # it is looked at now and again
            assert -waits < minute - start < ahead + NOTICED, "nobody has told them"


def nobody_knows(office: Office, person: Participant) -> bool:
    """Whether nobody can say when they come: they are away, and have not said."""
    at, now = office.clock, state(office)
    return running.is_away(office.case, now, person, at) and not running.back_at(
        office.case, now, person, at
    )


def one_minute_alone(office: Office, who: ParticipantId) -> None:
    """What stands of what they were told is one minute, and somebody is to tell it."""
    owed = {one.about for one in promises.open_promises(office.case)}
    rows = [row for row in told(office) if row.to == who and row.facts]
    newest = {row.channel: row for row in rows}
    says = [row for row in rows if row.waiting or row in newest.values()]
    assert len({row.facts.window.start for row in says if row.facts}) <= 1, "two minutes at once"
    by_hand = [row for row in says if row.channel in BY_HAND and row.waiting]
    assert all(row.id in owed for row in by_hand), "nobody is asked to tell them"


def whoever_is_turned_away_knows(office: Office) -> None:
    """The run is over: who was still to come, and was not let in, was told that they need not."""
    case, run = office.case, office.case.runs[-1]
    assert run.ended_at is not None
    for invitation in case.invitations_to(run.meeting_id):
        who = invitation.participant_id
        own = [s.deed for s in run.steps if s.who == who and s.deed in ABOUT_THEM]
        first = agenda.parts_of(case.meeting(run.meeting_id), case.participant(who))
        minute = heard(office, who)
        comes = own[-1:] == [Deed.LATE] or (not own and 0 not in first)
        if comes and minute is not None and minute > run.ended_at:
            assert invitation.cancelled_at is not None, "nobody told them that it is over"


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

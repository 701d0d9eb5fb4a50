"""What holds at every moment of every meeting that runs, however it came about (R21 to R23).

Judged from what was arranged, consented to, pressed and written alone, not by what the product
makes of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import promises, rules, running, timetable
from pathway.outgoing import SendingKind
from pathway.owed.terms import BY_HAND
from pathway.run import Deed, Step
from pathway.service.run.new_minutes import NOTICED, open_ended
from pathway.words import THIRD_PARTIES
from tests.pathway.build import LEADER
from tests.pathway.office import Office
from tests.pathway.test_running import assert_sums_up, state
from tests.pathway.test_service_new_minutes import told

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.model import Participant
    from pathway.run import Run

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
            assert not may_be_in(case, run, person), "missed, though nobody said so"


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
    return invitation is not None and rules.state_of(case, invitation) not in running.NOT_COMING


def newest_was_told(office: Office) -> None:
    """After a press each who waits, and is not away, was last told what is expected.

    By a message that left or leaves, or by a person who has it among their tasks.
    """
    now, case = state(office), office.case
    if case.runs[-1].last_at != office.clock or case.runs[-1].ended_at is not None:
        return
    ahead = NOTICED if open_ended(case, now, office.clock) else timedelta()
    owed = {one.about for one in promises.open_promises(case)}
    slots = timetable.timetable(case, now, office.clock)
    for who, start in timetable.waiting(case, now, slots).items():
        person = case.participant(who)
        invitation = case.live_invitation(who, now.meeting.id)
        if invitation is None or running.is_away(case, now, person, office.clock):
            continue
        assert invitation.offered is not None
        rows = [row for row in told(office) if row.to == who and row.facts]
        newest = {row.channel: row for row in rows}
        says = [row for row in rows if row.waiting or row in newest.values()]
        minutes = {row.facts.window.start for row in says if row.facts}
        assert len(minutes) <= 1, "two minutes at once"
        last = next(iter(minutes), invitation.offered.window.start)
        assert -NOTICED < last - start < ahead + NOTICED, "nobody has told them"
        by_hand = [row for row in says if row.channel in BY_HAND and row.waiting]
        assert all(row.id in owed for row in by_hand), "nobody is asked to tell them"


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
        case, live = case.with_changed(run), running.live(run, live.meeting)
        later = timetable.waiting(case, live, timetable.timetable(case, live, now))
        begun = dict.fromkeys(expected.keys() - later.keys(), now)
        for who, start in (begun | later).items():
            assert start == expected.pop(who) if who in begun else start == expected[who]

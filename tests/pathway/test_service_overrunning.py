"""A part that is over its time in silence: the leader is asked, then who waits is told (F18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway.commands import (
    ChangeMeeting,
    RemoveParticipant,
    StartMeeting,
    StepMeeting,
    TickSent,
    Undo,
    WithdrawConsent,
)
from pathway.outgoing import Sending, SendingKind
from pathway.run import ASKED_WHY, Deed
from pathway.service import PROGRAM
from pathway.service.daemon import chatting
from pathway.words import PromiseKind, Role
from tests.pathway.build import LEADER, SECRETARY, at
from tests.pathway.office import Office
from tests.pathway.test_run_histories import gp_last
from tests.pathway.test_running import SHM1, end, press, ready, started
from tests.pathway.test_service_new_minutes import calls, starts, told, with_phone


def passes(office: Office, until: str, every: int = 1) -> None:
    """The daemon passes again and again until this time of the day."""
    while office.clock < at(f"2026-11-24 {until}"):
        office.tick(office.clock + timedelta(minutes=every))


def asked(office: Office) -> list[tuple[str, str, str]]:
    """What the leader was asked, to whom, and at which Oslo time."""
    rows = [row for row in office.case.sendings if row.why == ASKED_WHY]
    hour = timedelta(hours=1)
    return [(row.content.subject, row.to, f"{row.created_at + hour:%H.%M}") for row in rows]


def to_ring(office: Office) -> list[Sending]:
    """What the secretary was told to tell by hand."""
    rows = (row for row in office.case.sendings if row.kind is SendingKind.NOTICE)
    return [row for row in rows if row.promise_id and row.content.subject == "tell_minute"]


def test_the_leader_is_asked_once_and_then_who_waits_is_told_once() -> None:
    """Two minutes over the leader is asked, five minutes over Nav is told 10.30; then nothing."""
    office = with_phone(started())
    passes(office, "10:21")
    assert (asked(office), calls(office)) == ([], [])
    passes(office, "10:24")
    assert asked(office) == [("part_over", LEADER, "10.22")]
    assert calls(office) == []
    passes(office, "10:49")
    assert asked(office) == [("part_over", LEADER, "10.22")]
    assert calls(office) == ["10.30"]
    assert [row.to for row in to_ring(office)] == [SECRETARY]


@pytest.mark.parametrize("every", [1, 7, 29])
def test_a_pass_that_comes_late_tells_the_same_but_once(every: int) -> None:
    """However often the daemon passes, or stood still: one question, one call, one mail."""
    office = with_phone(started())
    passes(office, "10:49", every)
    assert len(asked(office)) == 1
    assert len(calls(office)) == 1
    assert len(told(office)) == 2


def test_nobody_is_asked_or_told_where_nobody_waits() -> None:
    """In Nav's part and in the last nobody waits outside; nor where Nav does not come."""
    office = with_phone(started())
    press(office, "10:20", Deed.NEXT)
    passes(office, "10:50")
    press(office, "10:51", Deed.NEXT)
    passes(office, "11:25")
    assert (asked(office), told(office)) == ([], [])
    office = with_phone(started())
    press(office, "10:05", Deed.ABSENT, Role.NAV_ADVISER)
    passes(office, "10:50")
    assert (asked(office), told(office)) == ([], [])


def test_a_press_ends_the_silence() -> None:
    """+10 min are from now, and told at once; over that end the leader is asked again."""
    office = with_phone(started())
    passes(office, "10:23")
    press(office, "10:24", Deed.LONGER, minutes=10)
    assert calls(office) == ["10.34"]
    passes(office, "10:40")
    assert [clock for _, _, clock in asked(office)] == ["10.22", "10.36"]
    assert calls(office) == ["10.44"]


def test_a_press_that_says_nothing_of_the_time_repeats_nothing() -> None:
    """Somebody left just after Nav was told: neither question nor call is made again."""
    office = with_phone(started())
    passes(office, "10:25")
    press(office, "10:26", Deed.LEFT, Role.GP)
    passes(office, "10:34")
    assert len(asked(office)) == 1
    assert calls(office) == ["10.30"]


def test_whoever_was_let_in_is_rung_no_more() -> None:
    """The call and the question to the leader are dropped when the part is left at last."""
    office = with_phone(started())
    passes(office, "10:25")
    assert office.owed(PromiseKind.SECURE_MESSAGE)
    press(office, "10:26", Deed.NEXT)
    assert office.owed(PromiseKind.SECURE_MESSAGE) == []
    for person in (LEADER, SECRETARY):
        waiting = office.run(lambda c, who=person: chatting.claim(c, who, by_mail=False), PROGRAM)  # type: ignore[misc] # a default binds it
        assert waiting is None or waiting.why not in {ASKED_WHY, "F18"}


def test_a_meeting_that_began_early_keeps_its_leader_in_peace() -> None:
    """Begun 9.50 the first part is over at 10.10; Nav, who comes at 10.20, waits for nobody yet."""
    office = with_phone(started("2026-11-24 09:50"))
    passes(office, "10:21")
    assert (asked(office), told(office)) == ([], [])
    passes(office, "10:40")
    assert asked(office) == [("part_over", LEADER, "10.22")]
    assert calls(office) == ["10.30"]


def test_in_a_pause_the_leader_is_left_alone_and_who_waits_is_told() -> None:
    """A pause was pressed, so nothing is asked; Nav hears once that it will be later."""
    office = with_phone(started())
    press(office, "10:15", Deed.PAUSE)
    passes(office, "10:40")
    assert asked(office) == []
    assert calls(office) == ["10.30"]


def test_who_waits_is_told_soon_of_what_another_change_moved() -> None:
    """Nav's consent is gone, so the GP comes later: said by the next pass, not minutes after."""
    office = gp_last(ready("2026-11-24 10:12"))
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    passes(office, "10:15")
    office.do(WithdrawConsent(ref=office.case.ref, role=Role.NAV_ADVISER))
    assert told(office) == []
    passes(office, "10:16")
    assert {clock for role, _, clock in starts(office) if role is Role.GP} == {"10.47"}


def test_a_look_makes_no_plan_stale() -> None:
    """What was shown before the program looked at the run, though nobody pressed, is applied."""
    office = with_phone(started())
    passes(office, "10:20")
    change = ChangeMeeting(ref=office.case.ref, kind=SHM1, place="Rom 4")
    shown = office.plan(change).hash
    before = office.case.runs
    passes(office, "10:23")
    assert office.case.runs != before
    office.do(replace(change, plan=shown))
    assert office.case.meetings[-1].place == "Rom 4"


def test_what_moves_a_minute_is_undone_as_before() -> None:
    """That the program is to look at the run is nothing that anybody said."""
    office = gp_last(ready("2026-11-24 10:12"))
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    nav = office.person(Role.NAV_ADVISER).id
    office.do(RemoveParticipant(ref=office.case.ref, who=nav))
    office.do(Undo(ref=office.case.ref))
    assert office.case.participant(nav).ended_at is None


def test_a_meeting_that_nobody_ended_is_asked_about_once() -> None:
    """Half an hour after it was to be over; ended or moved on before, nothing is asked."""
    office = started()
    press(office, "10:20", Deed.NEXT)
    press(office, "10:35", Deed.NEXT)
    passes(office, "14:00", 5)
    assert asked(office) == [("meeting_over_time", LEADER, "11.30")]
    office = started()
    press(office, "10:20", Deed.NEXT)
    press(office, "10:35", Deed.NEXT)
    end(office, "11:05")
    passes(office, "12:00", 5)
    assert asked(office) == []


def test_a_meeting_without_end_is_not_looked_at_for_ever() -> None:
    """When all was told there is nothing to look for: it can only be ended."""
    office = started()
    passes(office, "12:00", 5)
    assert office.case.runs[-1].look_at is None
    before = len(office.log)
    passes(office, "13:00", 5)
    assert [row.what for row in office.log[before:] if row.what == "looked"] == []


def test_the_secretary_hears_at_once_whom_to_ring() -> None:
    """The leader pressed: the secretary is told in chat; their own press they see on the card."""
    office = with_phone(started())
    press(office, "10:10", Deed.LONGER, minutes=10)
    (told_now,) = to_ring(office)
    assert (told_now.to, told_now.not_before) == (SECRETARY, office.clock)
    (owed,) = office.owed(PromiseKind.SECURE_MESSAGE)
    office.do(TickSent(ref=office.case.ref, promise_id=owed.id))
    assert len(to_ring(office)) == 1
    own = with_phone(started())
    own.clock = at("2026-11-24 10:10")
    own.do(StepMeeting(ref=own.case.ref, deed=Deed.LONGER, minutes=10), actor=SECRETARY)
    assert calls(own) == ["10.30"]
    assert to_ring(own) == []

"""Who is asked for a minute of their own is there from it, and is told when they need not (R23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway import agenda, running, timetable
from pathway.commands import ChangeParticipant, StartMeeting, WithdrawConsent
from pathway.run import Deed
from pathway.words import Attendance, PromiseKind, Role
from tests.pathway.build import LEADER, SECRETARY, at
from tests.pathway.office import Office
from tests.pathway.test_run_and_meeting import BY_PHONE_AND_MAIL, turned_away
from tests.pathway.test_running import SHM1, end, minutes, press, ready, started, state
from tests.pathway.test_service_new_minutes import calls, with_phone

NAV = Role.NAV_ADVISER


def in_the_room(office: Office, clock: str) -> set[Role]:
    """The roles of those who are in the room at this time."""
    now = at(f"2026-11-24 {clock}")
    return {person.role for person in running.in_room(office.case, state(office), now)}


def nav_in(office: Office) -> int | None:
    """For how many minutes the log has Nav in the second part."""
    return next((there.get("nav_adviser") for part, _, there in minutes(office) if part == 1), None)


def there_until(comes: str) -> Office:
    """Nav's part begins at 10.05 and ends at 10.35; Nav is there from `comes`."""
    office = with_phone(started())
    press(office, "10:05", Deed.NEXT)
    assert NAV not in in_the_room(office, "10:06")
    assert NAV in in_the_room(office, comes)
    press(office, "10:35", Deed.NEXT)
    return office


def test_who_was_asked_for_later_is_there_from_that_minute() -> None:
    """Begun at 10.05 with Nav invited for 10.20: fifteen of thirty minutes, and nothing pressed."""
    office = there_until("10:20")
    assert minutes(office)[1] == (1, 30, {"patient": 30, "gp": 30, "nav_adviser": 15})


def test_who_comes_before_their_minute_is_there_from_the_press() -> None:
    """*Kom* at 10.11: 24 minutes of the part."""
    office = with_phone(started())
    press(office, "10:05", Deed.NEXT)
    press(office, "10:11", Deed.CAME, NAV)
    press(office, "10:35", Deed.NEXT)
    assert nav_in(office) == 24


def test_the_newest_minute_that_left_is_theirs() -> None:
    """By a mail that left, from 10.30; by one that did not, from 10.20 as before."""
    office = with_phone(started())
    press(office, "10:05", Deed.LONGER, minutes=10)
    office.tick("2026-11-24 10:06")
    press(office, "10:12", Deed.NEXT)
    assert NAV not in in_the_room(office, "10:29")
    press(office, "10:45", Deed.NEXT)
    assert nav_in(office) == 15
    office = with_phone(started())
    press(office, "10:05", Deed.LONGER, minutes=10)
    press(office, "10:05", Deed.NEXT)
    assert calls(office) == []
    assert NAV in in_the_room(office, "10:20")


def test_what_the_log_said_stays_when_the_consent_is_withdrawn() -> None:
    """Nav, there from 10.20, is out at 10.30: ten minutes."""
    office = with_phone(started())
    press(office, "10:05", Deed.NEXT)
    office.clock = at("2026-11-24 10:30")
    office.do(WithdrawConsent(ref=office.case.ref, role=NAV), actor=SECRETARY)
    press(office, "10:35", Deed.NEXT)
    assert nav_in(office) == 10


def test_who_is_rung_is_there_from_their_minute_though_it_began_early() -> None:
    """Started at 09.50, the GP by telephone is rung at ten; the patient in the room is there."""
    office = ready("2026-11-24 09:45")
    gp = office.person(Role.GP).id
    phone = Attendance.TELEPHONE
    office.do(ChangeParticipant(ref=office.case.ref, who=gp, attends=phone, phone="22222222"))
    office.clock = at("2026-11-24 09:50")
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    assert in_the_room(office, "09:55") == {Role.PATIENT}
    assert in_the_room(office, "10:00") == {Role.PATIENT, Role.GP}


# --- whose part is passed over ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("late", "passed", "minute"),
    [(0, "10:12", "10.20"), (15, "10:30", "10.35")],
    ids=["early", "late"],
)
def test_who_is_on_the_way_to_a_part_that_is_over_is_told(
    late: int, passed: str, minute: str
) -> None:
    """Nav is rung and mailed that they need not come, and was not there; the meeting goes on."""
    office = with_phone(started())
    press(office, "10:05", Deed.NEXT)
    if late:
        press(office, "10:06", Deed.LATE, NAV, minutes=late)
    press(office, passed, Deed.NEXT)
    assert turned_away(office) == [(way, minute) for way in BY_PHONE_AND_MAIL]
    (task,) = office.owed(PromiseKind.SECURE_MESSAGE)
    assert task.owner_role is Role.SECRETARY
    assert "tell_over" in office.notices()
    end(office, "10:58")
    nav = office.person(NAV)
    assert nav.id not in office.case.meetings[-1].attended
    assert turned_away(office) == [(way, minute) for way in BY_PHONE_AND_MAIL], "told twice"


def test_whose_minute_is_gone_or_who_has_a_part_left_is_not_turned_away() -> None:
    """At 10.21 Nav may be in; and who has the last part too comes to that."""
    office = with_phone(started())
    press(office, "10:05", Deed.NEXT)
    press(office, "10:21", Deed.NEXT)
    assert turned_away(office) == []
    office = with_phone(started())
    meeting = office.case.meetings[-1]
    first, second, last = meeting.parts
    roles = last.roles | {NAV}
    wider = replace(meeting, parts=(first, second, replace(last, roles=roles)))
    office.edit(lambda case: case.with_changed(wider))
    press(office, "10:05", Deed.NEXT)
    press(office, "10:12", Deed.NEXT)
    assert turned_away(office) == []
    assert NAV not in in_the_room(office, "10:19")
    assert NAV in in_the_room(office, "10:20")


# --- late ---------------------------------------------------------------------------------------


def late_until(office: Office, clock: str, by: int) -> str:
    """Until when Nav is late, as an Oslo time, said at this time of the day."""
    press(office, clock, Deed.LATE, NAV, minutes=by)
    until = office.case.runs[-1].late_until(office.person(NAV).id)
    assert until is not None
    return f"{until + timedelta(hours=1):%H.%M}"


def test_late_counts_from_the_minute_that_they_were_asked_for() -> None:
    """Ten minutes late for 10.20 is 10.30, though the part began at 10.05; a correction is too."""
    office = with_phone(started())
    press(office, "10:05", Deed.NEXT)
    assert late_until(office, "10:06", 10) == "10.30"
    assert late_until(office, "10:07", 5) == "10.25"
    assert late_until(office, "10:24", 5) == "10.29"
    office = with_phone(started())
    press(office, "10:05", Deed.LONGER, minutes=10)
    office.tick("2026-11-24 10:06")
    press(office, "10:12", Deed.NEXT)
    assert late_until(office, "10:13", 10) == "10.40"


def test_a_pause_is_counted_once_also_where_a_part_was_made_shorter() -> None:
    """Begun at 10.12, paused five minutes: Nav is told 10.25, and is expected then."""
    office = with_phone(ready("2026-11-24 10:12"))
    gp, meeting = office.person(Role.GP), office.case.meetings[-1]
    parts = agenda.placed(meeting.parts, gp, (2,))
    office.edit(lambda case: case.with_changed(replace(meeting, parts=parts)))
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    press(office, "10:14", Deed.PAUSE)
    press(office, "10:19", Deed.RESUME)
    assert calls(office)[-1] == "10.25"
    slots = timetable.timetable(office.case, state(office), office.clock)
    assert [f"{slot.window.start + timedelta(hours=1):%H.%M}" for slot in slots[1:]] == [
        "10.25",
        "10.40",
    ]

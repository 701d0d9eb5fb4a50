"""What is seen on the video platform suggests, once and in time, and decides nothing (R22, R23)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from pathway import agenda
from pathway.commands import CancelMeeting
from pathway.model import Participant
from pathway.outgoing import SendingStatus
from pathway.run import BEGAN_WHY, CAME_WHY, ENDED_WHY, Deed
from pathway.service import PROGRAM
from pathway.service.answers.answering import still_news
from pathway.service.daemon import lookout
from pathway.service.run import sighted
from pathway.sightings import Face, Seen, Sight, Sighting
from pathway.words import Attendance, Channel, MeetingKind, Role
from tests.pathway.build import DOCTOR, LEADER, at
from tests.pathway.office import Office
from tests.pathway.test_running import TEN, end, press, ready, started, state

LINK = "https://video.example/1"
PLACE = "19:meeting_Zm9v@thread.v2"
GRO, NILS, KARI = (Face(key=name, name=name) for name in ("Gro", "Nils", "Kari"))
LISE = Face(key="lise", name="Lise", staff_id=DOCTOR)
WHYS = {BEGAN_WHY, ENDED_WHY, CAME_WHY}


def see(office: Office, clock: str, what: Sight, *faces: Face, **said: str) -> None:
    """Something is seen at this time of the day, in the meeting unless another is said."""
    office.clock = at(f"2026-11-24 {clock}")
    where = said or {"link": LINK, "place": PLACE}
    event = Sighting(what=what, at=office.clock, faces=faces, **where)
    office.run(partial(sighted.take, said=event), PROGRAM)


def told(office: Office) -> list[tuple[str, str]]:
    """What was suggested and not taken back, and to whom."""
    rows = (row for row in office.case.sendings if row.why in WHYS)
    return [(r.content.subject, r.to) for r in rows if r.status is not SendingStatus.DROPPED]


def seen(office: Office) -> Seen | None:
    """What is kept of the meeting."""
    meeting = office.case.meetings[-1]
    return office.run(lambda context: context.ledger.seen(meeting.id), PROGRAM)


# --- a start ------------------------------------------------------------------------------------


def test_a_start_is_suggested_to_the_leader_once() -> None:
    """The leader is asked; nothing is started, and the same event or a new start asks no more."""
    office = ready()
    for clock in ("09:58", "09:59"):
        see(office, clock, Sight.BEGAN)
    see(office, "10:01", Sight.CAME, GRO)
    assert told(office) == [("video_began", LEADER)]
    assert office.case.runs == ()


def test_people_who_try_their_cameras_are_left_alone() -> None:
    """Begun at 9.20, 9.55 is soon enough; over by 9.30, it is taken back, and 9.59 asks anew."""
    office = ready()
    see(office, "09:20", Sight.BEGAN)
    (row,) = [row for row in office.case.sendings if row.why == BEGAN_WHY]
    assert row.not_before == at("2026-11-24 09:55")
    see(office, "09:30", Sight.ENDED)
    assert told(office) == []
    see(office, "09:59", Sight.BEGAN)
    assert told(office) == [("video_began", LEADER)]


@pytest.mark.parametrize("clock", ["08:59", "13:01"])
def test_too_early_or_too_late_nothing_is_suggested(clock: str) -> None:
    """Outside the hours in which it may be started, nobody is asked to."""
    office = ready()
    see(office, clock, Sight.BEGAN)
    assert told(office) == []


def test_a_meeting_that_runs_is_not_suggested_to_start() -> None:
    """Whoever has pressed is not asked, and what was waiting to be told is no news any more."""
    office = started()
    see(office, "10:01", Sight.BEGAN)
    assert told(office) == []
    office = ready()
    see(office, "09:50", Sight.BEGAN)
    (row,) = [row for row in office.case.sendings if row.why == BEGAN_WHY]
    assert still_news(office.case, row, office.clock)
    assert not still_news(started().case, row, office.clock)


def test_a_meeting_that_is_called_off_begins_in_silence() -> None:
    """Nobody is asked to start what is cancelled."""
    office = ready("2026-11-23 10:00")
    office.do(CancelMeeting(ref=office.case.ref, kind=MeetingKind.SHM1, reason="syk"))
    see(office, "10:00", Sight.BEGAN)
    assert told(office) == []


# --- of which meeting ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        {"link": "https://video.example/2"},
        {"place": PLACE},
        {"link": ""},
    ],
)
def test_an_event_of_no_meeting_of_ours_changes_nothing(said: dict[str, str]) -> None:
    """Another address, a place that is not in ours, or none: nothing is kept, read or told."""
    office = ready()
    office.clock = at(TEN)
    before, log = office.case, office.log
    see(office, "10:00", Sight.BEGAN, **said)
    assert (office.case, seen(office), office.log) == (before, None, log)


def test_an_event_without_an_address_is_known_by_a_place_that_was_named_before() -> None:
    """Coming and going name the place alone; the start had both."""
    office = started()
    see(office, "10:01", Sight.CAME, GRO, place=PLACE)
    assert seen(office) is None
    see(office, "10:02", Sight.BEGAN)
    see(office, "10:03", Sight.CAME, GRO, place=PLACE)
    kept = seen(office)
    assert kept is not None
    assert kept.inside == (GRO,)


def test_an_address_that_two_meetings_share_is_guessed_of_neither() -> None:
    """A listed room is used by two cases within the hour: whose it is nobody knows."""
    office = ready()
    office.clock = at("2026-11-02 09:00")
    office.register()
    office.invite_gp("2026-11-24 11:00", link="https://video.example/2")
    meeting = office.case.meetings[-1]
    office.edit(lambda case: case.with_changed(replace(meeting, link=LINK)))
    see(office, "10:05", Sight.BEGAN)
    assert [row.why for case in office.cases for row in case.sendings if row.why in WHYS] == []


# --- while it runs ------------------------------------------------------------------------------


def test_an_end_is_suggested_once_and_ends_nothing() -> None:
    """The leader is asked whether the meeting is over; it goes on until that is pressed."""
    office = started()
    for clock, what in (("10:01", Sight.BEGAN), ("10:50", Sight.ENDED), ("10:51", Sight.BEGAN)):
        see(office, clock, what)
    see(office, "10:55", Sight.ENDED)
    assert told(office) == [("video_ended", LEADER)]
    assert office.case.runs[-1].ended_at is None


def test_an_end_from_before_the_start_says_nothing() -> None:
    """What ended at 9.30 was a try."""
    office = started()
    office.clock = at("2026-11-24 10:05")
    late = Sighting(what=Sight.ENDED, at=at("2026-11-24 09:30"), link=LINK)
    office.run(partial(sighted.take, said=late), PROGRAM)
    assert told(office) == []
    kept = seen(office)
    assert kept is not None
    assert not sighted.is_over(kept, state(office))


@pytest.mark.parametrize("recorded", [True, False])
def test_after_the_end_nothing_is_suggested_or_kept(recorded: bool) -> None:  # noqa: FBT001 - a row
    """A run that was ended is over, also where it cannot be recorded as held yet (R5)."""
    office = started()
    if not recorded:
        office.edit(lambda case: replace(case, milestones=case.milestones[:1]))
    end(office, "10:30")
    assert bool(office.case.meetings[-1].held) is recorded
    for what in Sight:
        see(office, "10:40", what, GRO)
    assert (told(office), seen(office)) == ([], None)


def test_what_was_pressed_since_is_not_asked_any_more() -> None:
    """A question that waits while the leader presses is dropped when it would be told."""
    office = started()
    see(office, "10:10", Sight.ENDED)
    (row,) = [row for row in office.case.sendings if row.why == ENDED_WHY]
    assert still_news(office.case, row, office.clock)
    press(office, "10:20", Deed.NEXT)
    assert not still_news(office.case, row, office.clock)


# --- who is there -------------------------------------------------------------------------------


def test_staff_whose_part_it_is_not_are_told_of_by_name() -> None:
    """Who they are is sure; once in a part, and never in a part of their own."""
    office = started()
    nav, meeting = office.person(Role.NAV_ADVISER), office.case.meetings[-1]
    lise = Participant(id=nav.id, role=Role.CLINICIAN, name="Lise", staff_id=DOCTOR)
    second = replace(meeting, parts=agenda.placed(meeting.parts, lise, [1]))
    office.edit(lambda case: case.with_changed(lise, second))
    for clock in ("10:05", "10:06"):
        see(office, clock, Sight.CAME, LISE)
        see(office, clock, Sight.LEFT, LISE)
    assert told(office) == [("came_outside_part", LEADER)]
    (row,) = [row for row in office.case.sendings if row.why == CAME_WHY]
    assert "Lise" in str(row.content)
    press(office, "10:20", Deed.NEXT)
    see(office, "10:21", Sight.CAME, LISE)
    assert len(told(office)) == 1


def test_one_more_than_the_part_has_is_told_without_a_name() -> None:
    """Patient and GP have the first part: the third face is one too many, and Nav has another."""
    office = started()
    see(office, "10:01", Sight.CAME, GRO)
    see(office, "10:02", Sight.CAME, KARI)
    assert told(office) == []
    see(office, "10:03", Sight.CAME, NILS)
    assert told(office) == [("came_outside_part", LEADER)]
    (row,) = [row for row in office.case.sendings if row.why == CAME_WHY]
    assert not any(name in str(row) for name in ("Gro", "Kari", "Nils"))
    kept = seen(office)
    assert kept is not None
    found = sighted.astray(office.case, state(office), kept)
    assert [person.role for person in found.waits] == [Role.NAV_ADVISER]
    press(office, "10:20", Deed.NEXT)
    assert not sighted.astray(office.case, state(office), kept).more


def test_the_one_who_leads_is_never_too_many() -> None:
    """Whoever leads need not be called in to a part."""
    office = started()
    leader = Face(key="liv", name="Liv", staff_id=LEADER)
    nav, meeting = office.person(Role.NAV_ADVISER), office.case.meetings[-1]
    liv = Participant(id=nav.id, role=Role.CLINICIAN, name="Liv", staff_id=LEADER)
    second = replace(meeting, parts=agenda.placed(meeting.parts, liv, [1]))
    office.edit(lambda case: case.with_changed(liv, second))
    see(office, "10:01", Sight.CAME, leader, GRO, KARI)
    assert told(office) == []


def test_who_is_missed_may_have_come() -> None:
    """Nav is late: with one face more than is on video, *Kom* is offered, and not before."""
    office = started()
    gp = office.person(Role.GP)
    office.edit(lambda case: case.with_changed(replace(gp, attends=Attendance.VIDEO)))
    press(office, "10:19", Deed.LATE, Role.NAV_ADVISER, minutes=10)
    press(office, "10:20", Deed.NEXT)
    on_video = sum(p.attends is Attendance.VIDEO for p in office.case.participants) - 1
    see(office, "10:21", Sight.CAME, *(GRO, KARI)[:on_video])
    kept = seen(office)
    assert kept is not None
    assert sighted.may_have_come(office.case, state(office), kept, office.clock) == ()
    see(office, "10:22", Sight.CAME, NILS)
    kept = seen(office)
    assert kept is not None
    (nav,) = sighted.may_have_come(office.case, state(office), kept, office.clock)
    assert nav.role is Role.NAV_ADVISER
    assert running_is_as_before(office)


def running_is_as_before(office: Office) -> bool:
    """Nobody came by it: only what was pressed stands in the run."""
    return [step.deed for step in office.case.runs[-1].steps] == [Deed.LATE, Deed.NEXT]


# --- how long it is kept ------------------------------------------------------------------------


def test_what_was_seen_is_forgotten_when_the_run_ends() -> None:
    """P5: no name that somebody has shown outlives the meeting, or stands in case or log."""
    office = started()
    see(office, "10:01", Sight.CAME, Face(key="x", name="Oppdiktet Navnesen"))
    assert seen(office) is not None
    end(office, "11:00")
    assert seen(office) is None
    assert "Navnesen" not in f"{office.case}{office.log}"


def test_what_was_seen_of_a_meeting_that_nobody_ran_is_forgotten_half_a_day_later() -> None:
    """The daemon looks for it at each whole hour."""
    office = ready()
    see(office, "09:59", Sight.BEGAN)
    for clock, kept in (("21:00", True), ("22:01", True), ("23:00", False)):
        office.clock = at(f"2026-11-24 {clock}")
        office.run(lambda context: lookout.look(context, {Channel.CHAT}), PROGRAM)
        assert (seen(office) is not None) is kept

"""The clinic's video rooms: which is free, how many it takes, and that no link is shared (P1)."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathway.clinic import LinkProvider, VideoRoom
from pathway.commands import (
    AddParticipant,
    AskTimes,
    ChangeMeeting,
    ChooseTime,
    InviteGp,
    MoveMeeting,
)
from pathway.errors import ClashError, LinkInUseError
from pathway.service.meetings import rooms
from pathway.views import TakenBy, Warn
from pathway.words import Attendance, MeetingKind, Role
from tests.pathway.build import DOCTOR, LEADER, a_clinic, wall, window
from tests.pathway.office import Office

SHM1 = MeetingKind.SHM1
ROOMS = tuple(f"https://join.nhn.no/webapp/conference/99900{n}" for n in (1, 2))
LISTED = tuple(VideoRoom(link=link) for link in ROOMS)
AT_NHN = a_clinic(video_rooms=LISTED, video=LinkProvider.NHN)
OTHERS = ("https://video.example/1", "https://video.example/2")


def asked(office: Office, start: str, link: str = "", **said: object) -> InviteGp:
    """A request for SHM1 on that wall time."""
    command: dict[str, Any] = {
        "ref": office.case.ref,
        "kind": SHM1,
        "start": wall(start),
        "template": "with_nav",
        "leader": LEADER,
        "link": link,
        **said,
    }
    return InviteGp(**command)


@pytest.fixture
def office() -> Office:
    """A clinic with two rooms, of which another case uses the first on 24 November at ten."""
    found = Office(clinic=a_clinic(video_rooms=LISTED))
    found.register()
    found.do(asked(found, "2026-11-24 10:00", ROOMS[0]))
    found.register()
    return found


@pytest.mark.parametrize(
    ("start", "end", "free"),
    [
        ("09:00", "09:45", ROOMS),
        ("09:00", "09:46", ROOMS[1:]),
        ("10:30", "10:40", ROOMS[1:]),
        ("11:14", "12:00", ROOMS[1:]),
        ("11:15", "12:00", ROOMS),
    ],
)
def test_a_room_is_free_a_quarter_from_others(
    office: Office, start: str, end: str, free: tuple[str, ...]
) -> None:
    """P1: a room is offered where no other case uses it within 15 minutes before or after."""
    then = window(f"2026-11-24 {start}", f"2026-11-24 {end}")
    assert office.desk(lambda desk: desk.free_rooms(office.case, SHM1, then)) == free


def test_a_meetings_own_room_is_free_for_it(office: Office) -> None:
    """The room that a meeting has is no reason to give it another."""
    first = office.cases[0]
    then = first.meetings[0].window
    assert office.desk(lambda desk: desk.free_rooms(first, SHM1, then)) == ROOMS


def test_that_no_room_is_free_is_said(office: Office) -> None:
    """P1: who arranges a meeting without a link hears that every room is taken, at NHN."""
    office.clinic = AT_NHN
    at_ten = asked(office, "2026-11-24 10:00")
    assert {Warn.NO_ROOM, Warn.NO_LINK} & set(office.plan(at_ten).warnings) == {Warn.NO_LINK}
    office.do(asked(office, "2026-11-24 11:10", ROOMS[1]))
    office.register()
    for start, taken in (("09:40", False), ("10:30", True), ("11:25", False)):
        later = replace(at_ten, ref=office.case.ref, start=wall(f"2026-11-24 {start}"))
        assert (Warn.NO_ROOM in office.plan(later).warnings) is taken
    office.clinic = replace(AT_NHN, video=LinkProvider.FIXED)
    half_past = replace(at_ten, ref=office.case.ref, start=wall("2026-11-24 10:30"))
    assert Warn.NO_ROOM not in office.plan(half_past).warnings


def chosen(office: Office, *starts: str) -> ChooseTime:
    """These times are asked about, and the first is to be the meeting's."""
    office.do(times(office, *starts))
    return ChooseTime(ref=office.case.ref, option_id=office.case.options[0].id)


def times(office: Office, *starts: str) -> AskTimes:
    """Which of these suits."""
    return AskTimes(
        ref=office.case.ref,
        kind=SHM1,
        starts=tuple(wall(start) for start in starts),
        template="with_nav",
        leader=DOCTOR,
    )


@pytest.mark.parametrize(("start", "room"), [("11:00", ROOMS[1]), ("11:15", ROOMS[0])])
def test_the_time_that_is_chosen_has_a_room(office: Office, start: str, room: str) -> None:
    """P1: as where a form arranges it, the meeting gets the first room that is free then."""
    office.clinic = AT_NHN
    choose = chosen(office, f"2026-11-24 {start}")
    plan = office.plan(choose)
    assert (plan.case.meetings[0].link, plan.clashes) == (room, ())
    assert Warn.NO_LINK not in plan.warnings
    office.clinic = replace(AT_NHN, video=LinkProvider.FIXED)
    assert office.plan(choose).case.meetings[0].link == ""


def test_a_time_is_chosen_though_no_room_is_free(office: Office) -> None:
    """A missing link stops nothing, and that no room is free was said when it was asked about."""
    office.clinic = replace(AT_NHN, video_rooms=LISTED[:1])
    plan = office.plan(times(office, "2026-11-24 10:30", "2026-11-25 10:00"))
    assert {Warn.NO_ROOM, Warn.NO_LINK} & set(plan.warnings) == {Warn.NO_ROOM}
    plan = office.plan(chosen(office, "2026-11-24 10:30"))
    assert plan.case.meetings[0].link == ""
    assert {Warn.NO_ROOM, Warn.NO_LINK} <= set(plan.warnings)


def test_the_meetings_room_is_looked_at_for_each_time_asked_about(office: Office) -> None:
    """P1: that another case has it then is said before anybody is asked, not when all answered."""
    office.do(asked(office, "2026-11-26 10:00", ROOMS[0], leader=DOCTOR))
    clashes = office.plan(times(office, "2026-11-24 10:30", "2026-11-25 10:00")).clashes
    assert [(one.what, one.ref) for one in clashes] == [(TakenBy.LINK, office.cases[0].ref)]


def everybody_on_video(office: Office, others: int) -> None:
    """So many others come by video, all the time, beside the patient and the GP."""
    for number in range(others):
        office.do(
            AddParticipant(
                ref=office.case.ref,
                role=Role.RELATIVE,
                name=f"Pårørende {number}",
                attends=Attendance.VIDEO,
            )
        )


@pytest.mark.parametrize(
    ("link", "others", "small"),
    [
        (ROOMS[0], 2, False),  # patient, GP, leader, and two
        (ROOMS[0], 3, True),
        (f"{ROOMS[0][:-1]}9", 3, True),  # at NHN, and not listed
        (OTHERS[0], 3, False),
        ("", 3, False),
    ],
)
def test_more_than_a_room_takes_is_said(link: str, others: int, *, small: bool) -> None:
    """More than five screens at once in a room at NHN are warned of; other links have no limit."""
    office = Office(clinic=a_clinic(video_rooms=LISTED))
    office.register()
    everybody_on_video(office, others)
    plan = office.plan(asked(office, "2026-11-24 10:00", link))
    assert (Warn.ROOM_TOO_SMALL in plan.warnings) is small


def test_who_is_counted() -> None:
    """Those at the clinic share the leader's screen, and Nav counts only while Nav is there."""
    office = Office(clinic=a_clinic(video_rooms=(replace(LISTED[0], endpoints=2),)))
    office.register()
    office.do(asked(office, "2026-11-24 10:00", ROOMS[0]))
    (meeting,) = office.case.meetings
    assert rooms.endpoints(office.case, meeting) == 3
    people = [replace(p, attends=Attendance.CLINIC) for p in office.case.participants]
    there = office.case.with_changed(*people)
    assert rooms.endpoints(there, meeting) == 1
    assert not rooms.is_too_small(there, office.clinic, meeting)
    nav = replace(office.person(Role.GP), id="nav", role=Role.NAV_ADVISER)  # type: ignore[arg-type]
    assert rooms.endpoints(there.with_changed(nav), meeting) == 2
    leads = replace(people[0], id="lea", role=Role.CLINICIAN, staff_id=LEADER)  # type: ignore[arg-type]
    on_video = replace(leads, attends=Attendance.VIDEO)
    assert rooms.endpoints(there.with_changed(on_video), meeting) == 1


_TIMES = st.sampled_from([f"2026-11-24 {at}" for at in ("08:00", "09:00", "09:10", "10:15")])
_LINKS = st.sampled_from((*ROOMS, *OTHERS))


@settings(max_examples=60, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(("arrange", "move", "link")), st.integers(0, 2), _TIMES, _LINKS),
        max_size=12,
    )
)
def test_no_link_is_on_two_meetings(changes: list[tuple[str, int, str, str]]) -> None:
    """P1: whatever is arranged, moved and linked without a confirmed warning, links stay apart."""
    office = Office(clinic=a_clinic(video_rooms=LISTED))
    for _ in range(3):
        office.register()
    for what, number, start, link in changes:
        case = office.cases[number]
        meeting = case.meeting_of(SHM1)
        command: Any = None
        if what == "arrange" and meeting is None:
            command = asked(office, start, link, ref=case.ref, leader=f"leder{number}")
        elif what == "move" and meeting is not None:
            command = MoveMeeting(ref=case.ref, kind=SHM1, start=wall(start))
        elif what == "link" and meeting is not None:
            command = ChangeMeeting(ref=case.ref, kind=SHM1, link=link)
        if command is not None:
            try:
                office.do(command)
            except (ClashError, LinkInUseError):
                continue
    held = [m for case in office.cases for m in case.meetings if m.link]
    for one, other in combinations(held, 2):
        if one.link == other.link:
            assert one.link in ROOMS
            wide = replace(
                one.window,
                start=one.window.start - rooms.GAP,
                end=one.window.end + rooms.GAP,
            )
            assert not wide.overlaps(other.window)

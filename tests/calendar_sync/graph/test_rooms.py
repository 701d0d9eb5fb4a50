"""Online meetings in Teams: one link a meeting, safe before anybody has it, moved in silence."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_sync.graph.calls import GraphError
from calendar_sync.graph.rooms import TeamsRooms
from pathway.calendars import SharedEvent
from pathway.clinic import LinkProvider
from pathway.commands import CancelMeeting, ChangeMeeting, InviteGp, RecordMilestone, Undo
from pathway.service.meetings.online import link_found
from pathway.words import CaseRef, MeetingKind, Milestone
from tests.calendar_sync.graph.office import GRAPH_CLINIC, GraphOffice
from tests.fakes.graph_calendar import Event, Json
from tests.fakes.graph_server import GraphServer, Planned
from tests.pathway.build import LEADER, at, day, wall
from tests.scheduler.station import fake_store


@pytest.fixture
async def teams(graph: GraphServer) -> AsyncIterator[GraphOffice]:
    """A clinic whose links come from Teams."""
    clinic = replace(GRAPH_CLINIC, video=LinkProvider.TEAMS)
    made = GraphOffice(store=fake_store(), clinic=clinic, graph=graph)
    yield made
    await made.line.close()


def linkless(office: GraphOffice) -> CaseRef:
    """A patient whose clinician is asked to a meeting that has no link yet."""
    ref = office.with_doctors("lea")
    office.do(ChangeMeeting(ref=ref, kind=MeetingKind.SHM1, link="", accept_clashes=True))
    return ref


async def see_to(office: GraphOffice) -> None:
    """What the daemon does at each look."""
    await TeamsRooms(office.mailbox, office.book).see_to()


def living(office: GraphOffice) -> Sequence[SharedEvent]:
    """The events that we have not let go of."""
    return office.ask(lambda context: context.ledger.living_events())


def room(office: GraphOffice) -> Event:
    """The event that carries the online meeting."""
    return next(one for one in office.events() if one.data["isOnlineMeeting"])


async def test_the_link_is_found_made_safe_and_sent(teams: GraphOffice) -> None:
    """The join address becomes the meeting's link when lobby and recording are right."""
    ref = linkless(teams)
    await teams.tick()
    assert teams.told("lea") == ["invited"], "a missing link stops no invitation"
    await see_to(teams)
    link = room(teams).data["onlineMeeting"]["joinUrl"]
    assert teams.case(ref).meetings[-1].link == link
    (safe,) = teams.graph.exchange.rooms.values()
    assert safe["lobbyBypassSettings"]["scope"] == "organizer"
    assert safe["lobbyBypassSettings"]["isDialInBypassEnabled"] is False
    assert (safe["allowRecording"], safe["allowTranscription"]) == (False, False)
    assert safe["allowedPresenters"] == "roleIsPresenter"
    await teams.tick(timedelta(minutes=1))
    assert teams.told("lea") == ["invited", "updated"]
    asked = len(teams.graph.got)
    await see_to(teams)
    assert len(teams.graph.got) == asked, "all is done"


async def test_a_link_that_comes_later_is_waited_for(teams: GraphOffice) -> None:
    """Where Graph has no join address yet, the meeting gets it at a later look."""
    ref = linkless(teams)
    teams.graph.exchange.late_links = 1
    await see_to(teams)
    assert teams.case(ref).meetings[-1].link == ""
    await see_to(teams)
    assert teams.case(ref).meetings[-1].link
    assert len(teams.graph.exchange.rooms) == 1


UNSAFE: dict[str, Json] = {
    "lobby": {"lobbyBypassSettings": {"scope": "everyone", "isDialInBypassEnabled": False}},
    "dial-in": {"lobbyBypassSettings": {"scope": "organizer", "isDialInBypassEnabled": True}},
    "presenters": {"allowedPresenters": "everyone"},
    "recording": {"allowRecording": True},
    "by itself": {"recordAutomatically": True},
    "transcription": {"allowTranscription": True},
    "chat": {"allowMeetingChat": "enabled"},
}


@pytest.mark.parametrize("setting", UNSAFE.values(), ids=UNSAFE)
async def test_a_room_that_cannot_be_made_safe_is_given_to_nobody(
    teams: GraphOffice, setting: Json
) -> None:
    """When any of the settings is not what was asked for, the link stays ours."""
    ref = linkless(teams)
    teams.graph.insists = setting
    await see_to(teams)
    assert teams.case(ref).meetings[-1].link == ""


async def test_what_a_room_has_become_is_read_after_setting(teams: GraphOffice) -> None:
    """That Graph answers the change as asked is no proof: what it shows afterwards counts."""
    ref, setting = linkless(teams), UNSAFE["lobby"] | UNSAFE["recording"]
    teams.graph.insists, teams.graph.echoes = setting, True
    await see_to(teams)
    (stays,) = teams.graph.exchange.rooms.values()
    assert {name: stays[name] for name in setting} == setting
    assert teams.case(ref).meetings[-1].link == ""
    teams.graph.insists = {}
    await see_to(teams)
    assert teams.case(ref).meetings[-1].link


async def test_a_lost_answer_makes_no_second_room(teams: GraphOffice) -> None:
    """Whatever becomes of the answer, one meeting has one room."""
    linkless(teams)
    teams.graph.plan.append(Planned(way="lost", method="POST", path="/events"))
    with pytest.raises(Exception, match="0 "):
        await see_to(teams)
    await see_to(teams)
    assert len(teams.graph.exchange.rooms) == 1


async def test_a_room_that_was_made_unheard_is_found_wherever_the_meeting_is_now(
    teams: GraphOffice,
) -> None:
    """Deleted by hand, made anew with a lost answer, and moved meanwhile: it is that one room."""
    ref = linkless(teams)
    await see_to(teams)
    teams.graph.exchange.delete(room(teams))
    await teams.postbox.open()
    await teams.postbox.waiting()
    for start in ("2026-12-15 12:00", "2026-11-25 12:00"):
        teams.graph.plan.append(Planned(way="lost", method="POST", path="/events"))
        with pytest.raises(GraphError):
            await see_to(teams)
        teams.move(ref, start)
    await see_to(teams)
    assert teams.starts(room(teams)) == "2026-11-25 11:00"
    link = room(teams).data["onlineMeeting"]["joinUrl"]
    assert teams.case(ref).meetings[-1].link == link


async def test_a_room_that_was_made_unheard_is_called_off(teams: GraphOffice) -> None:
    """A meeting that is off leaves no online meeting behind that nobody heard of."""
    ref = linkless(teams)
    teams.graph.plan.append(Planned(way="lost", method="POST", path="/events"))
    with pytest.raises(GraphError):
        await see_to(teams)
    assert len(teams.graph.exchange.rooms) == 1
    await teams.tick()
    teams.do(CancelMeeting(ref=ref, kind=MeetingKind.SHM1, reason="syk"))
    await teams.tick(timedelta(minutes=1))
    await see_to(teams)
    assert [one for one in teams.events() if one.data["isOnlineMeeting"]] == []


async def test_the_room_moves_and_ends_with_its_meeting(teams: GraphOffice) -> None:
    """Moved, it keeps its link and tells nobody; called off, it is gone; a new one gets its own."""
    ref = linkless(teams)
    await see_to(teams)
    before = teams.case(ref).meetings[-1].link
    teams.move(ref, "2026-11-25 12:00")
    await see_to(teams)
    assert teams.starts(room(teams)) == "2026-11-25 11:00"
    assert teams.case(ref).meetings[-1].link == before
    await teams.tick()
    teams.do(CancelMeeting(ref=ref, kind=MeetingKind.SHM1, reason="syk"))
    await teams.tick(timedelta(minutes=1))
    await see_to(teams)
    assert [one for one in teams.events() if one.data["isOnlineMeeting"]] == []


async def test_a_meeting_arranged_anew_has_a_link_of_its_own(teams: GraphOffice) -> None:
    """Called off and arranged again between two looks, it does not get the old link (P1)."""
    ref = linkless(teams)
    await see_to(teams)
    before = teams.case(ref).meetings[-1].link
    teams.do(CancelMeeting(ref=ref, kind=MeetingKind.SHM1, reason="syk"))
    start = wall("2026-11-26 10:00")
    teams.do(
        InviteGp(ref=ref, kind=MeetingKind.SHM1, start=start, template="with_nav", leader=LEADER)
    )
    await see_to(teams)
    await see_to(teams)
    after = teams.case(ref).meetings[-1].link
    assert after
    assert after != before


async def test_a_link_that_somebody_typed_meanwhile_stays(teams: GraphOffice) -> None:
    """What a person has written is not written over."""
    ref = linkless(teams)
    teams.graph.exchange.late_links = 1
    await see_to(teams)
    (event,) = living(teams)
    typed = "https://video.example/skrevet"
    teams.do(ChangeMeeting(ref=ref, kind=MeetingKind.SHM1, link=typed, accept_clashes=True))
    teams.ask(lambda context: link_found(context, event, "https://teams.microsoft.com/l/x"))
    assert teams.case(ref).meetings[-1].link == typed


async def test_who_drops_out_gets_back_where_the_meeting_runs_over(teams: GraphOffice) -> None:
    """After its scheduled end, and when it is recorded as held, the room is still there (P1)."""
    ref = linkless(teams)
    await see_to(teams)
    teams.clock = at("2026-11-24 11:05")
    await see_to(teams)
    assert room(teams).data["isOnlineMeeting"]
    for milestone in (Milestone.ASSESSMENT_STARTED, Milestone.SHM1_HELD):
        teams.do(RecordMilestone(ref=ref, milestone=milestone, on=day("2026-11-24")))
    await see_to(teams)
    assert room(teams).data["isOnlineMeeting"]
    teams.clock = at("2026-11-25 11:05")
    asked = len(teams.graph.got)
    await see_to(teams)
    assert len(teams.graph.got) == asked, "it is no more looked at"
    assert [one.room for one in living(teams)] == [f"{ref} shm1"]
    teams.clock += timedelta(days=400)
    await teams.read()
    assert living(teams) == []


async def test_a_clock_that_was_a_month_ahead_ends_no_room(teams: GraphOffice) -> None:
    """Looked at by a wrong clock the meeting seems over; its room still moves, and ends with it."""
    ref = linkless(teams)
    await see_to(teams)
    link, right = teams.case(ref).meetings[-1].link, teams.clock
    teams.clock += timedelta(days=31)
    await see_to(teams)
    await teams.read()
    teams.clock = right
    teams.move(ref, "2026-11-25 12:00")
    await see_to(teams)
    assert teams.starts(room(teams)) == "2026-11-25 11:00"
    assert teams.case(ref).meetings[-1].link == link
    assert len(teams.graph.exchange.rooms) == 1
    await teams.tick()
    teams.do(CancelMeeting(ref=ref, kind=MeetingKind.SHM1, reason="syk"))
    await teams.tick(timedelta(minutes=1))
    await see_to(teams)
    assert [one for one in teams.events() if one.data["isOnlineMeeting"]] == []


async def test_a_meeting_that_is_brought_back_has_a_living_link(teams: GraphOffice) -> None:
    """While nobody can have heard that it is off, its room stands; undone, its link opens it."""
    ref = linkless(teams)
    await see_to(teams)
    link = teams.case(ref).meetings[-1].link
    teams.do(CancelMeeting(ref=ref, kind=MeetingKind.SHM1, reason="syk"))
    await see_to(teams)
    teams.do(Undo(ref=ref))
    await see_to(teams)
    assert teams.case(ref).meetings[-1].alive
    assert teams.case(ref).meetings[-1].link == link
    assert room(teams).data["onlineMeeting"]["joinUrl"] == link

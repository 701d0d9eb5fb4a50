"""The same faults in every other call: calling off, held times, online meetings."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_sync.graph.calls import GraphError
from calendar_sync.graph.holding import HeldTimes
from calendar_sync.graph.rooms import TeamsRooms
from pathway.clinic import LinkProvider
from pathway.commands import AskTimes, CancelMeeting, ChangeMeeting, StopTimes
from pathway.outgoing import SendingStatus
from pathway.words import CaseRef, Channel, MeetingKind
from tests.calendar_sync.graph.office import GRAPH_CLINIC, GraphOffice
from tests.calendar_sync.graph.test_every_fault import LASTS, PASSES, READ
from tests.fakes.graph_calendar import Event
from tests.fakes.graph_server import GraphServer
from tests.pathway.build import LEADER, wall
from tests.scheduler.station import fake_store

SHM1 = MeetingKind.SHM1
LOOKS = 18
"""Looks, eight hours apart, after which a message is given up."""


@pytest.fixture
async def teams(graph: GraphServer) -> AsyncIterator[GraphOffice]:
    """A clinic whose links come from Teams."""
    clinic = replace(GRAPH_CLINIC, video=LinkProvider.TEAMS)
    made = GraphOffice(store=fake_store(), clinic=clinic, graph=graph)
    yield made
    await made.line.close()


def goes_wrong(office: GraphOffice, name: str, *calls: tuple[str, str]) -> None:
    """The next of each of these calls, by method and path, goes wrong in this way.

    That something was read and never heard of is the same as no answer.
    """
    office.line._seconds = 0.2  # noqa: SLF001 - what hangs is waited for no longer
    for method, path in calls:
        if method != "GET" or READ[name].way != "lost":
            office.graph.plan.append(replace(READ[name], method=method, path=path))


async def in_the_end(office: GraphOffice, look: Callable[[], Awaitable[None]]) -> None:
    """Each call has gone wrong once, and a look has nothing to complain of."""
    for _ in range(12):
        office.clock += timedelta(minutes=10)
        try:
            await look()
        except GraphError:
            continue
        if not office.graph.plan:
            return
    pytest.fail(f"it never comes right: {office.graph.plan}")


def cancel(office: GraphOffice, ref: CaseRef) -> None:
    """The meeting is off."""
    office.do(CancelMeeting(ref=ref, kind=SHM1, reason="syk"))


# --- what a message calls off --------------------------------------------------------------------


@pytest.mark.parametrize("nobody_on_it", [False, True], ids=["cancel", "delete"])
@pytest.mark.parametrize("name", PASSES)
async def test_what_stops_a_cancellation_is_made_right_in_silence(
    office: GraphOffice, name: str, *, nobody_on_it: bool
) -> None:
    """The event is gone in the end, each hears of it once, and nobody need do anything."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    cancel(office, ref)
    if nobody_on_it:
        office.graph.exchange.patch(office.events()[0], {"attendees": []})
    goes_wrong(office, name, ("DELETE", "/events/") if nobody_on_it else ("POST", "/cancel"))
    for _ in range(3):
        await office.tick(timedelta(minutes=10))
    assert list(office.graph.plan) == []
    assert office.events() == []
    assert [office.told(who) for who in ("lea", "pal")] == [["invited", "cancelled"]] * 2
    rows = [row for row in office.case(ref).sendings if row.channel is Channel.GRAPH]
    assert {row.status for row in rows} == {SendingStatus.SENT}
    assert office.notices(ref) == []


def lasts(office: GraphOffice, name: str, *calls: tuple[str, str]) -> None:
    """From now on each of these calls goes wrong in this way."""
    office.line._seconds = 0.05  # noqa: SLF001 - what hangs is waited for no longer
    for method, path in calls:
        office.graph.plan.append(replace(LASTS[name], method=method, path=path, lasts=True))


@pytest.mark.parametrize("name", LASTS)
async def test_an_event_that_can_never_be_made_is_told_once(office: GraphOffice, name: str) -> None:
    """However often it is tried, and however many share the event: one notice, with their names."""
    lasts(office, name, ("POST", "/events"))
    ref = office.with_doctors("lea", "pal")
    for _ in range(LOOKS):
        await office.tick(timedelta(hours=8))
    assert [row.content.text for row in office.notices(ref)] == [
        "not_in_calendar names=Lea\nPal kind=invitation"
    ]


@pytest.mark.parametrize("name", LASTS)
async def test_an_event_that_can_never_be_called_off_is_told_once(
    office: GraphOffice, name: str
) -> None:
    """One notice names those who still have it; when one is given up the others may be freed."""
    ref = office.with_doctors("lea", "pal")
    await office.tick()
    cancel(office, ref)
    lasts(office, name, ("POST", "/cancel"), ("DELETE", "/events/"))
    for _ in range(LOOKS):
        await office.tick(timedelta(hours=8))
    (event,) = office.events()
    names = "\n".join(one.capitalize() for one in sorted(office.on(event)))
    assert [row.content.text for row in office.notices(ref)] == [
        f"not_in_calendar names={names} kind=cancellation"
    ]


# --- held times ----------------------------------------------------------------------------------


def held(office: GraphOffice) -> list[Event]:
    """What stands as tentative."""
    return [one for one in office.events() if one.data["showAs"] == "tentative"]


@pytest.mark.parametrize("name", READ)
async def test_whatever_goes_wrong_times_are_held_and_let_go_once(
    office: GraphOffice, name: str
) -> None:
    """Made, given to one more and released: each call fails once, and nobody hears twice."""
    ref = office.with_doctors("lea")
    await office.tick()
    holds = HeldTimes(office.carriers[Channel.GRAPH], office.book)  # type: ignore[arg-type] # a GraphCarrier
    starts = tuple(wall(f"2026-11-{day} 12:00") for day in (26, 27))
    office.do(AskTimes(ref=ref, kind=SHM1, starts=starts, leader=LEADER, accept_clashes=True))
    goes_wrong(office, name, ("POST", "/events"))
    await in_the_end(office, holds.see_to)
    assert [office.on(one) for one in held(office)] == [{"lea"}] * 2
    office.joins(ref, "pal")
    goes_wrong(office, name, ("GET", "/events/"), ("PATCH", "/events/"))
    await in_the_end(office, holds.see_to)
    assert [office.on(one) for one in held(office)] == [{"lea", "pal"}] * 2
    office.do(StopTimes(ref=ref, kind=SHM1))
    goes_wrong(office, name, ("POST", "/cancel"))
    await in_the_end(office, holds.see_to)
    assert held(office) == []
    heard = Counter(invited=2, cancelled=2)
    assert Counter(office.told("lea")) == heard + Counter(invited=1)
    assert Counter(office.told("pal")) == heard


# --- online meetings -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", READ)
async def test_whatever_goes_wrong_a_meeting_has_one_safe_room(
    teams: GraphOffice, name: str
) -> None:
    """Made, made safe, moved and called off: each call fails once, and it is one link all along."""
    ref = teams.with_doctors("lea")
    teams.do(ChangeMeeting(ref=ref, kind=SHM1, link="", accept_clashes=True))
    await teams.tick()
    rooms = TeamsRooms(teams.mailbox, teams.book)
    goes_wrong(teams, name, ("POST", "/events"), ("PATCH", "/onlineMeetings/"))
    goes_wrong(teams, name, ("GET", "/onlineMeetings/"), ("GET", "/onlineMeetings"))
    await in_the_end(teams, rooms.see_to)
    (safe,) = teams.graph.exchange.rooms.values()
    assert (safe["allowRecording"], safe["allowedPresenters"]) == (False, "roleIsPresenter")
    assert teams.case(ref).meetings[-1].link == safe["joinWebUrl"]
    teams.move(ref, "2026-11-25 12:00")
    goes_wrong(teams, name, ("GET", "/events/"), ("PATCH", "/events/"))
    await in_the_end(teams, rooms.see_to)
    (room,) = (one for one in teams.events() if one.data["isOnlineMeeting"])
    assert teams.starts(room) == "2026-11-25 11:00"
    assert teams.case(ref).meetings[-1].link == safe["joinWebUrl"]
    await teams.tick()
    cancel(teams, ref)
    await teams.tick(timedelta(minutes=1))
    goes_wrong(teams, name, ("POST", "/cancel"), ("DELETE", "/events/"))
    await in_the_end(teams, rooms.see_to)
    assert teams.events() == []
    assert len(teams.graph.exchange.rooms) == 1

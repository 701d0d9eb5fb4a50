"""One thing in Graph that is not as it should be keeps back nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from calendar_sync.graph.beside import Beside
from calendar_sync.graph.calls import GraphError
from calendar_sync.graph.postbox import CalendarPostbox
from calendar_sync.graph.rooms import TeamsRooms
from pathway.arrivals import Handled
from pathway.clinic import LinkProvider
from pathway.commands import ChangeMeeting
from pathway.postbox import PostboxFault
from pathway.words import CaseRef, MeetingKind
from tests.calendar_sync.graph.office import GRAPH_CLINIC, GraphOffice
from tests.fakes.graph_calendar import Event
from tests.fakes.graph_server import GraphServer, Planned
from tests.scheduler.station import fake_store

START = datetime(2026, 11, 24, 9, tzinfo=UTC)


async def unheard(fault: PostboxFault) -> None:
    """Nobody is told."""


@pytest.fixture
async def teams(graph: GraphServer) -> AsyncIterator[GraphOffice]:
    """A clinic whose links come from Teams, seen to at each look."""
    clinic = replace(GRAPH_CLINIC, video=LinkProvider.TEAMS)
    made = GraphOffice(store=fake_store(), clinic=clinic, graph=graph)
    rooms = TeamsRooms(made.mailbox, made.book)
    beside = Beside("rooms", rooms.see_to, unheard, lasts=900)
    made.postbox = CalendarPostbox(made.mailbox, made.book, lambda: made.clock, beside.see_to)
    yield made
    await made.line.close()


def linkless(office: GraphOffice, who: str) -> CaseRef:
    """A patient whose clinician is asked to a meeting that has no link yet."""
    ref = office.with_doctors(who)
    office.do(ChangeMeeting(ref=ref, kind=MeetingKind.SHM1, link="", accept_clashes=True))
    return ref


def room(office: GraphOffice) -> Event:
    """The event that carries the online meeting."""
    return next(one for one in office.events() if one.data["isOnlineMeeting"])


async def test_somebody_on_a_room_stops_no_answer(teams: GraphOffice) -> None:
    """Who is put on an online meeting's own event by hand, and answers, is nobody's business."""
    linkless(teams, "lea")
    await teams.tick()
    await teams.read()
    teams.graph.exchange.forward(room(teams), "ola@annet.example", "accepted")
    teams.answer("lea", "accepted")
    assert await teams.read() == [Handled.APPLIED]


@pytest.mark.parametrize(("status", "code"), [(403, "Forbidden"), (400, "BadRequest")])
async def test_a_room_that_fails_stops_no_answer(
    teams: GraphOffice, status: int, code: str
) -> None:
    """The calendar is read as ever though an online meeting cannot be, and the link comes later."""
    ref = linkless(teams, "lea")
    await teams.tick()
    teams.answer("lea", "accepted")
    bad = Planned(status=status, code=code, path="/onlineMeetings")
    teams.graph.plan.extend([bad, bad])
    assert await teams.read() == [Handled.APPLIED]
    assert await teams.read() == []
    assert teams.case(ref).meetings[-1].link == ""
    await teams.read()
    assert teams.case(ref).meetings[-1].link


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (GraphError(403, "Forbidden"), PostboxFault.REFUSED),
        (GraphError(400, "BadRequest"), PostboxFault.UNREACHABLE),
        (ValueError("nobody foresaw it"), PostboxFault.UNREACHABLE),
    ],
)
async def test_what_fails_beside_is_told_once_when_it_has_lasted(
    error: Exception, fault: PostboxFault
) -> None:
    """Not at first, then once, until it has worked again; a telling that fails is tried again."""
    wrong, told = True, list[PostboxFault]()
    clock = [0.0]
    mute = [OSError("the store is gone")]

    async def do() -> None:
        if wrong:
            raise error

    async def tell(what: PostboxFault) -> None:
        if mute:
            raise mute.pop()
        told.append(what)

    beside = Beside("it", do, tell, lasts=900, seconds=lambda: clock[0])
    for clock[0] in (0, 899):
        await beside.see_to()
    clock[0] = 900
    with pytest.raises(OSError, match="store"):
        await beside.see_to()
    assert told == []
    for clock[0] in (960, 1020, 4000):
        await beside.see_to()
    assert told == [fault]
    wrong = False
    await beside.see_to()
    wrong = True
    for clock[0] in (5000, 5899, 5900, 6000):
        await beside.see_to()
    assert told == [fault, fault]


async def test_what_cannot_even_be_told_keeps_back_no_answer(teams: GraphOffice) -> None:
    """Whatever breaks beside the answers, they are read."""

    async def broken() -> None:
        raise OSError("the store is gone")

    teams.with_doctors("lea")
    await teams.tick()
    teams.answer("lea", "accepted")
    teams.postbox = CalendarPostbox(teams.mailbox, teams.book, lambda: teams.clock, broken)
    assert await teams.read() == [Handled.APPLIED]
    assert await teams.read() == []


async def test_a_room_that_fails_stops_no_other_room(teams: GraphOffice) -> None:
    """Each meeting is tried, and the others get their links."""
    refs = [linkless(teams, "lea"), linkless(teams, "pal")]
    teams.graph.plan.append(Planned(status=400, code="BadRequest", path="/onlineMeetings"))
    await teams.read()
    assert sorted(bool(teams.case(ref).meetings[-1].link) for ref in refs) == [False, True]


async def test_an_event_that_cannot_be_read_stops_no_other(office: GraphOffice) -> None:
    """One that was drawn together to no length waits, and an answer on another is taken."""
    office.with_doctors("lea")
    await office.tick()
    (bad,) = office.events()
    other = office.with_doctors("pal")
    await office.tick(timedelta(minutes=1))
    (good,) = (one for one in office.events() if one is not bad)
    await office.read()
    office.graph.exchange.move_by_hand(bad, START, START)
    office.graph.exchange.answer(good, "pal@klinikk.example", "accepted")
    assert await office.read() == [Handled.APPLIED]
    assert len(office.answers(other, "pal")) == 1


async def test_a_room_that_is_deleted_by_hand_is_made_anew(teams: GraphOffice) -> None:
    """Nobody keeps a dead link: the meeting gets a new one, and those who had the old are told."""
    ref = linkless(teams, "lea")
    await teams.tick()
    await teams.read()
    dead = teams.case(ref).meetings[-1].link
    await teams.tick(timedelta(minutes=1))
    teams.graph.exchange.delete(room(teams))
    await teams.read()
    link = teams.case(ref).meetings[-1].link
    assert link
    assert link != dead
    assert room(teams).data["onlineMeeting"]["joinUrl"] == link
    await teams.tick(timedelta(minutes=1))
    assert teams.told("lea") == ["invited", "updated", "updated"]
    await teams.read()
    assert teams.case(ref).meetings[-1].link == link


async def test_a_room_made_anew_that_fails_half_way_still_gets_its_link(
    teams: GraphOffice,
) -> None:
    """Deleted by hand, made again, not yet made safe, and looked at: nobody keeps the dead link."""
    ref = linkless(teams, "lea")
    await teams.tick()
    await teams.read()
    dead = teams.case(ref).meetings[-1].link
    teams.graph.exchange.delete(room(teams))
    teams.graph.plan.append(Planned(status=404, code="ErrorItemNotFound", method="PATCH"))
    for _ in range(3):
        await teams.read()
    assert list(teams.graph.plan) == []
    link = teams.case(ref).meetings[-1].link
    assert room(teams).data["onlineMeeting"]["joinUrl"] == link != dead

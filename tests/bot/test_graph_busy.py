"""Staff's busy times from Microsoft 365, through the whole house to *finn tid*."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.assembly import assemble
from bot.assembly_freebusy import calendar_watch_of
from bot.house import House
from dialogs.turn import Utterance
from pathway.commands import AddParticipant, InviteGp, Person, RegisterPatient
from pathway.freebusy import CalendarFault, KeptCalendar
from pathway.service import PROGRAM, execute
from pathway.words import MeetingKind, Role, StaffId
from scheduler.calendar_watch import unheard
from tests.bot.test_graph_house import settings_of
from tests.calendar_sync.graph.office import GRAPH_CLINIC, address
from tests.calendar_sync.web_of_calendars import LOOPBACK, CalendarWeb, calendar_web
from tests.fakes.graph_server import GraphServer, Planned, graph_server
from tests.pathway.build import LEADER, SECRETARY, at, day, wall

LEA, PAL, FRIDA = (StaffId(who) for who in ("lea", "pal", "frida"))
EMPTY = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nEND:VCALENDAR\r\n"


@pytest.fixture
async def graph() -> AsyncIterator[GraphServer]:
    """Lea has a mailbox, and Pal no more."""
    async with graph_server() as server:
        server.exchange.mailboxes = {address(LEA)}
        yield server
        assert server.faults == []


@pytest.fixture
async def web() -> AsyncIterator[CalendarWeb]:
    """Frida has published hers."""
    async with calendar_web() as made:
        made.pages["frida.ics"] = EMPTY
        yield made


@pytest.fixture
async def house(tmp_path: Path, graph: GraphServer, web: CalendarWeb) -> AsyncIterator[House]:
    """A patient whose SHM1 these three are in; nobody has looked into a calendar yet."""
    staff = tuple(
        replace(one, freebusy_url=web.url("frida.ics")) if one.id == FRIDA else one
        for one in GRAPH_CLINIC.staff
    )
    clinic = replace(GRAPH_CLINIC, staff=staff, freebusy_inside=frozenset({LOOPBACK}))
    settings = settings_of(tmp_path / "shm.db", graph)
    made = assemble(settings, clinic, clock=lambda: at("2026-11-02 09:00"))
    gp = Person(name="Gro", office="Legesenteret", email="gro@lege.example")
    new = RegisterPatient(name="Kari", referral_received=day("2026-10-01"), gp=gp)
    ref = (await made.run(SECRETARY, "chat", lambda c: execute(c, new))).case.ref
    shm1 = InviteGp(
        ref=ref,
        kind=MeetingKind.SHM1,
        start=wall("2026-11-24 10:00"),
        template="with_nav",
        leader=LEADER,
    )
    joining = [
        AddParticipant(ref=ref, role=Role.CLINICIAN, staff_id=one, must=True)
        for one in (LEA, PAL, FRIDA)
    ]
    for command in (shm1, *joining):
        await made.run(SECRETARY, "chat", lambda c, what=command: execute(c, what))  # type: ignore[misc] # a default binds it
    yield made
    await made.close()


async def said(house: House, text: str) -> str:
    """What the secretary is answered."""
    (row,) = await house.board(SECRETARY)
    turn = await house.turn(SECRETARY, Utterance(text=f"{text} {row.ref}"), "page")
    return "\n".join(reply.text for reply in turn.replies)


async def kept(house: House) -> dict[StaffId, KeptCalendar]:
    """What is known by now."""
    return dict(await house.run(PROGRAM, "daemon", lambda context: context.ledger.calendars()))


async def watched(house: House) -> None:
    """The daemon's watch has looked once."""
    watch = calendar_watch_of(house, 15.0, lambda error: pytest.fail(repr(error)), unheard)
    assert watch is not None
    await watch.start()
    async with asyncio.timeout(20):
        while not any(one.tried_at for one in (await kept(house)).values()):  # noqa: ASYNC110 - it lies in a database
            await asyncio.sleep(0.05)
    await watch.stop()


def away(graph: GraphServer, first: datetime, last: datetime) -> None:
    """Lea is busy for all of this time."""
    stamps = (f"{one:%Y-%m-%dT%H:%M:%S}.0000000" for one in (first, last))
    start, end = ({"dateTime": one, "timeZone": "UTC"} for one in stamps)
    graph.exchange.busy[address(LEA)] = [{"status": "busy", "start": start, "end": end}]


WEEK_47 = (datetime(2026, 11, 16, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC))


async def test_busy_times_are_kept_clear_of(
    house: House, graph: GraphServer, web: CalendarWeb
) -> None:
    """A busy week is proposed no more once it is read, and who is not known is said by name."""
    away(graph, *WEEK_47)
    before = await said(house, "finn tid")
    assert "17. november" in before
    assert (graph.got, web.asked) == ([], [])
    await watched(house)
    asked = len(graph.got), len(web.asked)
    found = await said(house, "finn tid")
    assert "17. november" not in found
    assert "23. november" in found
    assert "Kalenderen til Leif er ikke kjent." in found
    assert "Kalenderen til Pal kunne ikke leses." in found
    assert "Lea" not in found.partition("De andre kalenderne")[0].partition("er ikke kjent")[2]
    why = await house.turn(
        SECRETARY, Utterance(text="hvorfor ikke tirsdag 17. november kl. 10"), "page"
    )
    assert "Lea er opptatt" in str(why.replies)
    assert asked == (len(graph.got), len(web.asked)), "nobody is asked in a turn"


WAYS = {
    **{str(code): Planned(status=code, method="POST") for code in (400, 401, 403, 404, 410, 503)},
    "hang": Planned(way="hang", method="POST"),
}


@pytest.mark.parametrize("name", WAYS)
async def test_whose_calendar_is_not_known_is_said_once_each_by_name(
    house: House, graph: GraphServer, name: str
) -> None:
    """Whatever Graph answers, each is named once where times are sought, and nobody is told."""
    assert house.graph is not None
    house.graph.line._seconds = 0.5  # noqa: SLF001 - what hangs is waited for no longer
    graph.plan.append(WAYS[name])
    before = await house.waiting_chat(SECRETARY)
    await watched(house)
    found = await said(house, "finn tid")
    for who in ("Lea", "Pal"):
        assert found.count(f"Kalenderen til {who} kunne ikke leses.") == 1
    assert await house.waiting_chat(SECRETARY) == before


async def test_who_has_published_theirs_is_not_asked_of_graph(
    house: House, graph: GraphServer, web: CalendarWeb
) -> None:
    """One source for each person, and the fault of one is nobody else's."""
    graph.plan.append(Planned(status=503, method="POST"))
    await watched(house)
    known = {who: one.fault for who, one in (await kept(house)).items()}
    assert known == {
        LEA: CalendarFault.UNREACHABLE,
        PAL: CalendarFault.GONE,
        LEADER: CalendarFault.NONE,
        FRIDA: None,
    }
    assert web.asked == ["frida.ics"]
    assert all(address(FRIDA) not in str(one.body) for one in graph.got)
    assert {one.path.rpartition("/")[2] for one in graph.got} == {"getSchedule"}


async def test_a_calendar_that_is_down_leaves_graph_its_own(
    house: House, graph: GraphServer, web: CalendarWeb
) -> None:
    """The other way about: the published one is gone, and Lea's busy times are known."""
    away(graph, *WEEK_47)
    web.pages.clear()
    await watched(house)
    known = await kept(house)
    assert known[FRIDA].fault is CalendarFault.GONE
    assert known[PAL].fault is CalendarFault.GONE
    assert [(one.start, one.end) for one in known[LEA].busy] == [WEEK_47]

"""The contract of a source of busy times, on the fake and on every real one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Protocol

import pytest

from calendar_sync.freebusy import EachTheirOwn, NoCalendars
from calendar_sync.graph.asking import Mailbox
from calendar_sync.graph.freebusy import GraphFreeBusy
from calendar_sync.graph.sdk import Line
from calendar_sync.invented import InventedCalendars
from calendar_sync.published import PublishedCalendars
from pathway.clinic import Staff
from pathway.freebusy import BusyTime, CalendarFault, FreeBusy, Schedule
from pathway.model import Window
from pathway.words import Role, StaffId
from tests.calendar_sync.web_of_calendars import LOOPBACK, CalendarWeb, calendar_web
from tests.fakes.freebusy import FakeFreeBusy
from tests.fakes.graph_server import GraphServer, graph_server

WEEK = Window(start=datetime(2026, 11, 23, tzinfo=UTC), end=datetime(2026, 11, 28, tzinfo=UTC))


class Calendars(Protocol):
    """A source under test, and its other side."""

    @property
    def source(self) -> FreeBusy:
        """The source."""

    def member(self, name: str) -> Staff:
        """One who works here and whose calendar this source would be."""

    def keeps(self, person: Staff, *busy: BusyTime) -> None:
        """This is all that stands in this person's calendar."""

    def breaks(self, person: Staff) -> CalendarFault:
        """This person's calendar cannot be read any more; the fault that this is."""


class FakeCalendars:
    """The fake one."""

    def __init__(self) -> None:
        self.source = FakeFreeBusy()

    def member(self, name: str) -> Staff:
        """Any name."""
        return Staff(id=StaffId(name), name=name.title(), roles=frozenset({Role.CLINICIAN}))

    def keeps(self, person: Staff, *busy: BusyTime) -> None:
        """Put."""
        self.source.calendars[person.id] = list(busy)

    def breaks(self, person: Staff) -> CalendarFault:
        """Gone."""
        self.source.faults[person.id] = CalendarFault.GONE
        return CalendarFault.GONE


class WebCalendars:
    """Calendars that are published on a web server."""

    def __init__(self, site: CalendarWeb) -> None:
        self.site = site
        self.source = PublishedCalendars("Europe/Oslo", {LOOPBACK})

    def member(self, name: str) -> Staff:
        """One with an address of their own."""
        roles = frozenset({Role.CLINICIAN})
        return Staff(
            id=StaffId(name), name=name.title(), roles=roles, freebusy_url=self.site.url(name)
        )

    def keeps(self, person: Staff, *busy: BusyTime) -> None:
        """An event each."""
        events = (
            f"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART:{one.start:%Y%m%dT%H%M%SZ}\r\n"
            f"DTEND:{one.end:%Y%m%dT%H%M%SZ}\r\n"
            f"STATUS:{'TENTATIVE' if one.tentative else 'CONFIRMED'}\r\nEND:VEVENT\r\n"
            for n, one in enumerate(busy)
        )
        lines = f"BEGIN:VCALENDAR\r\n{''.join(events)}END:VCALENDAR\r\n"
        self.site.pages[str(person.id)] = lines.encode()

    def breaks(self, person: Staff) -> CalendarFault:
        """Taken away."""
        del self.site.pages[str(person.id)]
        return CalendarFault.GONE


class Mixed:
    """Whoever has published theirs is read there, and nothing is known of the rest."""

    def __init__(self, web: WebCalendars) -> None:
        self.source = EachTheirOwn(web.source, NoCalendars())
        self.member, self.keeps, self.breaks = web.member, web.keeps, web.breaks


@asynccontextmanager
async def published() -> AsyncIterator[Calendars]:
    """On the web."""
    async with calendar_web() as site:
        yield WebCalendars(site)


@asynccontextmanager
async def each_their_own() -> AsyncIterator[Calendars]:
    """On the web, where anywhere."""
    async with calendar_web() as site:
        yield Mixed(WebCalendars(site))


@asynccontextmanager
async def fake() -> AsyncIterator[Calendars]:
    """In memory."""
    yield FakeCalendars()


class GraphCalendars:
    """Graph's, over the real SDK."""

    def __init__(self, graph: GraphServer, source: GraphFreeBusy) -> None:
        self.graph = graph
        self.source = source

    def member(self, name: str) -> Staff:
        """One with a mailbox."""
        address = f"{name}@klinikk.example"
        self.graph.exchange.mailboxes.add(address)
        roles = frozenset({Role.CLINICIAN})
        return Staff(id=StaffId(name), name=name.title(), roles=roles, email=address)

    def keeps(self, person: Staff, *busy: BusyTime) -> None:
        """Put, with a meeting that is free and so no trouble."""
        free = {"status": "free", **_span(WEEK.start, WEEK.end)}
        self.graph.exchange.busy[person.email] = [free, *map(_item, busy)]

    def breaks(self, person: Staff) -> CalendarFault:
        """The mailbox is gone."""
        self.graph.exchange.mailboxes.discard(person.email)
        return CalendarFault.GONE


def _item(time: BusyTime) -> dict[str, object]:
    return {"status": "tentative" if time.tentative else "busy", **_span(time.start, time.end)}


def _span(start: datetime, end: datetime) -> dict[str, object]:
    stamps = (f"{one:%Y-%m-%dT%H:%M:%S}.0000000" for one in (start, end))
    first, last = ({"dateTime": one, "timeZone": "UTC"} for one in stamps)
    return {"start": first, "end": last}


@asynccontextmanager
async def by_graph() -> AsyncIterator[Calendars]:
    """A fake Graph on loopback."""
    async with graph_server() as server:
        line = Line(None, server.url)
        yield GraphCalendars(server, GraphFreeBusy(Mailbox(line, server.organiser)))
        await line.close()
        assert server.faults == []


ALL: dict[str, Callable[[], AbstractAsyncContextManager[Calendars]]] = {
    "fake": fake,
    "graph": by_graph,
    "published": published,
    "each their own": each_their_own,
}


@pytest.fixture(params=sorted(ALL))
async def calendars(request: pytest.FixtureRequest) -> AsyncIterator[Calendars]:
    """Each source in turn."""
    async with ALL[request.param]() as made:
        yield made


def busy(start: str, end: str, *, maybe: bool = False) -> BusyTime:
    """Busy between these UTC times of the week, as `24 10:00`."""
    first, last = (datetime.fromisoformat(f"2026-11-{text}+00:00") for text in (start, end))
    return BusyTime(start=first, end=last, tentative=maybe)


async def test_everybody_asked_is_answered_for(calendars: Calendars) -> None:
    """Each has the times of their own calendar, a free one among them, however many are asked."""
    people = [calendars.member(f"lege{n}") for n in range(25)]
    for person in people:
        calendars.keeps(person)
    calendars.keeps(people[3], busy("24 09:00", "24 10:00"))
    found = await calendars.source.look(people, WEEK)
    assert set(found) == {person.id for person in people}
    assert found[people[3].id] == Schedule(busy=(busy("24 09:00", "24 10:00"),))
    assert found[people[4].id] == Schedule()


async def test_times_are_cut_to_the_span_and_joined(calendars: Calendars) -> None:
    """What lies outside is not told, what overlaps or touches is one, and maybe stays apart."""
    person = calendars.member("lege")
    calendars.keeps(
        person,
        busy("27 22:00", "28 06:00"),
        busy("24 09:30", "24 10:30"),
        busy("24 09:00", "24 10:00"),
        busy("24 10:00", "24 11:00", maybe=True),
        busy("20 09:00", "20 10:00"),
    )
    found = await calendars.source.look([person], WEEK)
    assert found[person.id].busy == (
        busy("24 09:00", "24 10:30"),
        busy("24 10:30", "24 11:00", maybe=True),
        busy("27 22:00", "28 00:00"),
    )


async def test_a_fault_is_one_persons_alone(calendars: Calendars) -> None:
    """One whose calendar cannot be read has a fault and no times; the others have theirs."""
    broken, whole = calendars.member("lege"), calendars.member("psykolog")
    for person in (broken, whole):
        calendars.keeps(person, busy("24 09:00", "24 10:00"))
    fault = calendars.breaks(broken)
    found = await calendars.source.look([broken, whole], WEEK)
    assert found[broken.id] == Schedule(fault=fault)
    assert found[whole.id] == Schedule(busy=(busy("24 09:00", "24 10:00"),))


async def test_one_without_a_source_is_not_known(calendars: Calendars) -> None:
    """Somebody whom this source has no calendar of is unknown, never free."""
    nobody = Staff(id=StaffId("ny"), name="Ny", roles=frozenset({Role.CLINICIAN}))
    found = await calendars.source.look([nobody], WEEK)
    assert found[nobody.id] == Schedule(fault=CalendarFault.NONE)


async def test_nobody_is_asked_about(calendars: Calendars) -> None:
    """No people, no answer and no fault."""
    assert await calendars.source.look([], WEEK) == {}


class Broken:
    """A source that breaks its promise."""

    async def look(self, people: Sequence[Staff], span: Window) -> Mapping[StaffId, Schedule]:
        """Raises."""
        raise OSError(len(people), span)


class Forgetful:
    """One that answers for nobody."""

    async def look(self, people: Sequence[Staff], span: Window) -> Mapping[StaffId, Schedule]:
        """Nothing."""
        del people, span
        return {}


@pytest.mark.parametrize("other", [Broken(), Forgetful()])
async def test_a_source_that_breaks_breaks_no_other(other: FreeBusy) -> None:
    """Whoever it was asked about is out of reach, and the others are answered for."""
    roles = frozenset({Role.CLINICIAN})
    own = Staff(id=StaffId("lege"), name="", roles=roles, freebusy_url="https://kalender.example/")
    rest = Staff(id=StaffId("psykolog"), name="", roles=roles)
    found = await EachTheirOwn(other, NoCalendars()).look([own, rest], WEEK)
    assert found[own.id].fault is CalendarFault.UNREACHABLE
    assert found[rest.id].fault is CalendarFault.NONE


async def test_invented_calendars_are_the_same_each_time() -> None:
    """Somebody who does not exist has lunch every day, and patients that are not another's."""
    source = InventedCalendars("Europe/Oslo")
    people = [Staff(id=StaffId(name), name=name, roles=frozenset()) for name in ("lege", "psyk")]
    found = await source.look(people, WEEK)
    assert found == await source.look(people, WEEK)
    assert found[people[0].id] != found[people[1].id]
    lunch = datetime(2026, 11, 24, 10, 45, tzinfo=UTC)
    assert all(any(b.start <= lunch < b.end for b in one.busy) for one in found.values())

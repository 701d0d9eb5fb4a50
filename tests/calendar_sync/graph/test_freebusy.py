"""getSchedule's own limits and faults; the contract of every source is tested beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from calendar_sync.graph.freebusy import GraphFreeBusy
from pathway.clinic import Staff
from pathway.freebusy import CalendarFault, Schedule
from pathway.model import Window
from pathway.words import Role, StaffId
from tests.calendar_sync.graph.office import GraphOffice
from tests.fakes.graph_calendar import Json
from tests.fakes.graph_server import Planned

START = datetime(2026, 11, 2, tzinfo=UTC)


def staff(number: int) -> list[Staff]:
    """So many with mailboxes, and one without an address."""
    roles = frozenset({Role.CLINICIAN})
    people = [
        Staff(id=StaffId(f"s{n}"), name=f"S {n}", roles=roles, email=f"S{n}@klinikk.example")
        for n in range(number)
    ]
    return [*people, Staff(id=StaffId("uten"), name="Uten", roles=roles)]


async def test_twenty_mailboxes_and_42_days_a_call(office: GraphOffice) -> None:
    """45 people in 12 weeks are six calls, none of them larger than Graph allows."""
    people = staff(45)
    office.graph.exchange.mailboxes = {person.email.lower() for person in people}
    span = Window(start=START, end=START + timedelta(weeks=12))
    found = await GraphFreeBusy(office.mailbox).look(people, span)
    asked = [got for got in office.graph.got if got.path.endswith("getSchedule")]
    assert len(asked) == 6
    assert found[StaffId("uten")].fault is CalendarFault.NONE
    assert {one.fault for name, one in found.items() if name != "uten"} == {None}


def item(start: str | None, end: str | None, status: str = "busy", zone: str = "UTC") -> Json:
    """One item of a schedule, by its moments as Graph writes them."""
    moments = {"start": start, "end": end}
    spans = {n: {"dateTime": at, "timeZone": zone} for n, at in moments.items() if at is not None}
    return {"status": status, **spans}


TEN, ELEVEN = "2026-11-04T10:00:00.0000000", "2026-11-04T11:00:00.0000000"
HALF = {
    "no end": item(TEN, None),
    "no start": item(None, ELEVEN),
    "no such moment": item("2026-02-30T10:00:00", ELEVEN),
    "backwards": item(ELEVEN, TEN),
    "another zone": item(TEN, ELEVEN, zone="Fiji Standard Time"),
}


async def seen(office: GraphOffice, *items: Json) -> dict[str, Schedule]:
    """What is found of two people, the first of whom has these items beside a busy hour."""
    first, second = people = staff(2)[:2]
    office.graph.exchange.mailboxes = {person.email.lower() for person in people}
    office.graph.exchange.busy[first.email.lower()] = [*items, item(TEN, ELEVEN)]
    span = Window(start=START, end=START + timedelta(days=7))
    found = await GraphFreeBusy(office.mailbox).look(people, span)
    return {"first": found[first.id], "second": found[second.id]}


@pytest.mark.parametrize("bad", HALF.values(), ids=HALF)
async def test_who_has_an_item_that_cannot_be_read_is_unknown(
    office: GraphOffice, bad: Json
) -> None:
    """Nobody is taken for free where they may be busy; it is their own fault alone."""
    found = await seen(office, bad)
    assert found["first"] == Schedule(fault=CalendarFault.UNREADABLE)
    assert found["second"] == Schedule()


@pytest.mark.parametrize(
    "harmless",
    [
        item(TEN, TEN),
        item("2026-02-30T10:00:00", None, status="free"),
        item(TEN, None, "workingElsewhere"),
    ],
    ids=["no length", "free", "elsewhere"],
)
async def test_what_takes_no_time_makes_nothing_unknown(
    office: GraphOffice, harmless: Json
) -> None:
    """An item without length, or in which one is free, leaves the rest as it is."""
    found = await seen(office, harmless)
    (busy,) = found["first"].busy
    assert (busy.start.hour, busy.end.hour) == (10, 11)


@pytest.mark.parametrize(("view", "fault"), [("000", None), ("020", CalendarFault.UNREADABLE)])
async def test_without_items_the_view_tells_whether_somebody_is_free(
    office: GraphOffice, view: str, fault: CalendarFault | None
) -> None:
    """An answer that says that somebody is busy, and not when, is no answer."""
    (person, *_) = staff(1)
    office.graph.exchange.mailboxes = {person.email.lower()}
    office.graph.exchange.busy[person.email.lower()] = None
    office.graph.exchange.view = view
    span = Window(start=START, end=START + timedelta(days=7))
    found = await GraphFreeBusy(office.mailbox).look([person], span)
    assert found[person.id] == Schedule(fault=fault)


FAULTS: dict[str, tuple[Planned, CalendarFault]] = {
    "400": (Planned(status=400, code="ErrorInvalidParameter"), CalendarFault.UNREACHABLE),
    "401": (Planned(status=401, code="InvalidAuthenticationToken"), CalendarFault.REFUSED),
    "403": (Planned(status=403, code="ErrorAccessDenied"), CalendarFault.REFUSED),
    "404": (Planned(status=404, code="ResourceNotFound"), CalendarFault.UNREACHABLE),
    "mailbox gone": (
        Planned(status=404, code="MailboxNotEnabledForRESTAPI"),
        CalendarFault.UNREACHABLE,
    ),
    "409": (Planned(status=409, code="ErrorIrresolvableConflict"), CalendarFault.UNREACHABLE),
    "410": (Planned(status=410, code="SyncStateNotFound"), CalendarFault.UNREACHABLE),
    "429": (Planned(status=429, code="TooManyRequests"), CalendarFault.UNREACHABLE),
    "429 and five minutes": (
        Planned(status=429, code="TooManyRequests", retry_after="300"),
        CalendarFault.UNREACHABLE,
    ),
    "500": (Planned(status=500, code="ErrorInternalServerError"), CalendarFault.UNREACHABLE),
    "503": (Planned(status=503), CalendarFault.UNREACHABLE),
    "504": (Planned(status=504, code="UnknownError"), CalendarFault.UNREACHABLE),
    "half": (Planned(way="half"), CalendarFault.UNREACHABLE),
    "cut": (Planned(way="cut"), CalendarFault.UNREACHABLE),
    "hang": (Planned(way="hang"), CalendarFault.UNREACHABLE),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_call_that_fails_is_everybodys_fault(
    office: GraphOffice, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody is taken for free in a time that was not seen, and the next look mends it."""
    caplog.set_level("DEBUG")
    planned, fault = FAULTS[name]
    people = staff(2)
    office.graph.exchange.mailboxes = {person.email.lower() for person in people if person.email}
    span = Window(start=START, end=START + timedelta(weeks=10))
    source = GraphFreeBusy(office.mailbox)
    for first in (True, False):
        others = [] if first else [Planned(way="slow")]
        office.graph.plan.extend([*others, planned])
        office.line._seconds = 0.5  # noqa: SLF001 - what hangs is waited for no longer
        found = await source.look(people, span)
        assert {one.fault for who, one in found.items() if who != "uten"} == {fault}
        office.graph.plan.clear()
        office.clock += timedelta(minutes=10)
        found = await source.look(people, span)
        assert {one.fault for who, one in found.items() if who != "uten"} == {None}
    assert office.graph.went_wrong.count(planned) == 2
    assert "testlege" not in caplog.text
    assert "klinikk.example" not in caplog.text

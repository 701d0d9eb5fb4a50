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


@pytest.mark.parametrize(
    ("planned", "fault"),
    [
        (Planned(status=403, code="ErrorAccessDenied"), CalendarFault.REFUSED),
        (Planned(status=429, code="TooManyRequests"), CalendarFault.UNREACHABLE),
        (Planned(way="half"), CalendarFault.UNREACHABLE),
        (Planned(way="cut"), CalendarFault.UNREACHABLE),
    ],
    ids=["403", "429", "half", "cut"],
)
async def test_a_call_that_fails_is_everybodys_fault(
    office: GraphOffice, planned: Planned, fault: CalendarFault
) -> None:
    """Nothing is raised, and nobody is taken for free whose calendar was not seen."""
    office.graph.plan.append(planned)
    span = Window(start=START, end=START + timedelta(days=7))
    found = await GraphFreeBusy(office.mailbox).look(staff(2), span)
    assert {one.fault for name, one in found.items() if name != "uten"} == {fault}

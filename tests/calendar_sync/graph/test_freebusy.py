"""getSchedule's own limits and faults; the contract of every source is tested beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from calendar_sync.graph.freebusy import GraphFreeBusy
from pathway.clinic import Staff
from pathway.freebusy import CalendarFault
from pathway.model import Window
from pathway.words import Role, StaffId
from tests.calendar_sync.graph.office import GraphOffice
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

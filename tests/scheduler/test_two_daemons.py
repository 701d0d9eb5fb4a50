"""Two daemons on one database: each in a thread with a loop and a connection of its own."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from pathway.clinic import LinkProvider, Staff
from pathway.commands import AddParticipant, AskTimes, ChangeMeeting
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.ports import DeliveryFailedError, Links
from pathway.service import Context
from pathway.service.daemon.delivering import LEASE
from pathway.service.daemon.report import Report
from pathway.service.meetings import online
from pathway.service.times import holding
from pathway.words import CaseId, Channel, ClinicId, MeetingKind, Role, StaffId
from storage.store import Store
from tests.fakes.carrier import FakeCarrier
from tests.pathway.build import LEADER, SECRETARY, a_clinic, at, wall
from tests.scheduler.station import Station

CASES = 16
CLINICIANS = frozenset({Role.CLINICIAN})
STAFF = (
    *a_clinic().staff,
    Staff(id=StaffId("lea"), name="Lea", roles=CLINICIANS, email="lea@klinikk.example"),
)
PAUSE = 0.005  # without it SQLite lets the first have the database until it is done


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of each kind."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{request.getfixturevalue('database')}"


@pytest.fixture
def pair(opened: Callable[[], Store]) -> tuple[Station, Station]:
    """The same clinic seen by two processes, their mail counted together."""
    first = Station(opened(), pause=PAUSE)
    return first, replace(first, store=opened())


def at_once(pair: tuple[Station, Station]) -> tuple[Report, Report]:
    """Both pass, beginning in the same moment."""
    start = threading.Barrier(2)

    def one_pass(station: Station) -> Report:
        start.wait()
        return asyncio.run(station.tick())

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(one_pass, pair)
    assert not first.broken
    assert not second.broken
    return first, second


def test_two_daemons_deliver_each_row_once(pair: tuple[Station, Station]) -> None:
    """Every row leaves exactly once and stands in exactly one report, however they interleave."""
    station, _ = pair
    refs = [station.invited(no) for no in range(CASES)]
    pair[1].clock = station.clock
    reports = at_once(pair)
    assert Counter(one.address for one in station.carrier.delivered) == {
        f"gp{no}@lege.example": 1 for no in range(CASES)
    }
    told = Counter(passed.id for report in reports for passed in report.delivered)
    assert told == {station.row(ref).id: 1 for ref in refs}
    assert {station.row(ref).attempts for ref in refs} == {1}
    assert set(station.statuses(*refs)) == {SendingStatus.SENT}


@pytest.mark.parametrize(
    "address", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_two_daemons_never_reach_for_the_same(pair: tuple[Station, Station]) -> None:
    """What one has in hand, or is about to take, the other does not even look at."""
    station, other = pair
    for no in range(4):
        station.invited(no)
    other.clock = station.clock

    def first_two(context: Context) -> list[CaseId]:
        listed = context.ledger.due_sendings(Channel.MAIL, context.now, 2, take=True)
        return [queued.case_id for queued in listed]

    def both(context: Context) -> tuple[list[CaseId], list[CaseId]]:
        return first_two(context), other.ask(first_two)

    mine, theirs = station.ask(both)
    assert len({*mine, *theirs}) == 4


def test_two_daemons_take_each_step_once(pair: tuple[Station, Station]) -> None:
    """Each GP gets one reminder, and each day's tasks come in one digest, from two daemons."""
    station, other = pair
    refs = [station.invited(no) for no in range(CASES // 2)]
    other.clock = station.clock
    at_once(pair)
    station.clock = other.clock = at("2026-11-09 08:00")
    at_once(pair)
    reminders = [
        one for one in station.carrier.delivered if one.sending.kind is SendingKind.REMINDER
    ]
    assert Counter(one.address for one in reminders) == {
        f"gp{no}@lege.example": 1 for no in range(CASES // 2)
    }
    station.clock = other.clock = at("2026-11-12 08:00")
    at_once(pair)
    (digest,) = station.chat(SECRETARY, SendingKind.DIGEST)
    assert all(ref in digest.content.text for ref in refs)


def test_two_daemons_try_a_failed_row_once_each_time(pair: tuple[Station, Station]) -> None:
    """A server that is down is asked once for each waiting row and moment, not once a daemon."""
    station, other = pair
    for no in range(4):
        station.invited(no)
    other.clock = station.clock
    station.carrier.down = True
    at_once(pair)
    assert len(station.carrier.tried) == 4
    station.clock = other.clock = station.clock + timedelta(minutes=1)
    at_once(pair)
    assert len(station.carrier.tried) == 8
    assert len({(row.id, row.stamp) for row in station.carrier.tried}) == 4


def test_two_daemons_make_one_room_and_one_hold_each(pair: tuple[Station, Station]) -> None:
    """What two look for at once has one event each, so that one of them makes nothing more."""
    clinic = replace(pair[0].clinic, video=LinkProvider.TEAMS, in_graph=CLINICIANS, staff=STAFF)
    one, other = (replace(station, clinic=clinic) for station in pair)
    for no in range(CASES // 2):
        ref = one.invited(no)
        one.do(ChangeMeeting(ref=ref, kind=MeetingKind.SHM1, link="", accept_clashes=True))
        one.do(AddParticipant(ref=ref, role=Role.CLINICIAN, staff_id=STAFF[-1].id))
        starts = (wall("2026-12-08 10:00"), wall("2026-12-09 10:00"))
        one.do(
            AskTimes(
                ref=ref, kind=MeetingKind.SHM1, starts=starts, leader=LEADER, accept_clashes=True
            )
        )
    other.clock = one.clock
    start = threading.Barrier(2)

    def look(station: Station) -> None:
        start.wait()
        station.ask(online.rooms)
        station.ask(holding.holds)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(look, (one, other)))
    events = one.ask(lambda context: context.ledger.living_events())
    assert len([event for event in events if event.room]) == CASES // 2
    assert len({event.room for event in events if event.room}) == CASES // 2
    assert len([event for event in events if event.hold]) == CASES
    assert len({event.hold for event in events if event.hold}) == CASES


def test_two_daemons_keep_the_order_of_each_case(pair: tuple[Station, Station]) -> None:
    """An invitation and what calls it off leave in that order, whichever daemon has them."""
    station, other = pair
    for no in range(CASES // 2):
        station.called_off(station.invited(no))
    other.clock = station.clock
    for _ in range(2):
        at_once(pair)
    for no in range(CASES // 2):
        kinds = [one.sending.kind for one in station.carrier.to(f"gp{no}@lege.example")]
        assert kinds == [SendingKind.INVITATION, SendingKind.CANCELLATION]


# ---------------------------------------------------------------- a dead one, and a late one


class Stuck(FakeCarrier):
    """What it is handed stays in its hand until `go_on`, and then leaves or fails, as told."""

    def __init__(self, *, fails: bool = False) -> None:
        super().__init__()
        self.has_it, self.go_on = asyncio.Event(), asyncio.Event()
        self.fails = fails

    @override
    async def deliver(self, sending: Sending, links: Links) -> None:
        self.has_it.set()
        await self.go_on.wait()
        if self.fails:
            raise DeliveryFailedError("hung up")
        await super().deliver(sending, links)


def with_carrier(station: Station, carrier: FakeCarrier) -> Station:
    """The same process with a way out of its own."""
    return replace(station, carrier=carrier)


async def test_a_dead_ones_work_is_taken_over(pair: tuple[Station, Station]) -> None:
    """What a daemon held when it died leaves after the lease, with the same stamp."""
    dead, other = with_carrier(pair[0], stuck := Stuck()), pair[1]
    ref = dead.invited()
    dying = asyncio.create_task(dead.tick())
    await stuck.has_it.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    held = dead.row(ref)
    other.clock = dead.clock + LEASE - timedelta(seconds=1)
    assert (await other.tick()).quiet
    await other.tick(timedelta(seconds=1))
    (came,) = other.carrier.delivered
    assert came.sending.stamp == held.stamp
    assert (other.row(ref).status, other.row(ref).attempts) == (SendingStatus.SENT, 2)


@pytest.mark.parametrize("fails", [True, False], ids=["failed", "delivered"])
async def test_a_late_ones_result_is_refused(pair: tuple[Station, Station], *, fails: bool) -> None:
    """Who was frozen beyond the lease changes nothing of a row that another holds by now."""
    late, other = with_carrier(pair[0], asleep := Stuck(fails=fails)), pair[1]
    other = with_carrier(other, busy := Stuck())
    ref = late.invited()
    sleeping = asyncio.create_task(late.tick())
    await asleep.has_it.wait()
    other.clock = late.clock + LEASE
    working = asyncio.create_task(other.tick())
    await busy.has_it.wait()
    held = other.row(ref)
    asleep.go_on.set()
    await sleeping
    assert other.row(ref) == held
    third = with_carrier(replace(other), FakeCarrier())
    assert (await third.tick()).quiet
    busy.go_on.set()
    await working
    assert (other.row(ref).status, other.row(ref).error) == (SendingStatus.SENT, "")
    assert other.row(ref).done_at == other.clock


async def test_a_late_one_that_nobody_replaced_counts(pair: tuple[Station, Station]) -> None:
    """A result that comes after the lease, to a row that nobody has claimed since, is the truth."""
    late = with_carrier(pair[0], asleep := Stuck())
    ref = late.invited()
    sleeping = asyncio.create_task(late.tick())
    await asleep.has_it.wait()
    late.clock += LEASE
    asleep.go_on.set()
    await sleeping
    assert late.statuses(ref) == [SendingStatus.SENT]


# ---------------------------------------------------------------- clinics beside one another


async def test_a_clinics_backlog_holds_up_no_other(pair: tuple[Station, Station]) -> None:
    """While one clinic's daemon is stuck in a long queue another's messages leave."""
    busy = with_carrier(pair[0], stuck := Stuck())
    elsewhere = replace(pair[1], clinic=a_clinic(id=ClinicId("elsewhere")))
    refs = [busy.invited(no) for no in range(CASES)]
    working = asyncio.create_task(busy.tick())
    await stuck.has_it.wait()
    ref = elsewhere.invited(99)
    report = await elsewhere.tick()
    assert [passed.departure.case for passed in report.delivered] == [ref]
    assert set(busy.statuses(*refs)) == {SendingStatus.PENDING}
    stuck.go_on.set()
    await working
    assert set(busy.statuses(*refs)) == {SendingStatus.SENT}
    assert len(elsewhere.carrier.delivered) == 1

"""Machines' clocks that jump or differ: no step twice, nothing lost, time never goes back."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from typing_extensions import override

from bot.beating import Heart
from bot.clockwork import CALENDAR, FREEBUSY, MAILBOX, TICK
from bot.house import House
from bot.mail_news import CalendarNews, MailNews
from calendar_sync.mailbox import Mailbox
from pathway.arrivals import Arrival, Handled
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.ports import Links
from pathway.service import PROGRAM, Context
from pathway.words import Channel
from scheduler.calendar_watch import CalendarWatch
from scheduler.mailroom import Mailroom, Patience
from scheduler.passing import HAND_OVER_SECONDS, LATEST_SECONDS
from storage.store import Store
from tests.fakes.carrier import FakeCarrier
from tests.fakes.freebusy import FakeFreeBusy
from tests.fakes.postbox import FakePostbox
from tests.pathway.build import at
from tests.scheduler.station import CLINIC, MONDAY, Station

T = TypeVar("T")
SOON = 0.02
EVERY_JOB = (TICK, MAILBOX, CALENDAR, FREEBUSY)
HOUR, DAY, MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=31)
MINUTE = timedelta(minutes=1)


class Machine:
    """A daemon by a clock of its own, which `shows` what a test says."""

    def __init__(self, store: Store, carrier: FakeCarrier, shows: datetime) -> None:
        self.shows = shows
        self.house = House(
            store=store,
            clinic=CLINIC,
            key=b"0123456789abcdef0123456789abcdef",
            public_url="https://svar.example",
            organiser=Mailbox(address="mote@clinic.example", name="Fjord"),
            carriers={Channel.MAIL: carrier},
            clock=lambda: self.shows,
        )

    async def tick(self, shows: datetime) -> None:
        """One pass, by what the clock shows now."""
        self.shows = shows
        report = await self.house.tick()
        assert not report.broken


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of each kind."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{request.getfixturevalue('database')}"


@pytest.fixture
def station(opened: Callable[[], Store]) -> Station:
    """Where people press; its carrier takes every machine's mail."""
    return Station(opened())


def left(station: Station) -> Counter[SendingKind]:
    """How many mails of each kind have left."""
    return Counter(one.sending.kind for one in station.carrier.delivered)


@pytest.mark.parametrize("jump", [HOUR, DAY, MONTH], ids=["hour", "day", "month"])
async def test_a_clock_that_jumps_back_and_forth(
    opened: Callable[[], Store], station: Station, jump: timedelta
) -> None:
    """However the clock jumps, each mail leaves once, and one reminder for all steps missed."""
    machine = Machine(opened(), station.carrier, station.clock)
    ref = station.invited(start="2027-01-12 10:00")
    start = station.clock
    await machine.tick(start)
    moments = (start + jump, start - jump, start + jump, start, start + 2 * jump, start - MONTH)
    for shows in moments:
        await machine.tick(shows)
    assert left(station)[SendingKind.INVITATION] == 1
    assert left(station)[SendingKind.REMINDER] <= 1
    for days in range(12):
        await machine.tick(at("2026-11-09 08:00") + 2 * jump + days * DAY)
    assert left(station) == {SendingKind.INVITATION: 1, SendingKind.REMINDER: 1}
    station.clock = machine.shows
    assert station.statuses(ref) == [SendingStatus.SENT]


async def test_time_stands_still_until_the_clock_has_caught_up(
    opened: Callable[[], Store], station: Station
) -> None:
    """What is pressed while the clock is behind leaves at once, and is recorded no earlier."""
    machine = Machine(opened(), station.carrier, station.clock)
    station.invited(1)
    await machine.tick(station.clock)
    recorded = station.clock
    station.clock += timedelta(seconds=1)
    ref = station.invited(2)
    await machine.tick(recorded - MONTH)
    row = station.row(ref)
    assert row.status is SendingStatus.SENT
    assert row.done_at is not None
    assert row.done_at >= row.created_at


async def test_two_machines_a_minute_apart(opened: Callable[[], Store], station: Station) -> None:
    """Two daemons whose clocks differ by a minute deliver each mail once, step after step."""
    ahead = Machine(opened(), station.carrier, station.clock)
    behind = Machine(opened(), station.carrier, station.clock)
    for no in range(6):
        station.invited(no, start="2027-01-12 10:00")
    moments = [station.clock, *(at("2026-11-09 08:00") + hours * HOUR for hours in range(0, 72, 8))]
    for moment in moments:
        await asyncio.gather(ahead.tick(moment + MINUTE), behind.tick(moment))
    assert left(station) == {SendingKind.INVITATION: 6, SendingKind.REMINDER: 6}
    assert Counter(one.address for one in station.carrier.delivered) == {
        f"gp{no}@lege.example": 2 for no in range(6)
    }


class Frozen(FakeCarrier):
    """What it is handed stays in its hand until `go_on`."""

    def __init__(self) -> None:
        super().__init__()
        self.has_it, self.go_on = asyncio.Event(), asyncio.Event()

    @override
    async def deliver(self, sending: Sending, links: Links) -> None:
        """Wait."""
        self.has_it.set()
        await self.go_on.wait()
        await super().deliver(sending, links)


async def test_a_fast_clock_takes_nothing_out_of_a_hand(
    opened: Callable[[], Store], station: Station
) -> None:
    """A machine a minute ahead leaves alone what another may still be delivering."""
    slow, carrier = Frozen(), station.carrier
    behind = Machine(opened(), slow, at(MONDAY))
    ahead = Machine(opened(), carrier, at(MONDAY))
    station.invited()
    work = asyncio.create_task(behind.tick(station.clock))
    await slow.has_it.wait()
    longest = timedelta(seconds=LATEST_SECONDS + HAND_OVER_SECONDS - 1)
    await ahead.tick(station.clock + longest + MINUTE)
    assert not carrier.tried
    slow.go_on.set()
    await work
    assert len(slow.delivered) == 1


class Jobs:
    """The daemon's jobs beside one another on one house, and how often each has looked."""

    def __init__(self, machine: Machine) -> None:
        self.machine, house = machine, machine.house
        self.looks: Counter[str] = Counter()
        self.faults: list[Exception] = []
        heart = Heart(house)
        quick = Patience(look=SOON, first=SOON, most=SOON, tell=60)

        async def take(_arrival: Arrival) -> Handled:
            raise AssertionError("nothing lies there")

        def mailroom(name: str, news: type[MailNews]) -> Mailroom:
            box = FakePostbox()
            real = box.waiting

            async def waiting() -> Sequence[int]:
                self.looks.update([name])
                return await real()

            box.waiting = waiting  # type: ignore[method-assign]
            return Mailroom(box, take, news(house, heart), quick)

        async def alive(_within: float) -> None:
            self.looks.update([FREEBUSY])

        def run(use_case: Callable[[Context], T]) -> Awaitable[T]:
            return house.run(PROGRAM, "daemon", use_case)

        self.jobs = (
            house.daemon(SOON, self.faults.append, lambda *_: self.looks.update([TICK])),
            mailroom(MAILBOX, MailNews),
            mailroom(CALENDAR, CalendarNews),
            CalendarWatch(run, FakeFreeBusy(), self.faults.append, SOON, alive),
        )

    async def look(self, times: int) -> None:
        """Wait until each has looked so often again."""
        before = self.looks.copy()
        async with asyncio.timeout(10):
            while any(self.looks[one] < before[one] + times for one in EVERY_JOB):  # noqa: ASYNC110 - in tasks
                await asyncio.sleep(SOON)


@pytest.mark.parametrize("jump", [HOUR, DAY, MONTH], ids=["hour", "day", "month"])
async def test_no_job_stops_or_storms_when_the_clock_jumps(
    opened: Callable[[], Store], station: Station, jump: timedelta
) -> None:
    """Tick, mailbox, calendar and free-busy look on at their pace, forth and back and forth."""
    machine = Machine(opened(), station.carrier, station.clock)
    station.invited(start="2027-01-12 10:00")
    start, jobs = station.clock, Jobs(machine)
    for job in jobs.jobs:
        await job.start()
    try:
        await jobs.look(1)
        for shows in (start + jump, start, start - jump, start + jump, start):
            machine.shows = shows
            before, begun = jobs.looks.copy(), asyncio.get_running_loop().time()
            await jobs.look(3)
            most = (asyncio.get_running_loop().time() - begun) / SOON + 2
            assert all(jobs.looks[one] - before[one] <= most for one in EVERY_JOB)
    finally:
        for job in jobs.jobs:
            await job.stop()
    assert not jobs.faults
    assert left(station)[SendingKind.INVITATION] == 1
    assert left(station)[SendingKind.REMINDER] <= 1

"""The daemon: ticks, outlives a bad pass, and stops only between passes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from typing_extensions import override

from bot.assembly import read_clock
from bot.house import House
from calendar_sync.mailbox import Mailbox
from pathway.outgoing import Sending, SendingStatus
from pathway.ports import Links
from pathway.words import Channel
from scheduler.daemon import Daemon
from scheduler.window import LEAST
from storage.store import Store
from tests.fakes.carrier import FakeCarrier
from tests.scheduler.station import CLINIC, Station

SOON = 0.01


class Work:
    """Passes that are counted; `slow` ones wait for `go_on`, and `errors` are raised in turn."""

    def __init__(self, *errors: Exception, slow: bool = False) -> None:
        self.errors = list(errors)
        self.slow = slow
        self.begun = self.done = self.at_once = self.most_at_once = 0
        self.stirred, self.go_on = asyncio.Event(), asyncio.Event()
        self.heard: list[Exception] = []

    async def one_pass(self) -> None:
        """Count, and fail or wait as told."""
        self.begun += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.stirred.set()
        try:
            if self.errors:
                raise self.errors.pop(0)
            if self.slow:
                await self.go_on.wait()
            self.done += 1
        finally:
            self.at_once -= 1

    async def until(self, begun: int) -> None:
        """Wait until so many passes have begun."""
        async with asyncio.timeout(10):
            while self.begun < begun:
                self.stirred.clear()
                await self.stirred.wait()

    def daemon(self, seconds: float = SOON) -> Daemon:
        """A daemon of these passes."""
        return Daemon(self.one_pass, seconds, self.heard.append)


async def test_it_ticks_until_it_is_stopped() -> None:
    """Passes follow one another from the start on, and none comes after the stop."""
    work = Work()
    daemon = work.daemon()
    await daemon.start()
    await work.until(3)
    await daemon.stop()
    begun = work.begun
    await asyncio.sleep(SOON * 5)
    assert work.begun == work.done == begun


async def test_the_first_pass_is_at_once() -> None:
    """The first pass does not wait for the interval."""
    work = Work()
    daemon = work.daemon(seconds=3600)
    await daemon.start()
    await work.until(1)
    await daemon.stop()
    assert work.done == 1


async def test_the_start_does_not_wait_for_a_slow_first_pass() -> None:
    """A mail server that hangs keeps nobody from being served, or from stopping."""
    work = Work(slow=True)
    daemon = work.daemon()
    async with asyncio.timeout(5):
        await daemon.start()
    await work.until(1)
    work.go_on.set()
    await daemon.stop()


async def test_it_outlives_a_bad_pass() -> None:
    """What a pass raises is heard of, and the next pass comes."""
    broken = [OSError("disk full"), RuntimeError("once more")]
    work = Work(*broken)
    daemon = work.daemon()
    await daemon.start()
    await work.until(3)
    await daemon.stop()
    assert work.heard == broken
    assert work.done >= 1


@pytest.mark.parametrize("first", [True, False], ids=["first-pass", "later-pass"])
async def test_a_stop_waits_for_the_running_pass(*, first: bool) -> None:
    """A pass is finished before the daemon is, whether the start or the timer began it."""
    work = Work(slow=first)
    daemon = work.daemon()
    await daemon.start()
    if not first:
        await work.until(1)
        work.slow = True
        await work.until(work.begun + 1)
    await work.until(1)
    await asyncio.sleep(SOON * 5)  # the timer has fired meanwhile, and its pass waits
    begun = work.begun
    stop = asyncio.create_task(daemon.stop())
    await asyncio.sleep(SOON * 5)
    assert daemon.stopping
    assert not stop.done()
    assert work.at_once == 1
    work.go_on.set()
    await stop
    assert work.done == work.begun == begun


async def test_passes_never_overlap() -> None:
    """A pass that lasts longer than the interval has no other beside it, and none pile up."""
    work = Work(slow=True)
    daemon = work.daemon()
    await daemon.start()
    await work.until(1)
    await asyncio.sleep(SOON * 10)
    assert work.begun == 1
    work.slow = False
    work.go_on.set()
    await work.until(3)
    await daemon.stop()
    assert work.most_at_once == 1


async def test_a_daemon_that_never_started_stops() -> None:
    """A stop before the start is no error."""
    work = Work()
    await work.daemon().stop()
    assert work.begun == 0


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[AsyncIOScheduler]:
    """APScheduler's schedulers, as daemons make them."""
    schedulers: list[AsyncIOScheduler] = []

    def make(**options: object) -> AsyncIOScheduler:
        schedulers.append(AsyncIOScheduler(**options))
        return schedulers[-1]

    monkeypatch.setattr("apscheduler.schedulers.asyncio.AsyncIOScheduler", make)
    return schedulers


async def test_a_clock_that_is_set_back_stops_no_ticks(made: list[AsyncIOScheduler]) -> None:
    """Where the next tick has come to lie two weeks ahead, it comes all the same."""
    work = Work()
    daemon = work.daemon()
    await daemon.start()
    await work.until(2)
    (job,) = made[0].get_jobs()
    job.modify(next_run_time=datetime.now(UTC) + timedelta(days=14))
    await work.until(work.begun + 3)
    await daemon.stop()


async def test_a_clock_that_is_set_on_by_a_month_costs_one_tick(
    made: list[AsyncIOScheduler],
) -> None:
    """What was left out is not counted: the next tick lies ahead at once."""
    daemon = Work().daemon()
    await daemon.start()
    (job,) = made[0].get_jobs()
    now = datetime.now(UTC)
    assert job.trigger.get_next_fire_time(now - timedelta(days=31), now) > now
    await daemon.stop()


async def test_a_late_tick_is_never_skipped(made: list[AsyncIOScheduler]) -> None:
    """APScheduler runs a late job however late, once for all it missed, one at a time."""
    daemon = Work().daemon()
    await daemon.start()
    (job,) = made[0].get_jobs()
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    now = datetime.now(UTC)
    assert job.trigger.get_next_fire_time(now, now) - now == timedelta(seconds=SOON)
    await daemon.stop()
    assert not made[0].running


# ---------------------------------------------------------------- in the house


@pytest.fixture
def house_of(opened: Callable[[], Store]) -> Callable[[Station], House]:
    """A house beside a station: the same database, carrier and moment."""

    def make(station: Station) -> House:
        return House(
            store=opened(),
            clinic=CLINIC,
            key=b"0123456789abcdef0123456789abcdef",
            public_url="https://svar.example",
            organiser=Mailbox(address="mote@clinic.example", name="Fjord"),
            carriers={Channel.MAIL: station.carrier},
            clock=read_clock,
            at=station.clock,
        )

    return make


async def test_the_house_hears_of_what_broke(
    opened: Callable[[], Store], house_of: Callable[[Station], House]
) -> None:
    """Whoever runs the daemon hears of a case that broke, and the other's mail has left."""
    store = opened()
    station = Station(store)
    broken, well = (station.row(station.invited(no)).id for no in (1, 2))
    with store.engine.begin() as connection:
        spoil = "UPDATE sendings SET content = '{}' WHERE id = ?"
        connection.exec_driver_sql(spoil, (broken,))
    house, heard = house_of(station), asyncio.Queue[Exception]()
    daemon = house.daemon(3600, heard.put_nowait)
    await daemon.start()
    async with asyncio.timeout(10):
        assert isinstance(await heard.get(), KeyError | TypeError)
    await daemon.stop()
    assert [one.sending.id for one in station.carrier.delivered] == [well]


class SlowCarrier(FakeCarrier):
    """Each delivery waits for `go_on`."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()

    @override
    async def deliver(self, sending: Sending, links: Links) -> None:
        self.begun.set()
        await self.go_on.wait()
        await super().deliver(sending, links)


async def test_a_stop_delivers_what_is_in_hand_and_no_more(
    opened: Callable[[], Store], house_of: Callable[[Station], House]
) -> None:
    """Mails that are being handed over get their receipts, and the others stay unclaimed."""
    station = Station(opened())
    station.carrier = slow = SlowCarrier()
    refs = [station.invited(no) for no in range(LEAST + 2)]
    house = house_of(station)
    daemon = house.daemon(SOON, lambda error: pytest.fail(type(error).__name__))
    await daemon.start()
    await slow.begun.wait()
    stop = asyncio.create_task(daemon.stop())
    await asyncio.sleep(SOON)
    slow.go_on.set()
    await stop
    assert [station.row(ref).attempts for ref in refs] == [1] * LEAST + [0, 0]
    sent, waiting = SendingStatus.SENT, SendingStatus.PENDING
    assert station.statuses(*refs) == [sent] * LEAST + [waiting, waiting]

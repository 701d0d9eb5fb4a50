"""The plug is pulled on the store: a full disk, a database that others hold; nothing is half."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from typing_extensions import override

from pathway.commands import RegisterPatient
from pathway.outgoing import Sending, SendingStatus
from pathway.ports import Links
from pathway.service.daemon.delivering import LEASE
from scheduler.daemon import Daemon
from storage import engine
from storage.store import Store
from tests.fakes.carrier import FakeCarrier
from tests.pathway.build import day
from tests.scheduler.station import Station

LONG = "N" * 200
MOST = 1000
MINUTE = timedelta(minutes=1)

HOLDING = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("ROLLBACK")
"""


class Disk:
    """The disk under a store: `full` lets the database grow no more."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def full(self, *, full: bool) -> None:
        """Let it grow no more, or again."""
        with self.store.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            limit = pages if full else 2**30
            connection.exec_driver_sql(f"PRAGMA max_page_count = {limit}")


@pytest.fixture
def station(opened: Callable[[], Store]) -> Station:
    """A clinic on SQLite."""
    return Station(opened())


@pytest.fixture
def disk(station: Station) -> Disk:
    """The disk under it."""
    assert isinstance(station.store, Store)
    return Disk(station.store)


@contextmanager
def held_by_another(database: Path, seconds: float) -> Iterator[None]:
    """Another process holds the database for so long."""
    command = [sys.executable, "-c", HOLDING, str(database), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores wait for others a moment only."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)


def whole(database: Path) -> bool:
    """Whether SQLite finds nothing wrong."""
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        return found == [("ok",)] and not connection.execute("PRAGMA foreign_key_check").fetchall()


def fill(station: Station) -> int:
    """Register patients until the disk is full; how many there was place for."""
    patient = RegisterPatient(name=LONG, referral_received=day("2026-10-01"), gp=None)
    count = 0
    with pytest.raises(OperationalError, match="full"):  # noqa: PT012 - which one is not known
        while count < MOST:
            station.do(patient)
            count += 1
    return count


# ---------------------------------------------------------------- a full disk


def test_a_full_disk_takes_all_of_a_case_or_nothing(
    station: Station, disk: Disk, database: Path
) -> None:
    """The command that finds no place is an error and leaves nothing, and later it works again."""
    disk.full(full=True)
    there_was_place_for = fill(station)
    refs = station.ask(lambda context: context.ledger.refs())
    assert len(refs) == there_was_place_for
    assert whole(database)
    disk.full(full=False)
    station.invited()
    assert whole(database)


async def test_a_pass_on_a_full_disk_sends_nothing(station: Station, disk: Disk) -> None:
    """What cannot be claimed on disk is not sent, is reported, and leaves when there is place."""
    refs = [station.invited(no) for no in range(30)]
    disk.full(full=True)
    fill(station)
    report = await station.tick()
    disk.full(full=False)
    claimed = {row.id for row in map(station.row, refs) if row.attempts}
    handed_over = [delivery.sending.id for delivery in station.carrier.delivered]
    assert {type(error) for error in report.broken} == {OperationalError}
    assert len(handed_over) == len(set(handed_over))
    assert set(handed_over) <= claimed  # the disk may also be full between claim and hand-over
    assert len(claimed) < len(refs)
    await station.tick(3 * MINUTE)
    assert set(station.statuses(*refs)) == {SendingStatus.SENT}


class SignallingCarrier(FakeCarrier):
    """Delivers, and tells at that moment."""

    def __init__(self, tell: Callable[[], None]) -> None:
        super().__init__()
        self.tell = tell

    @override
    async def deliver(self, sending: Sending, links: Links) -> None:
        await super().deliver(sending, links)
        self.tell()


async def test_a_lost_receipt_repeats_the_same_mail(station: Station) -> None:
    """A mail whose receipt found no place leaves again after the lease, with the same stamp."""
    assert isinstance(station.store, Store)
    ref = station.invited()
    broken: list[str] = []

    def refuse(*arguments: object) -> None:
        if broken and str(arguments[2]).startswith(("UPDATE", "INSERT")):
            raise OSError(28, "No space left on device")

    event.listen(station.store.engine, "before_cursor_execute", refuse)
    station.carrier = carrier = SignallingCarrier(lambda: broken.append("full"))
    station.carriers = dict.fromkeys(station.carriers, station.carrier)
    report = await station.tick()
    assert [len(report.delivered), len(report.broken)] == [0, 1]
    broken.clear()
    carrier.tell = broken.clear
    assert (await station.tick(LEASE - MINUTE)).quiet
    assert len((await station.tick(MINUTE)).delivered) == 1
    first, again = station.carrier.delivered
    assert (first.sending.stamp, first.text) == (again.sending.stamp, again.text)
    assert station.statuses(ref) == [SendingStatus.SENT]


# ---------------------------------------------------------------- a database that others hold


async def test_a_database_held_for_a_while_is_waited_for(station: Station, database: Path) -> None:
    """A turn and a pass wait for another process that holds the database, and lose nothing."""
    ref = station.invited(1)
    with held_by_another(database, 1.0):
        assert len((await station.tick()).delivered) == 1
    with held_by_another(database, 0.5):
        station.invited(2)
    assert station.statuses(ref) == [SendingStatus.SENT]


@pytest.mark.usefixtures("impatient")
async def test_a_database_held_too_long_is_a_clear_failure(
    station: Station, database: Path
) -> None:
    """Who waits in vain is told so, a pass of each thing; nothing is written, nothing has left."""
    assert isinstance(station.store, Store)
    ref = station.invited(1)
    with held_by_another(database, 1.0):
        broken = (await station.tick()).broken
        assert {type(error) for error in broken} == {OperationalError}
        assert all("database is locked" in str(error) for error in broken)
        with pytest.raises(OperationalError, match="database is locked"):
            station.invited(2)
    assert not station.carrier.tried
    assert station.statuses(ref) == [SendingStatus.PENDING]
    assert len((await station.tick()).delivered) == 1


@pytest.mark.usefixtures("impatient")
async def test_the_daemon_outlives_a_held_database(station: Station, database: Path) -> None:
    """The daemon hears of passes that failed, and delivers when the database is free again."""
    assert isinstance(station.store, Store)
    station.invited()
    heard: list[Exception] = []
    arrived = asyncio.Event()
    station.carrier = SignallingCarrier(arrived.set)
    station.carriers = dict.fromkeys(station.carriers, station.carrier)

    async def one_pass() -> None:
        heard.extend((await station.tick()).broken)

    daemon = Daemon(one_pass, 0.1, heard.append)
    with held_by_another(database, 0.5):
        await daemon.start()
        async with asyncio.timeout(10):
            await arrived.wait()
    await daemon.stop()
    assert heard
    assert {type(error) for error in heard} == {OperationalError}
    assert len(station.carrier.delivered) == 1

"""The heartbeat: which of the daemon's jobs are not heard of, and a clock that has gone back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.beating import NEWS_SECONDS, Heart
from bot.clockwork import CLOCK, CLOCKS_APART, GRACE, MAILBOX, NEWS, TICK
from bot.house import House
from calendar_sync.mailbox import Mailbox
from pathway.service import PROGRAM
from storage.store import Store
from tests.scheduler.station import CLINIC, Station

SECOND = timedelta(seconds=1)


class Wall:
    """A machine's clock, which a test turns."""

    def __init__(self, shows: datetime) -> None:
        self.shows = shows


@pytest.fixture
def wall(station: Station) -> Wall:
    """It shows what the station's does."""
    return Wall(station.clock)


@pytest.fixture
def station(opened: Callable[[], Store]) -> Station:
    """On a real store."""
    return Station(opened())


@pytest.fixture
def house(opened: Callable[[], Store], wall: Wall) -> House:
    """A house by that clock."""
    return House(
        store=opened(),
        clinic=CLINIC,
        key=b"0123456789abcdef0123456789abcdef",
        public_url="https://svar.example",
        organiser=Mailbox(address="mote@clinic.example", name="Fjord"),
        clock=lambda: wall.shows,
    )


async def test_a_daemon_that_never_was_is_lacking(house: House) -> None:
    """Before the first pass it is not ready, and after it is."""
    assert await house.lacking() == (TICK,)
    await house.tick()
    assert await house.lacking() == ()


async def test_each_job_is_missed_for_itself(house: House, wall: Wall) -> None:
    """A mailbox that hangs is named although the tick goes on, once its time is over."""
    heart = Heart(house)
    await heart.begin([TICK, MAILBOX])
    await heart.of(MAILBOX)(60.0)
    wall.shows += timedelta(seconds=60) + GRACE
    await house.tick()
    assert await house.lacking() == ()
    wall.shows += SECOND
    assert await house.lacking() == (MAILBOX,)
    wall.shows += GRACE
    assert await house.lacking() == (MAILBOX, TICK)


async def test_a_job_that_is_gone_is_not_missed(house: House, wall: Wall) -> None:
    """A daemon that reads no mailbox any more is ready without it."""
    await Heart(house).of(MAILBOX)(60.0)
    wall.shows += timedelta(hours=1)
    await house.tick()
    assert await house.lacking() == (MAILBOX,)
    await Heart(house).begin([TICK])
    assert await house.lacking() == ()


async def test_a_beat_is_written_when_it_is_news(house: House, wall: Wall) -> None:
    """A job that beats after each of a thousand mails writes one; a longer promise is written."""
    heart = Heart(house)
    await heart.of(MAILBOX)(0.0)
    first = await beats(house)
    wall.shows += SECOND
    await heart.of(MAILBOX)(0.0)
    assert await beats(house) == first
    await heart.of(MAILBOX)(NEWS_SECONDS * 2)
    assert (await beats(house))[MAILBOX] > first[MAILBOX]


async def test_a_tick_that_is_no_news_writes_nothing(house: House, wall: Wall) -> None:
    """A pass seconds after another leaves the heartbeat as it is; one after half a minute beats."""
    await house.tick()
    first = await beats(house)
    wall.shows += SECOND
    await house.tick()
    assert await beats(house) == first
    wall.shows += NEWS
    await house.tick()
    assert (await beats(house))[TICK] > first[TICK]


async def test_a_job_outlives_a_store_that_is_gone(house: House) -> None:
    """A beat that cannot be written breaks no mailroom."""
    await house.close()
    await Heart(house).of(MAILBOX)(0.0)


async def beats(house: House) -> dict[str, datetime]:
    """What is written down."""
    return dict(await house.run(PROGRAM, "health", lambda context: context.ledger.beats()))


@pytest.mark.parametrize(
    "back",
    [timedelta(hours=1), timedelta(days=1), timedelta(days=31)],
    ids=["hour", "day", "month"],
)
async def test_a_clock_that_went_back_is_said(
    house: House, station: Station, wall: Wall, back: timedelta
) -> None:
    """While the clock is behind what is recorded it is not ready, until it has caught up."""
    station.invited()
    wall.shows = station.clock
    await house.tick()
    wall.shows = station.clock - back
    assert await house.lacking() == (CLOCK,)
    await house.tick()
    wall.shows = station.clock - CLOCKS_APART
    assert await house.lacking() == ()

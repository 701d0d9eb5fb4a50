"""Staff's calendars are read outside every turn: what is due, and no more; broken ones wait."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from pathway.clinic import Staff
from pathway.freebusy import BusyTime, CalendarFault, Schedule
from pathway.model import Window
from pathway.service import PROGRAM, Context
from pathway.words import StaffId
from scheduler.calendar_watch import CalendarWatch, refresh
from tests.fakes.freebusy import FakeFreeBusy
from tests.pathway.build import DOCTOR, LEADER, ready_case, with_clinician
from tests.pathway.office import Office

T = TypeVar("T")


class Desk:
    """An office, its transactions, and the calendars of its staff."""

    def __init__(self) -> None:
        self.office = Office()
        self.office.register()
        self.office.edit(
            lambda case: replace(with_clinician(ready_case()), id=case.id, ref=case.ref)
        )
        self.source = FakeFreeBusy({DOCTOR: [], LEADER: []})

    async def run(self, use_case: Callable[[Context], T]) -> T:
        """One transaction."""
        return self.office.run(use_case, PROGRAM)

    def kept(self) -> dict[StaffId, CalendarFault | None]:
        """Whose calendars are known, and the faults of the last try."""
        found = self.office.run(lambda context: context.ledger.calendars(), PROGRAM)
        return {who: kept.fault for who, kept in found.items()}


async def test_what_is_due_is_read_and_kept() -> None:
    """Everybody in an open case, once; then nobody until half an hour later."""
    desk = Desk()
    start = desk.office.clock + timedelta(days=1)
    desk.source.calendars[DOCTOR] = [BusyTime(start=start, end=start + timedelta(hours=1))]
    assert await refresh(desk.run, desk.source) == 2
    assert desk.kept() == {DOCTOR: None, LEADER: None}
    ((who, span),) = desk.source.asked
    assert who == (DOCTOR, LEADER)
    assert span.end - span.start == timedelta(weeks=30)
    assert await refresh(desk.run, desk.source) == 0
    desk.office.clock += timedelta(minutes=30)
    assert await refresh(desk.run, desk.source) == 2


@pytest.mark.parametrize("jump", [1, 24, 24 * 31], ids=["hour", "day", "month"])
async def test_a_clock_that_jumps_stops_no_reading_and_makes_no_storm(jump: int) -> None:
    """Forth and back they are read at each jump at most, and from then on every half hour."""
    desk = Desk()
    right = desk.office.clock
    for moment in (right, right + timedelta(hours=jump), right, right - timedelta(hours=jump)):
        desk.office.clock = moment
        for _ in range(3):
            await refresh(desk.run, desk.source)
    assert len(desk.source.asked) <= 4
    desk.office.clock = right + timedelta(minutes=30)
    await refresh(desk.run, desk.source)
    before = len(desk.source.asked)
    desk.office.clock += timedelta(minutes=30)
    await refresh(desk.run, desk.source)
    assert len(desk.source.asked) == before + 1
    assert desk.source.asked[-1][1].start == desk.office.clock


async def test_two_clocks_a_minute_apart_read_no_oftener() -> None:
    """What the faster one has just read is not read again by the slower."""
    desk = Desk()
    assert await refresh(desk.run, desk.source) == 2
    desk.office.clock -= timedelta(minutes=1)
    assert await refresh(desk.run, desk.source) == 0


async def test_a_broken_calendar_is_one_persons_alone() -> None:
    """Its fault is kept, and the others are known."""
    desk = Desk()
    desk.source.faults[LEADER] = CalendarFault.REFUSED
    await refresh(desk.run, desk.source)
    assert desk.kept() == {DOCTOR: None, LEADER: CalendarFault.REFUSED}


class Hanging:
    """A source that never answers."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    async def look(self, people: Sequence[Staff], span: Window) -> Mapping[StaffId, Schedule]:
        """Waits for ever."""
        self.asked.set()
        await asyncio.sleep(3600)
        raise AssertionError(people, span)


async def test_a_source_that_hangs_holds_up_no_stop() -> None:
    """The watch lets go of it at once, and nothing of it is kept."""
    desk, source = Desk(), Hanging()
    watch = CalendarWatch(desk.run, source, lambda _: None)
    await watch.start()
    await source.asked.wait()
    async with asyncio.timeout(5):
        await watch.stop()
        await watch.stop()
    assert desk.kept() == {}


async def test_the_watch_outlives_a_store_that_is_gone() -> None:
    """What broke is told, and the next look reads what is due."""
    desk = Desk()
    broken: list[str] = []

    def run(use_case: Callable[[Context], T]) -> Awaitable[T]:
        if not broken:
            raise OSError
        return desk.run(use_case)

    watch = CalendarWatch(run, desk.source, lambda error: broken.append(type(error).__name__), 0.01)
    await watch.start()
    async with asyncio.timeout(5):
        while not desk.kept():  # noqa: ASYNC110 - the office sets no event
            await asyncio.sleep(0.01)
    await watch.stop()
    assert broken == ["OSError"]

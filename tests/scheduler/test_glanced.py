"""A pass that finds nothing is a glance: few statements, no transaction, in nobody's way."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.clockwork import NEWS, TICK
from bot.house import House
from calendar_sync.mailbox import Mailbox
from pathway.outgoing import SendingKind
from pathway.ports import AuditEntry
from pathway.service import PROGRAM
from pathway.service.staff import holdups
from pathway.words import CaseRef, Channel
from storage import engine
from storage.store import Store
from tests.fakes.carrier import FakeCarrier
from tests.pathway.build import COORDINATOR, at
from tests.scheduler.station import CLINIC, Station

SECOND = timedelta(seconds=1)
MOST = 5
"""Statements of an empty pass: who is away and who was told of it, digests' hours, Monday's list,
and a glance.
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of each kind."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{request.getfixturevalue('database')}"


class Quiet:
    """A clinic with a patient, whose daemon has done what there was; `asked` counts statements."""

    def __init__(self, station: Station, store: Store, ref: CaseRef) -> None:
        self.station, self.store, self.ref = station, store, ref
        self.wall: datetime = at("2026-11-03 09:00")
        self.carrier = FakeCarrier()
        self.house = House(
            store=store,
            clinic=CLINIC,
            key=b"0123456789abcdef0123456789abcdef",
            public_url="https://svar.example",
            organiser=Mailbox(address="mote@clinic.example", name="Fjord"),
            clock=lambda: self.wall,
            carriers={Channel.MAIL: self.carrier},
        )
        self.asked: Counter[str] = Counter()
        for asked, line in ((store.engine, "writer"), (store.glances, "glance")):
            event.listen(asked, "before_cursor_execute", self._hear(line))

    def _hear(self, line: str) -> Callable[..., None]:
        def hear(*_: object) -> None:
            self.asked[line] += 1

        return hear

    async def passed(self) -> tuple[int, int]:
        """How many statements a pass asks by the writer's line, and by the glance's."""
        self.asked.clear()
        await self.house.tick()
        return self.asked["writer"], self.asked["glance"]


@pytest.fixture
async def quiet(opened: Callable[[], Store]) -> AsyncIterator[Quiet]:
    """After the first two passes of a day."""
    station = Station(opened())
    station.clock = at("2026-11-03 08:30")
    ref = station.invited()
    quiet = Quiet(station, opened(), ref)
    await quiet.house.tick()
    await quiet.house.tick()
    assert len(quiet.carrier.delivered) == 1
    yield quiet
    station.store.close()


async def test_an_empty_pass_asks_little(quiet: Quiet) -> None:
    """Four statements beside everybody else's, however often, and none of the writer."""
    for _ in range(3):
        quiet.wall += SECOND
        assert await quiet.passed() == (0, MOST)


async def test_what_is_new_is_taken_by_the_next_pass(quiet: Quiet) -> None:
    """A message that somebody pressed leaves with the pass that follows."""
    quiet.station.clock = quiet.wall
    quiet.station.invited(2)
    quiet.wall += 2 * SECOND
    await quiet.house.tick()
    assert len(quiet.carrier.delivered) == 2


async def test_a_glance_beats_in_time(quiet: Quiet) -> None:
    """A pass whose heartbeat is news is begun in any case, and the next is a glance again."""
    quiet.wall += NEWS
    writer, _ = await quiet.passed()
    assert writer
    beats = quiet.store.run(CLINIC.id, lambda ledger: ledger.beats())
    assert beats[TICK] > quiet.wall
    assert await quiet.passed() == (0, MOST)


async def test_a_clock_that_was_turned_is_read_anew(quiet: Quiet) -> None:
    """Where another process has turned local mode's clock a pass is begun, at that moment."""
    quiet.store.run(CLINIC.id, lambda ledger: ledger.move_clock(timedelta(hours=1)))
    writer, _ = await quiet.passed()
    assert writer
    assert quiet.house.now() == quiet.wall + timedelta(hours=1)
    assert await quiet.passed() == (0, MOST)


async def test_a_clock_that_is_behind_begins_a_pass(quiet: Quiet) -> None:
    """Where another machine, whose clock is ahead, recorded something, the moment is that one."""
    ahead = AuditEntry(
        at=quiet.wall + timedelta(seconds=20),
        actor="sekretar",
        ref="K7M2",
        what="test",
        why="",
        door="chat",
    )
    quiet.store.run(CLINIC.id, lambda ledger: ledger.note_audit(ahead))
    writer, _ = await quiet.passed()
    assert writer
    quiet.wall += timedelta(seconds=20)
    assert await quiet.passed() == (0, MOST)


async def test_a_pass_says_when_something_comes(quiet: Quiet) -> None:
    """A glance foretells what a look foretells: the GP's reminder, after five working days."""
    glanced = await quiet.house.tick()
    quiet.wall += NEWS
    looked = await quiet.house.tick()
    assert glanced.next == looked.next
    assert glanced.next is not None


async def test_who_writes_does_not_wait_for_mondays_list(
    quiet: Quiet, opened: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process writes while every case is read; the list comes, and the log has the look."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    written: list[str] = []
    beside = opened()

    def write(*said: Any) -> None:  # noqa: ANN401 - as SQLAlchemy tells it
        if "FROM cases" in said[2] and "ORDER BY cases.created_at" in said[2]:
            beside.run(CLINIC.id, lambda ledger: ledger.put_mark("beside", str(len(written))))
            written.append(said[2])

    for line in (quiet.store.engine, quiet.store.reader):
        event.listen(line, "before_cursor_execute", write)
    quiet.wall = at("2026-11-16 09:00")
    report = await quiet.house.tick()
    assert report.broken == []
    assert len(written) == 1
    lists = quiet.station.ask(lambda context: context.ledger.waiting_chat(COORDINATOR))
    assert [row.why for row in lists if row.kind is SendingKind.NOTICE] == [holdups.WHY]
    log = quiet.station.ask(lambda context: context.ledger.audit(quiet.ref))
    assert [entry.actor for entry in log if entry.what == "listed"] == [PROGRAM]

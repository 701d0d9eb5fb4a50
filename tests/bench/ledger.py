"""What a pass of the daemon costs where much is promised: `make bench` prints JSON.

Two clinics on databases of the same kind, one with ten thousand open promises and one with a
million, measured in turn. Measured is the product's own pass: one that finds nothing to do, and
those that take a thousand due steps and hand over the thousand reminders that follow, which are
taken at once. Beside the time stands the processor's, the database server's with it. Goals: the
million costs at most 1.3 times the ten thousand, and an empty pass is over within 5 ms at either.
Monday's list, which reads every case, is not among it. SQLite (WAL, synchronous FULL) and
PostgreSQL with its own settings.

Beside it APScheduler with a date job for each reminder, and as many due, on the same databases.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, text

from dialogs.turn import JSON
from tests.bench.crowded import DAY, DUE, ROUNDS, Crowd, fill, open_crowd
from tests.bench.load import as_text, cpu_seconds
from tests.bench.rival_jobs import beside
from tests.postgres import Server, postgres_schema, postgres_server, programs

SMALL, LARGE = 10_000, 1_000_000
DUE_AT_ONCE = 1000
EMPTY_PASSES, EMPTY_TURNS = 20, 5
MOST_TIMES = 1.3
MOST_EMPTY_MS = 5.0

Used = Callable[[], float]
"""Seconds of the processor until now."""


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What a pass took: milliseconds, and of the processor's."""

    ms: float
    cpu_ms: float


@dataclass(kw_only=True)
class Measured:
    """One clinic's passes."""

    crowd: Crowd
    filled_s: float
    empty_ms: list[float] = field(default_factory=list)
    empty_cpu_ms: list[float] = field(default_factory=list)
    due: list[Spent] = field(default_factory=list)

    async def pass_over(self, used: Used) -> Spent:
        """Passes until nothing is left; a pass is cut after half a minute of steps."""
        before, began = used(), time.perf_counter()
        while (await self.crowd.house.tick()).cut:
            pass
        spent = time.perf_counter() - began
        return Spent(ms=spent * 1000, cpu_ms=(used() - before) * 1000)

    async def pass_in_vain(self, used: Used) -> None:
        """Several, since the kernel counts the server's time in hundredths of a second."""
        before = used()
        for _ in range(EMPTY_PASSES):
            began = time.perf_counter()
            report = await self.crowd.house.tick()
            self.empty_ms.append((time.perf_counter() - began) * 1000)
            assert report.quiet
        self.empty_cpu_ms.append((used() - before) / EMPTY_PASSES * 1000)

    def figures(self) -> JSON:
        """Medians, and all rounds of those that are few."""
        return {
            "open": self.crowd.open_promises(),
            "filled_s": round(self.filled_s, 1),
            "empty_ms": round(statistics.median(self.empty_ms), 2),
            "empty_cpu_ms": round(statistics.median(self.empty_cpu_ms), 2),
            "due_ms": [round(one.ms) for one in self.due],
            "due_cpu_ms": [round(one.cpu_ms) for one in self.due],
        }


async def measured(urls: Sequence[str], sizes: Sequence[int], due: int, used: Used) -> JSON:
    """Both sizes in turn, so that what disturbs one disturbs the other."""
    clinics = []
    for url, size in zip(urls, sizes, strict=True):
        began = time.perf_counter()
        crowd = open_crowd(url)
        await fill(crowd, url, open_promises=size, due=due)
        clinics.append(Measured(crowd=crowd, filled_s=time.perf_counter() - began))
        if crowd.engine.dialect.name == "postgresql":
            _clean(crowd.engine)
    os.sync()  # what was just filled in is on disk, and is written while nobody is measured
    try:
        for clinic in clinics:
            clinic.crowd.clock[0] = DUE - 7 * DAY + DAY * ROUNDS  # as it was filled
            await clinic.pass_over(used)
        for _ in range(EMPTY_TURNS):
            for clinic in clinics:
                await clinic.pass_in_vain(used)
        for no in range(ROUNDS):
            for clinic in clinics if no % 2 else reversed(clinics):
                clinic.crowd.clock[0] = DUE + no * DAY
                taken = clinic.crowd.carrier.taken
                clinic.due.append(await clinic.pass_over(used))
                assert clinic.crowd.carrier.taken - taken == due
        small, large = clinics
        return _judged(small, large, sizes)
    finally:
        for clinic in clinics:
            await clinic.crowd.house.close()


def _clean(engine: Engine) -> None:
    """The server does so of itself in time: not while an empty pass is measured."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
        connection.execute(text("CHECKPOINT"))


def _judged(small: Measured, large: Measured, sizes: Sequence[int]) -> JSON:
    empty = max(statistics.median(one.empty_ms) for one in (small, large))
    of_cpu = max(statistics.median(one.empty_cpu_ms) for one in (small, large))
    return {
        **{f"{size}": one.figures() for size, one in zip(sizes, (small, large), strict=True)},
        "goal": {
            "times": _goal(_times(small, large, _ms), MOST_TIMES),
            "times of the processor": _goal(_times(small, large, _cpu), MOST_TIMES),
            "empty_ms": _goal(empty, MOST_EMPTY_MS),
            "empty_cpu_ms": _goal(of_cpu, MOST_EMPTY_MS),
        },
    }


def _times(small: Measured, large: Measured, what: Callable[[Spent], float]) -> float:
    pairs = zip(small.due, large.due, strict=True)
    return statistics.median(what(more) / what(less) for less, more in pairs)


def _goal(reached: float, most: float) -> JSON:
    return {"reached": round(reached, 2), "goal": most, "enough": reached <= most}


def _ms(spent: Spent) -> float:
    return spent.ms


def _cpu(spent: Spent) -> float:
    return spent.cpu_ms


# --- the databases --------------------------------------------------------------------------------


def on_sqlite(sizes: Sequence[int], due: int, folder: Path) -> JSON:
    """Both sizes in new files."""
    urls = [f"sqlite:///{folder / f'{size}.db'}" for size in sizes]
    rival = beside(f"sqlite:///{folder / 'jobs.db'}", min(sizes), due)
    found = asyncio.run(measured(urls, sizes, due, time.process_time))
    return {**found, "apscheduler": rival}


def on_postgres(sizes: Sequence[int], due: int) -> JSON:
    """Both sizes in schemas of their own."""
    with big_server() as server, postgres_schema(server.url) as jobs:
        rival = beside(jobs, min(sizes), due)
        with postgres_schema(server.url) as small, postgres_schema(server.url) as large:
            work = measured((small, large), sizes, due, with_server(server))
            return {**asyncio.run(work), "apscheduler": rival}


@contextmanager
def big_server() -> Iterator[Server]:
    """PostgreSQL as it comes: what is committed is on disk, and 128 MB of it in memory."""
    with postgres_server("-c shared_buffers=128MB -c max_wal_size=8GB") as server:
        yield server


def with_server(server: Server) -> Used:
    """The time of those of the server's processes that answer, and our own; not that of looking.

    What the server does of itself, like its cleaning after so much was filled in, is nobody's pass.
    """
    looking = 0.0

    def used() -> float:
        nonlocal looking
        began = time.process_time()
        found = began - looking
        for each in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = each.read_text(encoding="ascii").rpartition(")")[2].split()[1]
                if (
                    int(parent) == server.pid
                    and b"[local]" in (each.parent / "cmdline").read_bytes()
                ):
                    found += cpu_seconds(int(each.parent.name))
            except (OSError, IndexError):
                continue
        looking += time.process_time() - began
        return found

    return used


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="A pass of the daemon where much is promised.")
    parser.add_argument("--small", type=int, default=SMALL)
    parser.add_argument("--large", type=int, default=LARGE)
    parser.add_argument("--due", type=int, default=DUE_AT_ONCE)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    wanted = parser.parse_args()
    sizes, began = (wanted.small, wanted.large), time.perf_counter()
    found: JSON = {}
    if wanted.only != "postgresql":
        with tempfile.TemporaryDirectory() as folder:
            found["sqlite"] = on_sqlite(sizes, wanted.due, Path(folder))
    if wanted.only != "sqlite" and programs() is not None:
        found["postgresql"] = on_postgres(sizes, wanted.due)
    found["all_took_s"] = round(time.perf_counter() - began)
    found["others_want_the_machine"] = round(os.getloadavg()[0], 1)
    sys.stdout.write(as_text({"ledger": found}))


if __name__ == "__main__":
    main()

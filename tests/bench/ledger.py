"""What a pass of the daemon costs where much is promised: `make bench` prints JSON.

One real case, made by the product's own commands, is copied inside the database until so many
promises are open; a thousand cases have a step that is due. Measured is the product's own pass:
one that finds nothing to do, and one that claims, judges and saves all that is due (infinite where
it was cut before it came through). Goal: with a million open promises 1.3 times what it costs with
ten thousand, and an empty pass within 5 ms at either size. SQLite (WAL, synchronous FULL); with
`--postgres` PostgreSQL too.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Engine, func, select, update

from bot.assembly import assemble
from bot.clinic_file import load_clinic
from bot.house import House
from bot.settings import Settings
from dialogs.turn import JSON
from pathway.commands import InviteGp, Person, RegisterPatient
from pathway.service import Context, execute
from pathway.words import MeetingKind, PromiseKind, StaffId
from storage.tables import cases, promises
from tests.bench.load import as_text
from tests.bench.start import EXAMPLE
from tests.postgres import postgres_schema, postgres_server
from tests.storage.multiplied import multiply

SMALL, LARGE = 10_000, 1_000_000
DUE = 1000
MOST_TIMES = 1.3
MOST_EMPTY_MS = 5.0

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=3650)


def a_house(url: str) -> House:
    """The product's own, with a new database and nobody to send to."""
    settings = Settings(
        database_url=url,
        organiser_email="mote@fjordly.example",
        secret_key=SecretStr("a key of the bench, and of nothing else"),
        clinic_file=EXAMPLE,
    )
    return assemble(settings, load_clinic(EXAMPLE), clock=lambda: NOW)


def first_case(context: Context) -> int:
    """A case whose GP is asked; how many of its promises are open."""
    received = (NOW - timedelta(days=40)).date()
    gp = Person(name="Gro Prøve", office="Legesenteret")
    case = execute(context, RegisterPatient(name="Kari", referral_received=received, gp=gp)).case
    asked = InviteGp(
        ref=case.ref,
        kind=MeetingKind.SHM1,
        start=(NOW + timedelta(days=30)).replace(tzinfo=None),
        template="with_nav",
        leader=StaffId("lege"),
        link="https://video.example/1",
        accept_clashes=True,
    )
    case = execute(context, asked).case
    return sum(promise.settled is None for promise in case.promises)


def make_due(engine: Engine, number: int) -> None:
    """The answer of so many cases is due for its next step now."""
    some = select(cases.c.id).order_by(cases.c.id).limit(number)
    with engine.begin() as connection:
        connection.execute(
            update(promises)
            .where(promises.c.case_id.in_(some), promises.c.kind == PromiseKind.SECURE_MESSAGE)
            .values(next_at=NOW - timedelta(minutes=1))
        )


async def measured(url: str, open_promises: int, runs: int) -> dict[str, float]:
    """Milliseconds of an empty pass, and of one with `DUE` steps, at this size."""
    house = a_house(url)
    try:
        each = await house.run("sekretar", "chat", first_case)
        engine = house.store.engine
        multiply(engine, open_promises // each - 1)
        with engine.begin() as connection:
            connection.execute(update(promises).values(next_at=LATER))
        await house.tick()
        empty = [await _timed(house) for _ in range(10 * runs)]
        full = []
        for _ in range(runs):
            make_due(engine, DUE)
            full.append(await _timed(house))
        with engine.connect() as connection:
            left = connection.scalar(
                select(func.count()).select_from(promises).where(promises.c.settled_at.is_(None))
            )
    finally:
        await house.close()
    return {
        "open": float(left or 0),
        "empty_ms": statistics.median(empty),
        "due_ms": statistics.median(full),
    }


async def _timed(house: House) -> float:
    began = time.perf_counter()
    report = await house.tick()
    spent = (time.perf_counter() - began) * 1000
    assert not report.broken
    return math.inf if report.cut else spent


def figures(small: dict[str, float], large: dict[str, float]) -> JSON:
    """Both sizes, and how far the goals are."""
    times = large["due_ms"] / small["due_ms"]
    slowest = max(small["empty_ms"], large["empty_ms"])
    return {
        f"{SMALL} open": {name: round(value, 1) for name, value in small.items()},
        f"{LARGE} open": {name: round(value, 1) for name, value in large.items()},
        "goal": {
            "times": {
                "reached": round(times, 2),
                "goal": MOST_TIMES,
                "enough": times <= MOST_TIMES,
            },
            "empty_ms": {
                "reached": round(slowest, 1),
                "goal": MOST_EMPTY_MS,
                "enough": slowest <= MOST_EMPTY_MS,
            },
        },
    }


async def on_sqlite(sizes: Sequence[int], runs: int) -> JSON:
    """Both sizes in new files."""
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            found.append(await measured(f"sqlite:///{Path(folder) / 'shm.db'}", size, runs))
    return figures(*found)


async def on_postgres(sizes: Sequence[int], runs: int) -> JSON:
    """Both sizes in schemas of their own."""
    found = []
    with postgres_server() as server:
        for size in sizes:
            with postgres_schema(server.url) as url:
                found.append(await measured(url, size, runs))
    return figures(*found)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="A pass of the daemon where much is promised.")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--large", type=int, default=LARGE)
    parser.add_argument("--postgres", action="store_true")
    wanted = parser.parse_args()
    sizes = (SMALL, wanted.large)
    found: JSON = {"sqlite": asyncio.run(on_sqlite(sizes, wanted.runs))}
    if wanted.postgres:
        found["postgresql"] = asyncio.run(on_postgres(sizes, wanted.runs))
    sys.stdout.write(as_text({"ledger": found}) + "\n")


if __name__ == "__main__":
    main()

"""Turns while the daemon works off ten thousand due reminders: `make bench` prints JSON.

Somebody says something twenty times a second, alone and while the daemon takes due steps and hands
over what follows, in turn, so that what disturbs one disturbs the other, until no work is left.
Once with both in one process, as `shm local`, and once as two on one database, as
`shm serve` and `shm schedule`; and, to know what is the machine's, as two that share nothing
else, each on its own database. Two have a core each: those who talk have one for themselves and
what PostgreSQL does for them; the daemon, its part of PostgreSQL and the server of mails on
loopback have the other. Told is how long a turn takes from being said until it is on disk,
and for how long the loop that people are answered by stood still. Goals: the p99 of turns grows by
less than half, and the loop is never held over 50 ms. SQLite, and PostgreSQL with its own settings.

The slowest turns are as slow as the disk at its slowest, which is told beside. With TMPDIR in
memory it is out of the way, and what turns and daemon wait for is each other.
After that, alone, each of what people say most in a clinic with thousands of cases and some tasks.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.serving import settle
from dialogs.turn import JSON, Utterance
from pathway.service import Context
from pathway.words import Channel
from tests.bench.crowded import DUE, Crowd, asked, fill, open_crowd
from tests.bench.figures import percentile
from tests.bench.ledger import big_server
from tests.bench.load import as_text
from tests.bench.mails import sink
from tests.bench.turns import ROOT, cores
from tests.postgres import postgres_schema, programs

OTHERS, DUE_CASES = 2000, 10_000
EVERY_MAIL = 10**6
EVERY = 0.05
"""Seconds from one turn to the next: a clinic of hundreds is not as talkative."""
MOST_GROWTH, MOST_HELD_MS = 1.5, 50.0
WRITES, PAGE = 1000, 4096

CASES, TASKS, TIMES = 3000, 50, 10
ASKED = (
    "hei",
    "sak {ref}",
    "oppgaver",
    "ny pasient Ola Nordmann, mottatt 02.11.2026, fastlege Kari Testlege",
    "gi videre {ref}",
    "oversikt",
)
"""What people say in a clinic with many cases; *oversikt* reads all of them."""


@dataclass(kw_only=True)
class Heard:
    """Milliseconds: of each turn, and for which the loop stood still."""

    turns: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)

    def figures(self) -> JSON:
        """Percentiles, and the worst."""
        return {
            "turns": len(self.turns),
            "p50_ms": round(percentile(self.turns, 50), 1),
            "p99_ms": round(percentile(self.turns, 99), 1),
            "held_p99_ms": round(percentile(self.held, 99), 1),
            "held_most_ms": round(max(self.held), 1),
        }


async def talk(crowd: Crowd, refs: Sequence[str], seconds: float, heard: Heard) -> None:
    """Turns at their times, whether or not the one before is over."""
    ends = time.perf_counter() + seconds
    ticking = asyncio.create_task(_tick(heard.held))
    talking = []
    for number in itertools.count():
        at = ends - seconds + number * EVERY
        if at >= ends:
            break
        await asyncio.sleep(max(at - time.perf_counter(), 0))
        said = f"sak {refs[number % len(refs)]}"
        talking.append(asyncio.create_task(_turn(crowd, said, heard.turns)))
    await asyncio.gather(*talking)
    ticking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await ticking


async def _turn(crowd: Crowd, said: str, turns: list[float]) -> None:
    began = time.perf_counter()
    await crowd.house.turn("sekretar", Utterance(text=said), "chat")
    turns.append((time.perf_counter() - began) * 1000)


async def _tick(held: list[float]) -> None:
    """A task that wants to run every millisecond, and for how much longer it had to wait."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        held.append((time.perf_counter() - began - 0.001) * 1000)


async def of_the_clinic(url: str, cases: int) -> JSON:
    """How long each takes in a clinic with so many cases, some with something to do."""
    crowd = open_crowd(url)
    due = cases // 30
    await fill(crowd, url, due=due, others=cases - TASKS - due, rounds=1)
    for number in range(TASKS):
        new = partial(asked, number=100 + number, told=False)
        await crowd.house.run("sekretar", "bench", new)
    crowd.clock[0] = DUE
    settle()
    refs = await crowd.house.run("sekretar", "bench", lambda context: _some(context.ledger.refs()))
    figures: JSON = {}
    for said in ASKED:
        heard = Heard()
        for number in range(TIMES):
            await _turn(crowd, said.format(ref=refs[number]), heard.turns)
            await crowd.house.turn("sekretar", Utterance(text="avbryt"), "chat")
        figures[said] = {
            "p50_ms": round(statistics.median(heard.turns), 1),
            "most_ms": round(max(heard.turns), 1),
        }
    await crowd.house.close()
    return {"cases": cases, "tasks": TASKS, "turns": figures}


# --- the daemon -----------------------------------------------------------------------------------

Working = Callable[[], contextlib.AbstractAsyncContextManager[None]]


def here(crowd: Crowd) -> Working:
    """A daemon in this process, which works meanwhile."""

    @contextlib.asynccontextmanager
    async def working() -> AsyncIterator[None]:
        stopping = asyncio.Event()
        passes = asyncio.create_task(_passes(crowd, stopping))
        try:
            yield
        finally:
            stopping.set()
            await passes

    return working


async def _passes(crowd: Crowd, stopping: asyncio.Event) -> None:
    while not stopping.is_set():
        report = await crowd.house.tick(stopping.is_set)
        assert not report.broken
        if not report.cut:
            await stopping.wait()


@contextlib.contextmanager
def on_core(core: int) -> Iterator[None]:
    """What is begun meanwhile stays there."""
    ours = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, ours)


@contextlib.contextmanager
def elsewhere(url: str, smtp_url: str, core: int) -> Iterator[Working]:
    """A daemon in another process and on that core, which works when it is told to."""
    command = [sys.executable, "-m", "tests.bench.working", "--daemon", url, smtp_url]
    with on_core(core):
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        send, said = process.stdin, process.stdout

        async def ask(word: str) -> None:
            send.write(f"{word}\n")
            send.flush()
            await asyncio.to_thread(said.readline)

        @contextlib.asynccontextmanager
        async def working() -> AsyncIterator[None]:
            await ask("work")
            try:
                yield
            finally:
                await ask("rest")

        yield working
        send.close()
        process.wait()


async def _as_told(url: str, smtp_url: str) -> None:
    """The daemon's process: `work` and `rest`, until nobody says more."""
    crowd = open_crowd(url, smtp_url)
    crowd.clock[0] = DUE
    settle()
    working = here(crowd)
    while await asyncio.to_thread(sys.stdin.readline):
        async with working():
            _say("working")
            await asyncio.to_thread(sys.stdin.readline)
        _say("resting")
    await crowd.house.close()


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


# --- measured -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Bench:
    """How much, and for how many seconds each time; of `rounds` at most so many.

    What works meanwhile has a `core` that is not ours, where there are two.
    """

    core: int
    due: int
    rounds: int
    seconds: float


async def measured(crowd: Crowd, working: Working, bench: Bench, at_work: Crowd) -> JSON:
    """In turn alone and with the daemon `at_work`, until nothing is left for it."""
    refs = await crowd.house.run("sekretar", "bench", lambda context: _some(context.ledger.refs()))
    alone, beside = Heard(), Heard()
    await talk(crowd, refs, 2.0, Heard())
    before = left = await at_work.house.run("sekretar", "bench", _left)
    for _ in range(bench.rounds):
        if not any(left):
            break
        await talk(crowd, refs, bench.seconds, alone)
        async with working():
            await talk(crowd, refs, bench.seconds, beside)
        left = await at_work.house.run("sekretar", "bench", _left)
    growth = percentile(beside.turns, 99) / percentile(alone.turns, 99)
    middle = statistics.median(beside.turns) / statistics.median(alone.turns)
    return {
        "alone": alone.figures(),
        "at_work": beside.figures(),
        "steps_taken": before[0] - left[0],
        "left": {"steps": left[0], "mails": left[1]},
        "goal": {
            "p99": _goal(growth, MOST_GROWTH),
            "p50": _goal(middle, MOST_GROWTH),
            "held_ms": _goal(max(beside.held), MOST_HELD_MS),
        },
    }


def _left(context: Context) -> tuple[int, int]:
    """Cases with a step that is due, and mails that wait."""
    ledger, now = context.ledger, context.now
    mails = ledger.due_sendings(Channel.MAIL, now, EVERY_MAIL, take=False)
    return len(ledger.due_cases(now)), len(mails)


def _some(refs: frozenset[str]) -> list[str]:
    """Those of the cases that were copied: a copy's is none that people could write."""
    return sorted(ref for ref in refs if "-" not in ref)


def _goal(reached: float, most: float) -> JSON:
    return {"reached": round(reached, 2), "goal": most, "enough": reached < most}


async def on(urls: Iterator[str], port: int, bench: Bench) -> JSON:
    """On databases of this kind: in one process, in two, and in two that share no database."""
    smtp_url = f"smtp://127.0.0.1:{port}?starttls=never"

    async def crowded(*, apart: bool) -> tuple[Crowd, str]:
        url = next(urls)
        crowd = open_crowd(url, smtp_url)
        if apart:
            _keep_with_us(crowd)
        await fill(crowd, url, others=OTHERS, due=bench.due, rounds=1)
        crowd.clock[0] = DUE
        settle()
        return crowd, url

    crowd, _ = await crowded(apart=False)
    found: JSON = {"one process": await measured(crowd, here(crowd), bench, crowd)}
    await crowd.house.close()
    for said in ("two processes", "two databases"):
        at_work, url = await crowded(apart=True)
        crowd = at_work if said == "two processes" else (await crowded(apart=True))[0]
        with elsewhere(url, smtp_url, bench.core) as working:
            found[said] = await measured(crowd, working, bench, at_work)
        for each in {at_work.house, crowd.house}:
            await each.close()
    return found


def _keep_with_us(crowd: Crowd) -> None:
    """What PostgreSQL does for us it does on our core, as if its machine were another."""

    def stay(connection: Any, record: object) -> None:  # noqa: ANN401 - the driver's
        del record
        os.sched_setaffinity(connection.info.backend_pid, os.sched_getaffinity(0))

    store = crowd.house.store
    if store.engine.dialect.name == "postgresql":
        for engine in (store.engine, store.glances, store.reader):
            event.listen(engine, "connect", stay)


def of_the_disk() -> JSON:
    """What it takes until a page is on the disk, when nobody else wants anything of it."""
    took = []
    with tempfile.NamedTemporaryFile() as file:
        for _ in range(WRITES):
            began = time.perf_counter()
            os.write(file.fileno(), bytes(PAGE))
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - began) * 1000)
    return {
        "p50_ms": round(statistics.median(took), 2),
        "p99_ms": round(percentile(took, 99), 2),
        "most_ms": round(max(took), 1),
    }


@contextlib.contextmanager
def on_sqlite(core: int) -> Iterator[Iterator[str]]:
    """The addresses of empty files, one after the other."""
    del core
    with tempfile.TemporaryDirectory() as folder:
        yield (f"sqlite:///{Path(folder) / f'{number}.db'}" for number in itertools.count())


@contextlib.contextmanager
def on_postgres(core: int) -> Iterator[Iterator[str]]:
    """The addresses of empty schemas on one server of that core, one after the other."""
    with contextlib.ExitStack() as kept:
        with on_core(core):
            server = kept.enter_context(big_server())
        yield (kept.enter_context(postgres_schema(server.url)) for _ in itertools.count())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Turns while the daemon works.")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--due", type=int, default=DUE_CASES)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--daemon", nargs=2, metavar=("URL", "SMTP"))
    wanted = parser.parse_args()
    if wanted.daemon:
        asyncio.run(_as_told(*wanted.daemon))
        return
    _, other = cores()
    bench = Bench(core=other, due=wanted.due, rounds=wanted.rounds, seconds=wanted.seconds)
    found: JSON = {"due": bench.due, "the disk alone": of_the_disk()}
    kinds = {"sqlite": on_sqlite, "postgresql": on_postgres}
    if programs() is None:
        del kinds["postgresql"]
    with sink() as port:  # on that core too, and we on ours
        for kind, databases in kinds.items():
            if wanted.only in {None, kind}:
                with databases(other) as urls:
                    found[kind] = asyncio.run(on(urls, port, bench))
                with databases(other) as urls:
                    clinic = of_the_clinic(next(urls), wanted.cases)
                    found[f"{kind}, a clinic"] = asyncio.run(clinic)
    sys.stdout.write(as_text({"turns while the daemon works": found}))


if __name__ == "__main__":
    main()

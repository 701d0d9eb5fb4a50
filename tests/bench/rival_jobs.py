"""APScheduler with one date job for each reminder, as one would do without a ledger.

What is measured is its own work: to find out that nothing is due, and to run and forget the jobs
that are. A job does nothing, and no case is read, judged or saved, so what a reminder costs comes
on top. In a process of its own, whose memory is told.
"""

from __future__ import annotations

import json
import os
import pickle
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.executors.debug import DebugExecutor
from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.date import DateTrigger
from typing_extensions import override

from dialogs.turn import JSON
from storage.engine import open_engine
from tests.bench.turns import ROOT

EMPTY, ADDED = 50, 200
LATER = timedelta(days=30)


def remind(case: str) -> None:
    """What a job of a reminder would do."""
    del case


class Stepped(BaseScheduler):  # type: ignore[misc] # APScheduler has no types
    """It looks at what is due when it is told to."""

    @override
    def wakeup(self) -> None:
        """Nobody waits."""

    @override
    def shutdown(self, wait: bool = True) -> None:
        """Let go of the store."""
        super().shutdown(wait=wait)

    def look(self) -> None:
        """As its timer does."""
        self._process_jobs()


def measure(url: str, jobs: int, due: int) -> JSON:
    """So many jobs, of which so many are due."""
    store = SQLAlchemyJobStore(engine=open_engine(url))
    scheduler = Stepped(
        jobstores={"default": store},
        executors={"default": DebugExecutor()},
        job_defaults={"misfire_grace_time": None},
        timezone=UTC,
    )
    before = _memory_mb()
    scheduler.start(paused=True)
    began, cpu = time.perf_counter(), time.process_time()
    now = datetime.now(UTC)
    for number in range(min(ADDED, jobs - due)):
        at = now + LATER + timedelta(seconds=number)
        scheduler.add_job(remind, "date", run_date=at, args=[str(number)], id=str(number))
    added, added_cpu = time.perf_counter() - began, time.process_time() - cpu
    _add_at_once(store, scheduler.get_job("0"), range(ADDED, jobs), due, now)
    scheduler.resume()
    began, cpu = time.perf_counter(), time.process_time()
    scheduler.look()
    spent, used = time.perf_counter() - began, time.process_time() - cpu
    empty = []
    for _ in range(EMPTY):
        began = time.perf_counter()
        scheduler.look()
        empty.append(time.perf_counter() - began)
    left = len(scheduler.get_jobs())
    scheduler.shutdown()
    return {
        "jobs": jobs,
        "added_ms_each": round(added / ADDED * 1000, 2),
        "added_cpu_ms_each": round(added_cpu / ADDED * 1000, 2),
        "empty_ms": round(statistics.median(empty) * 1000, 2),
        "due": jobs - left,
        "due_ms": round(spent * 1000),
        "due_cpu_ms": round(used * 1000),
        "memory_mb_more": round(_memory_mb() - before, 1),
    }


def _add_at_once(
    store: SQLAlchemyJobStore, like: Job, numbers: Sequence[int], due: int, now: datetime
) -> None:
    """The others in one transaction, as the store itself would have written each; so many due."""
    rows = []
    for number in numbers:
        at = now if number < ADDED + due else now + LATER + timedelta(seconds=number)
        state = like.__getstate__() | {"id": str(number), "args": (str(number),)}
        state |= {"trigger": DateTrigger(at), "next_run_time": at}
        kept = pickle.dumps(state, store.pickle_protocol)
        rows.append({"id": str(number), "next_run_time": at.timestamp(), "job_state": kept})
    with store.engine.begin() as connection:
        connection.execute(store.jobs_t.insert(), rows)


def _memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def beside(url: str, jobs: int, due: int) -> JSON:
    """The same, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.rival_jobs", url, str(jobs), str(due)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: JSON = json.loads(said.stdout)
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))

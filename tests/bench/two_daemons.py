"""What a second daemon is worth on PostgreSQL: `make bench` prints JSON.

Reminders that wait are delivered by one `shm schedule`, and by two, in turn: processes of their own
with the product's own pass, to a server of mail on loopback that takes at once. Beside mails a
second stands what the processor was used for each, by the daemons and by the database, which tells
more on a machine that others use; and how many cores stood idle, for where none does no second
daemon can do more. So they are measured again with a share of a core each, as if on small machines
of their own, where control groups (cgroup v1) can be made. Goal: two deliver 1.6 times one.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.serving import settle
from dialogs.turn import JSON
from pathway.words import Channel
from tests.bench.crowded import DAY, DUE, fill, open_crowd
from tests.bench.ledger import big_server
from tests.bench.load import TICKS, as_text
from tests.bench.mails import sink
from tests.bench.turns import ROOT
from tests.postgres import Server, postgres_schema

MAILS, PAUSE = 1000, 0.5
TIMES_ONE = 1.6
DAEMONS = (1, 2, 2, 1)
"""On each day so many work: what disturbs one disturbs the other."""
SHARE = 0.3
"""Of a core for each daemon: then the database and the server of mail have what they need."""
GROUPS, PERIOD_US = Path("/sys/fs/cgroup/cpu"), 10_000


@dataclass(frozen=True, kw_only=True)
class Day:
    """So many mails were delivered in so many seconds; `cpu` and `server` are seconds too.

    So is `idle`: what all cores together had left.
    """

    mails: int
    seconds: float
    cpu: float
    server: float
    idle: float


async def measured(server: Server, url: str, port: int, mails: int, share: float | None) -> JSON:
    """Each day's mails, by as many daemons as work then, each with its share of a core."""
    crowd = open_crowd(url)
    await fill(crowd, url, due=mails, others=100, rounds=len(DAEMONS))
    crowd.house.carriers = {}  # what is due is taken, and its reminders wait
    smtp_url = f"smtp://127.0.0.1:{port}?starttls=never"
    days: dict[int, list[Day]] = {1: [], 2: []}
    for number, daemons in enumerate(DAEMONS):
        crowd.clock[0] = DUE + number * DAY
        while (await crowd.house.tick()).cut:
            pass
        with contextlib.ExitStack() as stack:
            groups = [stack.enter_context(_group(share)) for _ in range(daemons)]
            day = await asyncio.to_thread(_work, server, url, smtp_url, crowd.clock[0], groups)
        assert day.mails >= mails, day  # on the last day the others are reminded too
        days[daemons].append(day)
    await crowd.house.close()
    return {f"{daemons}": _figures(worked) for daemons, worked in days.items()} | _goal(days)


def _figures(days: Sequence[Day]) -> JSON:
    return {
        "mails": [day.mails for day in days],
        "mails_per_s": [round(_rate(day), 1) for day in days],
        "cpu_ms_each": [round(day.cpu / day.mails * 1000, 2) for day in days],
        "server_cpu_ms_each": [round(day.server / day.mails * 1000, 2) for day in days],
        "cores_idle": [round(day.idle / day.seconds, 2) for day in days],
    }


def _rate(day: Day) -> float:
    return day.mails / day.seconds


def _goal(days: dict[int, list[Day]]) -> JSON:
    times = statistics.median(
        _rate(two) / _rate(one) for one, two in zip(days[1], days[2], strict=True)
    )
    return {"goal": {"reached": round(times, 2), "goal": TIMES_ONE, "enough": times >= TIMES_ONE}}


@contextlib.contextmanager
def _group(share: float | None) -> Iterator[Path | None]:
    """A control group whose processes have that much of a core together; None without a share."""
    if share is None:
        yield None
        return
    group = GROUPS / f"shm-bench-{os.getpid()}-{time.perf_counter_ns()}"
    group.mkdir()
    try:
        (group / "cpu.cfs_period_us").write_text(str(PERIOD_US), encoding="ascii")
        quota = str(round(share * PERIOD_US))
        (group / "cpu.cfs_quota_us").write_text(quota, encoding="ascii")
        yield group
    finally:
        group.rmdir()


def _work(
    server: Server, url: str, smtp_url: str, at: datetime, groups: Sequence[Path | None]
) -> Day:
    """All that waits is delivered by a daemon in each group; they begin in the same moment."""
    command = [sys.executable, "-m", "tests.bench.two_daemons", "--daemon", url, smtp_url]
    opened = [
        subprocess.Popen(
            [*command, at.isoformat()],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in groups
    ]
    for process, group in zip(opened, groups, strict=True):
        assert process.stdout is not None
        process.stdout.readline()
        if group is not None:
            (group / "cgroup.procs").write_text(str(process.pid), encoding="ascii")
    before, rested, began = _ended(server), _idle(), time.perf_counter()
    for process in opened:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [json.loads(process.communicate()[0]) for process in opened]
    idle = _idle() - rested
    return Day(
        idle=idle,
        mails=sum(one["delivered"] for one in told),
        seconds=max(one["ended"] for one in told) - began,
        cpu=sum(one["cpu"] for one in told),
        server=_ended(server) - before,
    )


def _ended(server: Server) -> float:
    """Seconds of the processor of the server's processes that have come to their end."""
    time.sleep(PAUSE)  # the daemons' own have no more to do
    said = Path(f"/proc/{server.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    return sum(int(ticks) for ticks in said.split()[13:15]) / TICKS


def _idle() -> float:
    """Seconds that the cores have had nothing to do, since the machine was started."""
    return int(Path("/proc/stat").read_text(encoding="ascii").split()[4]) / TICKS


async def _daemon(url: str, smtp_url: str, at: str) -> None:
    """A daemon's process: when it is told to, passes until nothing waits."""
    crowd = open_crowd(url, smtp_url)
    crowd.clock[0] = datetime.fromisoformat(at)
    await crowd.house.chat("lege")  # the database is open by now
    settle()
    _say("ready")
    sys.stdin.readline()
    delivered, cpu = 0, time.process_time()
    while True:
        report = await crowd.house.tick()
        assert not report.broken, report.broken
        assert not report.retry, report.retry
        mails = [one for one in report.delivered if one.departure.channel is Channel.MAIL]
        delivered += len(mails)
        if not (report.cut or report.delivered):
            break
    ended, cpu = time.perf_counter(), time.process_time() - cpu
    await crowd.house.close()
    _say(json.dumps({"delivered": delivered, "cpu": cpu, "ended": ended}))


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="One daemon and two, on PostgreSQL.")
    parser.add_argument("--share", type=float, default=SHARE)
    parser.add_argument("--mails", type=int, default=MAILS)
    parser.add_argument("--daemon", nargs=3, metavar=("URL", "SMTP", "AT"))
    wanted = parser.parse_args()
    if wanted.daemon:
        asyncio.run(_daemon(*wanted.daemon))
        return
    cores = os.sched_getaffinity(0)
    shares: dict[str, float | None] = {"a core each": None}
    if os.access(GROUPS, os.W_OK):
        shares[f"{wanted.share} of a core each"] = wanted.share
    found: JSON = {}
    for name, share in shares.items():
        with sink() as port, big_server() as server, postgres_schema(server.url) as url:
            os.sched_setaffinity(0, cores)  # the two daemons may have one each
            found[name] = asyncio.run(measured(server, url, port, wanted.mails, share))
    sys.stdout.write(as_text({"daemons on PostgreSQL": found}))


if __name__ == "__main__":
    main()

"""How many turns a second, beside two echo bots: `make bench` prints JSON, medians of 3 runs.

Three servers, each one process on one core: our own door, the stock botbuilder echo bot and the
Agents SDK's. Whoever writes, the connector and the OpenID server are on another core. 16 write at
once; a turn is over when its reply has come to the connector.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dialogs.turn import JSON
from tests.bench.figures import OURS, STOCK, SUCCESSOR, Run, figures_of, goal
from tests.bench.load import Crowd, Target, as_text, cpu_seconds, deliveries
from tests.bench.start import PATIENCE, PAUSE, free_port
from tests.bot.teams.activities import TENANT
from tests.bot.teams.openid import APP_ID, openid

AT_ONCE = 16
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RIVALS = ROOT / ".venv-bench" / "bin" / "python"
REGISTER = "ny pasient Test Testesen, mottatt 07.09.2026, fastlege Kari Testlege"
CASES = 5
BOARD = "shm, oversikt"
CARD = b"AdaptiveCard"
_HOUR = 3600

DOES = {
    OURS: "checks the token, commits what was said and answered (SQLite, WAL, synchronous FULL), "
    "answers «hei» with a card, in a clinic without cases. Unlike the product it calls the "
    "connector without Teams' limits (50 a second for a tenant), and one on loopback",
    BOARD: f"the same server afterwards, «oversikt»: {CASES} cases are read, and that is logged",
    STOCK: "echoes; checks no token, stores nothing",
    SUCCESSOR: "echoes; checks no token, stores nothing but an empty state in memory",
}


@dataclass(frozen=True, kw_only=True)
class Bench:
    """How it is measured; seconds."""

    runs: int = 3
    seconds: float = 5.0
    warm_up: float = 2.0
    only_ours: bool = False


async def measure(bench: Bench, folder: Path) -> JSON:
    """Open the servers, let everybody write, and report."""
    core, own = cores()
    os.sched_setaffinity(0, {own})
    people = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(AT_ONCE)]
    async with openid() as keys, deliveries() as connector:
        now = int(time.time())
        token = keys.token(serviceurl=connector.service_url, nbf=now - 300, exp=now + _HOUR)
        crowd = Crowd(connector=connector, people=people, token=token)
        with contextlib.ExitStack() as opened:
            ours = opened.enter_context(our_door(folder, core, keys.url, people))
            targets = {OURS: ours}
            if not bench.only_ours:
                targets[STOCK] = opened.enter_context(echo_bot("echo_botbuilder.py", core))
                targets[SUCCESSOR] = opened.enter_context(echo_bot("echo_agents.py", core))
            measured, busy = await _measured(bench, crowd, targets)
        said = {"sent": crowd.sent[ours.port], "stored": messages_in(folder)}
    report: JSON = {
        "at_once": AT_ONCE,
        "seconds_a_run": bench.seconds,
        "servers": {
            name: {"does": DOES[name], **figures_of(runs)} for name, runs in measured.items()
        },
        "our_messages": said,
        "other_core_busy": round(busy, 2),
    }
    return report if bench.only_ours else report | {"goal": goal(measured)}


async def _measured(
    bench: Bench, crowd: Crowd, targets: Mapping[str, Target]
) -> tuple[dict[str, list[Run]], float]:
    """The runs of each, in turn, so that what disturbs one disturbs all; how busy we were.

    The board comes last, since a clinic with cases has more to say to «hei» too.
    """
    for target in targets.values():
        await crowd.run(target, bench.warm_up)
    measured: dict[str, list[Run]] = {name: [] for name in targets}
    began, used = time.perf_counter(), cpu_seconds(os.getpid())
    for _ in range(bench.runs):
        for name, target in targets.items():
            measured[name].append(await crowd.run(target, bench.seconds))
    busy = (cpu_seconds(os.getpid()) - used) / (time.perf_counter() - began)
    for _ in range(CASES):
        await crowd.say(replace(targets[OURS], says=REGISTER))
    board = replace(targets[OURS], says="oversikt")
    measured[BOARD] = [await crowd.run(board, bench.seconds) for _ in range(bench.runs)]
    return measured, busy


def cores() -> tuple[int, int]:
    """The servers' core and ours; the same where the machine has one alone."""
    usable = sorted(os.sched_getaffinity(0))
    return usable[0], usable[-1]


@contextlib.contextmanager
def our_door(folder: Path, core: int, openid_url: str, people: Sequence[str]) -> Iterator[Target]:
    """Our server with its token check, on a new database in this folder."""
    clinic = folder / "clinic.toml"
    example = (ROOT / "clinic.example.toml").read_text(encoding="utf-8")
    staff = "".join(_MEMBER.format(number=n, entra_id=who) for n, who in enumerate(people))
    clinic.write_text(example.replace("[[contacts]]", staff + "[[contacts]]", 1), encoding="utf-8")
    environment = {
        "SHM_AUTH": "required",
        "SHM_APP_ID": APP_ID,
        "SHM_APP_SECRET": "made up",
        "SHM_TENANT_ID": TENANT,
        "SHM_OPENID_METADATA_URL": openid_url,
        "SHM_DATABASE_URL": f"sqlite:///{folder / 'shm.db'}",
        "SHM_CLINIC_FILE": str(clinic),
        "SHM_SECRET_KEY": "a key of the bench, and of nothing else",
        "SHM_ORGANISER_EMAIL": "mote@fjordly.example",
    }
    with _serving([sys.executable, "-m", "tests.bench.our_door"], core, environment) as (pid, port):
        yield Target(pid=pid, port=port, says="hei", hears=CARD, token=True)


_MEMBER = """[[staff]]
id = "sekretar-{number}"
name = "Siri Eksempel {number}"
roles = ["secretary"]
entra_id = "{entra_id}"

"""


@contextlib.contextmanager
def echo_bot(script: str, core: int) -> Iterator[Target]:
    """One of the echo bots, in the environment that has them."""
    with _serving([str(RIVALS), str(HERE / script)], core, {}) as (pid, port):
        yield Target(pid=pid, port=port, says="hei", hears=b"Echo: hei")


@contextlib.contextmanager
def _serving(
    command: Sequence[str], core: int, environment: Mapping[str, str]
) -> Iterator[tuple[int, int]]:
    """A server's process and port, from when it listens until it is stopped."""
    port = free_port()
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SHM_") and not name.lower().endswith("_proxy")
    }
    with subprocess.Popen(
        [*command, str(core), str(port)], cwd=ROOT, env={**bare, **environment}
    ) as process:
        try:
            _until_listening(process, port)
            yield process.pid, port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _until_listening(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(PAUSE)
    raise TimeoutError(process.args)


def messages_in(folder: Path) -> int:
    """How many messages are written down as heard."""
    with contextlib.closing(sqlite3.connect(folder / "shm.db")) as database:
        number: int = database.execute("SELECT count(*) FROM heard").fetchone()[0]
        return number


def main() -> None:
    """Measure, and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=Bench.runs)
    asked.add_argument("--seconds", type=float, default=Bench.seconds)
    asked.add_argument("--warm-up", type=float, default=Bench.warm_up)
    asked.add_argument("--only-ours", action="store_true")
    bench = Bench(**vars(asked.parse_args()))
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(as_text(asyncio.run(measure(bench, Path(folder)))))


if __name__ == "__main__":
    main()

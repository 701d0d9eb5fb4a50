"""How fast a press on the card of a running meeting is answered: `make bench` prints JSON.

The server of `turns`, the product's own daemon beside it on the same database (SQLite, WAL,
synchronous FULL); whoever presses, and who takes the mails, are on the other core. The daemon is
measured on both: apart from the server, as on any machine with two cores, and together with it on
one. One press after the other, each pause and resume in one of several meetings, from the post
until the answer that shows the card; while the daemon is idle, and while it sends a heap of
invitations, and as many again and again, since one heap is gone after some ninety presses. An echo
bot beside the server is measured in the same states, where it is installed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import ClientSession
from pydantic import SecretStr

from bot.assembly import assemble
from bot.clinic_file import load_clinic
from bot.house import House
from bot.serving import settle
from bot.settings import Settings
from dialogs.turn import JSON
from dialogs.wording.nb import ask_running
from pathway.commands import InviteGp, Person, RegisterPatient, StartMeeting
from pathway.service import execute
from pathway.words import CaseRef, Channel, MeetingKind, StaffId
from tests.bench.figures import OURS, SUCCESSOR, percentile
from tests.bench.load import Crowd, Target, WrongAnswerError, as_text, deliveries
from tests.bench.mails import invite, sink
from tests.bench.start import EXAMPLE
from tests.bench.turns import RIVALS, ROOT, cores, echo_bot, our_door
from tests.bot.teams.activities import body
from tests.bot.teams.activities import press as pressed
from tests.bot.teams.openid import openid
from tests.dialogs.world import actions_of

GOAL_MS = 100.0
IDLE, APART, TOGETHER = "idle", "daemon sends on the other core", "daemon sends on the same core"
MEETINGS = 8
WHO = "00000000-0000-4000-8000-000000000000"
OFFICE = StaffId("sekretar")
THINK = 0.02
"""Seconds between an answer and the next press."""
TRIES = 5
_HOUR = 3600

Press = Callable[[ClientSession, int], Awaitable[float]]
"""The seconds that the press with this number took."""


@dataclass(kw_only=True)
class Presser:
    """Somebody of the office with the cards of all meetings that run; `cards` are the newest.

    `late` is how many presses were only told that the answer comes in a moment.
    """

    crowd: Crowd
    target: Target
    refs: Sequence[CaseRef]
    cards: dict[CaseRef, object] = field(default_factory=dict)
    late: int = 0

    async def look(self) -> None:
        """Each meeting's card, with its buttons as the door has sealed them."""
        for ref in self.refs:
            raw = await self.crowd.said(replace(self.target, says=f"vis møtet {ref}"))
            self.cards[ref] = json.loads(raw)

    async def press(self, session: ClientSession, number: int) -> float:
        """Seconds until the next card is there; every meeting is paused, then goes on."""
        ref = self.refs[number % len(self.refs)]
        titles = {ask_running.PAUSE, ask_running.RESUME}
        button = next(one for one in actions_of(self.cards[ref]) if one.get("title") in titles)
        said = pressed(
            button["data"],  # type: ignore[arg-type] # a card's own
            who=WHO,
            id=f"press-{time.perf_counter_ns()}",
            serviceUrl=self.crowd.connector.service_url,
        )
        headers = {"Content-Type": "application/json", "Authorization": self.crowd.token}
        began = time.perf_counter()
        async with session.post(self.target.url, data=body(said), headers=headers) as response:
            answer = await response.read()
        took = time.perf_counter() - began
        if response.status != 200:
            raise WrongAnswerError(answer[:300].decode(errors="replace"))
        if f"sak {ref}".encode() in answer:
            self.cards[ref] = json.loads(answer)
        else:  # "the answer comes in a moment"
            self.late += 1
            await self.look()
        return took


async def measure(mails: int, heaps: int, presses: int, folder: Path, mail_port: int) -> JSON:
    """Idle, and while the daemon sends; ours and, where it is installed, an echo bot's."""
    (core, own), report = cores(), dict[str, dict[str, JSON]]()
    async with openid() as keys, deliveries() as connector:
        now = int(time.time())
        token = keys.token(serviceurl=connector.service_url, nbf=now - 300, exp=now + _HOUR)
        house = a_house(folder, mail_port)
        refs = await running_meetings(house)
        with contextlib.ExitStack() as opened:
            target = opened.enter_context(our_door(folder, core, keys.url, [WHO]))
            crowd = Crowd(connector=connector, people=[WHO], token=token)
            ours = Presser(crowd=crowd, target=target, refs=refs)
            await _patiently(ours.look)
            sides: dict[str, Press] = {OURS: ours.press}
            if RIVALS.exists():
                rival = opened.enter_context(echo_bot("echo_agents.py", core))
                sides[SUCCESSOR] = partial(_echo, crowd, rival)
            for name, side in sides.items():
                await _latencies(side, presses // 4)
                report[name] = {IDLE: _figures(await _latencies(side, presses))}
                busy: dict[str, list[float]] = {APART: [], TOGETHER: []}
                for where in (APART, TOGETHER) * heaps:
                    await invite(house, mails)
                    with sending(
                        folder, mail_port, mails, own if where == APART else core
                    ) as sends:
                        busy[where] += await _latencies(side, presses, sends)
                report[name] |= {where: _figures(latencies) for where, latencies in busy.items()}
        await house.close()
    p99 = {where: float(str(report[OURS][where]["p99_ms"])) for where in (APART, TOGETHER)}
    enough = {where: found <= GOAL_MS for where, found in p99.items()}
    goal = {"p99_ms": p99, "goal": GOAL_MS, "enough": enough}
    figures = {"mails": mails, "heaps": heaps, **report, "answered late": ours.late, "goal": goal}
    return {"a press on the running card": figures}


async def _echo(crowd: Crowd, rival: Target, session: ClientSession, _number: int) -> float:
    return await crowd.turn(session, WHO, rival)


async def _patiently(first: Callable[[], Awaitable[object]]) -> None:
    """Again where it fails: a door that is new fetches its keys first."""
    for _ in range(TRIES - 1):
        with contextlib.suppress(WrongAnswerError):
            await first()
            return
    await first()


async def _latencies(
    press: Press, presses: int, daemon: subprocess.Popen[bytes] | None = None
) -> list[float]:
    """One press after the other: so many, or for as long as the daemon sends."""
    found: list[float] = []
    async with ClientSession() as session:
        for number in itertools.count():
            if number >= presses if daemon is None else daemon.poll() is not None:
                return found
            found.append(await press(session, number))
            await asyncio.sleep(THINK)
    return found


def _figures(latencies: Sequence[float]) -> JSON:
    ms = {f"p{n}_ms": round(1000 * percentile(latencies, n), 1) for n in (50, 99, 100)}
    return {**ms, "presses": len(latencies)}


# --- the clinic, and its daemon ------------------------------------------------------------------


def a_house(folder: Path, mail_port: int) -> House:
    """The product's own, at this moment."""
    settings = Settings(
        database_url=f"sqlite:///{folder / 'shm.db'}",
        smtp_url=SecretStr(f"smtp://127.0.0.1:{mail_port}?starttls=never"),
        organiser_email="mote@fjordly.example",
        secret_key=SecretStr("a key of the bench, and of nothing else"),
        clinic_file=EXAMPLE,
    )
    return assemble(settings, load_clinic(EXAMPLE), clock=lambda: datetime.now(UTC))


async def running_meetings(house: House) -> list[CaseRef]:
    """Meetings that have begun, each in a case of its own."""
    now = datetime.now(ZoneInfo("Europe/Oslo")).replace(tzinfo=None, second=0, microsecond=0)
    refs = []
    for number in range(MEETINGS):
        gp = Person(name=f"Gro {number}", office="Legesenteret", email=f"gro{number}@lege.example")
        received = now.date() - timedelta(days=30)
        register = RegisterPatient(name=f"Test {number}", referral_received=received, gp=gp)
        case = (await house.run(OFFICE, "bench", partial(execute, command=register))).case
        ask = InviteGp(
            ref=case.ref,
            kind=MeetingKind.SHM1,
            start=now + timedelta(minutes=30),
            template="with_nav",
            leader=StaffId("leder"),
            link=f"https://video.example/run{number}",
            accept_clashes=True,
        )
        for command in (ask, StartMeeting(ref=case.ref, kind=MeetingKind.SHM1)):
            await house.run(OFFICE, "bench", partial(execute, command=command))
        refs.append(case.ref)
    await house.tick()
    return refs


@contextlib.contextmanager
def sending(
    folder: Path, mail_port: int, mails: int, core: int
) -> Iterator[subprocess.Popen[bytes]]:
    """The daemon in a process of its own, until all has left."""
    words = ["--daemon", str(folder), "--port", str(mail_port), "--mails", str(mails)]
    command = [sys.executable, "-m", "tests.bench.running", *words, "--core", str(core)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()  # it is ready
        yield process
        if process.wait() != 0:
            raise RuntimeError(process.returncode)


async def send(folder: Path, mail_port: int, mails: int) -> None:
    """Passes until every invitation has left."""
    house = a_house(folder, mail_port)
    await house.run(OFFICE, "bench", lambda context: context.ledger.refs())
    settle()  # as the daemon does, once it is open
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    left = 0
    while left < mails:
        report = await house.tick()
        left += sum(one.departure.channel is Channel.MAIL for one in report.delivered)
        assert not report.broken, report.broken
    await house.close()


def main() -> None:
    """Measure, and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--mails", type=int, default=1000)
    asked.add_argument("--heaps", type=int, default=5)
    asked.add_argument("--presses", type=int, default=300)
    asked.add_argument("--daemon", type=Path)
    asked.add_argument("--port", type=int, default=0)
    asked.add_argument("--core", type=int, default=0)
    bench = asked.parse_args()
    if bench.daemon:
        os.sched_setaffinity(0, {bench.core})
        asyncio.run(send(bench.daemon, bench.port, bench.mails))
        return
    with tempfile.TemporaryDirectory() as name, sink() as port:
        os.sched_setaffinity(0, {cores()[1]})
        work = measure(bench.mails, bench.heaps, bench.presses, Path(name), port)
        sys.stdout.write(as_text(asyncio.run(work)))


if __name__ == "__main__":
    main()

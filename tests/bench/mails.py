"""How fast invitations are made and delivered: `make bench` prints JSON, medians of the runs.

What is made: the calendar and the whole mail, beside icalendar alone that serialises the same event
ready made. What is delivered: invitations that wait in the database, by the daemon's own pass with
its claims and receipts (SQLite, WAL, synchronous FULL), beside a bare loop of aiosmtplib that sends
one such mail over one line again and again. Both on one core; who takes them is on another. The
collector passes over what was there before, as it does in the daemon (`bot.serving.settle`).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from aiosmtplib import SMTP
from icalendar import Calendar
from pydantic import SecretStr

from bot.assembly import assemble
from bot.clinic_file import load_clinic
from bot.house import House
from bot.serving import settle
from bot.settings import Settings
from calendar_sync.ics import calendar_bytes
from calendar_sync.imip import build_mail
from dialogs.turn import JSON
from pathway.commands import InviteGp, Person, RegisterPatient
from pathway.service import execute
from pathway.words import Channel, MeetingKind, StaffId
from tests.bench.load import as_text
from tests.bench.start import EXAMPLE, PATIENCE, PAUSE, free_port
from tests.bench.turns import ROOT, cores
from tests.calendar_sync.sendings import ATTENDEE, EVENT, LINKS, ORGANISER, SENDING, STAMP

TIMES_BARE = 1.5
"""How much longer than bare icalendar the calendar and the mail together may take."""
A_SECOND, OF_A_BARE_LOOP = 300.0, 0.25
"""How many invitations, and what part of a bare loop's mails, at least."""
MADE_AT_ONCE = 100
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


# --- made ----------------------------------------------------------------------------------------


def making(runs: int) -> dict[str, object]:
    """Microseconds for ours, and for icalendar alone; in turn, so that what disturbs one both."""
    ready = Calendar.from_ical(calendar_bytes(EVENT, STAMP, ORGANISER, ATTENDEE))
    bare = [0.0] * runs
    ours = [0.0] * runs
    for run in range(runs):
        bare[run] = _microseconds(lambda: ready.to_ical(sorted=False))
        ours[run] = _microseconds(lambda: build_mail(SENDING, LINKS, ORGANISER))
    times = statistics.median(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    return {
        "icalendar_us": _spread(bare),
        "calendar_and_mail_us": _spread(ours),
        "goal": {"reached": round(times, 2), "goal": TIMES_BARE, "enough": times <= TIMES_BARE},
    }


def _microseconds(make: Callable[[], object]) -> float:
    began = time.process_time()
    for _ in range(MADE_AT_ONCE):
        make()
    return (time.process_time() - began) / MADE_AT_ONCE * 1e6


# --- delivered -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Took:
    """What a number of mails took: seconds by the clock, and of the processor."""

    mails: int
    clock: float
    processor: float

    @property
    def per_s(self) -> float:
        """Mails a second."""
        return self.mails / self.clock

    @property
    def ms_each(self) -> float:
        """Milliseconds of the processor, which a busy machine falsifies less than the clock."""
        return self.processor / self.mails * 1000


@contextlib.contextmanager
def timed(mails: int, into: list[Took]) -> Iterator[None]:
    """Put what the block took behind the others."""
    began, used = time.perf_counter(), time.process_time()
    yield
    into.append(Took(mails, time.perf_counter() - began, time.process_time() - used))


async def delivering(runs: int, mails: int, port: int, folder: Path) -> dict[str, object]:
    """Ours from the database, and the bare loop's, in turn."""
    ours: list[Took] = []
    bare: list[Took] = []
    for run in range(runs):
        with timed(mails, bare):
            await _bare(port, mails)
        house = a_house(f"sqlite:///{folder / f'{run}.db'}", port)
        await invite(house, 1)
        await house.tick()  # what is read at the first mail is read by now
        await invite(house, mails)
        settle()  # as after the daemon's own start
        with timed(mails, ours):
            report = await house.tick()
        went = [one for one in report.delivered if one.departure.channel is Channel.MAIL]
        assert (len(went), report.retry, report.broken) == (mails, [], [])
        await house.close()
    pairs = list(zip(ours, bare, strict=True))
    rate = statistics.median(one.per_s for one in ours)
    part = statistics.median(mine.per_s / theirs.per_s for mine, theirs in pairs)
    of_processor = statistics.median(theirs.ms_each / mine.ms_each for mine, theirs in pairs)
    return {
        "invitations": mails,
        "delivered_per_s": _spread([one.per_s for one in ours]),
        "cpu_ms_each": _spread([one.ms_each for one in ours], 2),
        "bare_loop_per_s": _spread([one.per_s for one in bare]),
        "bare_loop_cpu_ms_each": _spread([one.ms_each for one in bare], 2),
        "of the bare loop by processor": round(of_processor, 3),
        "goal": {
            "per_s": {"reached": round(rate, 1), "goal": A_SECOND, "enough": rate >= A_SECOND},
            "of the bare loop": {
                "reached": round(part, 3),
                "goal": OF_A_BARE_LOOP,
                "enough": part >= OF_A_BARE_LOOP,
            },
        },
    }


async def _bare(port: int, mails: int) -> None:
    """One line, one mail after the other, and nothing remembered."""
    mail = build_mail(SENDING, LINKS, ORGANISER)
    async with SMTP(hostname="127.0.0.1", port=port, start_tls=False) as line:
        for _ in range(mails):
            await line.sendmail(ORGANISER.address, [ATTENDEE], mail)


def a_house(url: str, port: int) -> House:
    """The product's own, with a new database."""
    settings = Settings(
        database_url=url,
        smtp_url=SecretStr(f"smtp://127.0.0.1:{port}?starttls=never"),
        organiser_email="mote@fjordly.example",
        secret_key=SecretStr("a key of the bench, and of nothing else"),
        clinic_file=EXAMPLE,
    )
    return assemble(settings, load_clinic(EXAMPLE), clock=lambda: NOW)


async def invite(house: House, patients: int) -> None:
    """So many patients whose GP is asked to a meeting; the requests wait to be sent."""
    for number in range(patients):
        gp = Person(name=f"Gro {number}", office="Legesenteret", email=f"gp{number}@lege.example")
        register = RegisterPatient(
            name=f"Test {number}", referral_received=(NOW - timedelta(days=30)).date(), gp=gp
        )
        case = (await house.run("sekretar", "bench", partial(execute, command=register))).case
        ask = InviteGp(
            ref=case.ref,
            kind=MeetingKind.SHM1,
            start=datetime(2027, 1, 12, 9) + timedelta(minutes=number),  # noqa: DTZ001 - wall time
            template="with_nav",
            leader=StaffId("leder"),
            link=f"https://video.example/{case.ref}",
            accept_clashes=True,
        )
        await house.run("sekretar", "bench", partial(execute, command=ask))


@contextlib.contextmanager
def sink() -> Iterator[int]:
    """A server of mail on the other core, and we on this one; its port."""
    port, (core, other) = free_port(), cores()
    os.sched_setaffinity(0, {core})
    command = [sys.executable, "-m", "tests.bench.sink", str(other), str(port)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            _until_listening(port)
            yield port
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _until_listening(port: int) -> None:
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(PAUSE)
    raise TimeoutError(port)


def _spread(values: Sequence[float], digits: int = 1) -> object:
    return {
        "median": round(statistics.median(values), digits),
        "all": [round(value, digits) for value in values],
    }


def main() -> None:
    """Measure, and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--mails", type=int, default=200)
    bench = asked.parse_args()
    report: JSON = {"made": making(bench.runs)}
    with tempfile.TemporaryDirectory() as name, sink() as port:
        work = delivering(bench.runs, bench.mails, port, Path(name))
        report["delivered"] = asyncio.run(work)
    sys.stdout.write(as_text(report))


if __name__ == "__main__":
    main()

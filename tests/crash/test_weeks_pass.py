"""The real daemon while weeks pass on the machine's clock: what leaves is what `shm due` foretold.

The clock is jumped by Debian's faketime: libfaketime stands between the process and its clock, and
reads from a file how far it is turned. The monotonic clock goes on as it is.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime
from functools import partial
from math import ceil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clockwork import GRACE, NEWS, TICK
from pathway import promises
from pathway.commands import InviteGp, Person, RecordAnswer, RegisterPatient, TickSent
from pathway.service import Context, execute
from pathway.service.daemon.chatting import NEVER
from pathway.words import CaseRef, Channel, MeetingKind, PromiseKind, StaffId, Verdict
from tests.bot.mail_clinic import MailClinic
from tests.bot.post_office import PostOffice, post_office
from tests.crash.lane import CLINIC_FILE
from tests.crash.test_schedule import LONGEST, shm

LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
"""Debian's package; the one for programs with threads."""

pytestmark = [
    pytest.mark.crash,
    pytest.mark.faketime,
    pytest.mark.skipif(not LIBRARIES, reason="faketime is not installed"),
]

OSLO = ZoneInfo("Europe/Oslo")
MONDAY = datetime(2026, 11, 2, 8, tzinfo=UTC)
MEETING = datetime(2026, 12, 2, 10)  # noqa: DTZ001 - wall time
END = datetime(2026, 12, 21, 12, tzinfo=UTC)
SECRETARY = "siri@fjordly.example"
NIGHT = timedelta(hours=14)
"""From a moment in the morning until one at which nothing of the program's own may leave."""

Mailed = tuple[str, str]
"""When, in Oslo and to the minute, and to whom."""


def asked_of(context: Context, name: str) -> CaseRef:
    """A patient whose GP is asked to SHM1 by mail, and told in the EHR whom it concerns."""
    gp = Person(name=f"{name} Testlege", office="Solsiden", email=f"{name}@solsiden.example")
    received = context.now.date() - timedelta(days=20)
    register = RegisterPatient(name="Test Testesen", referral_received=received, gp=gp)
    ref = execute(context, register).case.ref
    meeting = InviteGp(
        ref=ref,
        kind=MeetingKind.SHM1,
        start=MEETING,
        template="with_nav",
        leader=StaffId("lege"),
        link=f"https://video.example/{name}",
        accept_clashes=True,
    )
    case = execute(context, meeting).case
    for owed in promises.open_promises(case):
        if owed.kind is PromiseKind.SECURE_MESSAGE:
            execute(context, TickSent(ref=ref, promise_id=owed.id))
    return ref


def known_unreached(context: Context) -> None:
    """It has been told of whom nothing reaches: that news is none that anybody waits for."""
    for person in context.clinic.staff:
        if not person.email:
            context.ledger.put_mark(f"unreached {person.id}", NEVER)


def answered(context: Context, ref: CaseRef, verdict: Verdict) -> None:
    """The GP's answer by phone."""
    (invitation,) = context.ledger.load(ref, context.access).invitations
    answer = RecordAnswer(
        ref=ref,
        invitation_id=invitation.id,
        verdict=verdict,
        channel=Channel.PHONE,
        evidence="by phone",
    )
    execute(context, answer)


@dataclass
class Machine:
    """A machine whose clock can be turned: `file` is the database, `turned` what faketime reads."""

    file: Path
    turned: Path

    def __post_init__(self) -> None:
        """The secretary has an e-mail and no chat here, so that staff are mailed too (D4)."""
        clinic, secretary = self.file.with_name("clinic.toml"), 'id = "sekretar"\n'
        example = CLINIC_FILE.read_text("utf-8")
        assert secretary in example
        mailed = example.replace(secretary, f'{secretary}email = "{SECRETARY}"\n')
        clinic.write_text(mailed, "utf-8")
        self.here = {"SHM_CLINIC_FILE": str(clinic), "SHM_AUTH": "none"}

    def turn(self, to: datetime) -> None:
        """The clock shows this now, and goes on."""
        seconds = ceil((to - datetime.now(UTC)).total_seconds())  # not a moment before it
        whole = self.turned.with_suffix(".next")
        whole.write_text(f"{seconds:+d}\n", encoding="ascii")
        whole.replace(self.turned)  # an empty file would be the machine's own time, for a moment

    @property
    def settings(self) -> dict[str, str]:
        """What a process here is started with besides."""
        return {
            **self.here,
            "LD_PRELOAD": str(LIBRARIES[-1]),
            "FAKETIME_TIMESTAMP_FILE": str(self.turned),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    async def passes(self, at: datetime) -> None:
        """The daemon begins two passes from this moment on, so that one is whole.

        Its second heartbeat is written only when it is news, so the clock is turned on to there.
        """
        for moment in (at, at + NEWS):
            self.turn(moment)
            async with asyncio.timeout(LONGEST):
                while (now := self._beaten()) is None or now < moment:  # noqa: ASYNC110 - another process does it
                    await asyncio.sleep(0.05)

    def _beaten(self) -> datetime | None:
        """When the last pass began."""
        with closing(sqlite3.connect(self.file)) as connection:
            query = "SELECT until FROM heartbeat WHERE job = ?"
            found = connection.execute(query, (TICK,)).fetchone()
        until = datetime.fromisoformat(found[0]).replace(tzinfo=UTC) if found else None
        return until - GRACE if until else None


@asynccontextmanager
async def daemon(machine: Machine, office: PostOffice) -> AsyncIterator[None]:
    """`shm schedule` by this machine's clock; it is told to stop and ends well."""
    process = await shm(machine.file, office, "schedule", stdout=None, **machine.settings)
    try:
        yield
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(LONGEST):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def foretold(machine: Machine, office: PostOffice, at: datetime) -> list[Mailed]:
    """The mails that `shm due` foretells from this moment on."""
    words = ("due", "--until", END.isoformat(), "--at", at.isoformat(), "--json")
    process = await shm(machine.file, office, *words, stdout=PIPE, **machine.here)
    said, _ = await process.communicate()
    assert process.returncode == 0
    rows = (one for one in json.loads(said) if one["kind"] != "task")  # a digest holds those
    due = [one for one in rows if one["channel"] == "mail"]
    return sorted((_minute(datetime.fromisoformat(one["at"])), one["to"]) for one in due)


def taken(office: PostOffice) -> list[Mailed]:
    """The mails that the mail server took."""
    return sorted((_minute(_date(raw)), to) for to, raw in office.taken)


def _date(raw: bytes) -> datetime:
    """When it was first handed over, by the program's clock."""
    return parsedate_to_datetime(str(message_from_bytes(raw, policy=default)["Date"]))


def _minute(at: datetime) -> str:
    return f"{at.astimezone(OSLO):%Y-%m-%d %H:%M}"


async def test_what_leaves_is_what_was_foretold(tmp_path: Path) -> None:
    """Over seven weeks the mail server gets just the mails that were foretold, each on its day."""
    machine = Machine(tmp_path / "shm.db", tmp_path / "turned")
    async with post_office() as office:
        clinic = MailClinic(machine.file, office)
        clinic.now = MONDAY
        run = clinic.house.run
        silent, coming, perhaps = [
            await run("sekretar", "chat", partial(asked_of, name=name))
            for name in ("stille", "kommer", "kanskje")
        ]
        await run("sekretar", "chat", known_unreached)
        machine.turn(MONDAY)
        async with daemon(machine, office):
            await machine.passes(MONDAY)
            assert len(office.taken) == 3
            clinic.now = MONDAY + timedelta(minutes=30)
            for ref, verdict in ((coming, Verdict.ACCEPTED), (perhaps, Verdict.TENTATIVE)):
                await run("sekretar", "chat", partial(answered, ref=ref, verdict=verdict))
            office.taken.clear()
            told = await foretold(machine, office, clinic.now)
            moments = {datetime.fromisoformat(at).replace(tzinfo=OSLO) for at, _ in told}
            stops = {at + later for at in moments for later in (timedelta(), NIGHT)} | {END}
            for stop in sorted(stops):
                await machine.passes(stop.astimezone(UTC))
        names = {"stille", "kommer", "kanskje", SECRETARY.partition("@")[0]}
        assert {to.partition("@")[0] for _, to in told} == names
        assert len(told) > len({silent, coming, perhaps})
        assert taken(office) == told
        await clinic.house.close()


async def test_a_clock_that_was_wrong_for_a_moment_stops_nothing(tmp_path: Path) -> None:
    """The machine's clock shows another month and is set back: passes go on."""
    machine = Machine(tmp_path / "shm.db", tmp_path / "turned")
    async with post_office() as office:
        await MailClinic(machine.file, office).house.close()
        machine.turn(MONDAY)
        async with daemon(machine, office):
            await machine.passes(MONDAY)
            await machine.passes(MONDAY + timedelta(days=31))
            machine.turn(MONDAY)
            await asyncio.sleep(2)
            await machine.passes(MONDAY + timedelta(days=31, hours=1))

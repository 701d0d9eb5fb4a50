"""The real daemon process, told to stop or killed while a mail is in its hand."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from calendar_sync.smtp_lines import MOST_LINES
from pathway.commands import InviteGp, Person, RegisterPatient
from pathway.outgoing import SendingStatus
from pathway.service import Context, execute
from pathway.words import CaseRef, MeetingKind, StaffId
from tests.bot.mail_clinic import MailClinic, message_id
from tests.bot.post_office import Mood, PostOffice, post_office
from tests.crash.lane import ROOT, settings

pytestmark = pytest.mark.crash

SHM = (sys.executable, "-c", "from bot.cli import main; main()")
GP = Person(name="Kari Testlege", office="Solsiden", email="kari@solsiden.example", phone="")
AHEAD = timedelta(days=30)
LONGEST = 20


def invited(context: Context) -> CaseRef:
    """A patient whose GP is asked to a meeting in a month."""
    today = context.now.date()
    new = RegisterPatient(name="Test Testesen", referral_received=today, gp=GP)
    ref = execute(context, new).case.ref
    meeting = InviteGp(
        ref=ref,
        kind=MeetingKind.SHM1,
        start=(context.now + AHEAD).replace(tzinfo=None, microsecond=0),
        template="with_nav",
        leader=StaffId("lege"),
        link="",
        accept_clashes=True,
    )
    execute(context, meeting)
    return ref


@asynccontextmanager
async def hanging_daemon(
    file: Path, office: PostOffice
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`shm schedule` that has handed a mail over and waits for the answer."""
    office.mood = Mood.HANGS
    process = await shm(file, office, "schedule")
    try:
        async with asyncio.timeout(LONGEST):
            await office.kept.wait()
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def shm(
    file: Path, office: PostOffice, *words: str, stdout: int | None = None, **more: str
) -> Process:
    """The real command; `more` are further settings."""
    env = {
        **settings(office.url.partition("?")[0]),
        "SHM_DATABASE_URL": f"sqlite:///{file}",
        "SHM_TICK_SECONDS": "1",
        **more,
    }
    return await asyncio.create_subprocess_exec(*SHM, *words, cwd=ROOT, env=env, stdout=stdout)


async def waiting_case(file: Path, office: PostOffice) -> tuple[MailClinic, CaseRef]:
    """A case whose invitation waits to leave, decided just now by the machine's clock."""
    clinic = MailClinic(file, office)
    clinic.now = datetime.now(UTC) - timedelta(seconds=1)
    return clinic, await clinic.house.run("sekretar", "chat", invited)


async def test_a_stopped_daemon_writes_the_receipt_first(tmp_path: Path) -> None:
    """A daemon told to stop waits for the mail server's answer, keeps it, and ends well."""
    file = tmp_path / "shm.db"
    async with post_office() as office:
        clinic, ref = await waiting_case(file, office)
        async with hanging_daemon(file, office) as process:
            process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.5)
            assert process.returncode is None
            office.answer.set()
            async with asyncio.timeout(LONGEST):
                assert await process.wait() == 0
        assert len(office.taken) == 1
        clinic.now = datetime.now(UTC)
        assert [row.status for row in clinic.mails(ref)] == [SendingStatus.SENT]
        await clinic.house.close()


async def test_a_killed_daemon_leaves_a_mail_that_comes_again(tmp_path: Path) -> None:
    """A daemon killed with a mail in its hand: the next sends the same bytes after the lease."""
    file = tmp_path / "shm.db"
    async with post_office() as office:
        clinic, ref = await waiting_case(file, office)
        async with hanging_daemon(file, office) as process:
            process.kill()
        office.mood = Mood.TAKES
        clinic.now = datetime.now(UTC) + timedelta(seconds=30)
        assert (await clinic.tick()).quiet
        later = (datetime.now(UTC) + timedelta(minutes=3)).isoformat()
        tick = await shm(file, office, "tick", "--at", later)
        assert await tick.wait() == 0
        (_, first), (_, again) = office.taken
        assert first == again
        clinic.now += timedelta(minutes=5)
        assert [row.status for row in clinic.mails(ref)] == [SendingStatus.SENT]
        await clinic.house.close()


async def test_a_killed_daemon_with_many_in_hand_loses_none(tmp_path: Path) -> None:
    """Killed with several mails in its hand: every one comes, and a copy is the same mail."""
    file = tmp_path / "shm.db"
    async with post_office() as office:
        clinic, ref = await waiting_case(file, office)
        more = [await clinic.house.run("sekretar", "chat", invited) for _ in range(5)]
        refs = [ref, *more]
        async with hanging_daemon(file, office) as process:
            async with asyncio.timeout(LONGEST):
                while len(office.taken) < MOST_LINES:  # noqa: ASYNC110 - another process does it
                    await asyncio.sleep(0.05)
            process.kill()
        office.mood = Mood.TAKES
        clinic.now = datetime.now(UTC) + timedelta(minutes=3)
        assert len((await clinic.tick()).delivered) == len(refs)
        contents: dict[str, set[bytes]] = {}
        for _, raw in office.taken:
            contents.setdefault(message_id(raw), set()).add(raw)
        assert len(office.taken) == len(refs) + MOST_LINES
        assert [len(copies) for copies in contents.values()] == [1] * len(refs)
        sent = [row.status for one in refs for row in clinic.mails(one)]
        assert sent == [SendingStatus.SENT] * len(refs)
        await clinic.house.close()

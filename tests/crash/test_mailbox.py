"""The real daemon process with a real mailbox: answered, told to stop, and killed."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pathway.words import CaseRef, Verdict
from tests.bot.mail_clinic import MailClinic
from tests.bot.post_office import PostOffice, post_office
from tests.calendar_sync.dovecot import Dovecot, dovecot, needs_dovecot
from tests.calendar_sync.itip_client.dialects import DIALECTS, Said
from tests.calendar_sync.itip_client.diary import Diary
from tests.crash.test_schedule import GP, shm, waiting_case

LONGEST = 60

pytestmark = [pytest.mark.crash, *needs_dovecot]


@asynccontextmanager
async def daemon(
    file: Path, office: PostOffice, server: Dovecot
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`shm schedule` that reads this mailbox."""
    process = await shm(file, office, "schedule", SHM_IMAP_URL=server.url)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def until(true: Callable[[], object]) -> None:
    """Wait for it."""
    async with asyncio.timeout(LONGEST):
        while not true():  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.05)


def yes(office: PostOffice) -> bytes:
    """The GP's answer to the invitation that came."""
    diary = Diary(GP.email)
    diary.receive(office.taken[0][1])
    (uid,) = diary.entries
    entry = diary.answers(uid, "ACCEPTED")
    said = Said(entry=entry, owner=GP.email, at=datetime.now(UTC), partstat="ACCEPTED")
    return DIALECTS["google"](said)


def verdicts(clinic: MailClinic, ref: CaseRef) -> list[Verdict]:
    """Every answer of the case."""
    clinic.now = datetime.now(UTC)
    return [answer.verdict for answer in clinic.case(ref).answers]


async def test_the_daemon_reads_its_mailbox_and_stops(tmp_path: Path) -> None:
    """An answer is in the case while the daemon runs, and told to stop it ends well."""
    file = tmp_path / "shm.db"
    async with post_office() as office, dovecot() as server:
        clinic, ref = await waiting_case(file, office)
        async with daemon(file, office, server) as process:
            await until(lambda: office.taken)
            server.deliver(yes(office), "1790000001.x")
            await until(server.filed)
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(LONGEST):
                assert await process.wait() == 0
        assert verdicts(clinic, ref) == [Verdict.ACCEPTED]
        await clinic.house.close()


async def test_a_killed_daemon_reads_the_rest_next_time(tmp_path: Path) -> None:
    """A daemon killed among its mails, and the next one, handle each of them once."""
    file = tmp_path / "shm.db"
    async with post_office() as office, dovecot() as server:
        clinic, ref = await waiting_case(file, office)
        async with daemon(file, office, server):
            await until(lambda: office.taken)
        answer = yes(office)
        server.deliver_all(answer + b" " * number for number in range(12))
        async with daemon(file, office, server):
            await until(lambda: len(server.filed()) >= 2)
        killed_at = len(server.filed())
        async with daemon(file, office, server):
            await until(lambda: len(server.filed()) == 12)
        assert killed_at < 12
        assert verdicts(clinic, ref) == [Verdict.ACCEPTED] * 12
        await clinic.house.close()

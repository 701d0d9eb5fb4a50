"""How fast waiting answers are read: `make bench` prints JSON.

A thousand GPs have answered while nobody looked. Their mails lie in a real Dovecot's mailbox; the
mailroom reads each, applies it to its case (SQLite, WAL, synchronous FULL, a commit for each), and
files it. Goal: less than a minute, in memory that does not grow with their number.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import sys
import tempfile
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from bot.assembly import mailroom_of
from bot.beating import Heart
from bot.mail_news import MailNews
from bot.settings import Settings
from pathway.commands import InviteGp, Person, RegisterPatient
from pathway.service import Context, execute
from pathway.words import Channel, MeetingKind, StaffId, Verdict
from tests.bench.start import resident_mib
from tests.bot.mail_clinic import MailClinic
from tests.bot.post_office import post_office
from tests.calendar_sync.dovecot import INSTALLED, dovecot
from tests.calendar_sync.itip_client.dialects import DIALECTS, Said
from tests.calendar_sync.itip_client.diary import Entry
from tests.pathway.build import day

MAILS = 1000
MOST_SECONDS = 60.0
MOST_GROWTH = 8.0
"""MiB from the first tenth to the end; a thousand answers in memory would be more."""

STEP = 0.1


def invited(context: Context, number: int) -> Entry:
    """A case whose GP is asked, as it stands in the GP's calendar."""
    address = f"gp{number}@lege.example"
    gp = Person(name=f"Gro {number}", office="Legesenteret", email=address)
    received = day("2026-10-01")
    case = execute(context, RegisterPatient(name="Kari", referral_received=received, gp=gp)).case
    start = (context.now + timedelta(days=22)).replace(tzinfo=None, microsecond=0)
    outcome = execute(
        context,
        InviteGp(
            ref=case.ref,
            kind=MeetingKind.SHM1,
            start=start,
            template="with_nav",
            leader=StaffId("lege"),
            link=f"https://video.example/{case.ref}",
            accept_clashes=True,
        ),
    )
    sent = next(row for row in outcome.case.sendings if row.channel is Channel.MAIL)
    assert sent.content.event is not None
    window = sent.content.event.window
    return Entry(
        uid=sent.content.event.uid,
        sequence=0,
        stamp=context.now,
        start=window.start,
        end=window.end,
        partstat="ACCEPTED",
        told="NEEDS-ACTION",
        organizer="mote@fjordly.example",
        summary=sent.content.subject,
    )


async def answers_of(clinic: MailClinic, mails: int) -> list[bytes]:
    """One answer from each GP, in the four programs' shapes by turns."""
    shapes = list(DIALECTS.values())
    made = []
    for number in range(mails):
        entry = await clinic.house.run("sekretar", "chat", partial(invited, number=number))
        owner = f"gp{number}@lege.example"
        said = Said(entry=entry, owner=owner, at=clinic.now, partstat="ACCEPTED")
        made.append(shapes[number % len(shapes)](said))
    return made


async def measured(folder: Path, mails: int) -> dict[str, object]:
    """Seconds and memory for so many mails."""
    async with post_office() as office, dovecot() as server:
        clinic = MailClinic(folder / "shm.db", office)
        server.deliver_all(await answers_of(clinic, mails))
        settings = Settings(imap_url=SecretStr(server.url))
        mailroom = mailroom_of(clinic.house, settings, MailNews(clinic.house, Heart(clinic.house)))
        assert mailroom is not None
        gc.collect()
        began, cpu = time.perf_counter(), time.process_time()
        await mailroom.start()
        held: list[tuple[int, float]] = []
        while (done := server.count_filed()) < mails:
            held.append((done, resident_mib(os.getpid())))
            await asyncio.sleep(STEP)
        seconds, worked = time.perf_counter() - began, time.process_time() - cpu
        held.append((mails, resident_mib(os.getpid())))
        await mailroom.stop()
        applied = await clinic.house.run("sekretar", "chat", _applied)
        await clinic.house.close()
    early = max(mib for done, mib in held if done <= mails / 10)
    growth = max(mib for _, mib in held) - early
    return {
        "answers": mails,
        "applied": applied,
        "seconds": round(seconds, 2),
        "cpu_s": round(worked, 2),
        "answers_per_s": round(mails / seconds, 1),
        "resident_mib": {"at a tenth": round(early, 1), "grew by": round(growth, 1)},
        "goal": {
            f"under {MOST_SECONDS:g} s for {MAILS}": seconds < MOST_SECONDS * mails / MAILS,
            f"grew by less than {MOST_GROWTH:g} MiB": growth < MOST_GROWTH,
            "every answer applied": applied == mails,
        },
    }


def _applied(context: Context) -> int:
    cases = context.ledger.list_cases(context.access)
    return sum(
        answer.counts and answer.verdict is Verdict.ACCEPTED
        for case in cases
        for answer in case.answers
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=MAILS)
    mails = parser.parse_args().mails
    if not INSTALLED:
        sys.exit("dovecot-imapd is not installed, so no answers were measured")
    with tempfile.TemporaryDirectory() as folder:
        told = asyncio.run(measured(Path(folder), mails))
    print(json.dumps({"answers by mail": told}, indent=2))


if __name__ == "__main__":
    main()

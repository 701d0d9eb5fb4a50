"""Ten thousand mails at once: told once, bounded, and the secretary is answered meanwhile."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from bot.beating import Heart
from bot.mail_news import MailNews
from pathway.arrivals import Arrival, Handled, Sort
from pathway.service import PROGRAM
from pathway.service.answers.receiving import receive
from scheduler.mailroom import Mailroom
from tests.bot.mail_clinic import MailClinic
from tests.bot.post_office import post_office
from tests.fakes.postbox import FakePostbox

STORM = 10_000
KINDS = 300
"""Different mails among them; the rest are copies, as a loop between two servers makes them."""


async def test_a_storm_is_told_once(tmp_path: Path) -> None:
    """Every mail is filed, the office hears of it in one message, and the chat answers as ever."""
    async with post_office() as office:
        clinic = MailClinic(tmp_path / "shm.db", office)
        box = FakePostbox()
        for number in range(STORM):
            kind = number % KINDS
            sender = f"robot{kind}@annet.example"
            box.deliver(Arrival(key=str(kind), sort=Sort.UNREADABLE, at=clinic.now, sender=sender))

        def take(arrival: Arrival) -> asyncio.Future[Handled]:
            doing = clinic.house.run(PROGRAM, "mail", partial(receive, arrival=arrival))
            return asyncio.ensure_future(doing)

        mailroom = Mailroom(box, take, MailNews(clinic.house, Heart(clinic.house)))
        await mailroom.start()
        answered = 0
        async with asyncio.timeout(240):
            while len(box.filed) < STORM:
                assert "ingen åpne saker" in await clinic.say("oversikt")
                answered += 1
                await asyncio.sleep(0.2)
        await mailroom.stop()
        assert answered > 3
        assert len(await clinic.told()) == 1
        assert clinic.store.run(clinic.house.clinic.id, lambda ledger: len(ledger.strays())) < KINDS
        await clinic.house.close()

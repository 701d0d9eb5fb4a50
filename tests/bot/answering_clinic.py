"""The whole house with both its servers: mail leaves over SMTP, answers come over a real IMAP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.assembly import mailroom_of
from bot.beating import Heart
from bot.mail_news import MailNews
from bot.settings import Settings
from scheduler.mailroom import Patience
from tests.bot.mail_clinic import MailClinic
from tests.calendar_sync.itip_client.dialects import DIALECTS, Said
from tests.calendar_sync.itip_client.diary import Diary

if TYPE_CHECKING:
    from pathway.model import Answer
    from pathway.words import CaseRef
    from scheduler.mailroom import Mailroom
    from tests.bot.post_office import PostOffice
    from tests.calendar_sync.dovecot import Dovecot

GP = "kari.testlege@solsiden.example"
QUICK = Patience(look=5, first=0.05, most=0.2, tell=0.5)


@dataclass
class AnsweringClinic:
    """`clinic` speaks, `office` takes what it sends, `server` holds what is sent to it."""

    clinic: MailClinic
    office: PostOffice
    server: Dovecot
    diary: Diary = field(default_factory=lambda: Diary(GP))
    failed: list[Exception] = field(default_factory=list)
    came: int = 0

    async def invited(self) -> CaseRef:
        """A patient whose GP has the invitation in the calendar."""
        ref = await self.clinic.invited()
        await self.clinic.tick()
        self.diary.receive(self.office.taken[-1][1])
        await self.clinic.told()
        self.clinic.now += timedelta(hours=1)
        return ref

    def said(
        self,
        partstat: str,
        comment: str = "",
        *,
        dialect: str = "outlook",
        owner: str = GP,
        uid: str = "",
    ) -> bytes:
        """The GP's answer to the only invitation, as a program writes it; or another's."""
        (own,) = self.diary.entries
        entry = self.diary.answers(own, partstat)
        said = Said(
            entry=replace(entry, uid=uid or own),
            owner=owner,
            at=self.clinic.now,
            partstat=partstat,
            comment=comment,
        )
        return DIALECTS[dialect](said)

    def comes(self, raw: bytes) -> None:
        """A mail comes to the organiser's mailbox."""
        self.came += 1
        self.server.deliver(raw, f"1790000000.{self.came:06}.mail")

    async def read(self, filed: int) -> None:
        """Let the mailroom work until so many mails are filed."""
        async with self.reading():
            await self.until(lambda: len(self.server.filed()) >= filed)

    @asynccontextmanager
    async def reading(self, url: str = "") -> AsyncIterator[Mailroom]:
        """The mailroom at work."""
        settings = Settings(imap_url=SecretStr(url or self.server.url))
        news = MailNews(self.clinic.house, Heart(self.clinic.house))
        news.failed = self.failed.append  # type: ignore[assignment, method-assign]
        mailroom = mailroom_of(self.clinic.house, settings, news, QUICK)
        assert mailroom is not None
        await mailroom.start()
        try:
            yield mailroom
        finally:
            await asyncio.wait_for(mailroom.stop(), 20)

    @staticmethod
    async def until(true: Callable[[], object], seconds: float = 30) -> None:
        """Wait for it."""
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110 - it lies in files, which set no event
                await asyncio.sleep(0.02)

    async def told(self) -> list[str]:
        """What waits for the secretary, as soon as anything does."""
        async with asyncio.timeout(30):
            while not (waiting := await self.clinic.told()):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.05)
        return waiting

    def answers(self, ref: CaseRef) -> list[Answer]:
        """Every answer that the case holds."""
        return list(self.clinic.case(ref).answers)


@asynccontextmanager
async def answering_clinic(
    folder: Path, office: PostOffice, server: Dovecot
) -> AsyncIterator[AnsweringClinic]:
    """Such a clinic, closed afterwards."""
    clinic = MailClinic(folder / "shm.db", office)
    try:
        yield AnsweringClinic(clinic, office, server)
    finally:
        await clinic.house.close()

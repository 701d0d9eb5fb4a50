"""The whole house over SQLite and a real mail server, spoken to in words, its clock set by hand."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

from bot.assembly import next_step_at
from bot.clinic_file import load_clinic
from bot.house import House
from calendar_sync.mailbox import Mailbox
from calendar_sync.smtp import SmtpCarrier
from dialogs.turn import Utterance
from pathway.ports import Access
from pathway.words import CaseRef, Channel
from storage.migrate import migrate
from storage.store import Store
from tests.pathway.build import at

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.outgoing import Sending
    from pathway.service.daemon.report import Report
    from tests.bot.post_office import PostOffice

CLINIC = load_clinic(Path(__file__).parents[2] / "clinic.example.toml")
PATIENCE = 0.5
"""Seconds that the carrier waits for the mail server here."""

MONDAY = "2026-11-02 09:00"
MOST_PASSES = 400
NAMES = {24: "Anne Berg", 25: "Odd Lie", 26: "Siv Moe"}


class MailClinic:
    """`now` is what the clock shows; `office` is where mail goes."""

    def __init__(self, file: Path, office: PostOffice) -> None:
        url = f"sqlite:///{file}"
        migrate(url)
        self.now = at(MONDAY)
        self.store = Store(url, next_step_at(CLINIC), zone=CLINIC.zone)
        organiser = Mailbox(address="mote@fjordly.example", name=CLINIC.public_name)
        carrier = SmtpCarrier(
            office.url, organiser, connect_seconds=PATIENCE, whole_seconds=PATIENCE
        )
        self.house = House(
            store=self.store,
            clinic=CLINIC,
            key=b"0123456789abcdef0123456789abcdef",
            public_url="https://svar.example",
            organiser=organiser,
            carriers={Channel.MAIL: carrier},
            clock=lambda: self.now,
        )

    async def say(self, text: str) -> str:
        """What the secretary is answered."""
        turn = await self.house.turn("sekretar", Utterance(text=text), "chat")
        assert not turn.refused, text
        return "\n".join(reply.text for reply in turn.replies)

    async def told(self) -> list[str]:
        """What waited for the secretary in chat, apart from the digest."""
        waiting = await self.house.waiting_chat("sekretar")
        return [one.text for one in waiting if "Vis oppgavene" not in one.text]

    async def tick(self, later: timedelta = timedelta()) -> Report:
        """One pass, so much later."""
        self.now += later
        report = await self.house.tick()
        assert not report.broken
        return report

    async def until(self, end: datetime) -> None:
        """Pass at every moment at which something is due, up to `end`."""
        for _ in range(MOST_PASSES):
            report = await self.tick()
            if report.next is None or report.next > end:
                self.now = end
                return
            self.now = report.next
        raise AssertionError("never at rest")

    async def invited(self, day: int = 24) -> CaseRef:
        """A new patient, whose GP is asked to SHM1 on that day in November."""
        reply = await self.say(f"ny pasient {NAMES[day]}, 07.09.2026, Kari Testlege")
        found = re.search(r"referansen (\w{4})", reply)
        assert found is not None, reply
        ref = CaseRef(found[1])
        for text in (f"kall inn {ref} {day}.11.2026 kl. 10.00", "ferdig", "lege"):
            await self.say(text)
        reply = await self.say("ja")
        assert "blir sendt nå" in reply, reply
        return ref

    async def corrected(self, ref: CaseRef, address: str) -> None:
        """The GP's e-mail is put right."""
        for text in (f"rett opp {ref}", "e-post", address):
            await self.say(text)
        reply = await self.say("ja")
        assert "Rettet i sak" in reply, reply

    def case(self, ref: CaseRef) -> Case:
        """The case as it stands."""
        access = Access(actor="sekretar", at=self.now)
        return self.store.run(CLINIC.id, lambda ledger: ledger.load(ref, access))

    def mails(self, ref: CaseRef) -> list[Sending]:
        """Every message by mail of a case."""
        return [row for row in self.case(ref).sendings if row.channel is Channel.MAIL]


def message_id(raw: bytes) -> str:
    """A mail's id."""
    return str(message_from_bytes(raw)["Message-ID"])

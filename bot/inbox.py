"""Local mode's outside world: an SMTP server on loopback that keeps every mail it is given."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.reactions import Reaction, Sent
from bot.seams import Invite, Mail, Mailbox
from pathway.words import Role

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

    from pathway.arrivals import Arrival
    from pathway.clinic import Clinic

EPOCH = "Thu, 01 Jan 1970 00:00:00 +0000"
MOST_MAILS = 2000
"""Mails kept in memory; the oldest go first."""

NOWHERE = ".invalid"
"""Addresses to which nothing arrives, for practising what is done then."""

OWNER_ONLY_FOLDER, OWNER_ONLY = 0o700, 0o600
"""Letters are nobody else's on a machine that several people use."""


@dataclass(frozen=True, slots=True)
class Outside:
    """How those outside write: a mail's answer as bytes, and what the organiser reads in it."""

    write: Callable[[Mail, Reaction, datetime, str], bytes | None]
    read: Callable[[bytes, datetime], Arrival | None]


class Inbox:
    """Every mailbox outside the clinic; mails are real, received by SMTP.

    They are kept as files in `folder`, one each, so that a restart finds them again.
    """

    def __init__(
        self,
        folder: Path,
        now: Callable[[], datetime],
        read_event: Callable[[bytes], Invite | None],
        outside: Outside,
    ) -> None:
        """`now` dates what arrives, `read_event` reads a calendar part back."""
        self._now = now
        self._outside = outside
        self._read_event = read_event
        self._folder = folder
        self._kept = 0
        self._mails: dict[str, list[Mail]] = {}
        self._server: asyncio.Server | None = None

    async def start(self) -> str:
        """Listen on a free port of loopback; the server's address as SHM_SMTP_URL takes it."""
        from aiosmtpd.smtp import SMTP

        self._find_again()
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(self), host="127.0.0.1", port=0)
        self._server = server
        return f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}?starttls=never"

    async def stop(self) -> None:
        """Listen no more; from Python 3.12 on, waiting would last as long as somebody's line."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Whoever is at a domain that never is (RFC 2606) has no mailbox, so one sees how it is."""
        if address.lower().endswith(NOWHERE):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep one mail for each of its recipients."""
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        for address in envelope.rcpt_tos:
            self.keep(address, raw)
        return "250 OK"

    def keep(self, address: str, raw: bytes) -> None:
        """Put one mail into a mailbox, and into the folder."""
        self._kept += 1
        path = self._folder.joinpath(f"{self._kept:05d}.eml")
        made = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, OWNER_ONLY)
        with os.fdopen(made, "wb") as file:
            file.write(raw)
        self._put(address, raw, self._now())

    def _put(self, address: str, raw: bytes, at: datetime) -> None:
        mail = Mail(received_at=at, raw=raw, invite=self._invite(raw))
        box = self._mails.setdefault(address.lower(), [])
        box.append(mail)
        del box[:-MOST_MAILS]

    def answered(self, address: str, number: int, reaction: Reaction, key: str) -> Arrival | None:
        """What the owner of a mailbox sends back, as the organiser's mailbox reads it.

        None for a mail that is not there, or holds nothing to answer so. `key` is of this once.
        """
        box = self._mails.get(address, [])
        if not 0 <= number < len(box):
            return None
        mail, at = box[number], self._now()
        raw = self._outside.write(mail, reaction, at, key)
        if raw is None:
            return None
        sent = Sent(at=at, title=reaction.title, raw=raw)
        box[number] = replace(mail, sent=(*mail.sent, sent))
        return self._outside.read(raw, at)

    def _find_again(self) -> None:
        """Read what earlier runs kept: each mail says itself to whom it went, and when."""
        for folder in (*reversed(self._folder.parents), self._folder):
            folder.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
        self._folder.chmod(OWNER_ONLY_FOLDER)  # an earlier run may have left it open
        for path in sorted(self._folder.glob("*.eml"))[-MOST_MAILS:]:
            path.chmod(OWNER_ONLY)
            raw = path.read_bytes()
            message = message_from_bytes(raw)
            _, address = parseaddr(message.get("To", ""))
            at = parsedate_to_datetime(message.get("Date", EPOCH))
            self._put(address, raw, at)
            self._kept = int(path.stem)

    def _invite(self, raw: bytes) -> Invite | None:
        message = message_from_bytes(raw, policy=policy.default)
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                payload = part.get_payload(decode=True)
                return self._read_event(payload) if isinstance(payload, bytes) else None
        return None

    def mailboxes(self, clinic: Clinic) -> Sequence[Mailbox]:
        """Every mailbox that has got mail, in the order in which they first did."""
        names = {contact.email.lower(): contact.name for contact in clinic.contacts}
        return tuple(
            Mailbox(
                address=address,
                name=names.get(address, ""),
                role=Role.GP if address in names else None,
                mails=tuple(mails),
            )
            for address, mails in self._mails.items()
        )

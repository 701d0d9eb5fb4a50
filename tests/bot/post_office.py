"""A mail server on loopback that behaves as badly as it is told to, and keeps what it took."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum

from aiosmtpd.smtp import SMTP, Envelope, Session
from typing_extensions import override

LATER, NEVER, TAKEN = "451 4.7.1 come again later", "550 5.1.1 no such user", "250 OK"


class Mood(StrEnum):
    """What the server does with the next mails."""

    TAKES = "takes"
    REFUSES = "refuses"
    GREYLISTS = "greylists"
    DROPS = "drops"  # hangs up in the middle of DATA, and keeps nothing
    FORGETS = "forgets"  # keeps the mail and hangs up before it says so
    HANGS = "hangs"  # keeps the mail and does not say so before it is told to `answer`


class PostOffice:
    """`taken` is what was kept, as (address, bytes); `tries` counts recipients `named` so far."""

    def __init__(self) -> None:
        self.mood = Mood.TAKES
        self.refused: set[str] = set()
        self.taken: list[tuple[str, bytes]] = []
        self.tries = 0
        self.named, self.kept, self.answer = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.port = 0
        self._server: asyncio.Server | None = None
        self._lines: list[_Line] = []

    @property
    def url(self) -> str:
        """Its address as SHM_SMTP_URL takes it."""
        return f"smtp://127.0.0.1:{self.port}?starttls=never"

    async def open(self) -> None:
        """Listen, on the same port as before."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Down: nobody is answered."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for line in self._lines:
            await line.hang_up()
        self._lines.clear()

    def _connected(self) -> _Line:
        self._lines.append(_Line(self))
        return self._lines[-1]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd finds hooks by these names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or not."""
        self.tries += 1
        self.named.set()
        if self.mood is Mood.REFUSES or address in self.refused:
            return NEVER
        if self.mood is Mood.GREYLISTS:
            return LATER
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(  # noqa: N802 - see above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail, and say so or not."""
        raw = bytes(envelope.original_content or b"")
        self.taken.extend((address, raw) for address in envelope.rcpt_tos)
        self.kept.set()
        if self.mood is Mood.FORGETS:
            assert isinstance(server, _Line)
            await server.hang_up()
        if self.mood is Mood.HANGS:
            await self.answer.wait()
        return TAKEN


class _Line(SMTP):
    """One connection, which may be dropped."""

    def __init__(self, office: PostOffice) -> None:
        super().__init__(office, hostname="mail.example", loop=asyncio.get_running_loop())
        self.office = office
        self.gone = asyncio.Event()

    @override
    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.gone.set()

    async def hang_up(self) -> None:
        """Drop the line, and wait until it is gone."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()
            await self.gone.wait()

    @override
    async def smtp_DATA(self, arg: str) -> None:
        if self.office.mood is not Mood.DROPS:
            await super().smtp_DATA(arg)
            return
        await self.push("354 go on")
        await self._reader.readline()
        await self.hang_up()


@asynccontextmanager
async def post_office() -> AsyncIterator[PostOffice]:
    """An open post office that takes everything."""
    office = PostOffice()
    await office.open()
    try:
        yield office
    finally:
        await office.close()

"""A real SMTP server on loopback that answers as the test says."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Protocol

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from typing_extensions import override

DROP = "drop"
SILENCE = "silence"
FORGET = "forget"


class Login(Protocol):
    """What aiosmtpd hands over of a login."""

    password: bytes


@dataclass
class Script:
    """What the server says to each command, 250 where nothing stands, and what it took.

    A line that has carried `enough` is answered by what stands under "RCPT again" and "DATA again".
    """

    answers: dict[str, str] = field(default_factory=dict)
    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    greeted_as: list[str] = field(default_factory=list)
    passwords: list[bytes] = field(default_factory=list)
    lines: list["_Server"] = field(default_factory=list)
    enough: int = 0
    carried: Counter[Session] = field(default_factory=Counter)

    async def hang_up(self) -> None:
        """Drop every line that is open."""
        for line in self.lines:
            await line.hang_up()
        self.lines.clear()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"smtp://127.0.0.1:{self.port}"

    async def say(self, step: str, session: Session | None = None) -> str:
        """The answer to a step; SILENCE never comes."""
        answer = self.answers.get(step, "250 OK")
        if session is not None and self.enough and self.carried[session] >= self.enough:
            answer = self.answers.get(f"{step} again", answer)
        if answer == SILENCE:
            await asyncio.Event().wait()
        return answer

    async def handle_EHLO(  # noqa: N802 - aiosmtpd finds hooks by these names
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, said: list[str]
    ) -> list[str]:
        """Greet, or refuse."""
        self.greeted_as.append(hostname)
        session.host_name = hostname
        return [self.answers["EHLO"]] if "EHLO" in self.answers else said

    async def handle_MAIL(  # noqa: N802 - see above
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender, or not."""
        envelope.mail_from = address
        return await self.say("MAIL")

    async def handle_RCPT(  # noqa: N802 - see above
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or not."""
        envelope.rcpt_tos.append(address)
        return await self.say("RCPT", session)

    async def handle_DATA(  # noqa: N802 - see above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the message, or not."""
        answer = await self.say("DATA", session)
        if answer.startswith("2"):
            self.taken.append(envelope)
            self.carried[session] += 1
        if answer == FORGET:
            self.taken.append(envelope)
            assert isinstance(server, _Server)
            await server.hang_up()
        return answer

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Login
    ) -> AuthResult:
        """Note the password; good unless AUTH is to fail."""
        self.passwords.append(data.password)
        return AuthResult(success="AUTH" not in self.answers, handled=False)


class _Server(SMTP):
    """aiosmtpd, able to hang up in the middle of a message and at the goodbye."""

    def __init__(self, script: Script, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            script,
            hostname="mail.example",
            loop=loop,
            authenticator=script.authenticate,
            auth_require_tls=False,
        )
        self.script = script
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
        if self.script.answers.get("DATA") != DROP:
            await super().smtp_DATA(arg)
            return
        await self.push("354 go on")
        await self._reader.readline()
        await self.hang_up()

    @override
    async def smtp_QUIT(self, arg: str) -> None:
        if await self.script.say("QUIT") == DROP:
            await self.hang_up()
            return
        await super().smtp_QUIT(arg)


@asynccontextmanager
async def smtp_server(**answers: str) -> AsyncIterator[Script]:
    """A server that says these answers, one for each command's name."""
    loop = asyncio.get_running_loop()
    script = Script(answers=answers)

    def connected() -> _Server:
        script.lines.append(_Server(script, loop))
        return script.lines[-1]

    server = await loop.create_server(connected, "127.0.0.1", 0)
    script.port = server.sockets[0].getsockname()[1]
    try:
        yield script
    finally:
        server.close()
        await script.hang_up()


@asynccontextmanager
async def odd_server(greeting: bytes = b"") -> AsyncIterator[int]:
    """A port that greets with these bytes, or never, and says nothing more."""
    done: list[asyncio.Task[None] | None] = []

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        done.append(asyncio.current_task())
        writer.write(greeting)
        with suppress(OSError):
            await reader.read()  # until the other side gives up
            writer.close()
            await writer.wait_closed()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await asyncio.gather(*(task for task in done if task))

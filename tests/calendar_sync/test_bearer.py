"""A token in the place of a password: what Exchange Online wants over IMAP and SMTP."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from calendar_sync.imap import ImapPostbox
from calendar_sync.imap_line import ImapServer, ImapUrlError
from calendar_sync.replies import Reader
from calendar_sync.smtp import Server, SmtpCarrier, SmtpUrlError
from calendar_sync.smtp_lines import MOST_LINES
from dialogs.understand.surplus import says_more
from pathway.bearer import NoTokenError
from pathway.ports import DeliveryFailedError
from pathway.postbox import PostboxError, PostboxFault
from tests.calendar_sync.sendings import LINKS, ORGANISER, a_sending
from tests.fakes.bearer import FakeBearer

USER = "mote@senteret.example"
READER = Reader(ours=ORGANISER, more=says_more)


def shown(word: str) -> str:
    """The token in what a client sends (MS: user=…^Aauth=Bearer …^A^A)."""
    user, auth, *_ = b64decode(word).decode().split("\1")
    assert user == f"user={USER}"
    return auth.removeprefix("auth=Bearer ")


# --- IMAP -----------------------------------------------------------------------------------------


@dataclass
class Peer:
    """A server with one empty folder, that takes one token; `explains` before it says no."""

    good: str
    explains: bool = False
    port: int = 0
    tried: list[str] = field(default_factory=list)

    async def serve(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """One connection."""
        back.write(b"* OK ready\r\n")
        while line := (await client.readline()).decode().split():
            tag, name, *rest = line
            back.write(await self._answer(tag, name, rest, client, back))
            if name == "LOGOUT":
                break
        back.close()

    async def _answer(
        self,
        tag: str,
        name: str,
        rest: list[str],
        client: asyncio.StreamReader,
        back: asyncio.StreamWriter,
    ) -> bytes:
        if name == "CAPABILITY":
            return f"* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2\r\n{tag} OK\r\n".encode()
        if name == "AUTHENTICATE":
            self.tried.append(shown(rest[1]))
            if self.tried[-1] == self.good:
                return f"{tag} OK\r\n".encode()
            if self.explains:
                back.write(b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n")
                assert await client.readline() == b"\r\n"
            return f"{tag} NO AUTHENTICATE failed.\r\n".encode()
        if name == "SELECT":
            return f"* 0 EXISTS\r\n* OK [UIDVALIDITY 1]\r\n{tag} OK\r\n".encode()
        return f"{tag} OK\r\n".encode()


@asynccontextmanager
async def listening(peer: Peer) -> AsyncIterator[ImapServer]:
    """The server on loopback, and its address."""
    server = await asyncio.start_server(peer.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        name = USER.replace("@", "%40")
        yield replace(ImapServer.of(f"imap://{name}@127.0.0.1:{port}", oauth=True), seconds=3.0)
    finally:
        server.close()


async def opened(server: ImapServer, bearer: FakeBearer) -> None:
    """The mailbox is opened, and let go of."""
    box = ImapPostbox(server, READER, bearer)
    try:
        await box.open()
    finally:
        await box.close()


async def test_a_mailbox_opens_with_a_token() -> None:
    """The user and the token are shown as Exchange wants them, and it is kept."""
    peer, bearer = Peer(good="first"), FakeBearer()
    async with listening(peer) as server:
        await opened(server, bearer)
        await opened(server, bearer)
    assert peer.tried == ["first", "first"]
    assert bearer.dropped == []


@pytest.mark.parametrize("explains", [False, True])
async def test_a_token_that_is_not_taken_is_dropped(*, explains: bool) -> None:
    """The mailbox is down as with a wrong password, at once, and the next try asks for another."""
    peer, bearer = Peer(good="second", explains=explains), FakeBearer()
    async with listening(peer) as server:
        with pytest.raises(PostboxError) as refused:
            await opened(server, bearer)
        assert refused.value.fault is PostboxFault.REFUSED
        await opened(server, bearer)
    assert peer.tried == ["first", "second"]


@pytest.mark.parametrize(
    ("refused", "fault"), [(True, PostboxFault.REFUSED), (False, PostboxFault.UNREACHABLE)]
)
async def test_without_a_token_the_mailbox_is_down(*, refused: bool, fault: PostboxFault) -> None:
    """Who gives tokens may say no for good, or be away for now: the office hears which."""
    peer = Peer(good="first")
    async with listening(peer) as server:
        with pytest.raises(PostboxError) as down:
            await opened(server, FakeBearer(fault=NoTokenError(refused=refused)))
    assert down.value.fault is fault
    assert peer.tried == []


# --- SMTP -----------------------------------------------------------------------------------------


@dataclass
class Desk:
    """The tokens that a server was shown, and the mails that it took."""

    tried: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)

    async def auth_XOAUTH2(self, _server: SMTP, words: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd's name
        """The token comes with the command."""
        self.tried.append(shown(words[1]))
        return AuthResult(success=self.tried[-1] == "second", handled=False)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the mail."""
        self.taken.append(envelope.original_content or b"")
        return "250 OK"


@asynccontextmanager
async def sending() -> AsyncIterator[tuple[str, Desk]]:
    """The server's address, and what it got."""
    desk = Desk()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(desk, auth_require_tls=False), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"smtp://{USER.replace('@', '%40')}@127.0.0.1:{port}", desk
    finally:
        server.close()


async def test_a_mail_leaves_with_a_token() -> None:
    """One that is not taken is dropped and the mail waits; with the next it leaves."""
    bearer = FakeBearer()
    async with sending() as (url, desk):
        carrier = SmtpCarrier(url, ORGANISER, bearer=bearer, pause_seconds=0)
        with pytest.raises(DeliveryFailedError, match="535"):
            await carrier.deliver(a_sending(), LINKS)
        await carrier.deliver(a_sending(), LINKS)
        await carrier.rest()
    assert desk.tried == ["first", "second"]
    assert bearer.dropped == ["first"]
    assert len(desk.taken) == 1


async def test_a_token_that_was_never_shown_is_kept() -> None:
    """Lines that were refused at once drop the one that they showed, and nobody logs in for now."""
    bearer = FakeBearer()
    async with sending() as (url, desk):
        carrier = SmtpCarrier(url, ORGANISER, bearer=bearer)
        posts = (carrier.deliver(a_sending(), LINKS) for _ in range(6))
        ends = await asyncio.gather(*posts, return_exceptions=True)
        assert {type(end) for end in ends} == {DeliveryFailedError}
    assert set(desk.tried) == set(bearer.dropped) == {"first"}
    assert len(desk.tried) <= MOST_LINES
    assert bearer.tokens == ["second"]


async def test_without_a_token_a_mail_waits() -> None:
    """It is our own fault, never the recipient's."""
    bearer = FakeBearer(fault=NoTokenError(refused=True))
    async with sending() as (url, desk):
        with pytest.raises(DeliveryFailedError, match="no token: refused"):
            await SmtpCarrier(url, ORGANISER, bearer=bearer).deliver(a_sending(), LINKS)
    assert desk.tried == []


# --- addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "smtp://mote:hunter2@mail.example",
        "smtp://mail.example",
        "smtp://mote@mail.example?starttls=never",
        "smtp://mote@mail.example?starttls=auto",
    ],
)
def test_a_token_never_travels_in_the_open(url: str) -> None:
    """A password beside it, no user, or a line without TLS is refused with the way out."""
    with pytest.raises(SmtpUrlError, match="SHM_MAIL_AUTH is oauth") as refused:
        Server.of(url, oauth=True)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["imaps://mote:hunter2@mail.example", "imaps://mail.example", "imaps://m%C3%B8te@m.ex"]
)
def test_an_imap_address_holds_the_user_alone(url: str) -> None:
    """So that nobody thinks that the password is used."""
    with pytest.raises(ImapUrlError, match="user") as refused:
        ImapServer.of(url, oauth=True)
    assert "hunter2" not in str(refused.value)

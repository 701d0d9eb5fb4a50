"""One connection to an IMAP server: every command has its time, and a lost line is known at once.

The only file that knows aioimaplib, and its traps: a lost connection wakes nobody, commands with
UID have no time limit, the name at LOGIN is not quoted, LOGOUT leaves the transport open, and a
parenthesis in a file name confuses it, so no structure is ever asked for.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from pathway.bearer import NoTokenError
from pathway.postbox import PostboxError, PostboxFault

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from aioimaplib import IMAP4

    from pathway.bearer import Bearer

T = TypeVar("T")

COMMAND_SECONDS = 30.0
GOODBYE_SECONDS = 2.0

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_BUSY = (b"[UNAVAILABLE]", b"[INUSE]", b"[LIMIT]", b"[SERVERBUG]")  # RFC 5530: not our fault
_OWN_FOLDERS = re.compile(rb'^\s*\(\("([^"\\]*)"')
_PRINTABLE = range(0x20, 0x7F)


class ImapUrlError(ValueError):
    """The address of the IMAP server cannot be used; the message never holds its credentials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapServer:
    """Whose mailbox is read, where, and where what is handled is put."""

    host: str
    port: int
    tls: bool
    user: str = field(repr=False)
    password: str = field(repr=False)
    folder: str = "INBOX"
    done: str = "Behandlet"
    seconds: float = COMMAND_SECONDS

    @classmethod
    def of(cls, url: str, *, oauth: bool = False) -> ImapServer:
        """Read imaps://user:password@host:port/folder?done=folder; imap:// on this machine only.

        With `oauth` there is no password: a token takes its place.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            message = "not an address of the form imaps://user:password@host:port"
            raise ImapUrlError(message) from None  # the cause may quote a password
        if parts.scheme not in {"imap", "imaps"} or not parts.hostname or parts.fragment:
            message = "begins with imaps:// and a host (write / # ? @ of a password as %2F %23 …)"
            raise ImapUrlError(message)
        if parts.scheme == "imap" and parts.hostname not in _LOOPBACK:
            message = "must be imaps:// where it is not this machine"
            raise ImapUrlError(message)
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        server = cls(
            host=parts.hostname,
            port=port or (993 if parts.scheme == "imaps" else 143),
            tls=parts.scheme == "imaps",
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
            done=options.pop("done", "Behandlet"),
        )
        server._check(unknown=bool(options), oauth=oauth)
        return server

    def _check(self, *, unknown: bool, oauth: bool) -> None:
        if unknown:
            message = "knows only ?done=folder"
        elif oauth and (self.password or not _one_line(self.user)):
            message = "names a user and no password where SHM_MAIL_AUTH is oauth"
        elif oauth and not self.user.isascii():
            message = "names its user in plain ASCII"
        elif not oauth and not all(_one_line(word) for word in (self.user, self.password)):
            message = "names a user and a password"
        elif not all(_plain(name) for name in (self.folder, self.done)) or "&" in self.done:
            message = "names its folders in plain ASCII"
        elif self.folder == self.done:
            message = "puts what is handled in another folder than the one that is read"
        else:
            return
        raise ImapUrlError(message)


def _one_line(word: str) -> bool:
    return bool(word) and not any(ord(sign) < _PRINTABLE.start for sign in word)


def _plain(name: str) -> bool:
    return bool(name) and all(ord(sign) in _PRINTABLE for sign in name)


def quoted(text: str) -> str:
    """A string as it stands in a command (RFC 3501 section 9)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class Said(Protocol):
    """What the server said to a command: lines are bytes, and literals are bytearrays."""

    result: str
    lines: Sequence[bytes | bytearray]


class Line:
    """One connection, from greeting to goodbye."""

    def __init__(self, server: ImapServer, bearer: Bearer | None = None) -> None:
        """Begin to connect; a `bearer` has what is shown in the place of a password."""
        from aioimaplib import IMAP4, IMAP4_SSL

        self._server = server
        self._bearer = bearer
        self._lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sound = True
        self._unfinished: set[asyncio.Future[Any]] = set()
        door = IMAP4_SSL if server.tls else IMAP4
        self._client: IMAP4 = door(server.host, server.port, timeout=server.seconds)
        self._client.protocol.conn_lost_cb = self._is_lost

    def _is_lost(self, _error: Exception | None) -> None:
        if not self._lost.done():
            self._lost.set_result(None)

    async def log_in(self) -> None:
        """Wait for the greeting, and log in."""
        await self._wait(self._client.wait_hello_from_server())
        said = await (self._with_token(self._bearer) if self._bearer else self._with_password())
        if said.result != "OK":
            busy = any(mark in line for mark in _BUSY for line in said.lines)
            raise PostboxError(PostboxFault.UNREACHABLE if busy else PostboxFault.REFUSED)
        await self._wait(self._client.protocol.capability())  # a login may widen them

    async def _with_password(self) -> Said:
        server = self._server
        said: Said = await self._wait(self._client.login(quoted(server.user), server.password))
        return said

    async def _with_token(self, bearer: Bearer) -> Said:
        """A server that refuses may say why first, and waits for an empty line before its no."""
        protocol: Any = self._client.protocol
        try:
            token = await bearer()
        except NoTokenError as error:
            fault = PostboxFault.REFUSED if error.refused else PostboxFault.UNREACHABLE
            raise PostboxError(fault) from None
        protocol._continuation = lambda _why: protocol.send("")  # noqa: SLF001 - nobody else hears it
        try:
            said: Said = await self._wait(protocol.xoauth2(self._server.user, token))
        finally:
            del protocol._continuation  # noqa: SLF001 - as above
        if said.result != "OK":
            bearer.drop(token)
        return said

    async def prefix(self) -> str:
        """What the names of one's own folders begin with, as `INBOX.` (RFC 2342)."""
        if not self.can("NAMESPACE"):
            return ""
        said = await self.ask("NAMESPACE")
        found = _OWN_FOLDERS.search(b" ".join(said.lines)) if said.result == "OK" else None
        return found[1].decode("ascii", "replace") if found else ""

    def can(self, capability: str) -> bool:
        """Whether the server says that it can do this."""
        return bool(self._client.has_capability(capability))

    async def good(self, command: str, *arguments: str) -> Said:
        """What the server says to a command; anything but OK is an error."""
        said = await self.ask(command, *arguments)
        if said.result != "OK":
            raise PostboxError(PostboxFault.UNREACHABLE)
        return said

    async def ask(self, command: str, *arguments: str) -> Said:
        """What the server says to a command."""
        client = self._client
        match command.split():
            case ["UID", "SEARCH"]:
                asked = client.uid_search(*arguments, charset=None)
            case ["UID", name]:
                asked = client.uid(name, *arguments)
            case _:
                asked = getattr(client, command.lower())(*arguments)
        said: Said = await self._wait(asked)
        return said

    async def listen(self, seconds: float) -> None:
        """Wait until the server tells of something (IDLE, RFC 2177), or so long."""
        if not self.can("IDLE"):
            await asyncio.wait([self._lost], timeout=seconds)
            return
        told: asyncio.Queue[object] = self._client.protocol.idle_queue
        while not told.empty():  # it was looked at since
            told.get_nowait()
        idle = await self._wait(self._client.idle_start(2 * seconds + COMMAND_SECONDS))
        self._sound = False  # until the server has heard that we are done
        telling = asyncio.ensure_future(told.get())
        try:
            await self._first_of(telling, seconds)
        finally:
            telling.cancel()
        self._client.idle_done()
        await self._wait(idle)
        self._sound = True

    async def _wait(self, asked: Awaitable[T]) -> T:
        """What was asked for, in its time, unless the line is lost before."""
        from aioimaplib import AioImapException

        asking = asyncio.ensure_future(asked)
        sound, self._sound = self._sound, False
        try:
            await self._first_of(asking, self._server.seconds)
            if asking.done():
                self._sound = sound
                return asking.result()
        except (AioImapException, OSError, ValueError) as error:
            raise PostboxError(PostboxFault.UNREACHABLE) from error
        finally:
            if not asking.done():
                self._unfinished.add(asking)
        raise PostboxError(PostboxFault.UNREACHABLE)

    async def _first_of(self, something: asyncio.Future[Any], seconds: float) -> None:
        """Wait for this, for the end of the line, or so long."""
        first = asyncio.FIRST_COMPLETED
        await asyncio.wait([something, self._lost], timeout=seconds, return_when=first)

    async def close(self) -> None:
        """Say goodbye where all is well, and leave nothing open."""
        client = self._client
        if self._sound:
            with contextlib.suppress(PostboxError, TimeoutError):
                async with asyncio.timeout(GOODBYE_SECONDS):
                    await self._wait(client.logout())
        tasks = {*client.protocol.tasks, *client.tasks, *self._unfinished}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if client.protocol.transport is not None:
            client.protocol.transport.abort()
        self._lost.cancel()

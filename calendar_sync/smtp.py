"""The carrier of mail: hands one message to an SMTP server (RFC 5321), or says why not."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from calendar_sync.mailbox import Mailbox, checked_address
from calendar_sync.smtp_lines import Line, Lines
from pathway.bearer import NoTokenError
from pathway.ports import DeliveryFailedError, DeliveryRefusedError

if TYPE_CHECKING:
    from aiosmtplib import SMTP

    from pathway.bearer import Bearer
    from pathway.outgoing import Sending
    from pathway.ports import Links

CONNECT_SECONDS = 10.0
WHOLE_SECONDS = 30.0
PAUSE_SECONDS = 50.0
"""After a login that was refused; less than the wait of a mail that failed."""

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_STARTTLS = {"required": True, "never": False, "auto": None}
_OUR_FAULT = {530, 534, 535, 538}  # RFC 4954: it wants us to log in, and any mail would fail
_FOR_GOOD = 500
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class SmtpUrlError(ValueError):
    """The address of the SMTP server cannot be used; the message never holds its credentials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where mail is handed over. `starttls` None: used when the server offers it."""

    host: str
    port: int
    tls: bool = False
    starttls: bool | None = None
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, url: str, *, oauth: bool = False) -> Server:
        """Read smtp://user:password@host:port?starttls=required|auto|never, or smtps://host.

        A user on a host that is not this machine makes `required` the default, so that no
        password travels in the open unless the address says `never`. With `oauth` there is no
        password: a token takes its place, which never does.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            message = "not an address of the form smtp://user:password@host:port"
            raise SmtpUrlError(message) from None  # the cause may quote a password
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            message = "begins with smtp:// or smtps:// and a host"
            raise SmtpUrlError(message)
        if parts.path.strip("/") or parts.fragment:
            message = "ends after host and port (write / # ? @ of a password as %2F %23 %3F %40)"
            raise SmtpUrlError(message)
        tls, starttls = parts.scheme == "smtps", _starttls(parts)
        if oauth and (not parts.username or parts.password is not None):
            message = "names a user and no password where SHM_MAIL_AUTH is oauth"
            raise SmtpUrlError(message)
        if oauth and not (tls or starttls or parts.hostname in _LOOPBACK):
            message = "must be smtps:// or ?starttls=required where SHM_MAIL_AUTH is oauth"
            raise SmtpUrlError(message)
        return cls(
            host=parts.hostname,
            port=port or (465 if tls else 587 if parts.username else 25),
            tls=tls,
            starttls=False if tls else starttls,
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


def _starttls(parts: SplitResult) -> bool | None:
    safe = not parts.username or parts.hostname in _LOOPBACK
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    wanted = options.pop("starttls", "auto" if safe else "required")
    if options or wanted not in _STARTTLS:
        message = "knows only ?starttls=required, auto or never"
        raise SmtpUrlError(message)
    return _STARTTLS[wanted]


class SmtpCarrier:
    """Delivers mail through one SMTP server, from one mailbox; some at once.

    Lines are kept from one mail to the next, until it is told to rest.
    """

    def __init__(
        self,
        url: str,
        organiser: Mailbox,
        *,
        bearer: Bearer | None = None,
        connect_seconds: float = CONNECT_SECONDS,
        whole_seconds: float = WHOLE_SECONDS,
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        """`SmtpUrlError` for a bad address, `DeliveryRefusedError` for a bad organiser.

        A `bearer` has what is shown in the place of a password.
        """
        self.server = Server.of(url, oauth=bearer is not None)
        self._bearer = bearer
        self.organiser = organiser
        self.sender = checked_address(organiser.address)
        self.connect_seconds = connect_seconds
        self.whole_seconds = whole_seconds
        self.pause_seconds = pause_seconds
        self._refused_at: float | None = None
        self._lines = Lines(self._connect)

    async def deliver(self, sending: Sending, links: Links) -> None:
        """Hand the mail over.

        `DeliveryRefusedError` when the server says no for good (5xx) to the recipient or the
        content. Everything else waits: 4xx, silence, no connection, and 5xx to our greeting,
        login or sender, which are our own fault. Errors hold codes, never the server's words.
        """
        from calendar_sync.imip import build_mail

        mail = build_mail(sending, links, self.organiser)
        await self._hand_over(checked_address(sending.address), mail)

    async def rest(self) -> None:
        """Hang up; what the server says to that changes nothing."""
        await self._lines.hang_up()

    async def _hand_over(self, address: str, mail: bytes) -> None:
        import aiosmtplib

        try:
            async with self._lines.line() as line, asyncio.timeout(self.whole_seconds):
                await self._over(line, address, mail)
        except (aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPDataError) as error:
            raise _judged(error.code, error.message) from None
        except aiosmtplib.SMTPResponseException as error:
            raise DeliveryFailedError(_codes(error.code, error.message)) from None
        except (aiosmtplib.SMTPException, OSError, UnicodeError) as error:
            raise DeliveryFailedError(type(error).__name__) from None
        except NoTokenError as error:
            message = f"no token: {error}"
            raise DeliveryFailedError(message) from None

    async def _over(self, line: Line, address: str, mail: bytes) -> None:
        """The mail goes over this line, or over a new one in its place.

        A line that was used before may be closed by now, or have carried as many mails as the
        server wants of one, which some say with a 5xx: what a used line refuses, a new one judges.
        """
        if line.used and await self._taken_by_old(line, address, mail):
            return
        client = await self._begin(line, address)
        await client.data(mail)

    async def _taken_by_old(self, line: Line, address: str, mail: bytes) -> bool:
        """False where the mail is certainly not taken; the line is let go then."""
        import aiosmtplib

        try:
            client = await self._begin(line, address)
        except (aiosmtplib.SMTPException, OSError):
            line.drop()
            return False
        try:
            await client.data(mail)
        except aiosmtplib.SMTPDataError as error:
            if error.code < _FOR_GOOD:
                raise
            line.drop()
            return False
        return True

    async def _begin(self, line: Line, address: str) -> SMTP:
        client = await line.open()
        await client.mail(self.sender)
        await client.rcpt(address)
        return client

    async def _connect(self) -> SMTP:
        from aiosmtplib import SMTP, SMTPAuthenticationError

        self._check_pause()
        shown: list[str] = []
        client = SMTP(
            hostname=self.server.host,
            port=self.server.port,
            username=self.server.user,
            password=self.server.password,
            oauth_token_generator=_noting(self._bearer, shown) if self._bearer else None,
            use_tls=self.server.tls,
            start_tls=self.server.starttls,
            local_hostname=self.organiser.domain,  # the machine's own name is nobody's business
            timeout=self.whole_seconds,
        )
        try:
            await client.connect(timeout=self.connect_seconds)
        except BaseException as error:
            client.close()
            if isinstance(error, SMTPAuthenticationError):
                self._not_let_in(shown)
            raise
        return client

    def _not_let_in(self, shown: list[str]) -> None:
        self._refused_at = asyncio.get_running_loop().time()
        if self._bearer is not None and shown:
            self._bearer.drop(shown[-1])

    def _check_pause(self) -> None:
        """Nobody logs in again right after a no: many would lock the mailbox."""
        now = asyncio.get_running_loop().time()
        if self._refused_at is not None and now - self._refused_at < self.pause_seconds:
            message = "535 again later"
            raise DeliveryFailedError(message)


def _noting(bearer: Bearer, shown: list[str]) -> Callable[[], Awaitable[str]]:
    """The bearer; what it gave to this line, which others need not have been given, is noted."""

    async def token() -> str:
        shown.append(await bearer())
        return shown[-1]

    return token


def _judged(code: int, said: str) -> DeliveryFailedError | DeliveryRefusedError:
    if code >= _FOR_GOOD and code not in _OUR_FAULT:
        return DeliveryRefusedError(_codes(code, said))
    return DeliveryFailedError(_codes(code, said))


def _codes(code: int, said: str) -> str:
    """The reply's code and enhanced code (RFC 3463); its words may name people or accounts."""
    enhanced = _ENHANCED.match(said)
    return f"{code} {enhanced.group()}" if enhanced else str(code)

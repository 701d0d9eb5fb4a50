"""The organiser's mailbox over IMAP (RFC 3501): what waits is read, and filed when it is handled.

Nothing is marked as read, and what is not ours stays as it lies. Of one mail no more than its
beginning is ever fetched. A connection may be cut anywhere: what is in doubt is done again, and
the key of an arrival makes that harmless.
"""

from __future__ import annotations

import asyncio
import re
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from calendar_sync.imap_line import Line, quoted
from calendar_sync.replies import READ_LIMIT, Why
from pathway.arrivals import Arrival, Sort
from pathway.postbox import PostboxError, PostboxFault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from calendar_sync.imap_line import ImapServer
    from calendar_sync.replies import Reader
    from pathway.bearer import Bearer

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_GOT = re.compile(rb'INTERNALDATE "([^"]+)"')
_VALIDITY = re.compile(rb"UIDVALIDITY (\d+)")


READ_SECONDS = 120.0
"""Nothing that we know of takes so long to be read."""

TRIES = 3
"""So often is a mail asked for that the server refuses to hand out."""


class MailWithheldError(Exception):
    """The server answers, and refuses this one mail; the others can be read."""


class ImapPostbox:
    """One folder of one mailbox; implements `pathway.postbox.Postbox`, mails named by their UIDs.

    What is left alone is remembered until the process ends, and read once more by the next one:
    the server is not asked to remember anything (`docs/decisions/0023-…`).
    """

    def __init__(self, server: ImapServer, reader: Reader, bearer: Bearer | None = None) -> None:
        """Nothing is opened here; a `bearer` has what is shown in the place of a password."""
        self.server = server
        self._bearer = bearer
        self._reader = reader
        self._line: Line | None = None
        self._validity = b""
        self._done = server.done
        self._left: set[int] = set()
        self._refused: dict[int, int] = {}

    @property
    def _open(self) -> Line:
        if self._line is None:
            raise PostboxError(PostboxFault.UNREACHABLE)
        return self._line

    async def open(self) -> None:
        """Log in and open the folder; `PostboxError` where that fails."""
        self._line = Line(self.server, self._bearer)
        await self._line.log_in()
        below = await self._line.prefix()
        folder, self._done = (_below(below, n) for n in (self.server.folder, self.server.done))
        done = await self._line.ask("CREATE", quoted(self._done))  # NO: it is there already
        if done.result == "OK":
            await self._line.ask("SUBSCRIBE", quoted(self._done))
        selected = await self._line.ask("SELECT", quoted(folder))
        if selected.result != "OK":
            raise PostboxError(PostboxFault.GONE)
        found = _VALIDITY.search(b"\n".join(selected.lines))
        validity = found[1] if found else b""
        if validity != self._validity:  # the same numbers are other mails now
            self._validity, self._left, self._refused = validity, set(), {}

    async def waiting(self) -> Sequence[int]:
        """The mails that nobody has judged, oldest first."""
        await self._open.good("NOOP")  # or the search would not see what came since the last one
        found = await self._open.good("UID SEARCH", "UNDELETED")
        numbers = {int(one) for line in found.lines for one in line.split() if one.isdigit()}
        self._left &= numbers
        return sorted(numbers - self._left)

    async def read(self, mail: int) -> Arrival | None:
        """What a mail means, read without a trace; None for what is left alone, or is gone."""
        wanted = f"(RFC822.SIZE INTERNALDATE BODY.PEEK[]<0.{READ_LIMIT}>)"
        got = await self._open.ask("UID FETCH", str(mail), wanted)
        if got.result != "OK":
            return await self._withheld(mail)
        self._refused.pop(mail, None)
        told = b" ".join(line for line in got.lines if isinstance(line, bytes))
        size, at = _SIZE.search(told), _moment(told)
        if size is None or at is None:
            return None
        raw = b"".join(bytes(line) for line in got.lines if isinstance(line, bytearray))
        arrival = await read_within(READ_SECONDS, self._reader, raw, size=int(size[1]), at=at)
        if arrival is None:
            self._left.add(mail)
        return arrival

    async def _withheld(self, mail: int) -> Arrival:
        """A mail that the server will not hand out, again and again: one that cannot be read.

        Until then, and where it does not even tell when it came, `MailWithheldError`.
        """
        self._refused[mail] = self._refused.get(mail, 0) + 1
        said = await self._open.ask("UID FETCH", str(mail), "(INTERNALDATE)")
        lines = [line for line in said.lines if isinstance(line, bytes)]
        at = _moment(b" ".join(lines)) if said.result == "OK" else None
        if self._refused[mail] < TRIES or at is None:
            raise MailWithheldError
        where = f"{self.server.user}@{self.server.host}/{self.server.folder}"
        key = f"{where} {self._validity.decode()} {mail}".encode()
        reason = Why.BROKEN
        return Arrival(key=sha256(key).hexdigest(), sort=Sort.UNREADABLE, at=at, reason=reason)

    async def file(self, mail: int) -> bool:
        """Move a mail among the handled; where that is refused it is left, and False returned."""
        line, where = self._open, quoted(self._done)
        if line.can("MOVE"):
            filed = await line.ask("UID MOVE", str(mail), where)
        else:
            filed = await line.ask("UID COPY", str(mail), where)
            if filed.result == "OK":
                await line.good("UID STORE", str(mail), r"+FLAGS.SILENT (\Deleted)")
                if line.can("UIDPLUS"):  # without it others' deleted mails would go too
                    await line.good("UID EXPUNGE", str(mail))
        if filed.result != "OK":
            self._left.add(mail)
        return filed.result == "OK"

    def leave(self, mail: int) -> None:
        """Tell of it no more, until this process ends."""
        self._left.add(mail)

    async def listen(self, seconds: float) -> None:
        """Wait until something happens in the folder, or so long."""
        await self._open.listen(seconds)

    async def close(self) -> None:
        """Hang up; never fails."""
        line, self._line = self._line, None
        if line is not None:
            await line.close()


async def read_within(
    seconds: float, reader: Reader, raw: bytes, *, size: int, at: datetime
) -> Arrival | None:
    """What a mail means; where that takes longer it cannot be read, and stops nobody behind it."""
    reading = asyncio.to_thread(reader.read, raw, size=size, at=at)
    try:
        return await asyncio.wait_for(reading, seconds)
    except TimeoutError:
        key = sha256(raw).hexdigest()
        return Arrival(key=key, sort=Sort.UNREADABLE, at=at, reason=Why.TOO_LARGE)


def _below(prefix: str, folder: str) -> str:
    """A folder by its whole name, where a server keeps all but the inbox below a prefix."""
    whole = folder.upper() == "INBOX" or folder.startswith(prefix)
    return folder if whole else f"{prefix}{folder}"


def _moment(told: bytes) -> datetime | None:
    got = _GOT.search(told)
    return parsedate_to_datetime(got[1].decode("ascii", "replace").strip()) if got else None

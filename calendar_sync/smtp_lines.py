"""Lines to one SMTP server, each for one mail after the other."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

from pathway.ports import DeliveryFailedError

if TYPE_CHECKING:
    from aiosmtplib import SMTP

MOST_LINES = 3
"""Exchange Online takes no more at once from one who logs in."""

LINE_SECONDS = 10.0
"""So long is a free line waited for."""

QUIT_SECONDS = 2.0


class Line:
    """A connection, or none yet; `used` where a mail went over it before."""

    def __init__(self, connect: Callable[[], Awaitable[SMTP]]) -> None:
        self._connect = connect
        self._client: SMTP | None = None
        self.used = False

    async def open(self) -> SMTP:
        """The connection, made now where there is none."""
        if self._client is None:
            self._client = await self._connect()
        return self._client

    def drop(self) -> None:
        """Whatever state it is in, it is not used again."""
        if self._client is not None:
            self._client.close()
        self._client, self.used = None, False

    async def hang_up(self) -> None:
        """Say goodbye; what is answered changes nothing."""
        import aiosmtplib

        try:
            if self._client is not None:
                with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                    await self._client.quit(timeout=QUIT_SECONDS)
        finally:
            self.drop()


class Lines:
    """The lines to one server, made as they are needed, `MOST_LINES` at once.

    One is kept only where the mail on it was taken; whoever is done with them hangs up.
    """

    def __init__(self, connect: Callable[[], Awaitable[SMTP]]) -> None:
        """`connect` opens a new connection, or raises."""
        self._connect = connect
        self._free = asyncio.Semaphore(MOST_LINES)
        self._kept: list[Line] = []

    @contextlib.asynccontextmanager
    async def line(self) -> AsyncIterator[Line]:
        """A line for one mail; `DeliveryFailedError` where none is free for long."""
        async with self._turn():
            line = self._kept.pop() if self._kept else Line(self._connect)
            try:
                yield line
            except BaseException:
                line.drop()
                raise
            line.used = True
            self._kept.append(line)

    async def hang_up(self) -> None:
        """Say goodbye on every line that nobody uses."""
        kept, self._kept = self._kept, []
        await asyncio.gather(*(line.hang_up() for line in kept))

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(LINE_SECONDS):
                await self._free.acquire()
        except TimeoutError:
            message = "no line"
            raise DeliveryFailedError(message) from None
        try:
            yield
        finally:
            self._free.release()

"""A line to a server that is cut at a command, counting what passes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

_NEWS = re.compile(rb"\* (\d+ (EXISTS|RECENT)|OK Still here)\r\n")


class Cut(StrEnum):
    """When the line is lost: before the server has heard, or before its answer has come."""

    UNHEARD = "unheard"
    UNANSWERED = "unanswered"


@dataclass
class Cutter:
    """Cuts at the command number `at`, once; 0 never. `received` counts bytes to the client.

    A command that holds `spoilt` comes to the server as one that it refuses. A line that is
    `untold` lets no news through while the client waits for them.
    """

    target: int
    how: Cut = Cut.UNHEARD
    at: int = 0
    port: int = 0
    received: int = 0
    spoilt: bytes = b""
    untold: bool = False
    commands: list[str] = field(default_factory=list)
    _lines: set[asyncio.Task[None]] = field(default_factory=set)
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def serve(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """One connection, until either side or the cut ends it."""
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        try:
            server, onward = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            back.close()
            return
        self._writers += [back, onward]
        mute = asyncio.Event()
        both = [
            asyncio.ensure_future(self._commands(client, onward, mute)),
            asyncio.ensure_future(self._answers(server, back, mute)),
        ]
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for one in both:
            one.cancel()
        await asyncio.gather(*both, return_exceptions=True)
        for writer in (back, onward):
            writer.transport.abort()

    async def _commands(
        self, client: asyncio.StreamReader, onward: asyncio.StreamWriter, mute: asyncio.Event
    ) -> None:
        while line := await client.readline():
            words = line.decode().split()
            self.commands.append(" ".join(words[1:3] if words[1:2] == ["UID"] else words[1:2]))
            cut = len(self.commands) == self.at
            if cut and self.how is Cut.UNHEARD:
                return
            if cut:
                mute.set()
            spoil = self.spoilt and self.spoilt in line
            onward.write(line.replace(b"BODY.PEEK", b"NOBODY") if spoil else line)
            await onward.drain()
            if cut:
                await asyncio.sleep(0.1)  # the server has done it, and nobody hears
                return

    async def _answers(
        self, server: asyncio.StreamReader, back: asyncio.StreamWriter, mute: asyncio.Event
    ) -> None:
        while data := await server.read(65536):
            if mute.is_set():
                continue
            self.received += len(data)
            if self.untold and self.commands[-1:] == ["IDLE"]:
                data = _NEWS.sub(b"", data)
            back.write(data)
            await back.drain()

    async def hang_up(self) -> None:
        """Drop every line."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*self._lines, return_exceptions=True)


@asynccontextmanager
async def cutter(target: int, how: Cut = Cut.UNHEARD, at: int = 0) -> AsyncIterator[Cutter]:
    """A way to the server on this port, over a line that may be cut."""
    line = Cutter(target, how, at)
    server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
        await line.hang_up()

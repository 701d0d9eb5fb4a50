"""A web server on loopback that publishes calendars, and misbehaves when it is told to."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from typing_extensions import override

from calendar_sync.published import LIMIT

LOOPBACK = "127.0.0.1"


@dataclass
class CalendarWeb:
    """`pages` by path; `asked` are the paths that were, and `sent` octets of the endless one."""

    port: int = 0
    pages: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    sent: int = 0
    never: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, path: str, host: str = LOOPBACK) -> str:
        """Where that is."""
        return f"http://{host}:{self.port}/{path}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """By the first word of the path."""
        path = request.path.removeprefix("/")
        self.asked.append(path)
        kind, _, rest = path.partition("/")
        if kind == "status":
            return web.Response(status=int(rest))
        if kind == "to":
            return web.Response(status=302, headers={"Location": request.query["url"]})
        if kind == "hangs":
            await self.never.wait()
        if kind == "endless":
            return await self._endless(request)
        return self._page(path)

    def _page(self, path: str) -> web.Response:
        if path == "long":
            return web.Response(headers={"Content-Length": str(LIMIT + 1)}, body=b"")
        if path == "packed":
            packed = gzip.compress(self.pages["lege.ics"])
            return web.Response(body=packed, headers={"Content-Encoding": "gzip"})
        if path not in self.pages:
            return web.Response(status=404)
        return web.Response(body=self.pages[path], content_type="text/calendar")

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        """A gigabyte, as far as anybody reads it."""
        response = web.StreamResponse()
        await response.prepare(request)
        chunk = b"X" * 65536
        while self.sent < 2**30:
            await response.write(chunk)
            self.sent += len(chunk)
        return response


@asynccontextmanager
async def calendar_web() -> AsyncIterator[CalendarWeb]:
    """One, for as long as it is needed."""
    made = CalendarWeb()
    app = web.Application()
    app.router.add_get("/{path:.*}", made.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, LOOPBACK, 0)
    await site.start()
    made.port = runner.addresses[0][1]
    try:
        yield made
    finally:
        made.never.set()
        await runner.cleanup()


class Names(AbstractResolver):
    """Names that lead where the test says; a name with several answers gives the next each time.

    An answer may be several addresses, with a space between them.
    """

    def __init__(self, **leads: list[str]) -> None:
        self.leads = {name.replace("_", "."): list(to) for name, to in leads.items()}

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The next of them."""
        answers = self.leads.get(host)
        if not answers:
            raise OSError(host)
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            ResolveResult(
                hostname=host,
                host=one,
                port=port,
                family=socket.AF_INET6 if ":" in one else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for one in found.split()
        ]

    @override
    async def close(self) -> None:
        """Nothing."""

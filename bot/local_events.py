"""Server-sent events: tells an open local page that there is something new to fetch."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from aiohttp import ClientConnectionResetError, web

from bot.seams import Rooms

STREAMS = 20
"""Open pages that are told at once; the next one is refused and simply not live."""

_LOOK_SECONDS = 1.0
_ALIVE_EACH = 15


class Events:
    """Watches the rooms' version for every open page."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._closing = asyncio.Event()
        self._open = 0

    async def close(self, _app: web.Application) -> None:
        """Let every stream end, so that the program can stop."""
        self._closing.set()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """One page's stream; it ends when the page or the program goes away."""
        if self._open >= STREAMS:
            raise web.HTTPTooManyRequests
        self._open += 1
        try:
            with suppress(ClientConnectionResetError):
                return await self._tell(request)
        finally:
            self._open -= 1
        return web.Response(status=web.HTTPNoContent.status_code)

    async def _tell(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        seen, quiet = self._state(), 0
        await response.write(b"retry: 3000\n\n")
        while not await self._closed():
            now = self._state()
            quiet += 1
            if now != seen:
                await response.write(b"data: new\n\n")
            elif quiet % _ALIVE_EACH == 0:
                await response.write(b":\n\n")
            seen = now
        return response

    def _state(self) -> tuple[int, str]:
        """The version, and the minute that the clock shows."""
        return self._rooms.version(), self._rooms.now().isoformat(timespec="minutes")

    async def _closed(self) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), _LOOK_SECONDS)
        return self._closing.is_set()

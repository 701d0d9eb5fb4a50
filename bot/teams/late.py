"""Local mode's Teams door: opened at the first knock, since most who practise never use it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from bot.web_guard import only_here

if TYPE_CHECKING:
    from bot.teams.opening import Teams


class LateDoor:
    """Stands in for the door until somebody comes: it and the bot SDK take a second to read."""

    def __init__(self, opened: Callable[[], Awaitable[Teams]]) -> None:
        self._open = opened
        self._opening = asyncio.Lock()
        self._teams: Teams | None = None

    def app(self) -> web.Application:
        """The path and what answers it; from this machine only."""
        app = web.Application()
        app.add_routes([web.post("/messages", only_here(self.take))])
        return app

    async def take(self, request: web.Request) -> web.Response:
        """Open the door if nobody has, and go in."""
        async with self._opening:
            if self._teams is None:
                self._teams = await self._open()
        return await self._teams.door.take(request)

    async def close(self) -> None:
        """Close what was opened."""
        if self._teams is not None:
            await self._teams.close()

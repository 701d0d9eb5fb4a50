"""One connection: what cannot even be read, who is too slow, and who is one too many."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from aiohttp import web
from typing_extensions import override

from bot.pages import Pages
from bot.web_guard import HEADERS, fault_page

MOST_LINES = 500
"""Connections at once; a process may have 1024 files open."""

_LINGER_SECONDS = 2.0
_UNREADABLE = int(HTTPStatus.BAD_REQUEST)
_OURS = int(HTTPStatus.SERVICE_UNAVAILABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a request's head may take, and how many connections there may be."""

    patience: float
    lines: int = MOST_LINES


class _Line(web.RequestHandler):
    """aiohttp's connection, with our answer to what aiohttp itself refuses."""

    __slots__ = ("_lines", "_most", "_pages")

    def __init__(
        self, lines: _Lines, pages: Pages, limits: Limits, *, loop: asyncio.AbstractEventLoop
    ) -> None:
        # What aiohttp calls keep-alive is also how long the head of a request may take.
        super().__init__(
            lines,
            loop=loop,
            access_log=None,  # type: ignore[arg-type] # none at all, as aiohttp's documents allow
            keepalive_timeout=limits.patience,
            lingering_time=_LINGER_SECONDS,
            auto_decompress=False,
        )
        self._pages = pages
        self._lines = lines
        self._most = limits.lines

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if len(self._lines.connections) > self._most and isinstance(transport, asyncio.Transport):
            transport.abort()

    @override
    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what could not be read with fixed bytes; `message` would repeat what was sent."""
        del message
        if request.writer.output_size > 0:
            raise ConnectionAbortedError
        kind = type(exc).__name__ if exc else ""
        structlog.get_logger().info("request_refused", status=status, error=kind)
        return self._refusal(_OURS if status >= HTTPStatus.INTERNAL_SERVER_ERROR else _UNREADABLE)

    @override
    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send it; an exception that never met our own net (Expect) becomes a calm page first."""
        calm = self._refusal(resp.status) if isinstance(resp, web.HTTPException) else resp
        return await super().finish_response(request, calm, start_time)

    def _refusal(self, status: int) -> web.Response:
        response = fault_page(self._pages, status, HEADERS | {"Cache-Control": "no-store"})
        response.force_close()
        return response


class _Lines(web.Server):
    """Makes one of our connections of each that is opened."""

    pages: Pages
    limits: Limits

    @override
    def __call__(self) -> _Line:
        return _Line(self, self.pages, self.limits, loop=asyncio.get_running_loop())


class Runner(web.AppRunner):
    """Serves an application over our connections."""

    __slots__ = ("_limits", "_pages")

    def __init__(
        self, app: web.Application, pages: Pages, limits: Limits, *, stop_seconds: float
    ) -> None:
        super().__init__(app, handle_signals=False, shutdown_timeout=stop_seconds)
        self._pages = pages
        self._limits = limits

    @override
    async def _make_server(self) -> web.Server:
        plain = await super()._make_server()
        lines = _Lines(plain.request_handler, request_factory=plain.request_factory)
        lines.pages, lines.limits = self._pages, self._limits
        return lines

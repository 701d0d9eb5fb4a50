"""The web doors in one application: answer page, about, health, static files, local clinic."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from bot.about import AboutDoor
from bot.answers import AnswerDoor
from bot.local import LocalDoor
from bot.local_gallery import GalleryDoor
from bot.pages import Pages
from bot.seams import Rooms
from bot.web_guard import BODY_LIMIT, PAGES, PATIENCE, add_headers, calm
from bot.web_line import MOST_LINES, Limits, Runner
from bot.web_quiet import hush
from dialogs.gallery.album import Album

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"
_STOP_SECONDS = 5.0
_PATIENCE_SECONDS = 15.0


def make_app(
    rooms: Rooms,
    key: bytes,
    *,
    patience: float = _PATIENCE_SECONDS,
    teams: web.Application | None = None,
    graph: web.Application | None = None,
    gallery: Callable[[], Album] | None = None,
) -> web.Application:
    """The application; `key` signs forms and stays the same over a restart.

    `patience` is how many seconds a request may take to arrive, its head and its body each;
    `teams` is what answers below `/api`, `graph` below `/api/graph`, and `gallery` makes the cards
    that local mode shows.
    """
    app = web.Application(middlewares=[calm], client_max_size=BODY_LIMIT)
    pages = Pages()
    app[PAGES] = pages
    app[PATIENCE] = patience
    app.on_response_prepare.append(add_headers)
    health = _Health(rooms)
    app.add_routes([web.get("/healthz", health.up), web.get("/readyz", health.ready)])
    app.add_routes([web.get("/static/{name}", _static)])
    app.add_routes(AboutDoor(rooms, pages).routes())
    app.add_routes(AnswerDoor(rooms, key, pages).routes())
    if rooms.local:
        local = LocalDoor(rooms, key, pages)
        app.add_routes(local.routes())
        app.on_shutdown.append(local.events.close)
    if rooms.local and gallery is not None:
        app.add_routes(GalleryDoor(pages, gallery).routes())
    if graph is not None:
        graph[PAGES] = pages
        graph[PATIENCE] = patience
        app.add_subapp("/api/graph", graph)
    if teams is not None:
        teams[PAGES] = pages
        teams[PATIENCE] = patience
        app.add_subapp("/api", teams)
    return app


def make_runner(app: web.Application, *, lines: int = MOST_LINES) -> web.AppRunner:
    """How to serve it, over at most so many connections: nothing that was sent is ever logged."""
    hush()
    limits = Limits(patience=app[PATIENCE], lines=lines)
    return Runner(app, app[PAGES], limits, stop_seconds=_STOP_SECONDS)


class _Health:
    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def up(self, _request: web.Request) -> web.Response:
        """The process answers."""
        return web.json_response({"status": "up"})

    async def ready(self, _request: web.Request) -> web.Response:
        """A turn can be answered, each of the daemon's jobs beats, and the clock is right."""
        try:
            lacking = await self._rooms.lacking()
        except Exception:  # noqa: BLE001  whatever is wrong, the answer is that it is not ready
            lacking = ["store"]
        if not lacking:
            return web.json_response({"status": "ready"})
        told = {"status": "not ready", "lacking": list(lacking)}
        return web.json_response(told, status=web.HTTPServiceUnavailable.status_code)


async def _static(request: web.Request) -> web.Response:
    """A static file from memory; kept for ever under its version, asked for again without."""
    found = request.app[PAGES].static.get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    versioned = request.query.get("v") == found.version
    return web.Response(
        body=found.body,
        content_type=found.content_type,
        charset="utf-8",
        headers={"Cache-Control": _FOR_EVER if versioned else _ASK_AGAIN},
    )

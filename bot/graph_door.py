"""The door at which Microsoft Graph says that a calendar has changed; it is only a hint.

It answers at once and works later: whatever is said here, the daemon reads the calendar itself. Who
does not carry our secret is answered alike, and nothing comes of it.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from bot.web_guard import read_body

BODY_LIMIT = 256 * 1024

Hint = Callable[[str], Awaitable[None]]
log = structlog.get_logger()


class GraphDoor:
    """Takes notifications; `hint` remembers that something has changed, for the daemon."""

    def __init__(self, hint: Hint, state: str) -> None:
        """`state` is the secret that every notification of ours carries."""
        self._hint = hint
        self._state = state.encode()
        self._telling: dict[str, asyncio.Task[None]] = {}

    def app(self) -> web.Application:
        """What answers below `/api/graph`."""
        app = web.Application()
        app.add_routes([web.post("/notifications", self.notified)])
        app.on_cleanup.append(self._finish)
        return app

    async def notified(self, request: web.Request) -> web.Response:
        """Echo a validation token as plain text; take anything else as a hint, with 202.

        408 and 413 where the body is too slow or too long.
        """
        token = request.query.get("validationToken")
        if token is not None:
            return web.Response(text=token, content_type="text/plain")
        kind = _kind(await read_body(request, BODY_LIMIT), self._state)
        if kind and kind not in self._telling:  # one on its way says it for this one too
            task = asyncio.create_task(self._tell(kind))
            self._telling[kind] = task
            task.add_done_callback(lambda _: self._telling.pop(kind))
        return web.Response(status=web.HTTPAccepted.status_code)

    async def _tell(self, kind: str) -> None:
        try:
            await self._hint(kind)
        except Exception as error:  # noqa: BLE001 - the daemon looks by itself now and then
            log.error("hint_not_kept", error=type(error).__name__)  # noqa: TRY400 - its words stay out

    async def _finish(self, _app: web.Application) -> None:
        await asyncio.gather(*self._telling.values())


def _kind(raw: bytes, state: bytes) -> str:
    """`changed` or `lifecycle` where any of it carries our secret, empty for all else."""
    try:
        said = json.loads(raw)
        value = said["value"]
        ours = [one for one in value if _is_ours(one, state)]
        lifecycle = any("lifecycleEvent" in one for one in ours)
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    if not ours:
        return ""
    return "lifecycle" if lifecycle else "changed"


def _is_ours(one: dict[str, object], state: bytes) -> bool:
    return hmac.compare_digest(str(one["clientState"]).encode(), state)

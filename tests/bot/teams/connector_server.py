"""A Bot Framework connector on loopback: keeps what it got, and answers by plan."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from aiohttp import web


class Way(StrEnum):
    """How an answer comes."""

    WHOLE = "whole"
    HALF = "half"  # the status and a piece of the body, and then the line is cut
    STUCK = "stuck"  # the status and a piece of the body, and then nothing
    CUT = "cut"  # no answer: the line is cut
    HANG = "hang"  # no answer, and the line stays open


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    way: Way = Way.WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """One request; `path` as it stood on the wire, `line` the connection that it came on."""

    method: str
    path: str
    headers: Mapping[str, str]
    raw: bytes
    line: object

    @property
    def body(self) -> object:
        """What the request said."""
        return json.loads(self.raw)


def said(activity_id: str = "f:1") -> Planned:
    """It is done, and has this id."""
    return Planned(status=201, body=json.dumps({"id": activity_id}).encode())


def refused(status: int, code: str = "", **headers: str) -> Planned:
    """It is not done; headers as `retry_after="3"`."""
    error = {"error": {"code": code, "message": "about Kari Nordmann"}} if code else {}
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return Planned(status=status, body=json.dumps(error).encode(), headers=named)


class ConnectorServer:
    """`got` is what came, in order; `plan` the next answers, and after them `said()`."""

    def __init__(self) -> None:
        self.got: list[Got] = []
        self.plan: deque[Planned] = deque()
        self.port = 0

    @property
    def service_url(self) -> str:
        """As an activity from here would name it."""
        return f"http://localhost:{self.port}/emea/"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Keep the request, and answer by plan."""
        raw = await request.read()
        got = Got(
            method=request.method,
            path=request.raw_path,
            headers=request.headers,
            raw=raw,
            line=request.transport and request.transport.get_extra_info("peername"),
        )
        self.got.append(got)
        planned = self.plan.popleft() if self.plan else said()
        if planned.way is Way.WHOLE:
            return web.Response(status=planned.status, body=planned.body, headers=planned.headers)
        if planned.way is Way.HANG:
            await asyncio.Event().wait()
        response = web.StreamResponse(status=planned.status, headers=planned.headers)
        if planned.way is not Way.CUT:
            response.content_length = len(planned.body) + 100
            await response.prepare(request)
            await response.write(planned.body)
        if planned.way is Way.STUCK:
            await asyncio.Event().wait()
        if request.transport is not None:
            request.transport.close()
        return response


@asynccontextmanager
async def connector_server(*plan: Planned) -> AsyncIterator[ConnectorServer]:
    """A server that gives these answers, and then says yes to everything."""
    server = ConnectorServer()
    server.plan.extend(plan)
    app = web.Application(client_max_size=2**20)
    app.router.add_route("*", "/{tail:.*}", server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()
